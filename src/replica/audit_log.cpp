#include "replica/audit_log.h"

#include <algorithm>
#include <array>

#include "replica/state.h"

namespace tusk::replica {
namespace {

constexpr std::array<const char*, 5> states{"requested", "running", "equal", "repaired", "failed"};
constexpr core::Microseconds day = core::seconds(24LL * 60 * 60);

constexpr std::string_view select_rows =
    "SELECT number, requested_at, requested_by, started_at, ended_at, computer, compared, "
    "differing, repaired, done_percent, result, message_sv, message_en, is_told FROM sync_audit "
    "WHERE {company}";
constexpr std::string_view upsert_row =
    "INSERT INTO sync_audit({company_column}number, requested_at, requested_by, started_at, "
    "ended_at, computer, compared, differing, repaired, done_percent, result, message_sv, "
    "message_en, is_told) VALUES ({company_value}$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
    "$12, $13, $14) ON CONFLICT ({company_column}number) DO UPDATE SET requested_at = "
    "excluded.requested_at, requested_by = excluded.requested_by, started_at = "
    "excluded.started_at, ended_at = excluded.ended_at, computer = excluded.computer, compared = "
    "excluded.compared, differing = excluded.differing, repaired = excluded.repaired, "
    "done_percent = excluded.done_percent, result = excluded.result, message_sv = "
    "excluded.message_sv, message_en = excluded.message_en, is_told = excluded.is_told";
constexpr std::string_view select_interval =
    "SELECT audit_every_days FROM sync_state WHERE {company}";
constexpr std::string_view update_interval =
    "UPDATE sync_state SET audit_every_days = $1 WHERE {company}";

AuditRow read_row(const storage::Statement& row) {
  AuditRow audit;
  audit.number = row.integer(0);
  audit.requested_at = row.integer(1);
  audit.requested_by = row.text(2);
  audit.started_at = row.integer(3);
  audit.ended_at = row.integer(4);
  audit.computer = row.text(5);
  audit.compared = row.integer(6);
  audit.differing = row.integer(7);
  audit.repaired = row.integer(8);
  audit.done_percent = row.integer(9);
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (row.text(10) == states[i]) audit.state = static_cast<AuditState>(i);
  }
  audit.message = {std::string(row.text(11)), std::string(row.text(12))};
  audit.is_told = row.integer(13) != 0;
  return audit;
}

std::vector<AuditRow> select(storage::Transaction& transaction, std::string_view condition,
                             std::int64_t value) {
  const auto statement =
      transaction.prepare_company(std::string(select_rows) + std::string(condition));
  statement->bind(value);
  std::vector<AuditRow> rows;
  while (statement->step()) rows.push_back(read_row(*statement));
  return rows;
}

std::optional<AuditRow> first(std::vector<AuditRow> rows) {
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

AuditRow make_next(storage::Transaction& transaction, const std::string& by,
                   core::Microseconds now) {
  const auto last = first(list_audits(transaction, 1));
  AuditRow row{.number = last ? last->number + 1 : 1, .requested_at = now, .requested_by = by};
  save_audit(transaction, row);
  return row;
}

bool is_done(const AuditRow& row) {
  return row.state != AuditState::requested && row.state != AuditState::running;
}

}  // namespace

const char* name_of(AuditState state) {
  return states[static_cast<std::size_t>(state)];
}

std::int64_t request_audit(storage::Transaction& transaction, const std::string& by,
                           core::Microseconds now) {
  if (load_state_locked(transaction).mode != Mode::connected) {
    throw core::Error(core::ErrorCode::conflict,
                      core::say("Företaget är inte anslutet till Tusk Online, så det finns inget "
                                "att jämföra med. Se tusk online status.",
                                "The company is not connected to Tusk Online, so there is nothing "
                                "to compare with. See tusk online status."));
  }
  const auto open = find_open_audit(transaction);
  if (open && !is_done(*open)) return open->number;
  return make_next(transaction, by, now).number;
}

std::vector<AuditRow> list_audits(storage::Transaction& transaction, int limit) {
  return select(transaction, " ORDER BY number DESC LIMIT $1", limit);
}

std::optional<AuditRow> find_audit(storage::Transaction& transaction, std::int64_t number) {
  return first(select(transaction, " AND number = $1", number));
}

void save_audit(storage::Transaction& transaction, const AuditRow& row) {
  const auto statement = transaction.prepare_company(upsert_row);
  statement->bind(row.number)
      .bind(row.requested_at)
      .bind(row.requested_by)
      .bind(row.started_at)
      .bind(row.ended_at)
      .bind(row.computer)
      .bind(row.compared)
      .bind(row.differing)
      .bind(row.repaired)
      .bind(row.done_percent)
      .bind(name_of(row.state))
      .bind(row.message.sv)
      .bind(row.message.en)
      .bind(row.is_told ? 1 : 0);
  statement->run();
}

void save_result(storage::Transaction& transaction, const sync::AuditResult& result) {
  AuditRow row{.number = result.number,
               .requested_at = result.started_at,
               .requested_by = result.requested_by,
               .started_at = result.started_at,
               .ended_at = result.ended_at,
               .computer = result.computer,
               .compared = result.compared,
               .differing = result.differing,
               .repaired = result.repaired,
               .done_percent = 100,
               .message = result.message,
               .is_told = true};
  switch (result.outcome) {
    case sync::AuditOutcome::equal:
      row.state = AuditState::equal;
      break;
    case sync::AuditOutcome::repaired:
      row.state = AuditState::repaired;
      break;
    case sync::AuditOutcome::failed:
      row.state = AuditState::failed;
      break;
  }
  save_audit(transaction, row);
}

sync::AuditResult to_result(const AuditRow& row) {
  sync::AuditOutcome outcome = sync::AuditOutcome::failed;
  if (row.state == AuditState::equal) outcome = sync::AuditOutcome::equal;
  if (row.state == AuditState::repaired) outcome = sync::AuditOutcome::repaired;
  return {row.number,   row.requested_by, row.computer, row.started_at, row.ended_at,
          row.compared, row.differing,    row.repaired, outcome,        row.message};
}

std::int64_t load_audit_interval(storage::Transaction& transaction) {
  const auto statement = transaction.prepare_company(select_interval);
  return statement->step() ? statement->integer(0) : 0;
}

void save_audit_interval(storage::Transaction& transaction, std::int64_t days) {
  transaction.prepare_company(update_interval)->bind(days).run();
}

std::optional<AuditRow> find_open_audit(storage::Transaction& transaction) {
  return first(select(transaction,
                      " AND (result = 'requested' OR result = 'running' OR is_told = $1) "
                      "ORDER BY number LIMIT 1",
                      0));
}

bool is_audit_requested(storage::Transaction& transaction) {
  return transaction
      .prepare_company("SELECT 1 FROM sync_audit WHERE {company} AND result = 'requested'")
      ->step();
}

bool is_audit_due(storage::Transaction& transaction, core::Microseconds now) {
  const State state = load_state(transaction);
  if (state.mode != Mode::connected) return false;
  if (find_open_audit(transaction)) return true;
  const std::int64_t days = load_audit_interval(transaction);
  if (days <= 0) return false;
  const auto last = first(list_audits(transaction, 1));
  return now - std::max(last ? last->ended_at : 0, state.connected_at) >= days * day;
}

std::optional<AuditRow> take_due_audit(storage::Transaction& transaction, core::Microseconds now) {
  if (!is_audit_due(transaction, now)) return std::nullopt;
  if (auto open = find_open_audit(transaction)) return open;
  return make_next(transaction, "", now);
}

}  // namespace tusk::replica
