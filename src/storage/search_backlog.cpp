#include "storage/search_backlog.h"

#include <fmt/format.h>

#include <algorithm>

#include "storage/columns.h"
#include "storage/search.h"

namespace tusk::storage {
namespace {

// What is left of one register: the records after an id.
struct Backlog {
  const core::RecordType* type = nullptr;
  core::RecordId after = 0;
};

std::optional<Backlog> load_next(Transaction& transaction, const core::Registry& registry) {
  const auto statement = transaction.prepare(
      "SELECT type_number, after_id FROM search_backlog ORDER BY type_number LIMIT 1");
  if (!statement->step()) return std::nullopt;
  return Backlog{registry.find(static_cast<int>(statement->integer(0))), statement->integer(1)};
}

void remove(Transaction& transaction, const core::RecordType& type) {
  transaction.prepare("DELETE FROM search_backlog WHERE type_number = $1")->bind(type.number).run();
}

}  // namespace

void leave_for_later(Transaction& transaction, const core::RecordType& type) {
  remove(transaction, type);
  if (!is_searchable(type)) return;
  transaction
      .prepare(fmt::format("INSERT INTO search_backlog(type_number, after_id, records, filled) "
                           "SELECT $1, 0, n, 0 FROM (SELECT count(*) AS n FROM {}) WHERE n > 0",
                           quoted(type.name)))
      ->bind(type.number)
      .run();
}

bool has_search_backlog(Transaction& transaction) {
  return transaction.engine() == Engine::sqlite &&
         transaction.prepare("SELECT 1 FROM search_backlog")->step();
}

bool fill_search(Transaction& transaction, const core::Registry& registry, int most) {
  const auto backlog = load_next(transaction, registry);
  if (!backlog) return false;
  const core::RecordType& type = *backlog->type;
  SearchedText text(type);
  const auto rows = transaction.prepare(fmt::format(
      "SELECT id{} FROM {} WHERE id > $1 ORDER BY id LIMIT $2", text.columns(), quoted(type.name)));
  rows->bind(backlog->after).bind(most);
  // One that was made meanwhile is there already.
  const auto insert = transaction.prepare(
      fmt::format("INSERT OR REPLACE INTO \"{}_search\"(rowid, words) VALUES ($1, $2)", type.name));
  core::RecordId last = backlog->after;
  int taken = 0;
  for (; rows->step(); ++taken) {
    last = rows->integer(0);
    insert->bind(last).bind(text.of(*rows, 1)).run();
    insert->reset();
  }
  if (taken < most) {
    remove(transaction, type);
    return has_search_backlog(transaction);
  }
  transaction
      .prepare(
          "UPDATE search_backlog SET after_id = $1, filled = filled + $2 WHERE type_number = $3")
      ->bind(last)
      .bind(taken)
      .bind(type.number)
      .run();
  return true;
}

void require_search(Transaction& transaction, const core::RecordType& type) {
  if (transaction.engine() != Engine::sqlite) return;
  const auto statement =
      transaction.prepare("SELECT records, filled FROM search_backlog WHERE type_number = $1");
  statement->bind(type.number);
  if (!statement->step()) return;
  const std::int64_t percent =
      std::min<std::int64_t>(99, statement->integer(1) * 100 / statement->integer(0));
  throw core::Error(
      core::ErrorCode::unavailable,
      core::Text{fmt::format("{} har just förts över och kan inte sökas i än ({} % klart). Försök "
                             "igen om en stund.",
                             type.label_plural.sv, percent),
                 fmt::format("{} have just been transferred and can't be searched yet ({}% done). "
                             "Try again in a moment.",
                             type.label_plural.en, percent)});
}

}  // namespace tusk::storage
