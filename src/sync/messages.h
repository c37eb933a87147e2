#pragma once

// What the two sides say to each other. JSON on the wire (codec.h); names of fields, not numbers,
// so that a side with an older schema can tell what it does not know.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/record.h"

namespace tusk::sync {

inline constexpr int protocol_version = 1;

struct Position {
  std::int64_t sequence = 0;
  std::int64_t salt = 0;
  friend bool operator==(const Position&, const Position&) = default;
};

enum class Operation { update, remove, full, want };

// One record as the sender has it now. `mask` = the fields that were touched since the receiver
// last heard of it (full: also says which of the values are somebody's edit). Values are read when
// the message is made, so several edits of one field are one change.
struct RecordChange {
  int type_number = 0;
  core::RecordId record_id = 0;
  Operation operation = Operation::update;
  core::FieldMask mask = 0;
  std::vector<core::Value>
      values;           // by position in RecordType::fields; update: those in mask, full: all
  core::Stamp created;  // full
  core::Stamp changed;  // last change, for people to read
  friend bool operator==(const RecordChange&, const RecordChange&) = default;
};

enum class ConflictKind {
  same_field,
  delete_update,
  update_delete,
  child_of_deleted,
  renumber,
  reference,
  refused
};

struct Conflict {
  std::string
      id;  // hash of type, record, field and the loser's log position: cannot be logged twice
  std::int64_t round = 0;
  ConflictKind kind = ConflictKind::same_field;
  int type_number = 0;
  core::RecordId record_id = 0;
  std::string record_name;
  int field_number = -1;  // -1: the record as a whole
  core::Side winner = core::Side::office;
  core::Value winning_value;
  core::Value losing_value;
  core::Stamp winning;
  core::Stamp losing;
  core::Microseconds detected_at = 0;
  std::string losing_image;  // whole record that lost: its fields as JSON; else empty
  core::Text how;            // how it was settled
  friend bool operator==(const Conflict&, const Conflict&) = default;
};

struct NumberBlock {
  std::string series;  // "contact.number"
  std::int64_t first = 0;
  std::int64_t last = 0;
  friend bool operator==(const NumberBlock&, const NumberBlock&) = default;
};

struct RoundRequest {
  int protocol = protocol_version;
  std::string database_uuid;
  std::int64_t incarnation = 0;
  int schema_version = 0;
  std::int64_t token = 0;  // of the lease: rises with every take-over
  std::int64_t round = 0;
  std::string computer;
  Position from;         // the online side has everything of the office up to here
  Position to;           // and with this request up to here
  Position online_from;  // the office has everything of the online side up to here
  std::vector<RecordChange> changes;
  std::vector<Conflict> conflicts;
  std::vector<NumberBlock> number_blocks;
};

enum class RoundStatus {
  ok,
  position,  // `applied` says what the online side really has: build the request anew from there
  fenced,    // a newer token has been seen: another computer synchronises
  rewound,   // one side was put back to an earlier state: stop, tell, connect anew
  schema,    // the online side is older than the office: update it first
  busy       // try again
};

struct RoundResponse {
  RoundStatus status = RoundStatus::ok;
  Position requested_from;  // copies of the request's, so that a late answer is known as such
  Position applied;         // of the office, at the online side
  Position online_from;     // copy of the request's
  Position online_to;       // the changes below reach to here
  std::vector<RecordChange> changes;
  std::vector<Conflict> conflicts;
  std::vector<std::pair<std::string, std::int64_t>> numbers_left;  // per series, online
  bool more = false;  // there is more than one answer's worth: ask again at once
  std::string message;
};

}  // namespace tusk::sync
