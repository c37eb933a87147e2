#include "core/id.h"

#include "core/error.h"

namespace tusk::core {

RecordId make_record_id(Side side, std::int64_t incarnation, std::int64_t counter) {
  if (incarnation < 0 || incarnation > max_incarnation || counter < 1 || counter > max_counter) {
    throw Error(ErrorCode::limit,
                say("Databasens nummer för nya poster är slut. Kontakta supporten.",
                    "The database has no numbers left for new records. Contact support."),
                {}, fmt::format("incarnation {}, counter {}", incarnation, counter));
  }
  return (static_cast<std::int64_t>(side) << 52) | (incarnation << 42) | counter;
}

}  // namespace tusk::core
