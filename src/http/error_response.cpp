#include "http/error_response.h"

#include <boost/json.hpp>

namespace tusk::http {

int status_of(core::ErrorCode code) {
  switch (code) {
    case core::ErrorCode::invalid:
      return 400;
    case core::ErrorCode::unauthenticated:
      return 401;
    case core::ErrorCode::forbidden:
      return 403;
    case core::ErrorCode::not_found:
      return 404;
    case core::ErrorCode::conflict:
      return 409;
    case core::ErrorCode::limit:
      return 429;
    case core::ErrorCode::unavailable:
      return 503;
    case core::ErrorCode::internal:
      return 500;
  }
  return 500;
}

std::string error_json(const core::Error& error, core::Language language,
                       std::string_view request_id) {
  boost::json::array problems;
  for (const auto& problem : error.problems()) {
    problems.push_back({{"field", problem.field},
                        {"value", problem.value},
                        {"message", problem.text.in(language)}});
  }
  return boost::json::serialize(
      boost::json::object{{"code", core::name_of(error.code())},
                          {"message", error.text().in(language)},
                          {"messages", {{"sv", error.text().sv}, {"en", error.text().en}}},
                          {"problems", std::move(problems)},
                          {"request_id", request_id}});
}

Response error_response(const core::Error& error, const Request& request, int status) {
  if (status == 0) status = status_of(error.code());
  Response response =
      json_response(status, "{\"error\":" + error_json(error, request.language, request.id) + "}");
  if (status == 503 || status == 429) response.headers.set("Retry-After", "5");
  return response;
}

Response exception_response(const std::exception_ptr& exception, const Request& request,
                            std::string& log_message) {
  try {
    std::rethrow_exception(exception);
  } catch (const core::Error& error) {
    // What the client did wrong is its own business, and in the access log; the rest is ours.
    if (!error.detail().empty() || status_of(error.code()) >= 500) log_message = error.what();
    if (error.code() != core::ErrorCode::internal) return error_response(error, request);
  } catch (const std::exception& error) {
    log_message = error.what();
  } catch (...) {
    log_message = "an exception of an unknown type";
  }
  return error_response(
      core::Error(core::ErrorCode::internal,
                  core::say("Något gick fel i programmet. Försök igen; om det upprepas, ange "
                            "numret {} när du ber om hjälp.",
                            "Something went wrong in the program. Try again; if it happens again, "
                            "give the number {} when you ask for help.",
                            request.id)),
      request);
}

}  // namespace tusk::http
