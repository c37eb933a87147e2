#include "http/router.h"

#include "core/error.h"
#include "http/error_response.h"

namespace tusk::http {

Response no_route_response(const Request& request, const std::vector<Method>& allowed) {
  if (allowed.empty()) {
    throw core::Error(core::ErrorCode::not_found, core::say("Det finns inget på adressen ”{}”.",
                                                            "There is nothing at the address “{}”.",
                                                            core::shorten(request.path)));
  }
  std::string names;
  for (const Method method : allowed) {
    names += (names.empty() ? "" : ", ") + std::string(name_of(method));
    if (method == Method::get) names += ", HEAD";
  }
  const core::Error error(
      core::ErrorCode::invalid,
      core::say("Metoden {} går inte att använda på adressen ”{}”. Det går med {}.",
                "The method {} can't be used on the address “{}”. These can: {}.",
                name_of(request.method), core::shorten(request.path), names));
  Response response = error_response(error, request, 405);
  response.headers.set("Allow", names);
  return response;
}

}  // namespace tusk::http
