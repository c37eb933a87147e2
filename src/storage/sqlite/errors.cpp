#include <fmt/format.h>

#include "storage/sqlite/connection.h"

namespace tusk::storage::sqlite {
namespace {

using core::Error;
using core::ErrorCode;

// "UNIQUE constraint failed: contact.number" -> "contact"
std::string table_of(std::string_view message) {
  const auto colon = message.find(": ");
  if (colon == std::string_view::npos) return "";
  message.remove_prefix(colon + 2);
  return std::string(message.substr(0, message.find('.')));
}

Constraint constraint_of(int extended) {
  switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
    case SQLITE_CONSTRAINT_TRIGGER:  // the guard against OR REPLACE (schema_sqlite.cpp)
      return Constraint::unique;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return Constraint::foreign_key;
    case SQLITE_CONSTRAINT_NOTNULL:
      return Constraint::not_null;
    default:
      return Constraint::check;
  }
}

}  // namespace

void throw_error(sqlite3* database, int code, std::string_view doing) {
  const std::string message = database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code);
  const std::string detail = fmt::format("SQLite {}: {}; {}", code, message, doing);
  switch (code & 0xFF) {
    case SQLITE_CONSTRAINT:
      throw ConstraintError(constraint_of(code), table_of(message), detail);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw RetryableError(detail);
    case SQLITE_FULL:
      throw Error(ErrorCode::unavailable,
                  core::say("Disken är full. Ingenting sparades. Frigör utrymme och försök igen.",
                            "The disk is full. Nothing was saved. Free some space and try again."),
                  {}, detail);
    case SQLITE_IOERR:
      throw Error(ErrorCode::unavailable,
                  core::say("Disken kunde inte läsas eller skrivas. Ingenting sparades. "
                            "Kontrollera disken och försök igen.",
                            "The disk could not be read or written. Nothing was saved. "
                            "Check the disk and try again."),
                  {}, detail);
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      throw Error(ErrorCode::unavailable,
                  core::say("Databasfilen kan inte öppnas. Kontrollera att mappen finns och att du "
                            "får läsa och skriva i den.",
                            "The database file cannot be opened. Check that the folder exists and "
                            "that you may read and write in it."),
                  {}, detail);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      throw Error(ErrorCode::internal,
                  core::say("Databasfilen är skadad. Återställ den senaste säkerhetskopian.",
                            "The database file is damaged. Restore the latest backup."),
                  {}, detail);
    default:
      throw Error(ErrorCode::internal,
                  core::say("Ett fel inträffade i databasen. Försök igen; kontakta supporten om "
                            "det händer på nytt.",
                            "An error occurred in the database. Try again; contact support if it "
                            "happens again."),
                  {}, detail);
  }
}

}  // namespace tusk::storage::sqlite
