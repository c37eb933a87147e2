#pragma once

// Every limit and delay of the OpenID Connect provider, in one place.

#include <cstddef>
#include <cstdint>

#include "core/clock.h"

namespace tusk::identity::openid {

// Tokens. Access tokens are looked up while they live only here, at userinfo; elsewhere they are
// good until they expire, which is why that is soon.
inline constexpr core::Microseconds token_life = core::seconds(600);
// Of the office's programs: they use it at once, or when somebody has confirmed what it is for.
inline constexpr core::Microseconds office_token_life = core::seconds(300);
// How long ago the log-in that an office's deed rests on may have been: the person reads what they
// allow, the program fetches its token and asks once more.
inline constexpr core::Microseconds office_log_in_life = core::seconds(900);
inline constexpr core::Microseconds logout_token_life = core::seconds(120);
inline constexpr std::size_t max_token_bytes = 8192;

// Codes are used at once.
inline constexpr core::Microseconds code_life = core::seconds(60);
inline constexpr std::size_t code_bytes = 32;

// Refresh tokens: since the last use, and in all.
inline constexpr core::Microseconds refresh_idle_life = core::seconds(14 * 86'400LL);
inline constexpr core::Microseconds refresh_absolute_life = core::seconds(90 * 86'400LL);
// An answer that was lost on the way may be asked for again, by a client that proves who it is.
inline constexpr core::Microseconds refresh_retry_time = core::seconds(10);
inline constexpr std::size_t refresh_token_bytes = 32;

// A request that waits for its person to log in or to consent.
inline constexpr core::Microseconds interaction_life = core::seconds(600);
inline constexpr std::size_t interaction_id_bytes = 32;
// Of one browser: more are somebody's play.
inline constexpr std::int64_t max_interactions_per_browser = 20;

// Signing keys: a new one is published for so long before it signs, so that programs that keep the
// list of keys know it, and an old one for so long after the last token that it signed.
inline constexpr core::Microseconds key_rotation = core::seconds(90 * 86'400LL);
inline constexpr core::Microseconds key_publish_time = core::seconds(86'400);
inline constexpr core::Microseconds key_keep_time = core::seconds(86'400) + token_life;
// How long programs may keep the list of keys. Short, as after an emergency rotation they must not
// trust the old ones for longer.
inline constexpr core::Microseconds key_list_life = core::seconds(300);

// Clients.
inline constexpr std::size_t client_secret_bytes = 32;
inline constexpr std::size_t max_client_name_characters = 100;
inline constexpr std::size_t max_uri_bytes = 500;
inline constexpr std::size_t max_uris_per_client = 20;
inline constexpr std::int64_t max_clients_per_company = 100;

// What a client may send along and gets back.
inline constexpr std::size_t max_state_bytes = 2000;
inline constexpr std::size_t max_nonce_bytes = 500;

// Telling a client that a session has ended: after the first try in vain 2, 4, 8 … s, at most so
// many tries (the last some two hours after the first).
inline constexpr std::int64_t max_logout_tries = 12;
inline constexpr core::Microseconds first_logout_delay = core::seconds(2);
inline constexpr std::int64_t max_logout_batch = 20;

}  // namespace tusk::identity::openid
