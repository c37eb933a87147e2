#pragma once

// Bytes of unknown origin -> clean UTF-8.

#include <optional>
#include <string>
#include <string_view>

namespace tusk::business {

// UTF-16 with a byte order mark becomes UTF-8; the mark of UTF-8 is taken away; all other bytes
// stay as they are, to be decoded line by line by decode_text.
[[nodiscard]] std::string without_byte_order_mark(std::string_view bytes);

struct DecodedText {
  std::string text;        // is_clean_text
  bool was_utf8 = true;    // false: read as Windows-1252
  bool lost_some = false;  // control characters were taken away
};

// UTF-8 if it is well-formed, else Windows-1252 (of which ISO-8859-1 text is a part). Decoding one
// line at a time lets one bad line of a UTF-8 file not spoil the others.
[[nodiscard]] DecodedText decode_text(std::string_view bytes);

// As decode_text, in the character set that a vCard names. Unknown names: decode_text.
[[nodiscard]] DecodedText decode_text(std::string_view bytes, std::string_view charset);

// "=C3=85" -> the bytes. Malformed escapes stay as they stand.
[[nodiscard]] std::string decode_quoted_printable(std::string_view text);

void append_utf8(std::string& text, char32_t code);
// Takes the first code point off `text`, which must be well-formed and not empty.
[[nodiscard]] char32_t take_code_point(std::string_view& text);

}  // namespace tusk::business
