#include "http/encoding.h"

#include <algorithm>

#include "core/error.h"
#include "http/limits.h"

namespace tusk::http {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// In queries a plus sign is a space; in paths it is itself.
enum class Plus { itself, space };

std::optional<std::string> decode(std::string_view text, Plus plus) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus == Plus::space) {
      c = ' ';
    }
    result.push_back(c);
  }
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  // A search text may hold tabs and line breaks; a path may not.
  if (plus == Plus::itself && std::any_of(result.begin(), result.end(), is_control)) {
    return std::nullopt;
  }
  if (result.find('\0') != std::string::npos || !is_utf8(result)) return std::nullopt;
  return result;
}

std::string decode_parameter(std::string_view text) {
  if (auto result = decode(text, Plus::space)) return *std::move(result);
  throw core::Error(core::ErrorCode::invalid,
                    core::say("Adressens fråga innehåller ”{}”, som inte är rätt kodad UTF-8.",
                              "The query of the address contains “{}”, which isn't correctly "
                              "encoded UTF-8.",
                              core::shorten(text)));
}

}  // namespace

bool is_utf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto lead = static_cast<unsigned char>(text[i]);
    std::size_t length = 0;
    char32_t point = 0;
    if (lead < 0x80) {
      ++i;
      continue;
    }
    if ((lead & 0xe0) == 0xc0) {
      length = 2;
      point = lead & 0x1f;
    } else if ((lead & 0xf0) == 0xe0) {
      length = 3;
      point = lead & 0x0f;
    } else if ((lead & 0xf8) == 0xf0) {
      length = 4;
      point = lead & 0x07;
    } else {
      return false;
    }
    if (i + length > text.size()) return false;
    for (std::size_t k = 1; k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xc0) != 0x80) return false;
      point = (point << 6) | (next & 0x3f);
    }
    constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (point < kSmallest[length] || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) {
      return false;
    }
    i += length;
  }
  return true;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      result.push_back(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      result += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return result;
}

std::optional<std::string> percent_decode(std::string_view text) {
  return decode(text, Plus::itself);
}

Parameters parse_query(std::string_view query) {
  Parameters result;
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    if (result.size() == kQueryParameters) {
      throw core::Error(core::ErrorCode::invalid,
                        core::say("Adressen har fler än {} parametrar.",
                                  "The address has more than {} parameters.", kQueryParameters));
    }
    const auto equals = pair.find('=');
    result.emplace_back(decode_parameter(pair.substr(0, equals)),
                        equals == std::string_view::npos
                            ? std::string()
                            : decode_parameter(pair.substr(equals + 1)));
  }
  return result;
}

std::string format_query(const Parameters& parameters) {
  std::string result;
  for (const auto& [name, value] : parameters) {
    if (!result.empty()) result += '&';
    result += percent_encode(name) + '=' + percent_encode(value);
  }
  return result;
}

std::optional<std::vector<std::string>> split_path(std::string_view path) {
  if (path.empty() || path.front() != '/') return std::nullopt;
  path.remove_prefix(1);
  std::vector<std::string> segments;
  while (!path.empty()) {
    const auto end = std::min(path.find('/'), path.size());
    auto segment = percent_decode(path.substr(0, end));
    if (!segment || *segment == "." || *segment == "..") return std::nullopt;
    segments.push_back(*std::move(segment));
    // A slash at the end is an empty last segment: "/a/" is not "/a".
    if (end + 1 == path.size()) segments.emplace_back();
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return segments;
}

}  // namespace tusk::http
