#include "storage/record_store.h"

#include <fmt/format.h>

#include "storage/columns.h"
#include "storage/record_query.h"

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

std::string select_sql(const RecordType& type, core::Side side, const char* locking) {
  return fmt::format("SELECT id, {} FROM {} WHERE {{company}} AND id = $1{}",
                     column_list(type, side), quoted(type.name), locking);
}

std::optional<core::Record> select_one(Transaction& transaction, const RecordType& type,
                                       core::Side side, core::RecordId id, const char* locking) {
  const auto statement = transaction.prepare_company(select_sql(type, side, locking));
  statement->bind(id);
  if (!statement->step()) return std::nullopt;
  return read_record(type, side, *statement);
}

}  // namespace

RecordStore::RecordStore(const core::Registry& registry, core::Side side)
    : registry_(registry), side_(side) {}

std::optional<core::Record> RecordStore::find(Transaction& transaction, const RecordType& type,
                                              core::RecordId id) const {
  return select_one(transaction, type, side_, id, "");
}

std::optional<core::Record> RecordStore::find_locked(Transaction& transaction,
                                                     const RecordType& type,
                                                     core::RecordId id) const {
  const bool locks = transaction.engine() == Engine::postgres;
  return select_one(transaction, type, side_, id, locks ? " FOR UPDATE" : "");
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
  const auto statement = transaction.prepare_company(
      fmt::format("SELECT 1 FROM {} WHERE {{company}} AND id = $1", quoted(type.name)));
  statement->bind(id);
  return statement->step();
}

RecordPage RecordStore::list(Transaction& transaction, const RecordType& type,
                             const RecordQuery& query) const {
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
  const auto statement = transaction.prepare_company(
      fmt::format("SELECT id FROM {} WHERE {{company}} AND {} = $1 ORDER BY id", quoted(type.name),
                  quoted(field.name)));
  statement->bind(target);
  std::vector<core::RecordId> ids;
  while (statement->step()) ids.push_back(statement->integer(0));
  return ids;
}

std::optional<core::RecordId> RecordStore::find_owner(Transaction& transaction,
                                                      const RecordType& type, const Field& field,
                                                      const Value& value,
                                                      core::RecordId but_not) const {
  const auto statement = transaction.prepare_company(fmt::format(
      "SELECT id FROM {} WHERE {{company}} AND {} = $1 AND id <> $2 ORDER BY id LIMIT 1",
      quoted(type.name), quoted(field.name)));
  statement->bind(value).bind(but_not);
  if (!statement->step()) return std::nullopt;
  return statement->integer(0);
}

void RecordStore::insert_raw(Transaction& transaction, const RecordType& type,
                             const core::Record& record) const {
  std::string columns = "id, created_at, created_by, changed_at, changed_by";
  std::string parameters = "$1, $2, $3, $4, $5";
  int number = 5;
  const auto fields = fields_here(type, side_, ~core::FieldMask{0});
  for (const Field* field : fields) {
    columns += ", " + quoted(field->name);
    parameters += fmt::format(", ${}", ++number);
  }
  const auto statement = transaction.prepare_company(
      fmt::format("INSERT INTO {}({{company_column}}{}) VALUES ({{company_value}}{})",
                  quoted(type.name), columns, parameters));
  statement->bind(record.id).bind(record.created.at).bind(record.created.by);
  statement->bind(record.changed.at).bind(record.changed.by);
  for (const Field* field : fields) statement->bind(record.values[type.index_of(*field)]);
  statement->run();
}

void RecordStore::update_raw(Transaction& transaction, const RecordType& type,
                             const core::Record& record, core::FieldMask mask) const {
  std::string assignments = "changed_at = $2, changed_by = $3";
  int number = 3;
  const auto fields = fields_here(type, side_, mask);
  for (const Field* field : fields) {
    assignments += fmt::format(", {} = ${}", quoted(field->name), ++number);
  }
  const auto statement = transaction.prepare_company(fmt::format(
      "UPDATE {} SET {} WHERE {{company}} AND id = $1", quoted(type.name), assignments));
  statement->bind(record.id).bind(record.changed.at).bind(record.changed.by);
  for (const Field* field : fields) statement->bind(record.values[type.index_of(*field)]);
  statement->run();
}

bool RecordStore::remove_raw(Transaction& transaction, const RecordType& type,
                             core::RecordId id) const {
  const auto statement = transaction.prepare_company(
      fmt::format("DELETE FROM {} WHERE {{company}} AND id = $1", quoted(type.name)));
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
