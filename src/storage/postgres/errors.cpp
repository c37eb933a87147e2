#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "storage/postgres/connection.h"

namespace tusk::storage::postgres {
namespace {

using core::Error;
using core::ErrorCode;

// The transaction as a whole may be tried again: serialisation failure, deadlock, lock timeout,
// a server that became a standby, is shutting down or starting up, ended the session.
constexpr std::array<std::string_view, 9> retryable = {"40001", "40P01", "55P03", "25006", "57P01",
                                                       "57P02", "57P03", "57P05", "25P03"};

std::string_view field_of(const PGresult* result, int field) {
  const char* value = result == nullptr ? nullptr : PQresultErrorField(result, field);
  return value == nullptr ? std::string_view{} : std::string_view(value);
}

// Not the server's DETAIL: it quotes values, which belong in no log.
std::string describe(PGconn* connection, const PGresult* result, std::string_view sqlstate,
                     std::string_view doing) {
  std::string_view message = field_of(result, PG_DIAG_MESSAGE_PRIMARY);
  if (message.empty()) message = PQerrorMessage(connection);
  while (message.ends_with('\n')) message.remove_suffix(1);
  return fmt::format("PostgreSQL {}: {}; {}", sqlstate.empty() ? "-" : sqlstate, message, doing);
}

[[noreturn]] void throw_constraint(std::string_view sqlstate, const PGresult* result,
                                   std::string detail) {
  const std::string table(field_of(result, PG_DIAG_TABLE_NAME));
  Constraint constraint = Constraint::check;
  if (sqlstate == "23505" || sqlstate == "23P01") constraint = Constraint::unique;
  if (sqlstate == "23503" || sqlstate == "23001") constraint = Constraint::foreign_key;
  if (sqlstate == "23502") constraint = Constraint::not_null;
  throw ConstraintError(constraint, table, std::move(detail));
}

[[noreturn]] void throw_resources(std::string_view sqlstate, std::string detail) {
  if (sqlstate == "53100") {
    throw Error(ErrorCode::unavailable,
                core::say("Databasserverns disk är full. Ingenting sparades. Frigör utrymme och "
                          "försök igen.",
                          "The disk of the database server is full. Nothing was saved. Free some "
                          "space and try again."),
                {}, std::move(detail));
  }
  if (sqlstate == "53300") {
    throw Error(ErrorCode::unavailable,
                core::say("Databasservern har för många anslutningar. Höj max_connections, eller "
                          "försök igen om en stund.",
                          "The database server has too many connections. Raise max_connections, or "
                          "try again in a moment."),
                {}, std::move(detail));
  }
  throw Error(ErrorCode::unavailable,
              core::say("Databasserverns minne räcker inte. Ingenting sparades. Försök igen om en "
                        "stund.",
                        "The database server is out of memory. Nothing was saved. Try again in a "
                        "moment."),
              {}, std::move(detail));
}

[[noreturn]] void throw_other(std::string_view sqlstate, std::string detail) {
  if (sqlstate == "57014") {
    throw Error(ErrorCode::unavailable,
                core::say("Databasen hann inte svara. Ingenting sparades. Försök igen om en stund.",
                          "The database did not answer in time. Nothing was saved. Try again in a "
                          "moment."),
                {}, std::move(detail));
  }
  if (sqlstate.starts_with("58")) {
    throw Error(ErrorCode::unavailable,
                core::say("Databasserverns disk kunde inte läsas eller skrivas. Ingenting "
                          "sparades. Kontrollera servern och försök igen.",
                          "The disk of the database server could not be read or written. Nothing "
                          "was saved. Check the server and try again."),
                {}, std::move(detail));
  }
  if (sqlstate == "42501" || sqlstate.starts_with("28")) {
    throw Error(ErrorCode::unavailable,
                core::say("Databasanvändaren saknar rättigheter. Ge den rätt att läsa och skriva "
                          "i databasen.",
                          "The database user lacks rights. Grant it reading and writing in the "
                          "database."),
                {}, std::move(detail));
  }
  if (sqlstate == "XX001" || sqlstate == "XX002") {
    throw Error(ErrorCode::internal,
                core::say("Databasen är skadad. Återställ den senaste säkerhetskopian.",
                          "The database is damaged. Restore the latest backup."),
                {}, std::move(detail));
  }
  if (sqlstate == "22021" || sqlstate == "22P05") {
    throw Error(ErrorCode::invalid,
                core::say("Texten innehåller tecken som inte kan sparas. Skriv om den.",
                          "The text has characters that cannot be saved. Write it anew."),
                {}, std::move(detail));
  }
  throw Error(ErrorCode::internal,
              core::say("Ett fel inträffade i databasen. Försök igen; kontakta supporten om det "
                        "händer på nytt.",
                        "An error occurred in the database. Try again; contact support if it "
                        "happens again."),
              {}, std::move(detail));
}

}  // namespace

std::string sqlstate_of(const PGresult* result) {
  return std::string(field_of(result, PG_DIAG_SQLSTATE));
}

void throw_error(PGconn* connection, const PGresult* result, std::string_view doing) {
  const std::string sqlstate = sqlstate_of(result);
  std::string detail = describe(connection, result, sqlstate, doing);
  // 08P01 is a defect of this program, not of the connection.
  const bool lost =
      PQstatus(connection) != CONNECTION_OK || (sqlstate.starts_with("08") && sqlstate != "08P01");
  if (lost || std::find(retryable.begin(), retryable.end(), sqlstate) != retryable.end()) {
    throw RetryableError(std::move(detail));
  }
  // 54000: a limit of the server, as a text too long for its index. It is about the one row, too.
  if (sqlstate.starts_with("23") || sqlstate == "54000") {
    throw_constraint(sqlstate, result, std::move(detail));
  }
  if (sqlstate.starts_with("53")) throw_resources(sqlstate, std::move(detail));
  // A row for another company (row_security.h) is a defect of this program, not of somebody's
  // rights.
  const bool is_policy = field_of(result, PG_DIAG_SOURCE_FUNCTION) == "ExecWithCheckOptions";
  throw_other(is_policy ? "" : sqlstate, std::move(detail));
}

}  // namespace tusk::storage::postgres
