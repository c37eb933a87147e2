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

// The last edit of some fields (mask 0: the removal) that the receiver has not heard of.
struct Touch {
  core::FieldMask mask = 0;
  // The edit's own random number, the salt of its entry in the sender's log. A log that was put
  // back gives out the numbers of its entries again, but not these.
  std::int64_t edit_id = 0;
  core::Stamp stamp;
  friend bool operator==(const Touch&, const Touch&) = default;
};

// One record as the sender has it now. Values are read when the message is made, so several edits
// of one field are one change.
//   update  the fields in `mask` were edited
//   full    all fields; those in `mask` are somebody's edit, the others are for completeness
//   remove  it is gone
//   want    send it whole and with its children (mask 0); or send these fields of it again, as the
//           edits that they are: they could not be written when they came
struct RecordChange {
  int type_number = 0;
  core::RecordId record_id = 0;
  Operation operation = Operation::update;
  core::FieldMask mask = 0;         // what the touches have together
  std::vector<Touch> touches;       // newest first, no field in two
  core::FieldMask carried = 0;      // fields that `values` has: update: mask, full: all that the
                                    // sender knows
  core::FieldMask given_up = 0;     // update, full: unique fields that no longer have the value
                                    // that the receiver knows; which they have comes later
  std::vector<core::Value> values;  // by position in RecordType::fields
  std::string image;                // remove, in answers: what the record was, as JSON
  core::Stamp created;              // full
  core::Stamp changed;              // of the record; of the entry, if there is no record
  friend bool operator==(const RecordChange&, const RecordChange&) = default;

  // Who edited the field (mask 0: removed the record); of the record, if nobody is known.
  [[nodiscard]] const core::Stamp& stamp_of(core::FieldMask field) const;
  // Identity of that edit; 0 if none is known.
  [[nodiscard]] std::int64_t edit_of(core::FieldMask field) const;
};

enum class ConflictKind {
  same_field,
  delete_update,
  update_delete,
  child_of_deleted,
  renumber,
  reference,
  refused,
  drift,   // found by an audit; no edit was lost
  rewound  // one side was put back; it was online when the office's data took its place
};

struct Conflict {
  // Hash of type, record, field and the identity of the edit that lost: cannot be logged twice.
  std::string id;
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

// A record of the receiver that the sender's database does not take, or these fields of it. What
// the sender then did to it, or to what it belongs to, it did without having seen them.
struct Refusal {
  int type_number = 0;
  core::RecordId record_id = 0;
  core::FieldMask fields = 0;
  core::Text reason;
  core::Microseconds since = 0;
  friend bool operator==(const Refusal&, const Refusal&) = default;
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
  std::vector<Refusal> refusals;   // all there are (at most max_problems)
  std::vector<Refusal> held_back;  // records of the sender that no message can carry: they are not
                                   // to be asked for
  // Not sent: paths of types and fields that the reader does not know (an older program). What they
  // held must not count as received.
  std::vector<std::string> unknown;
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
  std::vector<Refusal> refusals;                                   // as in the request
  std::vector<Refusal> held_back;
  bool more = false;  // there is more than one answer's worth: ask again at once
  std::string message;
  std::vector<std::string> unknown;  // as in the request
};

}  // namespace tusk::sync
