#pragma once

// Every limit and delay of the office's connection, in one place.

#include <chrono>
#include <cstddef>

namespace tusk::connection {

// A log-in in the browser: the server lets a request wait for its person for ten minutes.
inline constexpr std::chrono::seconds browser_log_in_time{600};
// How long the page that a browser is shown at the end may take to get there.
inline constexpr std::chrono::seconds last_page_time{2};
// Of PKCE (43 characters, the least of RFC 7636) and of `state`.
inline constexpr std::size_t verifier_bytes = 32;
inline constexpr std::size_t state_bytes = 32;

}  // namespace tusk::connection
