#pragma once

// The one error type. Exceptions are for failures; outcomes (conflict of fields, unchanged, absent)
// are values. What a person may read is in `text` and `problems`; `detail` is for the log only.

#include <exception>
#include <string>
#include <vector>

#include "core/text.h"

namespace tusk::core {

enum class ErrorCode {
  invalid,          // the input is wrong: the problems say which field, which value, what to do
  unauthenticated,  // nobody is logged in
  forbidden,        // somebody is, but may not do this
  not_found,        // no such thing, or none that the caller may know of
  conflict,         // the state does not allow it, or somebody else was first
  limit,            // too many, too large, too often
  unavailable,      // try again later
  internal          // a defect of the program
};

[[nodiscard]] const char* name_of(ErrorCode code);

// One thing that is wrong with one field of the input.
struct Problem {
  std::string field;  // as it is spelled in JSON and SQL; empty: the record as a whole
  std::string value;  // what was given, shortened to 100 characters
  Text text;          // what is wrong and how to mend it
};

class Error : public std::exception {
 public:
  Error(ErrorCode code, Text text, std::vector<Problem> problems = {}, std::string detail = {});

  [[nodiscard]] ErrorCode code() const noexcept { return code_; }
  [[nodiscard]] const Text& text() const noexcept { return text_; }
  [[nodiscard]] const std::vector<Problem>& problems() const noexcept { return problems_; }
  [[nodiscard]] const std::string& detail() const noexcept { return detail_; }
  // English text, problems and detail on one line, for logs.
  [[nodiscard]] const char* what() const noexcept override { return what_.c_str(); }

 private:
  ErrorCode code_;
  Text text_;
  std::vector<Problem> problems_;
  std::string detail_;
  std::string what_;
};

// An Error{invalid} about one field.
[[nodiscard]] Error invalid_field(std::string field, std::string_view value, Text text);
// At least one problem; the text is that of the first.
[[nodiscard]] Error invalid_fields(std::vector<Problem> problems);

// Cuts at a character boundary after `limit` bytes and appends an ellipsis if anything was cut.
[[nodiscard]] std::string shorten(std::string_view text, std::size_t limit = 100);

}  // namespace tusk::core
