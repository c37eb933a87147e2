#pragma once

// What the two sides say to each other to find out whether they hold the same: the digest audit.
//
// The office asks, between rounds. The online side answers only if no round came in between: both
// then agree on everything but what their logs say. Records that either log speaks of are left out
// (`excluded`): they are about to change on the other side.
//
//   buckets  sums over all records, by register and bucket; narrows it down
//   rows     the hash of each record in some buckets; narrows it down further
//   records  some records themselves: decides
//   result   for the list of audits online

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sync/messages.h"

namespace tusk::sync {

enum class AuditQuestion { buckets, rows, records, result };

using RecordIds = std::map<int, std::set<core::RecordId>>;  // by number of the type

// What came of one audit.
enum class AuditOutcome { equal, repaired, failed };

struct AuditResult {
  std::int64_t number = 0;
  std::string requested_by;  // empty: by itself
  std::string computer;
  core::Microseconds started_at = 0;
  core::Microseconds ended_at = 0;
  std::int64_t compared = 0;   // records
  std::int64_t differing = 0;  // records that were not the same
  std::int64_t repaired = 0;   // of those
  AuditOutcome outcome = AuditOutcome::equal;
  core::Text message;  // why it failed
  friend bool operator==(const AuditResult&, const AuditResult&) = default;
};

struct AuditRequest {
  int protocol = protocol_version;
  int schema_version = 0;
  std::int64_t token = 0;
  Position from;         // the online side has everything of the office up to here
  Position online_from;  // and the office of the online side up to here
  AuditQuestion question = AuditQuestion::buckets;
  RecordIds excluded;                 // buckets: records that the office's log speaks of
  int type_number = 0;                // rows, records
  std::vector<int> buckets;           // rows
  std::vector<core::RecordId> ids;    // records
  std::optional<AuditResult> result;  // result
  std::vector<std::string> unknown;   // not sent: what the reader does not know
};

enum class AuditStatus {
  ok,
  moved,  // a round came in between: ask again after the next
  busy,   // too many records are about to change: ask again later
  schema  // one side knows fields that the other does not
};

struct BucketSum {
  int bucket = 0;
  std::int64_t count = 0;
  std::string sum;  // 32 hexadecimal digits
  friend bool operator==(const BucketSum&, const BucketSum&) = default;
};

struct RowSum {
  core::RecordId id = 0;
  std::string hash;
  friend bool operator==(const RowSum&, const RowSum&) = default;
};

// A record as the online side has it. One that its log speaks of is in `excluded` instead; one that
// is in neither did not fit into the answer.
struct AuditedRecord {
  core::RecordId id = 0;
  bool exists = false;
  std::vector<core::Value> values;  // by position in RecordType::fields
  core::Stamp changed;
  friend bool operator==(const AuditedRecord&, const AuditedRecord&) = default;
};

struct AuditResponse {
  AuditStatus status = AuditStatus::ok;
  int type_number = 0;                         // rows, records
  std::map<int, std::vector<BucketSum>> sums;  // by number of the type; empty buckets are left out
  std::vector<RowSum> rows;
  std::vector<AuditedRecord> records;
  RecordIds excluded;                // records that the online log speaks of
  std::vector<std::string> unknown;  // as in the request
};

[[nodiscard]] std::string to_json(const core::Registry&, const AuditRequest&);
[[nodiscard]] std::string to_json(const core::Registry&, const AuditResponse&);
// Throw Error{invalid} that names the path, as in codec.h.
[[nodiscard]] AuditRequest parse_audit_request(const core::Registry&, std::string_view text);
[[nodiscard]] AuditResponse parse_audit_response(const core::Registry&, std::string_view text);

[[nodiscard]] const char* name_of(AuditOutcome);
[[nodiscard]] std::optional<AuditOutcome> parse_audit_outcome(std::string_view name);

// Entries of the history for a record that is not the same on both sides although neither log
// speaks of it; none if it is the same. The office's stands. `audit`: number of the audit.
[[nodiscard]] std::vector<Conflict> find_drift(const core::RecordType&,
                                               const std::optional<core::Record>& office,
                                               const AuditedRecord& online, std::int64_t audit,
                                               core::Microseconds now);

}  // namespace tusk::sync
