#pragma once

// Between a right password and the second factor there is no session, but a ticket: a secret of the
// browser in which the password was given, good for five minutes and for nothing but the second
// step. Only its hash is kept.

#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/random.h"
#include "storage/database.h"

namespace tusk::identity {

// `browser`: the token by which the browser is known; may be empty.
[[nodiscard]] std::string create_ticket(storage::Transaction&, core::Random&, const core::Clock&,
                                        std::string_view person, std::string_view browser);
// The id of the person whose password was right. Nothing if it has run out, was used, or is
// another browser's.
[[nodiscard]] std::optional<std::string> find_ticket(storage::Transaction&, const core::Clock&,
                                                     std::string_view ticket,
                                                     std::string_view browser);
// False if it is gone already.
[[nodiscard]] bool use_ticket(storage::Transaction&, std::string_view ticket);
// After a new password.
void forget_tickets_of(storage::Transaction&, std::string_view person);

}  // namespace tusk::identity
