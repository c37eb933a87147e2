#include "storage/postgres/connection.h"

#include <fmt/format.h>

#include <array>

#include "storage/limits.h"
#include "storage/postgres/connection_uri.h"

namespace tusk::storage::postgres {
namespace {

// When either end of an idle connection asks whether the other is still there, how often it repeats
// that, and after how many unanswered questions the connection is lost.
constexpr int keepalive_idle_seconds = 30;
constexpr int keepalive_interval_seconds = 10;
constexpr int keepalive_count = 3;

void ignore_notice(void*, const char*) {}

std::string session_settings() {
  // The server too asks now and then whether this computer is still there: what the connection
  // holds (locks, the mark of presence.h) must not outlive a computer that lost its power.
  return fmt::format(
      "SET lock_timeout = {}; SET statement_timeout = {}; "
      "SET idle_in_transaction_session_timeout = {}; SET standard_conforming_strings = on; "
      "SET jit = off; SET tcp_keepalives_idle = {}; SET tcp_keepalives_interval = {}; "
      "SET tcp_keepalives_count = {}; SET tcp_user_timeout = {}",
      lock_timeout_ms, statement_timeout_ms, idle_in_transaction_timeout_ms, keepalive_idle_seconds,
      keepalive_interval_seconds, keepalive_count, unacknowledged_timeout_ms);
}

[[noreturn]] void throw_not_connected(PGconn* connection) {
  const std::string detail = connection == nullptr ? "out of memory" : PQerrorMessage(connection);
  if (connection != nullptr &&
      (PQconnectionNeedsPassword(connection) != 0 || PQconnectionUsedPassword(connection) != 0)) {
    throw core::Error(
        core::ErrorCode::unavailable,
        core::say("Databasservern godtog inte lösenordet för {}. Kontrollera raden i passfile och "
                  "att filen har rättigheter 0600.",
                  "The database server did not accept the password of {}. Check the line in the "
                  "passfile and that the file has mode 0600.",
                  PQuser(connection) == nullptr ? "" : PQuser(connection)),
        {}, detail);
  }
  const char* host = connection == nullptr ? nullptr : PQhost(connection);
  throw core::Error(core::ErrorCode::unavailable,
                    core::say("Databasservern {} kan inte nås. Kontrollera att den är igång och "
                              "att adressen stämmer.",
                              "The database server {} cannot be reached. Check that it is running "
                              "and that the address is right.",
                              host == nullptr ? "" : host),
                    {}, detail);
}

}  // namespace

Connection::Connection(std::string uri) : uri_(std::move(uri)) {
  check_address(uri_);
  connect();
}

void Connection::connect() {
  // What the address says counts more than what stands before it here.
  const std::string connect_timeout = std::to_string(connect_timeout_seconds);
  const std::string unacknowledged = std::to_string(unacknowledged_timeout_ms);
  const std::string idle = std::to_string(keepalive_idle_seconds);
  const std::string interval = std::to_string(keepalive_interval_seconds);
  const std::string count = std::to_string(keepalive_count);
  const std::array keywords = {"connect_timeout",           "keepalives_idle",
                               "keepalives_interval",       "keepalives_count",
                               "tcp_user_timeout",          "target_session_attrs",
                               "fallback_application_name", "dbname",
                               "client_encoding",           static_cast<const char*>(nullptr)};
  const std::array values = {connect_timeout.c_str(),
                             idle.c_str(),
                             interval.c_str(),
                             count.c_str(),
                             unacknowledged.c_str(),
                             "read-write",
                             "tusk",
                             uri_.c_str(),
                             "UTF8",
                             static_cast<const char*>(nullptr)};
  prepared_.clear();
  read_only_ = false;
  ++generation_;
  connection_.reset(PQconnectdbParams(keywords.data(), values.data(), 1));
  if (PQstatus(connection_.get()) != CONNECTION_OK) throw_not_connected(connection_.get());
  PQsetNoticeProcessor(connection_.get(), ignore_notice, nullptr);
  execute(session_settings());
}

void Connection::begin(const std::string& sql) {
  const bool lost = PQstatus(connection_.get()) != CONNECTION_OK || read_only_;
  if (lost) connect();
  if (PQtransactionStatus(connection_.get()) != PQTRANS_IDLE) {
    throw core::Error(core::ErrorCode::internal,
                      core::say("Ett fel inträffade i programmet.", "The program has a defect."),
                      {}, "a transaction within a transaction");
  }
  try {
    execute(sql);
  } catch (const RetryableError&) {
    // The server went away while the connection was idle; nothing was begun, or not all of `sql`.
    roll_back();
    if (lost || PQstatus(connection_.get()) == CONNECTION_OK) throw;
    connect();
    execute(sql);
  }
}

void Connection::commit() {
  const ResultHandle result(PQexec(connection_.get(), "COMMIT"));
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    throw core::Error(
        core::ErrorCode::unavailable,
        core::say("Databasservern försvann medan ändringen sparades. Kontrollera om den finns "
                  "innan du gör om den.",
                  "The database server went away while the change was being saved. Check whether "
                  "it is there before you repeat it."),
        {}, "connection lost during COMMIT");
  }
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
    throw_error(connection_.get(), result.get(), "COMMIT");
  }
  if (std::string_view(PQcmdStatus(result.get())) != "COMMIT") {
    throw core::Error(core::ErrorCode::internal,
                      core::say("Ingenting sparades, eftersom ett tidigare steg misslyckades.",
                                "Nothing was saved, because an earlier step failed."),
                      {}, "COMMIT of a failed transaction");
  }
}

void Connection::roll_back() noexcept {
  if (PQtransactionStatus(connection_.get()) == PQTRANS_IDLE) return;
  PQclear(PQexec(connection_.get(), "ROLLBACK"));
}

void Connection::execute(const std::string& sql) {
  (void)checked(PQexec(connection_.get(), sql.c_str()), std::string_view(sql).substr(0, 200));
}

void Connection::prepare(const std::string& sql) {
  (void)name_of(sql);
}

ResultHandle Connection::run(const std::string& sql, const Parameters& parameters) {
  std::vector<const char*> values;
  values.reserve(parameters.size());
  for (const auto& parameter : parameters) {
    values.push_back(parameter ? parameter->c_str() : nullptr);
  }
  return checked(
      PQexecPrepared(connection_.get(), name_of(sql).c_str(), static_cast<int>(values.size()),
                     values.data(), nullptr, nullptr, 0),
      sql);
}

const std::string& Connection::name_of(const std::string& sql) {
  if (const auto found = prepared_.find(sql); found != prepared_.end()) return found->second;
  if (prepared_.size() >= max_cached_statements) {
    execute("DEALLOCATE ALL");
    prepared_.clear();
  }
  std::string name = "s" + std::to_string(++next_name_);
  (void)checked(PQprepare(connection_.get(), name.c_str(), sql.c_str(), 0, nullptr), sql);
  return prepared_.emplace(sql, std::move(name)).first->second;
}

ResultHandle Connection::checked(PGresult* answer, std::string_view doing) {
  ResultHandle result(answer);
  const ExecStatusType status = PQresultStatus(result.get());
  const bool done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
  if (done || status == PGRES_EMPTY_QUERY) return result;
  read_only_ = read_only_ || sqlstate_of(result.get()) == "25006";
  throw_error(connection_.get(), result.get(), doing);
}

}  // namespace tusk::storage::postgres
