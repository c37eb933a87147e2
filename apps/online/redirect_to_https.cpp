#include "online/redirect_to_https.h"

#include "core/error.h"

namespace tusk::online {

http::Response RedirectToHttps::handle(http::Request& request) {
  const bool is_page =
      (request.method == http::Method::get || request.method == http::Method::head) &&
      (request.segments.empty() ||
       (request.segments.front() != "api" && request.segments.front() != "sync"));
  if (!is_page) {
    throw core::Error(core::ErrorCode::invalid,
                      core::say("Använd den krypterade adressen {}.",
                                "Use the encrypted address {}.", public_url_));
  }
  std::string target = public_url_;
  for (const std::string& segment : request.segments) target += "/" + http::percent_encode(segment);
  if (!request.query.empty()) target += "?" + http::format_query(request.query);
  return http::redirect(std::move(target), 308);
}

}  // namespace tusk::online
