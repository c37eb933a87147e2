#pragma once

// Every limit and delay of `tusk api`. Those of HTTP and of the interface are with http and api.

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "core/clock.h"
#include "rest/limits.h"

namespace tusk::cli {

inline constexpr std::uint16_t api_default_port = 8322;

// An API user that has been silent for so long is logged out: longer than most programs wait
// between two questions, and soon enough that one which has gone does not keep a company from being
// held.
inline constexpr int api_idle_seconds = 300;
// How soon after that it is, at the latest.
inline constexpr std::chrono::milliseconds api_sweep_every{1000};

// Requests are carried out by so many threads. Those of one API user take turns, and only so many
// of them wait, so that one does not keep the others out.
inline constexpr int api_worker_threads = 16;
inline constexpr int api_requests_per_user = 8;
// Each takes two connections to the database, and PostgreSQL has a hundred unless told otherwise.
inline constexpr std::size_t api_users_logged_in = 20;

// Per API user; and per address: keys that turn out to be nobody's, and what nobody need be known
// for.
inline constexpr rest::Budget api_budget{200, 1000};
inline constexpr rest::Budget api_search_budget{50, 200};
inline constexpr rest::Budget api_refused_budget{0.2, 20};
inline constexpr rest::Budget api_stranger_budget{20, 200};

// How long running requests may take when the program is asked to end.
inline constexpr std::chrono::seconds api_stop_grace{10};

}  // namespace tusk::cli
