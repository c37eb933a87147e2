#include "business/sample/people.h"

#include "business/import/encoding.h"
#include "business/import/words.h"
#include "business/sample/words.h"

namespace tusk::business::sample {
namespace {

std::string_view pick(core::Random& random, Words words) {
  return words[random.below(words.size())];
}

// True so many times in a hundred.
bool chance(core::Random& random, unsigned percent) {
  return random.below(100) < percent;
}

std::string two_digits(core::Random& random) {
  return fmt::format("{:02}", random.below(100));
}

std::string phone(core::Random& random, Words prefixes) {
  std::string number(pick(random, prefixes));
  number += two_digits(random);
  if (number.starts_with("+")) number += " " + two_digits(random);
  return number;
}

// With the check digit (Luhn).
std::string organisation_number(std::uint64_t serial) {
  const std::string digits = fmt::format("5590{:05}", serial % 100'000);
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int value = (digits[i] - '0') * (i % 2 == 0 ? 2 : 1);
    if (value > 9) value -= 9;
    sum += value;
  }
  return fmt::format("{}-{}{}", digits.substr(0, 6), digits.substr(6), (10 - sum % 10) % 10);
}

char plain_letter(char32_t code) {
  switch (code) {
    case 0xE5:  // å
    case 0xE4:  // ä
    case 0xE6:  // æ
    case 0x105:
      return 'a';
    case 0xF6:  // ö
    case 0xF8:  // ø
    case 0xF3:
      return 'o';
    case 0x107:
      return 'c';
    case 0x119:
      return 'e';
    case 0x142:
      return 'l';
    case 0x144:
      return 'n';
    case 0x15B:
      return 's';
    case 0x17A:
    case 0x17C:
      return 'z';
    default:
      return '\0';
  }
}

}  // namespace

std::string address_part(std::string_view name) {
  const std::string folded = fold_name(name);
  std::string part;
  for (std::string_view rest = folded; !rest.empty();) {
    const char32_t code = take_code_point(rest);
    const bool plain = (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9');
    if (plain) {
      part += static_cast<char>(code);
    } else if (const char letter = plain_letter(code); letter != '\0') {
      part += letter;
    } else if (code == ' ' && !part.empty() && part.back() != '-') {
      part += '-';
    }
  }
  if (part.ends_with('-')) part.pop_back();
  return part;
}

void People::add_address(FieldTexts& fields, Origin origin) {
  const Country& country = country_of(origin);
  const Town& town = country.towns[random_.below(country.towns.size())];
  fields["address_line_1"] =
      fmt::format("{} {}", pick(random_, country.streets), 1 + random_.below(120));
  fields["postal_code"] = town.postal_code;
  fields["city"] = town.name;
  fields["country"] = country.code;
}

FieldTexts People::make_person(Origin origin, const std::string& domain) {
  const Country& country = country_of(origin);
  const std::string given(pick(random_, country.given));
  const std::string family(pick(random_, country.family));
  FieldTexts fields;
  fields["name"] = given + " " + family;
  std::string local = address_part(given);
  if (const std::string rest = address_part(family); !rest.empty()) local += "." + rest;
  if (local.empty()) local = "k" + random_.hex(3);
  if (chance(random_, 85)) fields["email"] = local + "@" + domain;
  if (chance(random_, 70)) fields["mobile"] = phone(random_, country.mobiles);
  if (chance(random_, 30)) fields["phone"] = phone(random_, country.phones);
  return fields;
}

ExistingContact People::make_company(Origin origin, std::size_t persons) {
  const Country& country = country_of(origin);
  ExistingContact contact;
  FieldTexts& fields = contact.fields;
  const std::string base(pick(random_, country.family));
  fields["name"] =
      fmt::format("{} {} {}", base, pick(random_, country.firms), pick(random_, country.suffixes));
  std::string domain = address_part(base);
  if (domain.empty()) domain = "f" + random_.hex(3);
  domain += fmt::format("{}.example", random_.below(1000));
  add_address(fields, origin);
  fields["language"] = country.language;
  fields["currency"] = country.currency;
  fields["phone"] = phone(random_, country.phones);
  if (chance(random_, 25)) fields["fax"] = phone(random_, country.phones);
  if (chance(random_, 80)) fields["email"] = "info@" + domain;
  if (chance(random_, 60)) fields["website"] = "https://www." + domain;
  if (origin == Origin::swedish)
    fields["organisation_number"] = organisation_number(next_serial_++);
  fields[chance(random_, 75) ? "is_customer" : "is_supplier"] = "true";
  if (chance(random_, 35)) fields["note"] = pick(random_, notes());
  for (std::size_t i = 0; i < persons; ++i) {
    FieldTexts person = make_person(origin, domain);
    person["title"] = pick(random_, country.titles);
    contact.persons.push_back({0, std::move(person)});
  }
  return contact;
}

ExistingContact People::make_private_person(Origin origin) {
  ExistingContact contact;
  contact.fields = make_person(origin, "post.example");
  add_address(contact.fields, origin);
  contact.fields["is_private"] = "true";
  contact.fields["is_customer"] = "true";
  if (chance(random_, 20)) contact.fields["note"] = pick(random_, notes());
  return contact;
}

ExistingContact People::make_contact() {
  const auto draw = random_.below(100);
  Origin origin = Origin::swedish;
  if (draw >= 94) {
    origin = Origin::arabic;
  } else if (draw >= 86) {
    origin = Origin::polish;
  } else if (draw >= 72) {
    origin = Origin::norwegian;
  }
  if (chance(random_, 25)) return make_private_person(origin);
  constexpr std::size_t most_persons = 4;
  return make_company(origin, random_.below(most_persons + 1));
}

std::vector<ExistingContact> People::make_contacts(std::size_t count) {
  std::vector<ExistingContact> contacts;
  contacts.reserve(count);
  while (contacts.size() < count) contacts.push_back(make_contact());
  return contacts;
}

}  // namespace tusk::business::sample
