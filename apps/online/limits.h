#pragma once

// Every limit and delay of tusk-online, in one place. Those of HTTP, of log-in and of the messages
// are with http, identity and api.

#include <chrono>
#include <cstddef>

#include "core/clock.h"
#include "rest/limits.h"

namespace tusk::online {

// Company databases held open, and connections to each and to the directory. Each connection takes
// about three file descriptors.
inline constexpr std::size_t max_open_companies = 500;
inline constexpr std::size_t connections_per_company = 4;
inline constexpr std::size_t directory_connections = 8;
// PostgreSQL: connections that all companies share.
inline constexpr std::size_t postgres_connections = 16;

// Budgets of requests.
using rest::Budget;
inline constexpr Budget session_budget{50, 300};
inline constexpr Budget search_budget{20, 100};
inline constexpr Budget stream_budget{2, 40};
inline constexpr Budget device_budget{100, 400};
// All sessions and computers of a company together.
inline constexpr Budget company_budget{200, 2000};
// Per address: passwords that are tried; keys and cookies that turn out to be nobody's; the rest of
// what strangers may ask for.
inline constexpr Budget log_in_budget{0.5, 60};
inline constexpr Budget refused_budget{2, 60};
inline constexpr Budget stranger_budget{200, 2000};

// TE-7: how many of the workers one company may have at once (of the default 8: 2), and how many of
// its requests may wait for them. The same for an address from which strangers ask.
[[nodiscard]] constexpr std::size_t running_per_company(int workers) {
  return workers < 8 ? 1 : static_cast<std::size_t>(workers) / 4;
}
inline constexpr std::size_t waiting_per_company = 64;
// Sessions and computers of which is remembered whose they are.
inline constexpr std::size_t max_known_callers = 100'000;

// The most people that a company's licence can be set to.
inline constexpr std::int64_t max_online_users = 100'000;

// What an office calls itself and its computers.
inline constexpr std::size_t max_office_name_characters = 200;

// Event streams of one session (a tab has one), and questions for news of one office computer.
inline constexpr std::size_t max_streams_per_session = 20;
inline constexpr std::size_t max_waits_per_device = 8;

// Records that become searchable in one transaction after a first synchronisation: about 30 ms for
// which others wait who want to write.
inline constexpr int search_portion = 2'000;
// After what time it is tried again where that failed.
inline constexpr std::chrono::steady_clock::duration search_retry = std::chrono::seconds(5);

// More changed records than this in one round are told as one `bulk` event.
inline constexpr std::size_t max_single_events = 200;

// How soon a stream ends after its session did, and a page hears that the office is silent.
inline constexpr std::chrono::seconds sweep_every{2};
// How often what is outdated is cleared away.
inline constexpr core::Microseconds clean_up_every = core::seconds(3600);
// The office is silent if it missed so many rounds, but not before the time below.
inline constexpr int missed_rounds = 3;
inline constexpr core::Microseconds min_office_patience = core::seconds(45);

// A first synchronisation of which nothing has been heard for so long is no longer held open.
inline constexpr core::Microseconds reception_life = core::seconds(600);

// Telling other programs that a session has ended.
inline constexpr std::chrono::milliseconds logout_connect_time{2'000};
inline constexpr std::chrono::milliseconds logout_total_time{5'000};
inline constexpr std::size_t max_logout_answer_bytes = 64 * 1024;

// How long running requests may take when the server stops.
inline constexpr std::chrono::seconds stop_grace{10};

}  // namespace tusk::online
