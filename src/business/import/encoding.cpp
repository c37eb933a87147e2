#include "business/import/encoding.h"

#include <algorithm>
#include <array>

#include "business/import/words.h"
#include "core/validation.h"

namespace tusk::business {
namespace {

// Windows-1252 at 0x80..0x9F; the five that it leaves undefined are the C1 controls.
constexpr std::array<char32_t, 32> windows_1252{
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

constexpr char32_t replacement = 0xFFFD;

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
}

DecodedText cleaned(std::string text) {
  DecodedText result;
  result.lost_some = std::erase_if(text, is_control) > 0;
  result.text = std::move(text);
  return result;
}

DecodedText decode_windows_1252(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    append_utf8(text, byte >= 0x80 && byte < 0xA0 ? windows_1252.at(byte - 0x80U) : byte);
  }
  DecodedText result = cleaned(std::move(text));
  result.was_utf8 = false;
  return result;
}

std::string decode_utf16(std::string_view bytes, bool little_endian) {
  std::string text;
  text.reserve(bytes.size());
  const auto unit = [&](std::size_t i) {
    const auto a = static_cast<unsigned char>(bytes[i]);
    const auto b = static_cast<unsigned char>(bytes[i + 1]);
    return static_cast<char32_t>(little_endian ? (b << 8U) | a : (a << 8U) | b);
  };
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    char32_t code = unit(i);
    if (code >= 0xD800 && code < 0xDC00 && i + 3 < bytes.size()) {
      const char32_t low = unit(i + 2);
      if (low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
        i += 2;
      }
    }
    append_utf8(text, code >= 0xD800 && code < 0xE000 ? replacement : code);
  }
  return text;
}

}  // namespace

void append_utf8(std::string& text, char32_t code) {
  const auto push = [&](char32_t byte) { text += static_cast<char>(byte); };
  if (code < 0x80) {
    push(code);
  } else if (code < 0x800) {
    push(0xC0 | (code >> 6U));
    push(0x80 | (code & 0x3FU));
  } else if (code < 0x10000) {
    push(0xE0 | (code >> 12U));
    push(0x80 | ((code >> 6U) & 0x3FU));
    push(0x80 | (code & 0x3FU));
  } else {
    push(0xF0 | (code >> 18U));
    push(0x80 | ((code >> 12U) & 0x3FU));
    push(0x80 | ((code >> 6U) & 0x3FU));
    push(0x80 | (code & 0x3FU));
  }
}

char32_t take_code_point(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  std::size_t length = 1;
  char32_t code = lead;
  if (lead >= 0xF0) {
    length = 4;
    code = lead & 0x07U;
  } else if (lead >= 0xE0) {
    length = 3;
    code = lead & 0x0FU;
  } else if (lead >= 0xC0) {
    length = 2;
    code = lead & 0x1FU;
  }
  length = std::min(length, text.size());
  for (std::size_t i = 1; i < length; ++i) {
    code = (code << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  text.remove_prefix(length);
  return code;
}

std::string without_byte_order_mark(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return std::string(bytes.substr(3));
  if (bytes.starts_with("\xFF\xFE")) return decode_utf16(bytes.substr(2), true);
  if (bytes.starts_with("\xFE\xFF")) return decode_utf16(bytes.substr(2), false);
  return std::string(bytes);
}

DecodedText decode_text(std::string_view bytes) {
  if (core::is_clean_text(bytes)) return {std::string(bytes), true, false};
  DecodedText without_controls = cleaned(std::string(bytes));
  if (core::is_clean_text(without_controls.text)) return without_controls;
  return decode_windows_1252(bytes);
}

DecodedText decode_text(std::string_view bytes, std::string_view charset) {
  const std::string name = ascii_lower(charset);
  const bool western = name.starts_with("windows-125") || name.starts_with("iso-8859-1") ||
                       name == "latin1" || name == "cp1252";
  return western ? decode_windows_1252(bytes) : decode_text(bytes);
}

std::string decode_quoted_printable(std::string_view text) {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
  };
  std::string bytes;
  bytes.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '=' && i + 2 < text.size() && digit(text[i + 1]) >= 0 &&
        digit(text[i + 2]) >= 0) {
      bytes += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      bytes += text[i];
    }
  }
  return bytes;
}

}  // namespace tusk::business
