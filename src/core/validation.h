#pragma once

// What may be in a field. Pure: whether a reference exists or a number is taken is storage's to
// say.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/record.h"

namespace tusk::core {

// Reads what a person typed or a file held ("7,5", "2026-11-24", "ja") as the field's kind.
// Text is trimmed; empty is null. Throws Error{invalid} with the field, the value and the remedy.
[[nodiscard]] Value parse_value(const RecordType& type, const Field& field, std::string_view text);

// The form a field's value is kept in (trimmed, empty text null, e-mail domain lower-case).
[[nodiscard]] Value normalise(const Field& field, Value value);

// What is wrong with one value; nothing if it is right.
[[nodiscard]] std::optional<Problem> find_problem(const Field& field, const Value& value);

// Normalises the changed fields and throws one Error{invalid} with every problem there is:
// wrong values, and fields that people on `side` may not write.
void check_change(const RecordType& type, Change& change, Side side);
// Also that every required field has a value.
void check_new(const RecordType& type, Record& record);

// Without white space at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);
// True for well-formed UTF-8 without NUL and without control characters other than tab and newline.
[[nodiscard]] bool is_clean_text(std::string_view text);
// Characters (code points) of well-formed UTF-8.
[[nodiscard]] std::size_t count_characters(std::string_view text);
// True for kinds whose text is limited by its length alone; others are a list's or a code.
[[nodiscard]] bool has_max_length(FieldKind kind);
// Longest text of a field, in characters.
[[nodiscard]] std::size_t max_length(const Field& field);

}  // namespace tusk::core
