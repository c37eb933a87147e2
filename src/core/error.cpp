#include "core/error.h"

namespace tusk::core {

const char* name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid:
      return "invalid";
    case ErrorCode::unauthenticated:
      return "unauthenticated";
    case ErrorCode::forbidden:
      return "forbidden";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::conflict:
      return "conflict";
    case ErrorCode::limit:
      return "limit";
    case ErrorCode::unavailable:
      return "unavailable";
    case ErrorCode::internal:
      return "internal";
  }
  return "internal";
}

Error::Error(ErrorCode code, Text text, std::vector<Problem> problems, std::string detail)
    : code_(code),
      text_(std::move(text)),
      problems_(std::move(problems)),
      detail_(std::move(detail)) {
  what_ = fmt::format("{}: {}", name_of(code_), text_.en);
  for (const Problem& problem : problems_) {
    what_ += fmt::format(" [{} = \"{}\": {}]", problem.field, problem.value, problem.text.en);
  }
  if (!detail_.empty()) what_ += fmt::format(" ({})", detail_);
}

Error invalid_field(std::string field, std::string_view value, Text text) {
  Problem problem{std::move(field), shorten(value), text};
  return Error(ErrorCode::invalid, std::move(text), {std::move(problem)});
}

Error invalid_fields(std::vector<Problem> problems) {
  Text text = problems.front().text;
  return {ErrorCode::invalid, std::move(text), std::move(problems)};
}

std::string shorten(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return std::string(text);
  std::size_t end = limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace tusk::core
