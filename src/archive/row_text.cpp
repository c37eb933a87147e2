#include "archive/row_text.h"

namespace tusk::archive {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

bool in_range(std::string_view text, std::size_t at, unsigned char low, unsigned char high) {
  if (at >= text.size()) return false;
  const auto byte = static_cast<unsigned char>(text[at]);
  return byte >= low && byte <= high;
}

// Bytes of the character that `text` begins with, which is not ASCII; 0 if it is no UTF-8 (Unicode
// standard, table 3-7).
std::size_t character_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0xC2 || first > 0xF4) return 0;
  if (first < 0xE0) return in_range(text, 1, 0x80, 0xBF) ? 2 : 0;
  const unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  if (!in_range(text, 1, low, high) || !in_range(text, 2, 0x80, 0xBF)) return 0;
  if (first < 0xF0) return 3;
  return in_range(text, 3, 0x80, 0xBF) ? 4 : 0;
}

void append_escape(std::string& text, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  switch (c) {
    case '"':
      text += "\\\"";
      return;
    case '\\':
      text += "\\\\";
      return;
    case '\n':
      text += "\\n";
      return;
    case '\r':
      text += "\\r";
      return;
    case '\t':
      text += "\\t";
      return;
    default:
      text += "\\u00";
      text += digits[static_cast<unsigned char>(c) >> 4];
      text += digits[static_cast<unsigned char>(c) & 15];
  }
}

}  // namespace

void RowText::add_escaped(std::string_view value) {
  bool whole = true;
  while (!value.empty()) {
    const auto first = static_cast<unsigned char>(value[0]);
    std::size_t length = plain_length(value);
    if (length == 0 && first >= 0x80) length = character_length(value);
    if (length != 0) {
      text_.append(value.substr(0, length));
      value.remove_prefix(length);
      continue;
    }
    if (first < 0x80) {
      append_escape(text_, value[0]);
    } else {
      text_ += replacement;
      whole = false;
    }
    value.remove_prefix(1);
  }
  if (!whole) ++mended_;
}

}  // namespace tusk::archive
