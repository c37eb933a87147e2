#pragma once

// How synchronisation is doing and what it did, for people.

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/messages.h"
#include "api/transfer_messages.h"
#include "core/id.h"
#include "core/value.h"
#include "sync/messages.h"

namespace tusk::core {
BOOST_DESCRIBE_ENUM(Side, office, online)
}  // namespace tusk::core

namespace tusk::sync {
BOOST_DESCRIBE_ENUM(ConflictKind, same_field, delete_update, update_delete, child_of_deleted,
                    renumber, reference, refused, drift, rewound)
}  // namespace tusk::sync

namespace tusk::api {

enum class SyncState {
  first_sync,  // nothing can be seen yet
  synchronised,
  catching_up,
  office_unreachable,
  never,
  needs_resync,
  disconnected
};
BOOST_DESCRIBE_ENUM(SyncState, first_sync, synchronised, catching_up, office_unreachable, never,
                    needs_resync, disconnected)

struct SyncStatus {
  SyncState state = SyncState::never;
  Timestamp since;  // the state has been so since then
  std::optional<Timestamp> last_round_at;
  std::optional<std::string> office_computer;  // which runs the rounds
  std::int64_t interval_seconds = 15;
  std::int64_t pending_here = 0;               // edits made here that the office does not have yet
  std::int64_t problems = 0;                   // records that do not get across
  std::optional<TransferProgress> first_sync;  // while one is being received
  std::optional<std::string> message;
};
BOOST_DESCRIBE_STRUCT(SyncStatus, (),
                      (state, since, last_round_at, office_computer, interval_seconds, pending_here,
                       problems, first_sync, message))

struct Conflict {
  std::string id;
  std::int64_t round = 0;
  sync::ConflictKind kind = sync::ConflictKind::same_field;
  std::string type;
  core::RecordId record_id = 0;
  std::optional<std::string> record_name;
  std::optional<std::string> field;  // null: the record as a whole
  core::Side winner = core::Side::office;
  core::Value winning_value;
  core::Value losing_value;
  std::optional<std::string> winning_by;
  std::optional<std::string> losing_by;
  std::optional<Timestamp> winning_at;
  std::optional<Timestamp> losing_at;
  Timestamp detected_at;
  std::string how;  // how it was settled, in the reader's language
  std::optional<JsonObject> losing_image;
  std::optional<Timestamp> put_back_at;
};
BOOST_DESCRIBE_STRUCT(Conflict, (),
                      (id, round, kind, type, record_id, record_name, field, winner, winning_value,
                       losing_value, winning_by, losing_by, winning_at, losing_at, detected_at, how,
                       losing_image, put_back_at))

// A conflict of the history as people get to see it. `put_back_at` 0: it was not put back.
[[nodiscard]] Conflict make_conflict(const core::Registry&, const sync::Conflict&,
                                     core::Microseconds put_back_at, core::Language);

struct ConflictPage {
  std::vector<Conflict> conflicts;  // newest first
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(ConflictPage, (), (conflicts, next_cursor))

enum class RoundResult { ok, error };
BOOST_DESCRIBE_ENUM(RoundResult, ok, error)

struct Round {
  std::int64_t number = 0;
  Timestamp started_at;
  std::optional<Timestamp> ended_at;
  std::string computer;
  std::int64_t up = 0;    // records from the office
  std::int64_t down = 0;  // records to the office
  std::int64_t conflicts = 0;
  RoundResult result = RoundResult::ok;
  std::optional<std::string> message;
};
BOOST_DESCRIBE_STRUCT(Round, (),
                      (number, started_at, ended_at, computer, up, down, conflicts, result,
                       message))

struct RoundList {
  std::vector<Round> rounds;  // newest first
};
BOOST_DESCRIBE_STRUCT(RoundList, (), (rounds))

enum class ProblemPlace { here, there, unsendable, held_back };
BOOST_DESCRIBE_ENUM(ProblemPlace, here, there, unsendable, held_back)

// A record that does not get across; the others go on.
struct SyncProblem {
  std::string type;
  core::RecordId record_id = 0;
  std::optional<std::string> record_name;
  ProblemPlace place = ProblemPlace::here;  // here: not taken by this side …
  std::string reason;
  std::string remedy;
  Timestamp since;
};
BOOST_DESCRIBE_STRUCT(SyncProblem, (), (type, record_id, record_name, place, reason, remedy, since))

struct SyncProblemList {
  std::vector<SyncProblem> problems;  // oldest first
};
BOOST_DESCRIBE_STRUCT(SyncProblemList, (), (problems))

enum class AuditState { requested, running, equal, repaired, failed };
BOOST_DESCRIBE_ENUM(AuditState, requested, running, equal, repaired, failed)

// A comparison of both sides' data.
struct Audit {
  std::int64_t number = 0;
  std::optional<std::string> requested_by;  // null: by itself
  std::optional<Timestamp> started_at;
  std::optional<Timestamp> ended_at;
  std::optional<std::string> computer;
  std::int64_t compared = 0;   // records
  std::int64_t differing = 0;  // records that were not the same; what of, is in the history
  std::int64_t repaired = 0;
  std::int64_t done_percent = 0;
  AuditState result = AuditState::requested;
  std::optional<std::string> message;
};
BOOST_DESCRIBE_STRUCT(Audit, (),
                      (number, requested_by, started_at, ended_at, computer, compared, differing,
                       repaired, done_percent, result, message))

struct AuditList {
  std::vector<Audit> audits;  // newest first
};
BOOST_DESCRIBE_STRUCT(AuditList, (), (audits))

// ---- server-sent events; `sync` carries a SyncStatus ----

struct RecordEvent {
  std::string type;
  core::RecordId id = 0;
  std::string operation;  // "create", "update" or "delete"
  std::optional<std::string> etag;
  std::string changed_by;
  core::Side source = core::Side::online;
};
BOOST_DESCRIBE_STRUCT(RecordEvent, (), (type, id, operation, etag, changed_by, source))

// More changed at once than is worth telling one by one: fetch these registers anew.
struct BulkEvent {
  std::vector<std::string> types;
};
BOOST_DESCRIBE_STRUCT(BulkEvent, (), (types))

struct ConflictEvent {
  std::string id;
};
BOOST_DESCRIBE_STRUCT(ConflictEvent, (), (id))

// The last event of a stream: the office has disconnected the company, the session is over.
struct DisconnectedEvent {
  std::string message;
};
BOOST_DESCRIBE_STRUCT(DisconnectedEvent, (), (message))

}  // namespace tusk::api
