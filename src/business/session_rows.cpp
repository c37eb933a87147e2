#include "business/session_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "business/installation.h"

namespace tusk::business {
namespace {

constexpr const char* take_number =
    "UPDATE system_session_number SET last = last + 1 WHERE id = 1 RETURNING last";
constexpr const char* select_rows =
    "SELECT id, presence, kind, user_name, full_name, computer_uuid, computer_name, program, "
    "process_id, company, since, last_seen_at, hold_sv, hold_en, ended_by "
    "FROM system_session ORDER BY id";
constexpr const char* insert =
    "INSERT INTO system_session (id, presence, kind, user_name, full_name, computer_uuid, "
    "computer_name, program, process_id, company, since, last_seen_at, hold_sv, hold_en) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
constexpr const char* delete_row = "DELETE FROM system_session WHERE id = $1";

constexpr std::array kinds{SessionKind::person, SessionKind::api_user, SessionKind::integration,
                           SessionKind::service};

SessionKind parse_kind(std::string_view name) {
  const auto* const found = std::find_if(kinds.begin(), kinds.end(),
                                         [&](SessionKind kind) { return name_of(kind) == name; });
  if (found != kinds.end()) return *found;
  throw core::Error(core::ErrorCode::internal,
                    core::say("Ett fel inträffade i programmet.", "The program has a defect."), {},
                    "unknown kind of session: " + std::string(name));
}

SessionRow read_row(const storage::Statement& row) {
  const auto text = [&](int column) { return std::string(row.text(column)); };
  SessionRow result;
  result.presence = row.integer(1);
  SessionInfo& info = result.info;
  info.id = row.integer(0);
  info.kind = parse_kind(row.text(2));
  info.user_name = text(3);
  info.full_name = text(4);
  info.computer_uuid = text(5);
  info.computer_name = text(6);
  info.program = text(7);
  info.process_id = row.integer(8);
  info.company = row.integer(9);
  info.since = row.integer(10);
  info.last_seen = row.integer(11);
  if (!row.is_null(12)) info.hold = core::Text{text(12), text(13)};
  info.ended_by = text(14);
  return result;
}

}  // namespace

std::int64_t lock_sessions(storage::Transaction& system) {
  const auto statement = system.prepare(take_number);
  statement->step();
  return statement->integer(0);
}

std::vector<SessionRow> load_living(storage::Transaction& system, Installation& installation) {
  std::vector<SessionRow> rows;
  {
    const auto statement = system.prepare(select_rows);
    while (statement->step()) rows.push_back(read_row(*statement));
  }
  const std::int64_t own = installation.presence_key();
  const bool all_own = std::all_of(rows.begin(), rows.end(),
                                   [&](const SessionRow& row) { return row.presence == own; });
  if (all_own) return rows;
  const auto present = storage::list_present(system, installation.presence_folder());
  std::erase_if(rows, [&](const SessionRow& row) {
    if (row.presence == own || std::binary_search(present.begin(), present.end(), row.presence)) {
      return false;
    }
    system.prepare(delete_row)->bind(row.info.id).run();
    return true;
  });
  return rows;
}

void insert_row(storage::Transaction& system, const SessionRow& row) {
  const SessionInfo& info = row.info;
  const auto statement = system.prepare(insert);
  statement->bind(info.id)
      .bind(row.presence)
      .bind(name_of(info.kind))
      .bind(info.user_name)
      .bind(info.full_name)
      .bind(info.computer_uuid)
      .bind(info.computer_name)
      .bind(info.program)
      .bind(info.process_id)
      .bind(info.company)
      .bind(info.since)
      .bind(info.last_seen);
  if (info.hold) {
    statement->bind(info.hold->sv).bind(info.hold->en);
  } else {
    statement->bind_null().bind_null();
  }
  statement->run();
}

// Everybody but services and the holder's own log-ins. Whom somebody ended writes no more, even
// while its program runs on.
bool keeps_from_holding(const SessionRow& row, const SessionRow& holder) {
  if (row.info.company != holder.info.company) return false;
  const bool is_other =
      row.presence != holder.presence || row.info.user_name != holder.info.user_name;
  return row.info.hold ||
         (row.info.kind != SessionKind::service && row.info.ended_by.empty() && is_other);
}

const SessionInfo* find_holder(const std::vector<SessionRow>& rows, std::int64_t company_number,
                               std::int64_t own_presence) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const SessionRow& row) {
    return row.info.hold && row.info.company == company_number && row.presence != own_presence;
  });
  return found == rows.end() ? nullptr : &found->info;
}

void throw_held(std::string_view company_name, const SessionInfo& holder) {
  const core::Text who = describe(holder);
  const core::Text reason = holder.hold.value_or(core::Text{});
  throw HeldError(
      core::ErrorCode::conflict,
      core::Text{fmt::format("{} kan inte öppnas just nu. {}. Företaget hålls av {}. Försök igen "
                             "när det är klart.",
                             company_name, reason.sv, who.sv),
                 fmt::format("{} can't be opened right now. {}. The company is held by {}. Try "
                             "again when that is done.",
                             company_name, reason.en, who.en)});
}

}  // namespace tusk::business
