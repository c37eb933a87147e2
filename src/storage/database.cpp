#include "storage/database.h"

#include <stdexcept>

#include "storage/company_sql.h"
#include "storage/postgres/postgres_database.h"
#include "storage/sqlite/sqlite_database.h"

namespace tusk::storage {

ConstraintError::ConstraintError(Constraint constraint, std::string table, std::string detail)
    : core::Error(core::ErrorCode::conflict,
                  core::say("Uppgiften krockar med en annan post.",
                            "The value collides with another record."),
                  {}, std::move(detail)),
      constraint_(constraint),
      table_(std::move(table)) {}

RetryableError::RetryableError(std::string detail)
    : core::Error(core::ErrorCode::unavailable,
                  core::say("Databasen är upptagen. Försök igen om en stund.",
                            "The database is busy. Try again in a moment."),
                  {}, std::move(detail)) {}

std::optional<std::int64_t> Statement::find_integer(int column) const {
  return is_null(column) ? std::nullopt : std::optional(integer(column));
}

std::optional<std::string_view> Statement::find_text(int column) const {
  return is_null(column) ? std::nullopt : std::optional(text(column));
}

Statement& Statement::bind(const core::Value& value) {
  if (value.is_text()) return bind(std::string_view(value.text()));
  if (value.is_integer()) return bind(value.integer());
  if (value.is_boolean()) return bind(value.boolean());
  return bind_null();
}

void Transaction::require_company() const {
  if (company_ == 0) throw std::logic_error("company SQL outside of a company database");
}

std::unique_ptr<Statement> Transaction::prepare_company(std::string_view sql) {
  require_company();
  return prepare_expanded(sql);
}

std::unique_ptr<Statement> Transaction::prepare_expanded(std::string_view sql) {
  const CompanySql expanded = expand_company(sql, engine());
  auto statement = prepare(expanded.text);
  if (expanded.parameter != 0) statement->bind_company(expanded.parameter, company_);
  return statement;
}

std::unique_ptr<Database> open_database(const DatabaseAddress& address) {
  if (address.engine() == Engine::postgres) return open_postgres(address);
  return open_sqlite(address);
}

std::unique_ptr<Database> open_exclusively(const DatabaseAddress& address) {
  if (address.engine() == Engine::postgres) return open_postgres(address);
  return open_sqlite_exclusively(address);
}

std::unique_ptr<Database> open_for_loading(const DatabaseAddress& address) {
  if (address.engine() == Engine::postgres) return open_postgres(address);
  return open_sqlite_for_loading(address);
}

Engine DatabaseAddress::engine() const {
  return location.starts_with("postgresql://") || location.starts_with("postgres://")
             ? Engine::postgres
             : Engine::sqlite;
}

}  // namespace tusk::storage
