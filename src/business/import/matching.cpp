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

// Both have some, and none in common.
bool differ(const std::set<std::string>& a, const std::set<std::string>& b) {
  return !a.empty() && !b.empty() && !shares_one(a, b);
}

bool differ(const std::string& a, const std::string& b) {
  return !a.empty() && !b.empty() && a != b;
}

bool share_a_detail(const MatchKeys& a, const MatchKeys& b) {
  return shares_one(a.emails, b.emails) || shares_one(a.phones, b.phones);
}

bool says_nothing_new(const MatchKeys& entry, const MatchKeys& known) {
  const auto within = [](const std::string& a, const std::string& b) {
    return a.empty() || a == b;
  };
  return std::includes(known.emails.begin(), known.emails.end(), entry.emails.begin(),
                       entry.emails.end()) &&
         std::includes(known.phones.begin(), known.phones.end(), entry.phones.begin(),
                       entry.phones.end()) &&
         within(entry.place, known.place) && within(entry.street, known.street);
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
  if (static_cast<std::size_t>(std::count_if(key.begin(), key.end(), is_digit)) < fewest_digits)
    return {};
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
  keys.street = fold_name(text_of(fields, "address_line_1"));
  return keys;
}

void MatchKeys::add(const MatchKeys& other) {
  emails.insert(other.emails.begin(), other.emails.end());
  phones.insert(other.phones.begin(), other.phones.end());
  if (organisation_number.empty()) organisation_number = other.organisation_number;
  if (place.empty()) place = other.place;
  if (street.empty()) street = other.street;
}

Likeness compare_colleagues(const MatchKeys& entry, const MatchKeys& known) {
  if (entry.name != known.name) return Likeness::different;
  if (share_a_detail(entry, known)) return Likeness::same;
  const bool contradicts = differ(entry.emails, known.emails) ||
                           differ(entry.phones, known.phones) || differ(entry.place, known.place);
  return contradicts ? Likeness::perhaps : Likeness::same;
}

Likeness compare_private_persons(const MatchKeys& entry, const MatchKeys& known) {
  if (entry.name != known.name) return Likeness::different;
  const bool same = share_a_detail(entry, known) || says_nothing_new(entry, known);
  return same ? Likeness::same : Likeness::perhaps;
}

Likeness compare_organisations(const MatchKeys& entry, const MatchKeys& known) {
  const bool have_numbers =
      !entry.organisation_number.empty() && !known.organisation_number.empty();
  const bool same_number = have_numbers && entry.organisation_number == known.organisation_number;
  const bool same_name = entry.name == known.name;
  if (!same_number && !same_name) return Likeness::different;
  if (have_numbers && !same_number) return Likeness::perhaps;
  const bool elsewhere = differ(entry.place, known.place) && !share_a_detail(entry, known);
  // A firm may have another name by now; one of another name in another town has a wrong number.
  if (!same_name) return elsewhere ? Likeness::perhaps : Likeness::same;
  if (same_number || !elsewhere) return Likeness::same;
  const bool contradicts = differ(entry.phones, known.phones) || differ(entry.emails, known.emails);
  return contradicts ? Likeness::perhaps : Likeness::same;
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

NamesakeIndex::Found NamesakeIndex::find(const std::string& scope, const MatchKeys& keys,
                                         Compare compare) const {
  Found found;
  const std::string name = scope + separator + keys.name;
  const auto named = by_name_.find(name);
  if (named == by_name_.end()) return found;
  for (const Namesake& known : named->second) {
    switch (compare(keys, known.keys)) {
      case Likeness::same:
        found.several = found.same.has_value();
        // Of several the one that the entry agrees with in more than the name.
        if (!found.same || share_a_detail(keys, known.keys)) found.same = known.position;
        break;
      case Likeness::perhaps:
        if (!found.perhaps) found.perhaps = known.position;
        break;
      case Likeness::different:
        break;
    }
  }
  if (found.same) return found;
  // Beyond the namesakes that are kept with all they know, those that share a detail are found.
  if (named->second.size() < limits::namesakes || compare == compare_organisations) return found;
  for (const auto* details : {&keys.emails, &keys.phones}) {
    for (const std::string& detail : *details) {
      if (const auto known = by_detail_.find(name + separator + detail); known != by_detail_.end())
        found.same = known->second;
    }
  }
  return found;
}

}  // namespace tusk::business
