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
// and digits.
[[nodiscard]] std::string organisation_number_key(std::string_view number);

// What a record is compared by.
struct MatchKeys {
  std::string name;
  std::string organisation_number;
  std::set<std::string> emails;
  std::set<std::string> phones;
  std::string place;
  bool is_private = false;

  [[nodiscard]] static MatchKeys of(const FieldTexts& fields);
  // Takes in what the other knows.
  void add(const MatchKeys& other);
};

[[nodiscard]] bool is_same_person(const MatchKeys& a, const MatchKeys& b);
[[nodiscard]] bool is_same_organisation(const MatchKeys& a, const MatchKeys& b);

// Finds those that are the same without comparing each with each. `scope` keeps kinds apart that
// are never the same: organisations, private persons, the persons of one contact.
class NamesakeIndex {
 public:
  using IsSame = bool (*)(const MatchKeys& a, const MatchKeys& b);

  // `position` is the caller's own number. Adding it again adds what the keys know more.
  void add(const std::string& scope, std::size_t position, const MatchKeys& keys);
  [[nodiscard]] std::optional<std::size_t> find(const std::string& scope, const MatchKeys& keys,
                                                IsSame is_same) const;

 private:
  struct Namesake {
    std::size_t position = 0;
    MatchKeys keys;
  };
  std::unordered_map<std::string, std::vector<Namesake>> by_name_;
  std::unordered_map<std::string, std::size_t> by_detail_;  // name with an e-mail or telephone
};

}  // namespace tusk::business
