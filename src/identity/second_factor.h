#pragma once

// What a person proves themselves with beside the password: codes of an authenticator app,
// passkeys, and recovery codes for when those are lost.
//
// Whether a right password is enough is asked in one place, LogIn (log_in.h); the failures of both
// steps are counted there.

#include <cstdint>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/random.h"
#include "identity/sealing.h"
#include "storage/database.h"

namespace tusk::identity {

// What somebody has.
struct SecondFactor {
  core::Microseconds totp_since = 0;  // 0: no app
  std::int64_t passkeys = 0;
  std::int64_t recovery_codes = 0;  // left
  [[nodiscard]] bool exists() const { return totp_since != 0 || passkeys > 0; }
};
[[nodiscard]] SecondFactor load_second_factor(storage::Transaction&, std::string_view person);

// What somebody proved themselves with in a log-in beside the password.
enum class Factor { none, app, recovery_code, passkey };
// "app" …; empty: none. In sessions, grants and the audit.
[[nodiscard]] const char* name_of(Factor factor);
[[nodiscard]] Factor parse_factor(std::string_view name);

class SecondFactors {
 public:
  // All must outlive it.
  SecondFactors(const Sealing& sealing, core::Random& random, const core::Clock& clock)
      : sealing_(sealing), random_(random), clock_(clock) {}

  // A new secret for an authenticator app, in base32. It counts from when a code of it has been
  // given; until then an app that there is stays as it is.
  [[nodiscard]] std::string begin_totp(storage::Transaction&, std::string_view person) const;
  // False if the code is not one of the new secret, or that was begun too long ago.
  [[nodiscard]] bool confirm_totp(storage::Transaction&, std::string_view person,
                                  std::string_view code) const;

  // Of which it is a code: of the app, or a recovery code; none if it is neither or has been used.
  // Each is good once, also when it comes twice at the same moment.
  [[nodiscard]] Factor use_code(storage::Transaction&, std::string_view person,
                                std::string_view code) const;

 private:
  const Sealing& sealing_;
  core::Random& random_;
  const core::Clock& clock_;
};

// Throws Error{conflict} if it is the last and a company requires one.
void remove_totp(storage::Transaction&, std::string_view person);
// To be called when a factor has been removed. If it was the last: throws Error{conflict} if a
// company requires one; recovery codes are for a factor that is lost, so they go too.
void settle_removed_factor(storage::Transaction&, std::string_view person);
// Everything: for whoever has lost it all and proved who they are in another way.
void reset_second_factor(storage::Transaction&, std::string_view person);

}  // namespace tusk::identity
