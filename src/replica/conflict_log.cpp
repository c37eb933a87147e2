#include "replica/conflict_log.h"

#include <boost/json.hpp>

#include "core/json.h"
#include "core/record_json.h"
#include "core/validation.h"
#include "storage/record_query.h"
#include "sync/codec.h"

namespace tusk::replica {
namespace {

namespace json = boost::json;

constexpr std::string_view insert_sql =
    "INSERT INTO sync_conflict ({company_column} id, round, kind, type_number, record_id, "
    "record_name, "
    "field_number, winner, winning_value, losing_value, winning_by, winning_at, losing_by, "
    "losing_at, "
    "detected_at, losing_image, how_sv, how_en, sequence) "
    "VALUES ({company_value} $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
    "$16, $17, $18, $19) "
    "ON CONFLICT DO NOTHING";

constexpr std::string_view correct_sql =
    "UPDATE sync_conflict SET round = $2, kind = $3, type_number = $4, record_id = $5, "
    "record_name = $6, field_number = $7, winner = $8, winning_value = $9, losing_value = $10, "
    "winning_by = $11, winning_at = $12, losing_by = $13, losing_at = $14, detected_at = $15, "
    "losing_image = $16, how_sv = $17, how_en = $18 "
    "WHERE {company} AND id = $1 AND kind <> $3";

constexpr std::string_view columns =
    "SELECT id, round, kind, type_number, record_id, record_name, field_number, winner, "
    "winning_value, "
    "losing_value, winning_by, winning_at, losing_by, losing_at, detected_at, losing_image, "
    "how_sv, how_en, "
    "put_back_at, put_back_by FROM sync_conflict WHERE {company}";
constexpr std::string_view after_condition =
    " AND sequence > $1 AND sequence <= $2 ORDER BY sequence, id";
constexpr std::string_view id_condition = " AND id = $1";
constexpr std::string_view page_condition =
    " AND (detected_at < $1 OR (detected_at = $1 AND id < $2)) AND (record_id = $3 OR $3 = 0) "
    "AND (type_number = $4 OR $4 = 0){} ORDER BY detected_at DESC, id DESC LIMIT $5";
constexpr std::string_view count_sql = "SELECT count(*) FROM sync_conflict WHERE {company}";
constexpr std::string_view put_back_sql =
    "UPDATE sync_conflict SET put_back_at = $1, put_back_by = $2 WHERE {company} AND id = $3";

std::string sql(std::string_view condition) {
  return std::string(columns) + std::string(condition);
}

std::string not_hidden(const std::vector<int>& types) {
  return types.empty() ? "" : fmt::format(" AND type_number NOT IN ({})", fmt::join(types, ", "));
}

std::string value_text(const core::Value& value) {
  return json::serialize(core::to_json(value));
}

core::Value parse_value_text(const core::Registry& registry, int type_number, int field_number,
                             std::string_view text) {
  if (text.empty() || field_number < 0) return {};
  const core::RecordType* type = registry.find(type_number);
  const core::Field* field = type == nullptr ? nullptr : type->find_field(field_number);
  if (field == nullptr) return {};
  return core::value_from_json(*field, json::parse(json::string_view(text.data(), text.size())),
                               field->name);
}

LoggedConflict read_row(const core::Registry& registry, const storage::Statement& row) {
  LoggedConflict logged;
  sync::Conflict& conflict = logged.conflict;
  conflict.id = row.text(0);
  conflict.round = row.integer(1);
  conflict.kind = sync::parse_conflict_kind(row.text(2)).value_or(sync::ConflictKind::same_field);
  conflict.type_number = static_cast<int>(row.integer(3));
  conflict.record_id = row.integer(4);
  conflict.record_name = row.text(5);
  conflict.field_number = static_cast<int>(row.integer(6));
  conflict.winner = row.text(7) == "online" ? core::Side::online : core::Side::office;
  conflict.winning_value =
      parse_value_text(registry, conflict.type_number, conflict.field_number, row.text(8));
  conflict.losing_value =
      parse_value_text(registry, conflict.type_number, conflict.field_number, row.text(9));
  conflict.winning = {std::string(row.text(10)), row.integer(11)};
  conflict.losing = {std::string(row.text(12)), row.integer(13)};
  conflict.detected_at = row.integer(14);
  conflict.losing_image = row.text(15);
  conflict.how = {std::string(row.text(16)), std::string(row.text(17))};
  logged.put_back_at = row.integer(18);
  logged.put_back_by = row.text(19);
  return logged;
}

struct Cursor {
  std::int64_t detected_at = core::max_record_id * 512;
  std::string id;
};

Cursor parse_cursor(std::string_view text) {
  if (text.empty()) return {};
  const auto colon = text.find(':');
  Cursor cursor;
  try {
    if (colon == std::string_view::npos) throw std::invalid_argument("no colon");
    cursor.detected_at = std::stoll(std::string(text.substr(0, colon)));
    cursor.id = text.substr(colon + 1);
  } catch (const std::exception&) {
    throw storage::wrong_cursor(text);
  }
  return cursor;
}

core::Error not_possible(core::Text text) {
  return {core::ErrorCode::conflict, std::move(text)};
}

// What the image has in the fields that people on this side may write.
core::Change change_from_image(storage::Transaction& transaction, const storage::RecordStore& store,
                               const core::RecordType& type, const std::string& image) {
  const json::value parsed = core::parse_json(image);
  core::Change change(type);
  for (const auto& [key, given] : parsed.as_object()) {
    const core::Field* field = type.find_field(std::string_view(key.data(), key.size()));
    if (field == nullptr || !core::writable_on(type, *field, store.side())) continue;
    core::Value value = core::value_from_json(*field, given, field->name);
    const bool is_gone =
        field->kind == core::FieldKind::reference && value.is_integer() &&
        !store.exists(transaction, store.registry().get(field->reference_type), value.integer());
    if (is_gone && field->required) {
      const core::Text& parent = store.registry().get(field->reference_type).label;
      throw not_possible(
          {parent.sv + ": posten som den här hör till finns inte längre. Lägg tillbaka den först.",
           parent.en + ": the record that this one belongs to is gone. Put that back first."});
    }
    if (!is_gone) change.set(type, *field, std::move(value));
  }
  return change;
}

// The whole record that lost: over the one that is there; else as a new one, since the old id is
// known as deleted on the other side, and with a new number, since the old may be taken. Only of a
// record that a rewind took neither side knows anything, and others of the history may refer to it:
// it gets its own id, unless another record has that (rewound.cpp).
core::Record put_back_record(storage::Transaction& transaction, const storage::RecordStore& store,
                             const core::RecordType& type, const sync::Conflict& conflict,
                             const core::Stamp& by) {
  core::Change change = change_from_image(transaction, store, type, conflict.losing_image);
  if (!type.series_field.empty()) change.mask &= ~type.get_field(type.series_field).bit();
  if (change.mask == 0) {
    throw not_possible(
        {type.label_plural.sv + " ändras bara på kontoret. Lägg tillbaka det där.",
         type.label_plural.en + " are changed in the office only. Put it back there."});
  }
  const bool is_rewound = conflict.kind == sync::ConflictKind::rewound;
  const bool is_id_taken = is_rewound && conflict.winning.at != 0;
  if (!is_id_taken && store.exists(transaction, type, conflict.record_id)) {
    return store.update(transaction, type, conflict.record_id, std::move(change), by);
  }
  const bool keeps_id = is_rewound && !is_id_taken;
  return store.create(transaction, type, change, by, keeps_id ? conflict.record_id : 0);
}

core::Record put_back_value(storage::Transaction& transaction, const storage::RecordStore& store,
                            const core::RecordType& type, const core::Field& field,
                            const sync::Conflict& conflict, const core::Stamp& by) {
  if (!store.exists(transaction, type, conflict.record_id)) {
    throw not_possible(core::say(
        "{} finns inte längre, så värdet {} kan inte läggas tillbaka i den.",
        "{} is gone, so that the value {} cannot be put back into it.",
        conflict.record_name.empty() ? std::to_string(conflict.record_id) : conflict.record_name,
        conflict.losing_value.is_null() ? std::string("–")
                                        : core::to_display(conflict.losing_value)));
  }
  core::Change change(type);
  change.set(type, field, conflict.losing_value);
  return store.update(transaction, type, conflict.record_id, std::move(change), by);
}

// The deletion that lost.
core::Record delete_again(storage::Transaction& transaction, const storage::RecordStore& store,
                          const core::RecordType& type, const sync::Conflict& conflict,
                          const core::Stamp& by) {
  const auto record = store.find(transaction, type, conflict.record_id);
  if (!record) {
    throw not_possible({"Posten är redan borttagen.", "The record is deleted already."});
  }
  store.remove(transaction, type, conflict.record_id, by);
  return *record;
}

core::Record put_back_what_lost(storage::Transaction& transaction,
                                const storage::RecordStore& store, const core::RecordType& type,
                                const sync::Conflict& conflict, const core::Stamp& by) {
  if (const core::Field* field = type.find_field(conflict.field_number)) {
    return put_back_value(transaction, store, type, *field, conflict, by);
  }
  const bool was_deleted =
      conflict.kind == sync::ConflictKind::update_delete ||
      (conflict.kind == sync::ConflictKind::rewound && conflict.losing_image.empty());
  if (was_deleted) {
    return delete_again(transaction, store, type, conflict, by);
  }
  if (!conflict.losing_image.empty()) {
    return put_back_record(transaction, store, type, conflict, by);
  }
  throw not_possible({"Det finns inget värde att lägga tillbaka: ingenting gick förlorat.",
                      "There is no value to put back: nothing was lost."});
}

// Everything but the log position: the first 18 parameters.
storage::Statement& bind_conflict(storage::Statement& statement, const sync::Conflict& conflict) {
  return statement.bind(conflict.id)
      .bind(conflict.round)
      .bind(sync::name_of(conflict.kind))
      .bind(conflict.type_number)
      .bind(conflict.record_id)
      .bind(conflict.record_name)
      .bind(conflict.field_number)
      .bind(core::name_of(conflict.winner))
      .bind(value_text(conflict.winning_value))
      .bind(value_text(conflict.losing_value))
      .bind(conflict.winning.by)
      .bind(conflict.winning.at)
      .bind(conflict.losing.by)
      .bind(conflict.losing.at)
      .bind(conflict.detected_at)
      .bind(conflict.losing_image)
      .bind(conflict.how.sv)
      .bind(conflict.how.en);
}

}  // namespace

bool insert_conflict(storage::Transaction& transaction, const core::Registry&,
                     const sync::Conflict& conflict, std::int64_t sequence) {
  const auto statement = transaction.prepare_company(insert_sql);
  return bind_conflict(*statement, conflict).bind(sequence).run() == 1;
}

void correct_conflict(storage::Transaction& transaction, const sync::Conflict& conflict) {
  const auto statement = transaction.prepare_company(correct_sql);
  bind_conflict(*statement, conflict).run();
}

std::vector<sync::Conflict> conflicts_after(storage::Transaction& transaction,
                                            const core::Registry& registry, std::int64_t after,
                                            std::int64_t until) {
  const auto statement = transaction.prepare_company(sql(after_condition));
  statement->bind(after).bind(until);
  std::vector<sync::Conflict> conflicts;
  while (statement->step()) conflicts.push_back(read_row(registry, *statement).conflict);
  return conflicts;
}

ConflictPage list_conflicts(storage::Transaction& transaction, const core::Registry& registry,
                            int limit, std::string_view cursor_text, const ConflictFilter& filter) {
  const Cursor cursor = parse_cursor(cursor_text);
  const auto statement = transaction.prepare_company(
      sql(fmt::format(fmt::runtime(page_condition), not_hidden(filter.hidden_types))));
  statement->bind(cursor.detected_at)
      .bind(cursor.id)
      .bind(filter.record_id)
      .bind(filter.type_number)
      .bind(limit + 1);
  ConflictPage page;
  while (statement->step()) page.conflicts.push_back(read_row(registry, *statement));
  if (page.conflicts.size() > static_cast<std::size_t>(limit)) {
    page.conflicts.pop_back();
    const sync::Conflict& last = page.conflicts.back().conflict;
    page.next_cursor = std::to_string(last.detected_at) + ":" + last.id;
  }
  return page;
}

std::optional<LoggedConflict> find_conflict(storage::Transaction& transaction,
                                            const core::Registry& registry, std::string_view id) {
  const auto statement = transaction.prepare_company(sql(id_condition));
  statement->bind(id);
  if (!statement->step()) return std::nullopt;
  return read_row(registry, *statement);
}

std::int64_t count_conflicts(storage::Transaction& transaction) {
  const auto statement = transaction.prepare_company(count_sql);
  return statement->step() ? statement->integer(0) : 0;
}

void mark_put_back(storage::Transaction& transaction, std::string_view id, const core::Stamp& by) {
  const auto mark = transaction.prepare_company(put_back_sql);
  mark->bind(by.at).bind(by.by).bind(id);
  mark->run();
}

std::int64_t count_conflicts(storage::Transaction& transaction, std::int64_t after,
                             std::int64_t until) {
  const auto statement =
      transaction.prepare_company(std::string(count_sql) + " AND sequence > $1 AND sequence <= $2");
  statement->bind(after).bind(until);
  return statement->step() ? statement->integer(0) : 0;
}

core::Record put_back(storage::Transaction& transaction, const storage::RecordStore& store,
                      std::string_view id, const core::Stamp& by) {
  const auto logged = find_conflict(transaction, store.registry(), id);
  if (!logged) {
    throw core::Error(core::ErrorCode::not_found, core::say("Konflikten finns inte i historiken.",
                                                            "The conflict is not in the history."));
  }
  const sync::Conflict& conflict = logged->conflict;
  const core::RecordType* type = store.registry().find(conflict.type_number);
  if (type == nullptr) {
    throw core::Error(core::ErrorCode::not_found,
                      core::say("Registret finns inte längre.", "The register is gone."));
  }
  if (logged->put_back_at != 0) {
    throw not_possible(core::say("{} har redan lagt tillbaka det.", "{} has put it back already.",
                                 logged->put_back_by));
  }
  const core::Record result = put_back_what_lost(transaction, store, *type, conflict, by);
  mark_put_back(transaction, id, by);
  return result;
}

}  // namespace tusk::replica
