#include "business/import/matching.h"

#include <algorithm>

#include "business/import/limits.h"
#include "business/import/words.h"

namespace tusk::business {
namespace {

constexpr std::size_t fewest_digits = 5;
constexpr char separator = '\x1F';

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string text_of(const FieldTexts& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string() : found->second;
}

bool shares_one(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& key) { return b.contains(key); });
}

bool both_have(const std::set<std::string>& a, const std::set<std::string>& b) {
  return !a.empty() && !b.empty();
}

}  // namespace

std::string phone_key(std::string_view phone) {
  std::string text(phone);
  if (const auto trunk = text.find("(0)"); trunk != std::string::npos && trunk > 0)
    text.erase(trunk, 3);  // +46 (0)8
  if (const auto extension = text.find(" ext"); extension != std::string::npos)
    text.erase(extension);
  const bool international = trim(text).starts_with('+');
  std::erase_if(text, [](char c) { return !is_digit(c); });
  if (text.size() < fewest_digits) return {};
  if (international) return text;
  if (text.starts_with("00")) return text.substr(2);
  if (text.starts_with('0')) return "46" + text.substr(1);
  return text;
}

std::string email_key(std::string_view email) {
  return ascii_lower(trim(email));
}

std::string organisation_number_key(std::string_view number) {
  std::string key = ascii_upper(number);
  std::erase_if(key, [](char c) { return !is_digit(c) && !(c >= 'A' && c <= 'Z'); });
  if (key.size() == 14 && key.starts_with("SE") && key.ends_with("01")) return key.substr(2, 10);
  if (key.size() == 12 && key.starts_with("16")) return key.substr(2);
  return key;
}

MatchKeys MatchKeys::of(const FieldTexts& fields) {
  MatchKeys keys;
  keys.name = fold_name(text_of(fields, "name"));
  keys.organisation_number = organisation_number_key(text_of(fields, "organisation_number"));
  keys.is_private = text_of(fields, "is_private") == "true";
  if (const std::string email = email_key(text_of(fields, "email")); !email.empty())
    keys.emails.insert(email);
  for (const char* name : {"phone", "mobile"}) {
    if (const std::string phone = phone_key(text_of(fields, name)); !phone.empty())
      keys.phones.insert(phone);
  }
  keys.place = fold_name(text_of(fields, "city"));
  if (keys.place.empty()) keys.place = fold_name(text_of(fields, "postal_code"));
  return keys;
}

void MatchKeys::add(const MatchKeys& other) {
  emails.insert(other.emails.begin(), other.emails.end());
  phones.insert(other.phones.begin(), other.phones.end());
  if (organisation_number.empty()) organisation_number = other.organisation_number;
  if (place.empty()) place = other.place;
}

bool is_same_person(const MatchKeys& a, const MatchKeys& b) {
  if (a.name != b.name) return false;
  if (shares_one(a.emails, b.emails) || shares_one(a.phones, b.phones)) return true;
  const bool contradicts = both_have(a.emails, b.emails) || both_have(a.phones, b.phones) ||
                           (!a.place.empty() && !b.place.empty() && a.place != b.place);
  return !contradicts;
}

bool is_same_organisation(const MatchKeys& a, const MatchKeys& b) {
  if (!a.organisation_number.empty() && !b.organisation_number.empty())
    return a.organisation_number == b.organisation_number;
  return a.name == b.name;
}

void NamesakeIndex::add(const std::string& scope, std::size_t position, const MatchKeys& keys) {
  const std::string name = scope + separator + keys.name;
  std::vector<Namesake>& namesakes = by_name_[name];
  const auto known =
      std::find_if(namesakes.rbegin(), namesakes.rend(),
                   [&](const Namesake& namesake) { return namesake.position == position; });
  if (known != namesakes.rend()) {
    known->keys.add(keys);
  } else if (namesakes.size() < limits::namesakes) {
    namesakes.push_back({position, keys});
  }
  for (const auto* details : {&keys.emails, &keys.phones}) {
    for (const std::string& detail : *details)
      by_detail_.emplace(name + separator + detail, position);
  }
}

std::optional<std::size_t> NamesakeIndex::find(const std::string& scope, const MatchKeys& keys,
                                               IsSame is_same) const {
  const std::string name = scope + separator + keys.name;
  for (const auto* details : {&keys.emails, &keys.phones}) {
    for (const std::string& detail : *details) {
      const auto found = by_detail_.find(name + separator + detail);
      if (found != by_detail_.end() && is_same != is_same_organisation) return found->second;
    }
  }
  const auto named = by_name_.find(name);
  if (named == by_name_.end()) return std::nullopt;
  const auto same = std::find_if(named->second.begin(), named->second.end(),
                                 [&](const Namesake& other) { return is_same(keys, other.keys); });
  if (same == named->second.end()) return std::nullopt;
  return same->position;
}

}  // namespace tusk::business
