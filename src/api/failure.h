#pragma once

// An error as it comes over the wire (http::error_response writes it).

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/messages.h"
#include "core/error.h"

namespace tusk::api {

struct FieldProblem {
  std::string field;
  std::string value;
  std::string message;
};
BOOST_DESCRIBE_STRUCT(FieldProblem, (), (field, value, message))

struct BothLanguages {
  std::string sv;
  std::string en;
};
BOOST_DESCRIBE_STRUCT(BothLanguages, (), (sv, en))

struct FailureBody {
  std::string code;     // a core::ErrorCode
  std::string message;  // in the caller's language
  std::optional<BothLanguages> messages;
  std::optional<std::vector<FieldProblem>> problems;
  std::optional<std::string> request_id;
};
BOOST_DESCRIBE_STRUCT(FailureBody, (), (code, message, messages, problems, request_id))

struct Failure {
  FailureBody error;
};
BOOST_DESCRIBE_STRUCT(Failure, (), (error))

// The server answered, but not with what was asked for. Carries the server's own words.
class StatusError : public core::Error {
 public:
  StatusError(int status, core::ErrorCode code, core::Text text,
              std::vector<core::Problem> problems, std::string detail)
      : core::Error(code, std::move(text), std::move(problems), std::move(detail)),
        status_(status) {}
  [[nodiscard]] int status() const noexcept { return status_; }

 private:
  int status_;
};

// Reads an answer with an error status. One that does not come from our server (a proxy's page)
// gets words of its own that name the status.
[[nodiscard]] StatusError make_status_error(int status, std::string_view body);

}  // namespace tusk::api
