#pragma once

// When two entries mean the same organisation or person.

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "business/import/contacts.h"

namespace tusk::business {

// Digits with country code: "08-123 45 67", "+46 (0)8 123 45 67" and "0046 8 1234567" are all
// "4681234567". A leading 0 is Swedish. Empty if there are fewer than five digits.
[[nodiscard]] std::string phone_key(std::string_view phone);
[[nodiscard]] std::string email_key(std::string_view email);
// Ten digits of a Swedish number, also out of "SE556677889901" and "16556677-8899"; else letters
// and digits. Empty if there are fewer than five digits: "pending" is no number.
[[nodiscard]] std::string organisation_number_key(std::string_view number);

// What a record is compared by.
struct MatchKeys {
  std::string name;
  std::string organisation_number;
  std::set<std::string> emails;
  std::set<std::string> phones;
  std::string place;   // city, or postal code
  std::string street;  // with the place
  bool is_private = false;

  [[nodiscard]] static MatchKeys of(const FieldTexts& fields);
  // Takes in what the other knows.
  void add(const MatchKeys& other);
};

// How sure it is that `entry` means what `known` is. Different people are never made one in
// silence: where only the name speaks for it, it is `perhaps`, and a person has to look.
enum class Likeness { different, perhaps, same };

// Persons of one organisation. A name and nothing that contradicts it is enough among colleagues.
[[nodiscard]] Likeness compare_colleagues(const MatchKeys& entry, const MatchKeys& known);
// Private persons. Many bear one name: a telephone or an e-mail address must agree too, or the
// entry says nothing that is not known.
[[nodiscard]] Likeness compare_private_persons(const MatchKeys& entry, const MatchKeys& known);
// Organisations. Equal numbers and equal names, or one of them with nothing against it: a name with
// another number, another name and another place, or another place and telephone or e-mail (two
// branches of a chain) are against it.
[[nodiscard]] Likeness compare_organisations(const MatchKeys& entry, const MatchKeys& known);

// Finds namesakes without comparing each with each. `scope` keeps kinds apart that are never the
// same: organisations, private persons, the persons of one contact.
class NamesakeIndex {
 public:
  using Compare = Likeness (*)(const MatchKeys& entry, const MatchKeys& known);

  // `position` is the caller's own number. Adding it again adds what the keys know more.
  void add(const std::string& scope, std::size_t position, const MatchKeys& keys);

  struct Found {
    std::optional<std::size_t> same;
    std::optional<std::size_t> perhaps;  // the first one that may be the same
    bool several = false;                // more than one is the same as far as can be seen
  };
  [[nodiscard]] Found find(const std::string& scope, const MatchKeys& keys, Compare compare) const;

 private:
  struct Namesake {
    std::size_t position = 0;
    MatchKeys keys;
  };
  std::unordered_map<std::string, std::vector<Namesake>> by_name_;
  // Name with an e-mail address or telephone: finds the right one of very many namesakes.
  std::unordered_map<std::string, std::size_t> by_detail_;
};

}  // namespace tusk::business
