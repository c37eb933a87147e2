#pragma once

// One-time codes by time (RFC 6238: HMAC-SHA-1, six digits, a new one every 30 s), as every
// authenticator app makes them.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"

namespace tusk::identity {

// Number of the code that is shown at `now`.
[[nodiscard]] std::int64_t totp_step(core::Microseconds now);
// Six digits. `secret`: its bytes.
[[nodiscard]] std::string totp_code(std::string_view secret, std::int64_t step);
// The step whose code it is: the one of `now`, the one before or the one after, but none up to
// `last_step`, whose code has been used. Nothing if it is none of them.
[[nodiscard]] std::optional<std::int64_t> find_totp_step(std::string_view secret,
                                                         std::string_view code,
                                                         core::Microseconds now,
                                                         std::int64_t last_step);

// As people type a secret (RFC 4648, without padding).
[[nodiscard]] std::string to_base32(std::string_view bytes);
// What the picture for the app says. `secret` in base32; `account`: the person's address.
[[nodiscard]] std::string make_totp_address(std::string_view secret, std::string_view account);

}  // namespace tusk::identity
