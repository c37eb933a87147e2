#include "business/import/words.h"

#include <algorithm>

#include "business/import/encoding.h"

namespace tusk::business {
namespace {

char32_t lower(char32_t code) {
  if (code >= 'A' && code <= 'Z') return code + 32;
  if (code >= 0xC0 && code <= 0xDE && code != 0xD7) return code + 32;
  const bool even_is_upper = (code >= 0x100 && code <= 0x137) || (code >= 0x14A && code <= 0x177);
  if (even_is_upper) return code | 1U;
  const bool odd_is_upper = (code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17E);
  if (odd_is_upper && code % 2 == 1) return code + 1;
  if (code == 0x178) return 0xFF;
  if (code >= 0x391 && code <= 0x3A9) return code + 32;
  if (code >= 0x410 && code <= 0x42F) return code + 32;
  if (code >= 0x400 && code <= 0x40F) return code + 80;
  return code;
}

// Of lower-case letters. å ä ö æ ø are letters of their own in the languages that have them.
char32_t without_accent(char32_t code) {
  if (code >= 0xE0 && code <= 0xE3) return 'a';
  if (code == 0xE7) return 'c';
  if (code >= 0xE8 && code <= 0xEB) return 'e';
  if (code >= 0xEC && code <= 0xEF) return 'i';
  if (code == 0xF1) return 'n';
  if (code >= 0xF2 && code <= 0xF5) return 'o';
  if (code >= 0xF9 && code <= 0xFC) return 'u';
  if (code == 0xFD || code == 0xFF) return 'y';
  if (code == 0x622 || code == 0x623 || code == 0x625) return 0x627;  // alef with marks
  return code;
}

bool is_mark_to_skip(char32_t code) {
  return (code >= 0x300 && code <= 0x36F) ||  // combining accents
         (code >= 0x64B && code <= 0x652) ||  // Arabic vowel signs
         code == 0x640 ||                     // tatweel
         (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF || code == '\'' || code == 0x2019;
}

bool is_separator(char32_t code) {
  if (code < 0x80) {
    return !((code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ||
             (code >= 'A' && code <= 'Z'));
  }
  return code <= 0xBF || code == 0xD7 || code == 0xF7 || (code >= 0x2000 && code <= 0x206F) ||
         code == 0x60C || code == 0x3000;
}

}  // namespace

std::string_view trim(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const auto first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

std::string ascii_lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return result;
}

std::string ascii_upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return result;
}

std::vector<std::string> split(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  for (std::size_t from = 0;;) {
    const auto at = text.find(separator, from);
    parts.emplace_back(text.substr(from, at - from));
    if (at == std::string_view::npos) return parts;
    from = at + separator.size();
  }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string result;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    if (!result.empty()) result += separator;
    result += part;
  }
  return result;
}

std::string with_plain_newlines(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      result += text[i];
    } else if (i + 1 >= text.size() || text[i + 1] != '\n') {
      result += '\n';
    }
  }
  return result;
}

std::string fold_name(std::string_view text) {
  std::u32string folded;
  while (!text.empty()) {
    const char32_t code = lower(take_code_point(text));
    if (code == 0x30A && !folded.empty() && folded.back() == 'a') {
      folded.back() = 0xE5;  // a + ring = å
    } else if (code == 0x308 && !folded.empty() && (folded.back() == 'a' || folded.back() == 'o')) {
      folded.back() = folded.back() == 'a' ? 0xE4 : 0xF6;  // ä, ö
    } else if (is_mark_to_skip(code)) {
      continue;
    } else if (is_separator(code)) {
      if (!folded.empty() && folded.back() != ' ') folded += ' ';
    } else {
      folded += without_accent(code);
    }
  }
  if (!folded.empty() && folded.back() == ' ') folded.pop_back();
  std::string result;
  for (const char32_t code : folded) append_utf8(result, code);
  return result;
}

}  // namespace tusk::business
