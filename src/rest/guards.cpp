#include "rest/guards.h"

#include "core/error.h"
#include "http/error_response.h"

namespace tusk::rest {
namespace {

// Programs send neither header; browsers send both with every change.
bool comes_from_elsewhere(const http::Request& request) {
  if (const auto site = request.header("Sec-Fetch-Site")) {
    if (*site != "same-origin" && *site != "none") return true;
  }
  const auto origin = request.header("Origin");
  if (!origin) return false;
  const std::string own =
      (request.tls ? "https://" : "http://") + std::string(request.headers.get_or("Host", ""));
  return !http::equal_ignoring_case(*origin, own);
}

}  // namespace

bool changes_something(const http::Request& request) {
  return request.method != http::Method::get && request.method != http::Method::head;
}

void refuse_foreign(const http::Request& request) {
  if (!changes_something(request) || !comes_from_elsewhere(request)) return;
  throw core::Error(core::ErrorCode::forbidden,
                    core::say("Anropet kommer från en annan webbplats och utförs inte.",
                              "The request comes from another web site and is not carried out."));
}

void require_json(const http::Request& request) {
  const std::string_view type = request.headers.get_or("Content-Type", "");
  if (!changes_something(request) || request.body.empty() ||
      http::equal_ignoring_case(http::trim(type.substr(0, type.find(';'))), "application/json")) {
    return;
  }
  throw core::invalid_field("Content-Type", type,
                            core::say("Skicka JSON med Content-Type: application/json.",
                                      "Send JSON with Content-Type: application/json."));
}

http::Response too_often(const http::Request& request, int seconds) {
  http::Response response = http::error_response(
      core::Error(
          core::ErrorCode::limit,
          core::say("För många anrop på kort tid. Försök igen om {} sekunder.",
                    "Too many requests in a short time. Try again in {} seconds.", seconds)),
      request);
  response.headers.set("Retry-After", std::to_string(seconds));
  return response;
}

http::Response no_such_address(http::Request& request) {
  throw core::Error(core::ErrorCode::not_found, core::say("Det finns inget på adressen ”{}”.",
                                                          "There is nothing at the address “{}”.",
                                                          core::shorten(request.path)));
}

}  // namespace tusk::rest
