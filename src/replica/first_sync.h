#pragma once

// The first synchronisation, office side.
//
//   unconnected ──┐                                       ┌──► connected ──► rounds
//   disconnected ─┼─ begin_first_sync ──► first_sync ─────┤    complete_first_sync
//   needs_resync ─┘        ▲                  │           └──► what it was before
//                          └── begins anew ───┘                abandon_first_sync
//
// begin_first_sync() comes after the snapshot: an archive of everything that the online side is to
// have, read in one transaction together with the position of the log. So a failure before that
// leaves the database as it was. What is changed after the snapshot is in the log behind that
// position, and goes over with the rounds that follow. While the mode is `first_sync` Tusk Sync
// sends the archive (first_sync_sender.h); the row of transfer.h says how far that is.

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "replica/connection.h"
#include "replica/state.h"
#include "storage/record_store.h"
#include "sync/transfer.h"

namespace tusk::replica {

// An archive that lies ready to be sent.
struct Snapshot {
  std::string archive;  // its hash
  std::int64_t blocks = 0;
  std::int64_t bytes = 0;
  std::vector<sync::TransferSection> sections;
  sync::Position position;
};

// What `report` hears while a snapshot is taken: records written, of all.
using ReportRecords = std::function<void(std::int64_t done, std::int64_t of)>;

// Writes the archive to `file` (0600, under another name until it is whole). The database is
// changed by an entry of the log that says nothing, for its salt.
[[nodiscard]] Snapshot take_snapshot(storage::Database&, const storage::RecordStore&,
                                     const std::filesystem::path& file, const core::Clock&,
                                     const ReportRecords& report);

// Remembers the connection and begins. Throws Error{conflict} if the database is connected.
void begin_first_sync(storage::Transaction&, const Connection&, const Snapshot&,
                      const core::Clock&);
// Everything is online; rounds go on from `online`.
void complete_first_sync(storage::Transaction&, const sync::Position& online, const core::Clock&);
// Gives it up.
void abandon_first_sync(storage::Transaction&);

}  // namespace tusk::replica
