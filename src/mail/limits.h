#pragma once

// Every limit and delay of mail, in one place.

#include <cstddef>
#include <cstdint>

#include "core/clock.h"

namespace tusk::mail {

inline constexpr std::size_t max_address_bytes = 254;  // RFC 5321
inline constexpr std::size_t max_header_bytes = 1000;  // of a subject or a name
inline constexpr std::size_t max_body_bytes = 256 * 1024;

// A letter that can't be sent is tried again after the first delay, then after twice as long, and
// so on up to the longest; each a fifth shorter or longer by chance, so that letters which failed
// together do not come back together.
inline constexpr core::Microseconds first_retry_delay = core::seconds(60);
inline constexpr core::Microseconds max_retry_delay = core::seconds(4 * 3600);
inline constexpr std::int64_t retry_spread = 5;
// Nobody waits for it any longer.
inline constexpr core::Microseconds default_useful_time = core::seconds(2 * 86'400);

// Whoever sends a letter has it for so long; then another may. Longer than sending can take.
inline constexpr core::Microseconds claim_time = core::seconds(600);
inline constexpr std::int64_t connect_patience_ms = 20'000;
inline constexpr std::int64_t send_patience_ms = 120'000;
// How often the queue is looked at though nobody said that something came: another program may
// have put a letter in.
inline constexpr core::Microseconds look_every = core::seconds(2);

// How long it can be looked up that a letter was sent or given up.
inline constexpr core::Microseconds ended_life = core::seconds(14 * 86'400);
// Of what a mail server answered.
inline constexpr std::size_t max_reason_bytes = 300;
inline constexpr std::int64_t max_listed = 200;

}  // namespace tusk::mail
