#pragma once

// Tusk IDs: the people who can log in. A person's address is their user name and never changes.

#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/random.h"
#include "identity/hash_pool.h"
#include "storage/database.h"

namespace tusk::identity {

struct Person {
  std::string id;  // p_…, random
  std::string email;
  std::string name;
  std::string language;  // "sv" or "en"
  bool disabled = false;
  std::string last_company;  // entered last; empty: none
  // The person has opened a link that was sent to the address. Until then nothing is built on it:
  // somebody else may have taken it.
  bool email_confirmed = false;
};

struct NewPerson {
  std::string email;
  std::string name;
  std::string language = "sv";
  std::string password;
};

// A new person, checked and with the password hashed: making one takes a tenth of a second, which
// must not pass inside a transaction.
class PreparedPerson {
 public:
  // Throws Error{invalid} with everything that is wrong, {unavailable} if the pool is full.
  PreparedPerson(const NewPerson&, HashPool&);
  // Throws Error{conflict} if the address has a Tusk ID.
  [[nodiscard]] Person insert(storage::Transaction&, core::Random&, const core::Clock&) const;
  // The owner of the address takes over what somebody made of it before the address was confirmed:
  // with the name, the language and the password of this, and nobody else logged in.
  [[nodiscard]] Person take_over(storage::Transaction&, const Person& unconfirmed) const;

 private:
  Person person_;
  std::string password_hash_;
};

[[nodiscard]] std::optional<Person> find_person(storage::Transaction&, std::string_view id);
// `email` in any spelling.
[[nodiscard]] std::optional<Person> find_person_by_email(storage::Transaction&,
                                                         std::string_view email);
// The person has proved that the address is theirs. Does nothing if they had.
void confirm_email(storage::Transaction&, std::string_view person, const core::Clock&);
// Throws Error{invalid} for any other than "sv" and "en".
void set_language(storage::Transaction&, std::string_view person, std::string_view language);
// Ends the person's sessions; nobody is told why they can't log in.
void disable_person(storage::Transaction&, std::string_view person);

// A checked and hashed new password.
class PreparedPassword {
 public:
  PreparedPassword(const Person&, std::string_view password, HashPool&);
  [[nodiscard]] const Person& person() const { return person_; }
  // Also unlocks the account, forgets the browsers it knew, makes letters worthless that would set
  // another password, and ends the person's sessions but `kept_session` (an id as the browser has
  // it; empty: all of them). Whatever else must end with a password ends here.
  void save(storage::Transaction&, std::string_view kept_session = {}) const;

 private:
  friend class PreparedPerson;
  struct Hash {
    std::string phc;
  };
  PreparedPassword(Person person, Hash hash)
      : person_(std::move(person)), password_hash_(std::move(hash.phc)) {}

  Person person_;
  std::string password_hash_;
};

}  // namespace tusk::identity
