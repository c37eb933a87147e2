#include "http/accept_language.h"

#include <algorithm>
#include <string>

#include "http/headers.h"

namespace tusk::http {
namespace {

// "0.85" -> 850. Anything that isn't a quality counts as 0.
int parse_quality(std::string_view text) {
  if (text.empty() || (text[0] != '0' && text[0] != '1')) return 0;
  int thousandths = (text[0] - '0') * 1000;
  int weight = 100;
  if (text.size() > 1 && text[1] != '.') return 0;
  for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (c < '0' || c > '9') return 0;
    thousandths += (c - '0') * weight;
    weight /= 10;
  }
  return std::min(thousandths, 1000);
}

}  // namespace

core::Language parse_accept_language(std::string_view header) {
  int swedish = 0;
  int english = 0;
  while (!header.empty()) {
    const auto end = std::min(header.find(','), header.size());
    const std::string_view item = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    const auto semicolon = item.find(';');
    const std::string tag = lower_case(trim(item.substr(0, semicolon)));
    int quality = 1000;
    if (semicolon != std::string_view::npos) {
      const std::string_view parameter = trim(item.substr(semicolon + 1));
      quality = parameter.starts_with("q=") ? parse_quality(parameter.substr(2)) : 0;
    }
    const std::string language = tag.substr(0, tag.find('-'));
    if (language == "sv") swedish = std::max(swedish, quality);
    if (language == "en") english = std::max(english, quality);
  }
  return english > swedish ? core::Language::english : core::Language::swedish;
}

}  // namespace tusk::http
