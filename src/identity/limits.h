#pragma once

// Every limit and delay of Tusk ID, in one place.

#include <cstddef>
#include <cstdint>

#include "core/clock.h"
#include "identity/allowance.h"

namespace tusk::identity {

// Passwords: characters (code points). No rules of composition, no expiry. 15 is what NIST SP
// 800-63B-4 asks of a password that opens an account alone; it is one rule for all, since a second
// factor can be taken away later.
inline constexpr std::size_t min_password_characters = 15;
inline constexpr std::size_t max_password_characters = 256;
// What must be left of a password when the owner's name and address are taken out of it.
inline constexpr std::size_t min_characters_beside_own_name = 8;

inline constexpr std::size_t max_email_bytes = 254;  // RFC 5321
inline constexpr std::size_t max_person_name_characters = 200;
inline constexpr std::size_t max_company_name_characters = 200;

// Roles that a company makes itself.
inline constexpr std::int64_t max_own_roles = 50;
inline constexpr std::size_t max_role_name_characters = 60;

// Argon2id as OWASP recommends for a server: 19 MiB, two passes, one lane; about 0.1 s of one core.
inline constexpr std::size_t argon2_memory_bytes = 19'456 * 1024;
inline constexpr unsigned long long argon2_passes = 2;
// Log-ins that may wait for the hash pool, and how long, before the answer is "try again later".
inline constexpr std::size_t max_waiting_hashes = 32;
inline constexpr core::Microseconds max_hash_wait = core::seconds(3);

// Failed log-ins in a row: from the fourth the next must wait 1, 2, 4 … 60 s; the tenth locks.
inline constexpr std::int64_t failures_before_delay = 4;
inline constexpr core::Microseconds max_login_delay = core::seconds(60);
inline constexpr std::int64_t failures_before_lock = 10;
// Counters of failed log-ins that nobody touched for so long are forgotten, unless they lock.
inline constexpr core::Microseconds login_counter_life = core::seconds(24 * 3600);

// Failed tries of one account in a row, in known browsers and elsewhere together: then no browser
// is known any more.
inline constexpr std::int64_t failures_before_strange = 100;

// Secrets that are sent to a person's address.
inline constexpr std::size_t mailed_token_bytes = 32;
inline constexpr core::Microseconds reset_token_life = core::seconds(30 * 60);
inline constexpr core::Microseconds confirmation_token_life = core::seconds(7 * 86'400);
inline constexpr Allowance resets_per_account{5, core::seconds(3600)};
inline constexpr Allowance resets_per_asker{20, core::seconds(3600)};
// New Tusk IDs that are asked for from one address, made or not: whether there is one already shows
// in the answer, so nobody may ask often.
inline constexpr Allowance identities_per_asker{20, core::seconds(3600)};
inline constexpr Allowance confirmations_per_account{5, core::seconds(3600)};
inline constexpr Allowance lock_letters_per_account{1, core::seconds(24 * 3600)};

// A browser is known for so long after the last log-in in it, and a person has so many.
inline constexpr core::Microseconds known_browser_life = core::seconds(180 * 86'400LL);
inline constexpr std::int64_t max_known_browsers = 20;
inline constexpr std::size_t browser_token_bytes = 32;

// Second factor. RFC 6238: codes of one step before and after count too, for clocks that differ.
inline constexpr std::size_t totp_secret_bytes = 20;
inline constexpr core::Microseconds totp_period = core::seconds(30);
inline constexpr std::int64_t totp_steps_off = 1;
// A new secret must be confirmed with a code of it within this time.
inline constexpr core::Microseconds totp_set_up_time = core::seconds(15 * 60);
inline constexpr std::size_t recovery_code_count = 10;
inline constexpr std::size_t recovery_code_characters = 16;  // of 32: 80 bits
// Between the password and the second factor, and between a challenge and a passkey's answer.
inline constexpr core::Microseconds second_step_time = core::seconds(5 * 60);
inline constexpr std::size_t ticket_bytes = 32;

// Web sessions.
inline constexpr core::Microseconds default_idle_time = core::seconds(20 * 60);
inline constexpr core::Microseconds absolute_session_time = core::seconds(12 * 3600);
// Activity is written down at most this often: a write to the disk for each click is too many.
inline constexpr core::Microseconds activity_grain = core::seconds(5);

inline constexpr std::size_t session_id_bytes = 32;
// Of the hash of a secret id, by which people name one of their own in a list (make_list_key()).
inline constexpr std::int64_t list_key_digits = 32;
// For so long a password that was given counts as given just now.
inline constexpr core::Microseconds proof_life = core::seconds(5 * 60);

// Invitations.
inline constexpr core::Microseconds invitation_life = core::seconds(7 * 86'400LL);
inline constexpr std::size_t invitation_token_bytes = 32;
inline constexpr std::size_t max_invitation_message_characters = 1000;
// Letters within this time, new and sent again: of one company, and of one company to one address.
inline constexpr core::Microseconds invitation_letters_span = core::seconds(86'400);
inline constexpr std::int64_t max_invitation_letters_per_company = 200;
inline constexpr std::int64_t max_invitation_letters_per_address = 5;

inline constexpr std::size_t device_secret_bytes = 32;
// Office computers of one company that have a key.
inline constexpr std::int64_t max_devices_per_company = 200;
// When an office computer was last heard of is written down at most this often.
inline constexpr core::Microseconds device_seen_grain = core::seconds(60);
// Random part of the ids of people, companies and devices.
inline constexpr std::size_t public_id_bytes = 16;

}  // namespace tusk::identity
