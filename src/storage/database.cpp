#include "storage/database.h"

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

Statement& Statement::bind(const core::Value& value) {
  if (value.is_text()) return bind(std::string_view(value.text()));
  if (value.is_integer()) return bind(value.integer());
  if (value.is_boolean()) return bind(value.boolean());
  return bind_null();
}

Engine DatabaseAddress::engine() const {
  return location.starts_with("postgresql://") || location.starts_with("postgres://")
             ? Engine::postgres
             : Engine::sqlite;
}

}  // namespace tusk::storage
