#include "replica/round_log.h"

#include <array>

namespace tusk::replica {
namespace {

constexpr std::string_view insert_sql =
    "INSERT INTO sync_round ({company_column} number, started_at, ended_at, computer, token, up, "
    "down, conflicts, "
    "result, message_sv, message_en) VALUES ({company_value} $1, $2, $3, $4, $5, $6, $7, $8, $9, "
    "$10, $11)";
constexpr std::string_view delete_sql = "DELETE FROM sync_round WHERE {company} AND number = $1";
constexpr std::string_view select_sql =
    "SELECT number, started_at, ended_at, computer, token, up, down, conflicts, result, "
    "message_sv, message_en "
    "FROM sync_round WHERE {company} ORDER BY number DESC LIMIT $1";

// The newest audit stays: numbers go on from it.
constexpr std::array<std::string_view, 3> remove_old = {
    "DELETE FROM sync_round WHERE {company} AND ended_at < $1",
    "DELETE FROM sync_conflict WHERE {company} AND detected_at < $1",
    "DELETE FROM sync_audit WHERE {company} AND ended_at > 0 AND ended_at < $1 AND number < "
    "(SELECT max(number) FROM sync_audit WHERE {company})"};

// Column `result`: "ok", "error", or an error's cause.
constexpr std::string_view cause_sql =
    "UPDATE sync_round SET result = $1 WHERE {company} AND result <> 'ok' AND number = "
    "(SELECT max(number) FROM sync_round WHERE {company})";

RoundCause parse_cause(std::string_view result) {
  for (const auto cause : {RoundCause::no_line, RoundCause::server_down, RoundCause::certificate,
                           RoundCause::login_refused, RoundCause::version}) {
    if (result == name_of(cause)) return cause;
  }
  return RoundCause::none;
}

std::string result_of(const RoundRow& row) {
  if (row.ok) return "ok";
  return row.cause == RoundCause::none ? "error" : name_of(row.cause);
}

bool is_later_day(core::Microseconds time, core::Microseconds than) {
  constexpr core::Microseconds day = core::seconds(24LL * 60 * 60);
  return time / day > than / day;
}

bool moved_something(const RoundRow& row) {
  return row.up != 0 || row.down != 0 || row.conflicts != 0;
}

bool takes_place_of(const RoundRow& row, const RoundRow& last) {
  if (moved_something(row) || moved_something(last)) return false;
  return row.ok == last.ok && row.message == last.message && row.computer == last.computer;
}

}  // namespace

const char* name_of(RoundCause cause) {
  switch (cause) {
    case RoundCause::none:
      return "none";
    case RoundCause::no_line:
      return "no_line";
    case RoundCause::server_down:
      return "server_down";
    case RoundCause::certificate:
      return "certificate";
    case RoundCause::login_refused:
      return "login_refused";
    case RoundCause::version:
      return "version";
  }
  return "";
}

void note_cause(storage::Transaction& transaction, RoundCause cause) {
  if (cause == RoundCause::none) return;
  transaction.prepare_company(cause_sql)->bind(name_of(cause)).run();
}

void write_round(storage::Transaction& transaction, const RoundRow& given) {
  RoundRow row = given;
  const auto last = last_round(transaction);
  row.number = last ? last->number + 1 : 1;
  if (last && takes_place_of(row, *last)) {
    if (row.cause == RoundCause::none) row.cause = last->cause;
    const auto remove = transaction.prepare_company(delete_sql);
    remove->bind(last->number);
    remove->run();
  }
  if (last && is_later_day(row.ended_at, last->ended_at)) {
    for (const std::string_view sql : remove_old) {
      transaction.prepare_company(sql)->bind(last->ended_at - history_kept).run();
    }
  }
  const auto statement = transaction.prepare_company(insert_sql);
  statement->bind(row.number)
      .bind(row.started_at)
      .bind(row.ended_at)
      .bind(row.computer)
      .bind(row.token)
      .bind(row.up)
      .bind(row.down)
      .bind(row.conflicts)
      .bind(result_of(row))
      .bind(row.message.sv)
      .bind(row.message.en);
  statement->run();
}

bool is_first_of_day(storage::Transaction& transaction, core::Microseconds now) {
  const auto last = last_round(transaction);
  return last && is_later_day(now, last->ended_at);
}

std::vector<RoundRow> list_rounds(storage::Transaction& transaction, int limit) {
  const auto statement = transaction.prepare_company(select_sql);
  statement->bind(limit);
  std::vector<RoundRow> rows;
  while (statement->step()) {
    RoundRow row;
    row.number = statement->integer(0);
    row.started_at = statement->integer(1);
    row.ended_at = statement->integer(2);
    row.computer = statement->text(3);
    row.token = statement->integer(4);
    row.up = statement->integer(5);
    row.down = statement->integer(6);
    row.conflicts = statement->integer(7);
    row.ok = statement->text(8) == "ok";
    row.cause = parse_cause(statement->text(8));
    row.message = {std::string(statement->text(9)), std::string(statement->text(10))};
    rows.push_back(std::move(row));
  }
  return rows;
}

std::optional<RoundRow> last_round(storage::Transaction& transaction) {
  auto rows = list_rounds(transaction, 1);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

}  // namespace tusk::replica
