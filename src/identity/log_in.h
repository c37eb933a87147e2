#pragma once

// Whether a password is a person's, guarded against guessing.
//
// Each try is charged as a failure before the password is looked at, in one transaction, and a
// right password takes all charges back: so a hundred tries at the same time count a hundred, on
// any number of servers, and a server that dies in the middle leaves nothing behind but its charge.
// Addresses that have no Tusk ID are counted alike. A browser in which the person has logged in
// before counts for itself (known_browsers.h); when its own tries are used up it is a stranger's.

#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/random.h"
#include "identity/hash_pool.h"
#include "identity/people.h"
#include "storage/connection_pool.h"

namespace tusk::identity {

struct BrowserLogIn {
  Person person;
  std::string browser;  // the token that the browser is to keep
};

class LogIn {
 public:
  // All must outlive it.
  LogIn(storage::ConnectionPool& directory, HashPool& hashes, core::Random& random,
        const core::Clock& clock)
      : directory_(directory), hashes_(hashes), random_(random), clock_(clock) {}

  // The person, or nothing: whether there is none, the password is wrong, or the account is locked,
  // delayed or disabled can be told neither from the answer nor from the time it takes.
  // Throws Error{unavailable} if the hash pool is full; the try does not count then.
  [[nodiscard]] std::optional<Person> check(std::string_view email, std::string_view password);
  // The same in a browser that has this token; empty: none.
  [[nodiscard]] std::optional<BrowserLogIn> check_in_browser(std::string_view email,
                                                             std::string_view password,
                                                             std::string_view browser);

 private:
  struct Attempt {
    std::string account;  // key of the counter that strangers' tries are charged to
    std::string browsers_counter;
    std::string counter;  // that this try is charged to: one of the two
    bool allowed = false;
    bool is_last = false;  // if it fails, the account is locked
    std::string person;    // empty: there is none, or a disabled one
    std::string password_hash;
  };
  [[nodiscard]] Attempt begin(std::string_view email, std::string_view browser);
  void charge_in_browser(storage::Transaction&, const Attempt&, core::Microseconds now);
  // Nothing if the password is not right, or was not looked at.
  [[nodiscard]] std::optional<Attempt> attempt(std::string_view email, std::string_view password,
                                               std::string_view browser);
  void take_back(const Attempt& attempt);
  [[nodiscard]] std::optional<Person> succeed(storage::Transaction&, const Attempt& attempt,
                                              const std::string& renewed_hash);
  [[nodiscard]] std::string renewed_hash(const Attempt& attempt, std::string_view password);

  storage::ConnectionPool& directory_;
  HashPool& hashes_;
  core::Random& random_;
  const core::Clock& clock_;
};

// What is said for all of those reasons.
[[nodiscard]] core::Error log_in_refused();

// Opens a locked account.
void unlock(storage::Transaction&, std::string_view email);

// Forgets counters that no longer matter. Called now and then.
void forget_old_log_in_counters(storage::Transaction&, const core::Clock&);

}  // namespace tusk::identity
