#include "business/password.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "business/limits.h"
#include "core/error.h"
#include "core/unicode.h"
#include "core/validation.h"

namespace tusk::business {
namespace {

// What is guessed first. Compared without case, digits and punctuation at either end, so that
// "Sommar2026!" is found too.
constexpr std::array bad_words{
    "abcdefghij", "administrator", "adminadmin",  "baseballbat", "bokföring", "changeme",
    "company",    "dragondragon",  "fotboll",     "företaget",   "hejhejhej", "hejsan",
    "hemligt",    "hockey",        "iloveyou",    "kontoret",    "letmein",   "lösenord",
    "lösenordet", "monkeymonkey",  "passord",     "password",    "passwort",  "princess",
    "qwerty",     "qwertyuiop",    "qwertyuiopå", "secret",      "sommar",    "stockholm",
    "summer",     "sunshine",      "superman",    "sverige",     "test",      "testtest",
    "tusk",       "tuskbusiness",  "tuskonline",  "vinter",      "välkommen", "welcome",
    "whatever",   "winter",        "asdfghjkl",   "zxcvbnm",     "trustno",   "göteborg",
    "malmö",      "solsken",       "sommaren",    "semester",    "januari",   "februari",
    "augusti",    "september",     "oktober",     "november",    "december",  "passwordpassword"};

std::string core_word(std::string_view text) {
  const std::string word = core::fold_case(text);
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) & 0x80U) != 0;
  };
  const auto first = std::find_if(word.begin(), word.end(), letter);
  const auto last = std::find_if(word.rbegin(), word.rend(), letter).base();
  return first < last ? std::string(first, last) : std::string();
}

bool one_step_sequence(std::string_view text) {
  for (const int step : {-1, 0, 1}) {
    bool all = true;
    for (std::size_t i = 1; i < text.size() && all; ++i) {
      const bool wraps = step == 1 && text[i - 1] == '9' && text[i] == '0';
      all = wraps || text[i] - text[i - 1] == step;
    }
    if (all) return true;
  }
  return false;
}

bool holds_name(std::string_view password, std::string_view name) {
  const std::string word = core_word(password);
  std::string squeezed;
  for (const char c : core::fold_case(name)) {
    if (c != ' ' && c != '-' && c != '.') squeezed += c;
  }
  std::string given;
  for (const char c : word) {
    if (c != ' ' && c != '-' && c != '.') given += c;
  }
  return given.size() >= 2 && given == squeezed;
}

[[noreturn]] void refuse(const core::Text& text) {
  throw core::invalid_field("password", "", text);
}

void start_sodium() {
  if (sodium_init() < 0) {
    throw core::Error(core::ErrorCode::internal,
                      core::say("Lösenord kan inte hanteras på den här datorn.",
                                "Passwords cannot be handled on this computer."),
                      {}, "sodium_init failed");
  }
}

}  // namespace

std::string hash_password(std::string_view given) {
  start_sodium();
  const std::string password = core::compose_compatibly(given);
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_argon2id_str(hash.data(), password.data(), password.size(),
                                 limits::argon2_passes, limits::argon2_memory_bytes) != 0) {
    throw core::Error(core::ErrorCode::unavailable,
                      core::say("Minnet räcker inte för att spara lösenordet. Stäng andra program "
                                "och försök igen.",
                                "There is too little memory to store the password. Close other "
                                "programs and try again."));
  }
  return std::string(hash.data());
}

bool verify_password(const std::string& hash, std::string_view given) {
  start_sodium();
  if (hash.empty()) {
    static_cast<void>(hash_password(given));
    return false;
  }
  const std::string password = core::compose_compatibly(given);
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

void check_password(std::string_view given, std::string_view user_name,
                    std::string_view full_name) {
  const std::string password = core::compose_compatibly(given);
  if (!core::is_clean_text(password)) {
    refuse(core::say("Lösenordet innehåller tecken som inte är text. Välj ett annat.",
                     "The password holds characters that are not text. Choose another."));
  }
  const std::size_t count = core::count_characters(password);
  if (count < limits::password_characters_min) {
    refuse(
        core::say("Lösenordet är {} tecken; det ska vara minst {}. Flera ord i rad är lätta att "
                  "minnas.",
                  "The password is {} characters; it must be at least {}. Several words in a "
                  "row are easy to remember.",
                  count, limits::password_characters_min));
  }
  if (count > limits::password_characters_max) {
    refuse(core::say("Lösenordet är {} tecken; det får vara högst {}.",
                     "The password is {} characters; it may be at most {}.", count,
                     limits::password_characters_max));
  }
  const std::string word = core_word(password);
  const bool known =
      std::any_of(bad_words.begin(), bad_words.end(), [&](const char* bad) { return word == bad; });
  if (known || one_step_sequence(core::fold_case(password))) {
    refuse(core::say("Lösenordet är ett av de första som någon gissar på. Välj ett annat.",
                     "The password is among the first that anyone guesses. Choose another."));
  }
  if (holds_name(password, user_name) || holds_name(password, full_name)) {
    refuse(core::say("Lösenordet får inte vara ditt eget namn. Välj ett annat.",
                     "The password must not be your own name. Choose another."));
  }
}

}  // namespace tusk::business
