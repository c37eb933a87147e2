#include "identity/openid/client_uris.h"

#include <algorithm>

#include "identity/openid/limits.h"

namespace tusk::identity::openid {
namespace {

struct Parts {
  std::string_view scheme;
  std::string_view host;  // with the brackets of IPv6
  std::string_view port;  // digits; may be empty
  std::string_view rest;  // path and query
};

bool is_digits(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Letters, digits, dots and hyphens, or an IPv6 address in brackets.
bool is_host(std::string_view host) {
  if (host.starts_with('[')) {
    return host.ends_with(']') && host.size() > 2 &&
           host.find_first_not_of("0123456789abcdefABCDEF:.", 1) == host.size() - 1;
  }
  return !host.empty() && host.find_first_not_of(
                              "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                              "0123456789.-") == std::string_view::npos;
}

std::optional<Parts> split(std::string_view uri) {
  constexpr std::string_view allowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?[]@!$&'()*+,;=%";
  if (uri.find_first_not_of(allowed) != std::string_view::npos) return std::nullopt;
  Parts parts;
  const auto colon = uri.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  parts.scheme = uri.substr(0, colon);
  uri.remove_prefix(colon + 3);
  const auto end = std::min(uri.find_first_of("/?"), uri.size());
  std::string_view authority = uri.substr(0, end);
  parts.rest = uri.substr(end);
  const auto last_of_host = authority.starts_with('[') ? authority.find(']') : 0;
  if (last_of_host == std::string_view::npos) return std::nullopt;
  const auto port = authority.find(':', last_of_host);
  if (port != std::string_view::npos) {
    parts.port = authority.substr(port + 1);
    if (!is_digits(parts.port)) return std::nullopt;
    authority = authority.substr(0, port);
  }
  parts.host = authority;
  if (!is_host(parts.host)) return std::nullopt;
  return parts;
}

bool is_loopback_number(std::string_view host) {
  return host == "127.0.0.1" || host == "[::1]";
}

bool is_same_but_for_the_port(std::string_view uri, std::string_view registered) {
  const auto given = split(uri);
  const auto known = split(registered);
  return given && known && given->scheme == "http" && known->scheme == "http" &&
         is_loopback_number(known->host) && given->host == known->host &&
         given->rest == known->rest;
}

}  // namespace

bool is_loopback(std::string_view uri) {
  const auto parts = split(uri);
  return parts && parts->scheme == "http" &&
         (is_loopback_number(parts->host) || parts->host == "localhost");
}

DividedUri divide(std::string_view uri) {
  const auto host = uri.find("://") + 3;
  const auto end = std::min(uri.find_first_of("/?", host), uri.size());
  const std::string_view target = uri.substr(end);
  return {std::string(uri.substr(0, end)),
          fmt::format("{}{}", target.starts_with('/') ? "" : "/", target)};
}

std::optional<core::Problem> find_uri_problem(std::string_view field, std::string_view uri) {
  const auto parts = split(uri);
  if (parts && uri.size() <= max_uri_bytes && (parts->scheme == "https" || is_loopback(uri)))
    return std::nullopt;
  return core::Problem{
      std::string(field), core::shorten(uri),
      core::say("”{}” går inte att använda. Skriv en adress som https://program.exempel.se/klar, "
                "eller http://127.0.0.1/klar för ett program på användarens egen dator; utan "
                "användarnamn och #, högst {} tecken.",
                "“{}” can't be used. Enter an address like https://program.example.com/done, or "
                "http://127.0.0.1/done for a program on the user's own computer; without user name "
                "and #, at most {} characters.",
                core::shorten(uri), max_uri_bytes)};
}

bool is_registered(std::string_view uri, std::span<const std::string> registered) {
  return std::any_of(registered.begin(), registered.end(), [&](const std::string& one) {
    return one == uri || is_same_but_for_the_port(uri, one);
  });
}

std::string with_query(std::string_view uri, std::string_view parameters) {
  std::string whole(uri);
  if (parameters.empty()) return whole;
  if (uri.find('?') == std::string_view::npos) {
    whole += '?';
  } else if (!uri.ends_with('?') && !uri.ends_with('&')) {
    whole += '&';
  }
  return whole += parameters;
}

}  // namespace tusk::identity::openid
