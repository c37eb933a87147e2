#pragma once

// Small words for small work on text.

#include <string>
#include <string_view>
#include <vector>

namespace tusk::business {

[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] std::string ascii_lower(std::string_view text);
[[nodiscard]] std::string ascii_upper(std::string_view text);
[[nodiscard]] std::vector<std::string> split(std::string_view text, std::string_view separator);
// The parts that are not empty.
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);
// CRLF and CR become LF.
[[nodiscard]] std::string with_plain_newlines(std::string_view text);

// A key under which names are equal that people take for the same: lower case, é = e while å ä ö
// stay letters, one space for space and punctuation; composed and decomposed letters alike.
// `text` is well-formed UTF-8.
[[nodiscard]] std::string fold_name(std::string_view text);

}  // namespace tusk::business
