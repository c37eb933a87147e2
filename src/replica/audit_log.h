#pragma once

// The audits of a company: those asked for, the one that runs, and what came of each. On both
// sides; online they are told by the office.

#include <optional>
#include <string>
#include <vector>

#include "storage/database.h"
#include "sync/audit.h"

namespace tusk::replica {

enum class AuditState { requested, running, equal, repaired, failed };
[[nodiscard]] const char* name_of(AuditState);

struct AuditRow {
  std::int64_t number = 0;
  core::Microseconds requested_at = 0;
  std::string requested_by;           // empty: by itself
  core::Microseconds started_at = 0;  // 0: not yet
  core::Microseconds ended_at = 0;    // 0: not yet
  std::string computer;
  std::int64_t compared = 0;
  std::int64_t differing = 0;
  std::int64_t repaired = 0;
  std::int64_t done_percent = 0;  // while it runs
  AuditState state = AuditState::requested;
  core::Text message;    // why it failed
  bool is_told = false;  // office: the online side has it
};

// Asks for an audit; the number of the one that is asked for or runs already, if there is one.
// Throws Error{conflict} if the company is not connected.
std::int64_t request_audit(storage::Transaction&, const std::string& by, core::Microseconds now);
// Newest first.
[[nodiscard]] std::vector<AuditRow> list_audits(storage::Transaction&, int limit);
[[nodiscard]] std::optional<AuditRow> find_audit(storage::Transaction&, std::int64_t number);
void save_audit(storage::Transaction&, const AuditRow&);
// Online: what the office tells.
void save_result(storage::Transaction&, const sync::AuditResult&);
[[nodiscard]] sync::AuditResult to_result(const AuditRow&);

// How many days lie between audits that nobody asks for; 0: none are made.
[[nodiscard]] std::int64_t load_audit_interval(storage::Transaction&);
void save_audit_interval(storage::Transaction&, std::int64_t days);

// The oldest audit that is asked for, that runs, or that the online side was not told of yet.
[[nodiscard]] std::optional<AuditRow> find_open_audit(storage::Transaction&);
// Whether somebody has asked for one that has not begun. Asked after every commit in the office.
[[nodiscard]] bool is_audit_requested(storage::Transaction&);
// Whether there is one, or it is time for one that nobody asks for.
[[nodiscard]] bool is_audit_due(storage::Transaction&, core::Microseconds now);
// The same; one for which it is time is written down.
[[nodiscard]] std::optional<AuditRow> take_due_audit(storage::Transaction&, core::Microseconds now);

}  // namespace tusk::replica
