#include "identity/common_passwords.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace tusk::identity {

// common_passwords.txt, compiled in: sorted lines.
extern const std::string_view common_password_lines;

namespace {

// What the list, made from leaks of the world at large, does not know. Sorted.
constexpr std::array<std::string_view, 33> swedish_words{
    "alingsås", "andersson", "blommor",   "familjen",   "fotboll",  "företag", "företaget",
    "göteborg", "hejhej",    "hejsan",    "hemligt",    "hockey",   "höst",    "johansson",
    "kärlek",   "losenord",  "lösenord",  "lösenordet", "malmö",    "mamma",   "mittlösenord",
    "pappa",    "sommar",    "sommaren",  "stockholm",  "svensson", "sverige", "valkommen",
    "vinter",   "vår",       "välkommen", "älskling",   "östersund"};

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (end > 0) lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

bool is_listed(std::string_view word) {
  static const std::vector<std::string_view> list = split_lines(common_password_lines);
  return std::binary_search(list.begin(), list.end(), word) ||
         std::find(swedish_words.begin(), swedish_words.end(), word) != swedish_words.end();
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

// Without digits and signs before and after it.
std::string_view core_of(std::string_view password) {
  while (!password.empty() && !is_letter(password.front())) password.remove_prefix(1);
  while (!password.empty() && !is_letter(password.back())) password.remove_suffix(1);
  return password;
}

bool is_repeated_listed(std::string_view core) {
  for (std::size_t times = 2; times <= 4; ++times) {
    if (core.size() % times != 0) continue;
    const std::string_view part = core.substr(0, core.size() / times);
    std::string repeated;
    for (std::size_t i = 0; i < times; ++i) repeated += part;
    if (repeated == core && is_listed(part)) return true;
  }
  return false;
}

}  // namespace

bool is_common_password(std::string_view password) {
  const std::string_view core = core_of(password);
  return is_listed(password) || is_listed(core) || is_repeated_listed(core);
}

}  // namespace tusk::identity
