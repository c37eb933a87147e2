#include "api/limits.h"
#include "api/routes/parts.h"

namespace tusk::api {

Parameter limit_parameter() {
  return {"limit", ParameterKind::integer,
          core::say("Antal på sidan, 1–{}; {} om inget anges.",
                    "How many on the page, 1–{}; {} unless given.", max_page, default_page)};
}

Parameter cursor_parameter() {
  return {"cursor",
          ParameterKind::text,
          {"Var nästa sida börjar: next_cursor i förra svaret.",
           "Where the next page starts: next_cursor of the last answer."}};
}

}  // namespace tusk::api
