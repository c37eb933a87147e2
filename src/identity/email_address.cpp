#include "identity/email_address.h"

#include <algorithm>

#include "identity/limits.h"

namespace tusk::identity {
namespace {

constexpr std::string_view spaces = " \t\r\n";
constexpr std::string_view local_extras = ".!#$%&'*+/=?^_`{|}~-";

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_local_part(std::string_view text) {
  return !text.empty() && text.size() <= 64 && text.front() != '.' && text.back() != '.' &&
         text.find("..") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_letter_or_digit(c) || local_extras.find(c) != std::string_view::npos;
         });
}

bool is_domain(std::string_view text) {
  if (text.find('.') == std::string_view::npos) return false;
  while (true) {
    const auto dot = text.find('.');
    const auto label = text.substr(0, dot);
    const bool right = !label.empty() && label.size() <= 63 && label.front() != '-' &&
                       label.back() != '-' && std::all_of(label.begin(), label.end(), [](char c) {
                         return is_letter_or_digit(c) || c == '-';
                       });
    if (!right) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace

std::optional<std::string> normalise_email(std::string_view text) {
  const auto first = text.find_first_not_of(spaces);
  if (first == std::string_view::npos) return std::nullopt;
  std::string email(text.substr(first, text.find_last_not_of(spaces) - first + 1));
  if (email.size() > max_email_bytes) return std::nullopt;
  std::transform(email.begin(), email.end(), email.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  const auto at = email.rfind('@');
  if (at == std::string::npos) return std::nullopt;
  const std::string_view view = email;
  if (!is_local_part(view.substr(0, at)) || !is_domain(view.substr(at + 1))) return std::nullopt;
  return email;
}

}  // namespace tusk::identity
