#pragma once

// Whether a password is a person's, guarded against guessing.
//
// Each try is charged as a failure before the password is looked at, in one transaction, and a
// right password takes all charges back: so a hundred tries at the same time count a hundred, on
// any number of servers, and a server that dies in the middle leaves nothing behind but its charge.
// Addresses that have no Tusk ID are counted alike. A browser in which the person has logged in
// before counts for itself (known_browsers.h); when its own tries are used up it is a stranger's.
//
// Who has a second factor is not logged in by a right password: what has been charged before stays
// so until the second step, whose failures are charged to the same counter.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/clock.h"
#include "core/random.h"
#include "identity/hash_pool.h"
#include "identity/people.h"
#include "identity/second_factor.h"
#include "storage/connection_pool.h"

namespace tusk::identity {

struct BrowserLogIn {
  Person person;
  std::string browser;  // the token that the browser is to keep
  Factor factor = Factor::none;
};

// The password was right, and a second factor is asked for: nobody is logged in.
struct SecondStepNeeded {
  Person person;
  SecondFactor factor;
  std::string ticket;  // for the second step (second_step.h)
};

// monostate: refused.
using PasswordAnswer = std::variant<std::monostate, BrowserLogIn, SecondStepNeeded>;

class LogIn {
 public:
  // All must outlive it.
  LogIn(storage::ConnectionPool& directory, HashPool& hashes, const Sealing& sealing,
        core::Random& random, const core::Clock& clock)
      : directory_(directory),
        hashes_(hashes),
        factors_(sealing, random, clock),
        random_(random),
        clock_(clock) {}

  // The person, or nothing: whether there is none, the password or the code is wrong, or the
  // account is locked, delayed or disabled can be told neither from the answer nor from the time it
  // takes. `code`: of the authenticator app, or a recovery code; for those who have a second
  // factor. Throws Error{unavailable} if the hash pool is full; the try does not count then. Throws
  // code_needed() if the password is right and there is no code though there must be one.
  [[nodiscard]] std::optional<Person> check(std::string_view email, std::string_view password,
                                            std::string_view code = {});
  // The first step alone: for questions, the answers to which change nothing.
  [[nodiscard]] std::optional<Person> check_first_step(std::string_view email,
                                                       std::string_view password);
  // The password in a browser that has this token; empty: none.
  [[nodiscard]] PasswordAnswer check_in_browser(std::string_view email, std::string_view password,
                                                std::string_view browser);

  // The second step in the browser that has the ticket. Throws second_step_over() if the ticket is
  // not (or no longer) good.
  [[nodiscard]] std::optional<BrowserLogIn> check_code(std::string_view ticket,
                                                       std::string_view browser,
                                                       std::string_view code);
  // The same with another proof than a code. What `proof` says it was proved with; none: refused.
  using Proof = std::function<Factor(storage::Transaction&, const Person&)>;
  [[nodiscard]] std::optional<BrowserLogIn> check_proof(std::string_view ticket,
                                                        std::string_view browser,
                                                        const Proof& proof);

  // Whether it is the password of somebody who is logged in; counted alike.
  [[nodiscard]] bool check_again(const Person& person, std::string_view password,
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
  [[nodiscard]] Attempt charge_attempt(storage::Transaction&, std::string_view email,
                                       std::string_view browser);
  // Nothing if the password is not right, or was not looked at.
  [[nodiscard]] std::optional<Attempt> attempt(std::string_view email, std::string_view password,
                                               std::string_view browser);
  void take_back(storage::Transaction&, const Attempt& attempt);
  static void fail(storage::Transaction&, const Attempt& attempt);
  [[nodiscard]] BrowserLogIn remembered(storage::Transaction&, Person person,
                                        std::string_view browser);
  [[nodiscard]] std::optional<Person> succeed(storage::Transaction&, const Attempt& attempt,
                                              const std::string& renewed_hash);
  [[nodiscard]] static std::optional<Person> renewed(storage::Transaction&, const Attempt& attempt,
                                                     const std::string& renewed_hash);
  [[nodiscard]] std::string renewed_hash(const Attempt& attempt, std::string_view password);

  storage::ConnectionPool& directory_;
  HashPool& hashes_;
  SecondFactors factors_;
  core::Random& random_;
  const core::Clock& clock_;
};

// What is said for all of those reasons.
[[nodiscard]] core::Error log_in_refused();
// The same for the second step.
[[nodiscard]] core::Error second_step_refused();
// That the second step took too long, or is over: begin with the password again.
[[nodiscard]] core::Error second_step_over();
// Names the field `code`: programs ask for it and try again.
[[nodiscard]] core::Error code_needed();

// Opens a locked account.
void unlock(storage::Transaction&, std::string_view email);

// Forgets counters that no longer matter. Called now and then.
void forget_old_log_in_counters(storage::Transaction&, const core::Clock&);

}  // namespace tusk::identity
