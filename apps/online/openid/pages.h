#pragma once

// The few pages that the server itself writes, for browsers that another program sent here with
// something that can't be answered, and for logging out. They need no script.

#include <optional>
#include <string>

#include "core/random.h"
#include "core/text.h"
#include "http/request.h"
#include "http/response.h"

namespace tusk::online::openid {

struct Button {
  core::Text label;
  std::string target;       // a path of ours
  http::Parameters fields;  // sent along
  std::string leads_on_to;  // where the answer leads ("https://…"); empty: nowhere else
};

struct Page {
  int status = 200;
  core::Text title;
  core::Text text;
  std::optional<Button> button = {};
};

// In the request's language.
[[nodiscard]] http::Response make_page(core::Random& random, const http::Request& request,
                                       const Page& page);

}  // namespace tusk::online::openid
