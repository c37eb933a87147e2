#include "api/failure.h"

#include <array>
#include <string>

namespace tusk::api {
namespace {

using core::ErrorCode;

constexpr std::array all_codes{
    ErrorCode::invalid,  ErrorCode::unauthenticated, ErrorCode::forbidden,   ErrorCode::not_found,
    ErrorCode::conflict, ErrorCode::limit,           ErrorCode::unavailable, ErrorCode::internal};

// What a status means that comes from somewhere before our server.
ErrorCode code_of_status(int status) {
  if (status == 401) return ErrorCode::unauthenticated;
  if (status == 403) return ErrorCode::forbidden;
  if (status == 404) return ErrorCode::not_found;
  if (status == 413 || status == 429) return ErrorCode::limit;
  if (status >= 500) return ErrorCode::unavailable;
  return ErrorCode::invalid;
}

ErrorCode code_named(const std::string& name, int status) {
  for (const ErrorCode code : all_codes) {
    if (name == core::name_of(code)) return code;
  }
  return code_of_status(status);
}

}  // namespace

StatusError make_status_error(int status, std::string_view body) {
  try {
    FailureBody failure = parse<Failure>(body).error;
    core::Text text{failure.message, failure.message};
    if (failure.messages) text = {failure.messages->sv, failure.messages->en};
    std::vector<core::Problem> problems;
    for (FieldProblem& problem : failure.problems.value_or(std::vector<FieldProblem>())) {
      const core::Text said{problem.message, problem.message};
      problems.push_back({std::move(problem.field), std::move(problem.value), said});
    }
    std::string detail = "status " + std::to_string(status);
    if (failure.request_id) detail += ", request " + *failure.request_id;
    return {status, code_named(failure.code, status), std::move(text), std::move(problems),
            std::move(detail)};
  } catch (const core::Error&) {
    return {status,
            code_of_status(status),
            core::say("Servern svarade med felet {}. Försök igen om en stund; om det upprepas, "
                      "kontrollera adressen.",
                      "The server answered with the error {}. Try again in a moment; if it happens "
                      "again, check the address.",
                      status),
            {},
            "not an answer of a Tusk server"};
  }
}

}  // namespace tusk::api
