#pragma once

// The log that the capture triggers write: which fields of which record changed, never values
// (but for deletes, which keep an image so that nothing a user entered is lost).
//
// Positions: SQLite has one writer, so the AUTOINCREMENT sequence is the order of commits. On
// PostgreSQL sequences are handed out before commit; there rows get their position afterwards, when
// assign_positions() sees them committed, so that position order never runs ahead of visibility.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/record.h"
#include "storage/database.h"

namespace tusk::storage {

enum class LogOperation { update = 0, remove = 1, full = 2, want = 3, nothing = 9 };

struct LogPosition {
  std::int64_t sequence = 0;
  std::int64_t salt = 0;
  friend bool operator==(const LogPosition&, const LogPosition&) = default;
};

struct LogEntry {
  std::int64_t sequence = 0;  // 0: not yet given a position (PostgreSQL)
  std::int64_t entry_id = 0;  // identity of the row (SQLite: the sequence)
  int type_number = 0;
  core::RecordId record_id = 0;
  LogOperation operation = LogOperation::update;
  core::FieldMask mask = 0;
  core::Stamp stamp;
  std::string image;      // deletes: the fields as JSON object
  std::int64_t salt = 0;  // 53 random bits
};

// Gives committed rows their positions. Call it in a transaction of its own that holds the row of
// sync_state, before head() or pending(). Does nothing on SQLite.
void assign_positions(Transaction&);
// Position of the last entry; {0,0} if there never was one.
[[nodiscard]] LogPosition head(Transaction&);
// The salt of the entry at `sequence`, if the entry is still there.
[[nodiscard]] std::optional<std::int64_t> salt_at(Transaction&, std::int64_t sequence);
// Entries after `after` (and, on PostgreSQL, those without a position), oldest first, at most
// `limit`.
[[nodiscard]] std::vector<LogEntry> entries_after(Transaction&, std::int64_t after,
                                                  std::int64_t limit);
// The same for one record.
[[nodiscard]] std::vector<LogEntry> entries_of(Transaction&, int type_number, core::RecordId,
                                               std::int64_t after);
// The removals among entries_after(), of records of one type.
[[nodiscard]] std::vector<LogEntry> removals_after(Transaction&, int type_number,
                                                   std::int64_t after);
// How many entries there are after `after`.
[[nodiscard]] std::int64_t count_after(Transaction&, std::int64_t after);

// Whether there is any: asked after every commit in the office, and so does not count them.
[[nodiscard]] bool has_entries_after(Transaction&, std::int64_t after);

// The records that entries after `after` are about, whatever they say of them: (type number, id),
// at most `limit`.
[[nodiscard]] std::vector<std::pair<int, core::RecordId>> records_after(Transaction&,
                                                                        std::int64_t after,
                                                                        std::int64_t limit);

void append(Transaction&, int type_number, core::RecordId, LogOperation, core::FieldMask,
            const core::Stamp&, std::string_view image = {});
// Logs every record of a register as `full`, in the order of their ids: a baseline.
void append_all(Transaction&, const core::RecordType&, core::FieldMask);
// Takes bits out of an entry; an update with none left, and any entry with `all`, becomes
// `nothing`.
void clear_bits(Transaction&, std::int64_t entry_id, core::FieldMask bits);
void clear_entry(Transaction&, std::int64_t entry_id);
// Removes entries before `sequence`; the one at it stays as witness of its salt.
void prune(Transaction&, std::int64_t sequence);

// Until the end of the transaction (or destruction) its writes are not captured: they come from the
// other side and must not go back there.
// The end throws if the database fails just then, so that no transaction commits the mark: nothing
// would be captured any more.
class Applying {
 public:
  explicit Applying(Transaction&);
  ~Applying() noexcept(false);
  Applying(const Applying&) = delete;
  Applying& operator=(const Applying&) = delete;

 private:
  Transaction& transaction_;
  int exceptions_;
};

// Foreign keys are looked at when the transaction commits, not before.
void defer_constraints(Transaction&);

}  // namespace tusk::storage
