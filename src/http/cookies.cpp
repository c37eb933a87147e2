#include "http/cookies.h"

#include <algorithm>
#include <stdexcept>

namespace tusk::http {
namespace {

bool is_cookie_character(char c) {
  return c > 0x20 && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
}

}  // namespace

std::string cookie_name(const Request& request, std::string_view base_name) {
  return (request.tls ? "__Host-" : "") + std::string(base_name);
}

std::string format_cookie(const Request& request, std::string_view base_name,
                          std::string_view value, std::optional<std::chrono::seconds> max_age) {
  if (!std::all_of(value.begin(), value.end(), is_cookie_character)) {
    throw std::invalid_argument("the cookie " + std::string(base_name) +
                                " can't hold this value; encode it");
  }
  std::string text = cookie_name(request, base_name) + "=" + std::string(value) +
                     "; Path=/; HttpOnly; SameSite=Lax";
  if (request.tls) text += "; Secure";
  if (max_age) text += "; Max-Age=" + std::to_string(max_age->count());
  return text;
}

std::string format_cookie_removal(const Request& request, std::string_view base_name) {
  return format_cookie(request, base_name, "", std::chrono::seconds(0));
}

std::optional<std::string> find_cookie(const Request& request, std::string_view base_name) {
  const std::string name = cookie_name(request, base_name);
  std::optional<std::string> found;
  for (const auto& [field, line] : request.headers) {
    if (!equal_ignoring_case(field, "Cookie")) continue;
    std::string_view rest = line;
    while (!rest.empty()) {
      const auto end = std::min(rest.find(';'), rest.size());
      const std::string_view pair = trim(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const auto equals = pair.find('=');
      if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
      if (found) return std::nullopt;
      found = pair.substr(equals + 1);
    }
  }
  return found;
}

}  // namespace tusk::http
