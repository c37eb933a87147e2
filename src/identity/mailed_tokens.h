#pragma once

// Secrets that are sent to a person's address: whoever has one can read that person's mail. The
// directory holds only the hash. Of each purpose a person has the newest alone; it works once.

#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/error.h"
#include "core/random.h"
#include "storage/database.h"

namespace tusk::identity {

enum class TokenPurpose {
  reset_password,  // for reset_token_life
  confirm_email    // for confirmation_token_life
};

// A new one; earlier ones of that purpose are worth nothing from now on.
[[nodiscard]] std::string make_mailed_token(storage::Transaction&, TokenPurpose,
                                            std::string_view person, core::Random&,
                                            const core::Clock&);
// Whose it is, by id; nothing if it was used, is too old, or not the newest. Looking uses nothing
// up: programs that look at letters before their reader does follow links too.
[[nodiscard]] std::optional<std::string> find_mailed_token(storage::Transaction&, TokenPurpose,
                                                           std::string_view token,
                                                           const core::Clock&);
// The same for the last time.
[[nodiscard]] std::optional<std::string> use_mailed_token(storage::Transaction&, TokenPurpose,
                                                          std::string_view token,
                                                          const core::Clock&);
void void_mailed_tokens(storage::Transaction&, TokenPurpose, std::string_view person);

// What is said for all of the reasons why a token is worth nothing; about the field `token`.
[[nodiscard]] core::Error token_refused();

// Those that are too old. Called now and then.
void forget_old_mailed_tokens(storage::Transaction&, const core::Clock&);

}  // namespace tusk::identity
