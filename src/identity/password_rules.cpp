#include "identity/password_rules.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/unicode.h"
#include "core/validation.h"
#include "identity/common_passwords.h"
#include "identity/limits.h"

namespace tusk::identity {
namespace {

// Common passwords that are long enough and are no listed word with something around it.
constexpr std::array common_passwords = {"123456789012345",
                                         "123456789101112",
                                         "123456789qwerty",
                                         "1q2w3e4r5t6y7u8i",
                                         "1qaz2wsx3edc4rfv",
                                         "abcdefghijklmnop",
                                         "abcdefghijklmnopqrstuvwxyz",
                                         "administratoradministrator",
                                         "administratöradministratör",
                                         "asdfghjklqwertyuiop",
                                         "asdfghjklzxcvbnm",
                                         "changemechangeme",
                                         "correct horse battery staple",
                                         "correcthorsebatterystaple",
                                         "hejhejhejhejhej",
                                         "hejhejhejhejhejhej",
                                         "hejsanhejsanhejsan",
                                         "iloveyouiloveyou",
                                         "letmeinpleaseletmein",
                                         "losenordlosenord",
                                         "lösenordlösenord",
                                         "manchesterunited",
                                         "mittlösenord123",
                                         "mittlösenordärhemligt",
                                         "mysecretpassword",
                                         "passwordpassword",
                                         "q1w2e3r4t5y6u7i8",
                                         "qazwsxedcrfvtgb",
                                         "qwertyqwertyqwerty",
                                         "qwertyuiopasdfghjkl",
                                         "qwertyuiopåasdfghjklöä",
                                         "testtesttesttest",
                                         "thisismypassword",
                                         "trustno1trustno1",
                                         "tusktusktusktusk",
                                         "zaq12wsxcde34rfv",
                                         "zxcvbnmasdfghjkl"};

// Words of at least three bytes of the owner's name and address.
std::vector<std::string> words_of_owner(std::string_view email, std::string_view name) {
  const std::string text = core::fold_case(std::string(email) + " " + std::string(name));
  std::vector<std::string> words{"tusk"};
  std::string word;
  for (const char c : text + " ") {
    if (std::string_view(" @._-+'").find(c) == std::string_view::npos) {
      word += c;
      continue;
    }
    if (word.size() >= 3) words.push_back(word);
    word.clear();
  }
  // Long words first: "annabel" must not lose its "anna" to the shorter word.
  std::sort(words.begin(), words.end(),
            [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return words;
}

std::string without_words(std::string text, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word)) {
      text.erase(at, word.size());
    }
  }
  return text;
}

std::size_t different_characters(std::string_view text) {
  std::string bytes(text);
  std::sort(bytes.begin(), bytes.end());
  return static_cast<std::size_t>(std::unique(bytes.begin(), bytes.end()) - bytes.begin());
}

[[noreturn]] void refuse(core::Text text) {
  core::Problem problem{"password", "", text};
  throw core::Error(core::ErrorCode::invalid, std::move(text), {std::move(problem)});
}

}  // namespace

void check_password(std::string_view given, std::string_view email, std::string_view name) {
  const std::string password = core::compose_compatibly(given);
  if (!core::is_clean_text(password)) {
    refuse(core::say("Lösenordet innehåller tecken som inte går att skriva.",
                     "The password holds characters that can't be typed."));
  }
  const std::size_t length = core::count_characters(password);
  if (length < min_password_characters || length > max_password_characters) {
    refuse(core::say("Lösenordet måste ha {} till {} tecken; detta har {}. Flera ord går bra.",
                     "The password must have {} to {} characters; this one has {}. "
                     "Several words are fine.",
                     min_password_characters, max_password_characters, length));
  }
  const std::string lower = core::fold_case(password);
  const bool common =
      std::find(common_passwords.begin(), common_passwords.end(), lower) != common_passwords.end();
  if (common || is_common_password(lower) || different_characters(lower) < 5) {
    refuse(core::say("Lösenordet är ett av dem som gissas först. Välj ett annat, gärna flera ord.",
                     "This password is one of those that are guessed first. "
                     "Choose another, for example several words."));
  }
  const std::string rest = without_words(lower, words_of_owner(email, name));
  if (core::count_characters(rest) < min_characters_beside_own_name) {
    refuse(core::say("Lösenordet består mest av ditt namn eller din adress. Välj ett annat.",
                     "The password is mostly your name or your address. Choose another."));
  }
}

}  // namespace tusk::identity
