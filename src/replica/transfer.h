#pragma once

// The one row of sync_transfer: a first synchronisation, how far it has come and what hinders it.
// In the office it is what people are shown; online it is written in the transaction of each block,
// and so is the place from which the office goes on.

#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/text.h"
#include "replica/state.h"
#include "storage/database.h"
#include "storage/digest.h"
#include "sync/transfer.h"

namespace tusk::replica {

enum class TransferPhase {
  sending,    // blocks are on their way (online: are being received)
  finishing,  // all are there; the online side makes them ready
  done,
  failed  // it does not go on by itself; `message` says why
};

struct Transfer {
  TransferPhase phase = TransferPhase::sending;
  sync::TransferState state;
  std::string chain;   // online: the hash of all blocks that are here, 64 hex digits
  std::string header;  // online: the archive's, once it is here
  std::int64_t bytes = 0;
  std::int64_t bytes_done = 0;
  std::int64_t records_done = 0;
  std::int64_t percent = 0;                     // of finishing
  std::vector<sync::TransferSection> sections;  // of the archive, whole
  std::int64_t incarnation = 0;                 // online: of the office, from the offer
  sync::Position position;                      // of the office's log at the snapshot
  sync::Position online;                        // when done: where rounds begin
  core::Microseconds started_at = 0;
  core::Microseconds changed_at = 0;
  // Since when, and from how many bytes, it has gone without a stop: for the rate.
  core::Microseconds run_started_at = 0;
  std::int64_t run_bytes = 0;
  std::string computer;
  Mode before = Mode::unconnected;  // office: what it goes back to if it is given up
  core::Text message;               // what hinders it, empty if nothing does
};

[[nodiscard]] const char* name_of(TransferPhase phase);

[[nodiscard]] std::optional<Transfer> find_transfer(storage::Transaction&);
void save_transfer(storage::Transaction&, const Transfer&);
void remove_transfer(storage::Transaction&);

// What both sides compare: the sum of a register's digest as text.
[[nodiscard]] std::string summary_of(const storage::TypeDigest&);

// Bytes per second of the present run; 0 while that can't be said.
[[nodiscard]] std::int64_t bytes_per_second(const Transfer&);
// Until everything is sent, at that rate; nothing while that can't be said.
[[nodiscard]] std::optional<core::Microseconds> time_left(const Transfer&);

}  // namespace tusk::replica
