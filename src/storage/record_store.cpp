#include "storage/record_store.h"

#include <fmt/format.h>

#include "storage/columns.h"
#include "storage/record_query.h"
#include "storage/search_backlog.h"

namespace tusk::storage {
namespace {

using core::Field;
using core::RecordType;
using core::Value;

void bind_all(Statement& statement, const std::vector<Value>& values) {
  for (const Value& value : values) statement.bind(value);
}

// Fields of the mask that this side has.
std::vector<const Field*> fields_here(const RecordType& type, core::Side side,
                                      core::FieldMask mask) {
  std::vector<const Field*> fields;
  for (const Field& field : type.fields) {
    if ((field.bit() & mask) != 0 && core::exists_on(type, field, side)) fields.push_back(&field);
  }
  return fields;
}

core::Error no_such_record(const RecordType& type, core::RecordId id) {
  return {core::ErrorCode::not_found,
          core::Text{fmt::format("{} {} finns inte, eller har tagits bort.", type.label.sv, id),
                     fmt::format("{} {} is not there, or has been deleted.", type.label.en, id)}};
}

}  // namespace

RecordStore::RecordStore(const core::Registry& registry, core::Side side)
    : registry_(registry), side_(side) {
  for (const RecordType& type : registry.types()) {
    const auto number = static_cast<std::size_t>(type.number);
    if (texts_.size() <= number) texts_.resize(number + 1);
    texts_[number] = make_texts(type);
  }
}

RecordStore::Texts RecordStore::make_texts(const RecordType& type) const {
  const std::string table = quoted(type.name);
  Texts texts;
  texts.select = fmt::format("SELECT id, {} FROM {} WHERE {{company}} AND id = $1",
                             column_list(type, side_), table);
  texts.select_locked = texts.select + " FOR UPDATE";
  texts.exists = fmt::format("SELECT 1 FROM {} WHERE {{company}} AND id = $1", table);
  texts.remove = fmt::format("DELETE FROM {} WHERE {{company}} AND id = $1", table);
  std::string columns = "id, created_at, created_by, changed_at, changed_by";
  std::string parameters = "$1, $2, $3, $4, $5";
  int number = 5;
  for (const Field* field : fields_here(type, side_, ~core::FieldMask{0})) {
    columns += ", " + quoted(field->name);
    parameters += fmt::format(", ${}", ++number);
  }
  texts.insert = fmt::format("INSERT INTO {}({{company_column}}{}) VALUES ({{company_value}}{})",
                             table, columns, parameters);
  texts.update = fmt::format("UPDATE {} SET changed_at = $2, changed_by = $3", table);
  for (const Field& field : type.fields) {
    texts.assignments.push_back(fmt::format(", {} = $", quoted(field.name)));
    texts.referring.push_back(fmt::format(
        "SELECT id FROM {} WHERE {{company}} AND {} = $1 ORDER BY id", table, quoted(field.name)));
    texts.owner.push_back(fmt::format(
        "SELECT id FROM {} WHERE {{company}} AND {} = $1 AND id <> $2 ORDER BY id LIMIT 1", table,
        quoted(field.name)));
  }
  return texts;
}

const RecordStore::Texts& RecordStore::texts_of(const RecordType& type) const {
  return texts_.at(static_cast<std::size_t>(type.number));
}

std::optional<core::Record> RecordStore::select_one(Transaction& transaction,
                                                    const RecordType& type, core::RecordId id,
                                                    const std::string& sql) const {
  const auto statement = transaction.prepare_company(sql);
  statement->bind(id);
  if (!statement->step()) return std::nullopt;
  return read_record(type, side_, *statement);
}

std::optional<core::Record> RecordStore::find(Transaction& transaction, const RecordType& type,
                                              core::RecordId id) const {
  return select_one(transaction, type, id, texts_of(type).select);
}

std::optional<core::Record> RecordStore::find_locked(Transaction& transaction,
                                                     const RecordType& type,
                                                     core::RecordId id) const {
  const Texts& texts = texts_of(type);
  const bool locks = transaction.engine() == Engine::postgres;
  return select_one(transaction, type, id, locks ? texts.select_locked : texts.select);
}

core::Record RecordStore::get(Transaction& transaction, const RecordType& type,
                              core::RecordId id) const {
  auto record = find(transaction, type, id);
  if (!record) throw no_such_record(type, id);
  return *std::move(record);
}

core::Record RecordStore::get_locked(Transaction& transaction, const RecordType& type,
                                     core::RecordId id) const {
  auto record = find_locked(transaction, type, id);
  if (!record) throw no_such_record(type, id);
  return *std::move(record);
}

bool RecordStore::exists(Transaction& transaction, const RecordType& type,
                         core::RecordId id) const {
  const auto statement = transaction.prepare_company(texts_of(type).exists);
  statement->bind(id);
  return statement->step();
}

RecordPage RecordStore::list(Transaction& transaction, const RecordType& type,
                             const RecordQuery& query) const {
  if (!query.search.empty()) require_search(transaction, type);
  const ListSql sql = make_list_sql(registry_, type, side_, transaction.engine(), query);
  RecordPage page;
  if (sql.nothing) return page;
  if (query.count_total) {
    const auto statement = transaction.prepare_company(sql.count);
    bind_all(*statement, sql.count_values);
    statement->step();
    page.total = statement->integer(0);
  }
  const auto statement = transaction.prepare_company(sql.page);
  bind_all(*statement, sql.page_values);
  Value key;
  while (statement->step()) {
    if (page.records.size() == static_cast<std::size_t>(query.limit)) {
      page.next_cursor = make_cursor(type, query, key, page.records.back().id);
      break;
    }
    key = sql.text_key ? Value(std::string(statement->text(0))) : Value(statement->integer(0));
    page.records.push_back(read_record(type, side_, *statement, 1));
  }
  return page;
}

std::vector<core::RecordId> RecordStore::referring(Transaction& transaction, const RecordType& type,
                                                   const Field& field,
                                                   core::RecordId target) const {
  const auto statement =
      transaction.prepare_company(texts_of(type).referring[type.index_of(field)]);
  statement->bind(target);
  std::vector<core::RecordId> ids;
  while (statement->step()) ids.push_back(statement->integer(0));
  return ids;
}

std::optional<core::RecordId> RecordStore::find_owner(Transaction& transaction,
                                                      const RecordType& type, const Field& field,
                                                      const Value& value,
                                                      core::RecordId but_not) const {
  const auto statement = transaction.prepare_company(texts_of(type).owner[type.index_of(field)]);
  statement->bind(value).bind(but_not);
  if (!statement->step()) return std::nullopt;
  return statement->integer(0);
}

void RecordStore::insert_raw(Transaction& transaction, const RecordType& type,
                             const core::Record& record) const {
  const auto statement = transaction.prepare_company(texts_of(type).insert);
  statement->bind(record.id).bind(record.created.at).bind(record.created.by);
  statement->bind(record.changed.at).bind(record.changed.by);
  for (const Field* field : fields_here(type, side_, ~core::FieldMask{0})) {
    statement->bind(record.values[type.index_of(*field)]);
  }
  statement->run();
}

void RecordStore::update_raw(Transaction& transaction, const RecordType& type,
                             const core::Record& record, core::FieldMask mask) const {
  const Texts& texts = texts_of(type);
  std::string sql = texts.update;
  int number = 3;
  const auto fields = fields_here(type, side_, mask);
  for (const Field* field : fields) {
    sql += texts.assignments[type.index_of(*field)];
    sql += std::to_string(++number);
  }
  sql += " WHERE {company} AND id = $1";
  const auto statement = transaction.prepare_company(sql);
  statement->bind(record.id).bind(record.changed.at).bind(record.changed.by);
  for (const Field* field : fields) statement->bind(record.values[type.index_of(*field)]);
  statement->run();
}

bool RecordStore::remove_raw(Transaction& transaction, const RecordType& type,
                             core::RecordId id) const {
  const auto statement = transaction.prepare_company(texts_of(type).remove);
  return statement->bind(id).run() > 0;
}

core::RecordId RecordStore::next_id(Transaction& transaction, const RecordType& type) const {
  const auto counter = transaction.prepare_company(
      "INSERT INTO id_counter({company_column}type_number, next) VALUES ({company_value}$1, 2) "
      "ON CONFLICT ({company_column}type_number) DO UPDATE SET next = id_counter.next + 1 "
      "RETURNING next - 1");
  counter->bind(type.number);
  counter->step();
  const auto state =
      transaction.prepare_company("SELECT incarnation FROM sync_state WHERE {company}");
  state->step();
  return core::make_record_id(side_, state->integer(0), counter->integer(0));
}

}  // namespace tusk::storage
