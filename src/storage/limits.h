#pragma once

// All limits and delays of the library.

#include <cstddef>

namespace tusk::storage {

// How long a statement waits for somebody else's lock before the transaction is tried again.
inline constexpr int lock_timeout_ms = 5'000;
// PostgreSQL: how long a connection attempt may take, and a transaction may idle.
inline constexpr int connect_timeout_seconds = 10;
inline constexpr int idle_in_transaction_timeout_ms = 60'000;
// PostgreSQL: how long one statement may run (migrations are exempt), and sent data go without
// acknowledgement before the connection counts as lost.
inline constexpr int statement_timeout_ms = 120'000;
inline constexpr int unacknowledged_timeout_ms = 30'000;
// Prepared statements kept per connection; beyond that all idle ones are let go.
inline constexpr std::size_t max_cached_statements = 256;
// How often write() tries a transaction that met a lock, a deadlock or a lost connection.
inline constexpr int max_write_attempts = 5;

// Records of one page, and words of one search.
inline constexpr int max_page_size = 500;
inline constexpr std::size_t max_search_words = 16;
inline constexpr std::size_t max_search_bytes = 500;
// Characters of a word that the index looks at.
inline constexpr int max_indexed_word = 200;

}  // namespace tusk::storage
