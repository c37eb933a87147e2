#pragma once

// Every limit and delay of the HTTP library, in one place. They are members so that a test can
// scale them down; programs keep the defaults.

#include <chrono>
#include <cstddef>

namespace tusk::http {

struct Limits {
  using Milliseconds = std::chrono::milliseconds;

  // Sizes of a request. More is answered 414, 431 and 413.
  std::size_t url_bytes = 8 * 1024;
  std::size_t header_bytes = 16 * 1024;
  std::size_t header_count = 64;
  // Memory of all bodies that are being received, so that strangers can't fill it: then 503.
  std::size_t bodies_bytes = 256 * 1024 * 1024;

  // Slow clients. A head that takes longer is answered 408; a body may take `body_grace`, and from
  // then on must have come at `body_bytes_per_second` on average.
  Milliseconds handshake_time{10'000};
  Milliseconds header_time{10'000};
  Milliseconds body_grace{10'000};
  std::size_t body_bytes_per_second = 1024;
  // A client that takes nothing of its answer for so long is gone.
  Milliseconds write_stall{30'000};
  // How long a connection is drained after an early refusal, so that the client sees the answer.
  Milliseconds linger{2'000};

  Milliseconds keep_alive{60'000};
  std::size_t requests_per_connection = 1000;
  // Until a request of theirs is authenticated; IPv6 addresses count by /64.
  std::size_t connections_per_address = 100;
  std::size_t connections = 18'000;

  // Requests that run or wait for a worker; more are answered 503 with Retry-After.
  std::size_t requests_in_work = 256;
  // Of them of one owner (Dispatcher::owner_of): those that run, and those that wait; more are
  // answered 503 as well. 0: as many as there may be in all.
  std::size_t running_per_owner = 0;
  std::size_t waiting_per_owner = 0;

  // Server-sent events: what may wait for one slow client before it is dropped, and how often an
  // idle stream shows that it lives.
  std::size_t stream_queue_bytes = 256 * 1024;
  Milliseconds stream_heartbeat{15'000};

  // How exactly the times above are kept: one timer per I/O thread looks at every connection.
  Milliseconds tick{250};
  // A TLS context (and with it the keys of session tickets) is replaced at least so often.
  Milliseconds ticket_key_life{12 * 3600 * 1000};
};

// Body of a request unless its route says otherwise, and the most that a route may say.
inline constexpr std::size_t kBodyBytes = 1024 * 1024;
inline constexpr std::size_t kBodyBytesCeiling = 8 * 1024 * 1024;

// Parameters of a query.
inline constexpr std::size_t kQueryParameters = 256;

// What decompression may produce: bytes in all, times the input once past the free part, and the
// window that a zstd frame may ask for (as power of two: 8 MiB).
inline constexpr std::size_t kDecompressedBytes = 32 * 1024 * 1024;
inline constexpr std::size_t kDecompressionRatio = 100;
inline constexpr std::size_t kDecompressionFreeBytes = 1024 * 1024;
inline constexpr int kDecompressionWindowLog = 23;

// Static files are held in memory: a folder larger than this is a mistake.
inline constexpr std::size_t kStaticBytes = 256 * 1024 * 1024;

}  // namespace tusk::http
