#pragma once

// People and companies that could exist, for the demo and for tests of import and synchronisation.
// The same seed gives the same people on every machine. Addresses of e-mail and web end in .example
// and telephone numbers are from ranges set aside for fiction where the country has one.

#include <string>
#include <vector>

#include "business/import/contacts.h"
#include "core/random.h"

namespace tusk::business::sample {

enum class Origin { swedish, norwegian, polish, arabic };

class People {
 public:
  explicit People(std::uint64_t seed) : random_(seed), next_serial_(random_.below(100'000)) {}

  // A company with `persons` contact persons of one origin.
  [[nodiscard]] ExistingContact make_company(Origin origin, std::size_t persons);
  [[nodiscard]] ExistingContact make_private_person(Origin origin);

  // Mostly Swedish companies with none to four persons each, some private persons.
  [[nodiscard]] ExistingContact make_contact();
  [[nodiscard]] std::vector<ExistingContact> make_contacts(std::size_t count);

  [[nodiscard]] core::Random& random() { return random_; }

 private:
  [[nodiscard]] FieldTexts make_person(Origin origin, const std::string& domain);
  void add_address(FieldTexts& fields, Origin origin);

  core::SeededRandom random_;
  std::uint64_t next_serial_;  // of organisation numbers
};

// Small letters a-z and hyphens, as in addresses: "Åsa Łukasz" -> "asa-lukasz"; of names in other
// scripts nothing is left.
[[nodiscard]] std::string address_part(std::string_view name);

}  // namespace tusk::business::sample
