#include "storage/sqlite/connection.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "storage/company_sql.h"
#include "storage/limits.h"

namespace tusk::storage::sqlite {
namespace {

constexpr const char* settings =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"
    "PRAGMA foreign_keys = ON;"
    "PRAGMA recursive_triggers = ON;"
    "PRAGMA temp_store = MEMORY;"
    "PRAGMA cache_size = -16000;";

// File systems of other machines, from statfs(2): NFS, SMB, CIFS, SMB2.
constexpr std::array<unsigned long, 4> network_file_systems = {0x6969UL, 0x517BUL, 0xFF534D42UL,
                                                               0xFE534D42UL};

void refuse_network_share(const std::string& file) {
  struct statfs status {};
  if (statfs(file.c_str(), &status) != 0) return;
  for (const unsigned long type : network_file_systems) {
    if ((static_cast<unsigned long>(status.f_type) & 0xFFFFFFFFUL) != type) continue;
    throw core::Error(
        core::ErrorCode::conflict,
        core::say("Databasfilen {} ligger på en nätverksdisk, där den kan skadas. Flytta den till "
                  "en lokal disk, eller använd PostgreSQL när flera datorer delar databasen.",
                  "The database file {} is on a network share, where it can be damaged. Move it to "
                  "a local disk, or use PostgreSQL when several computers share the database.",
                  file));
  }
}

// Creates the file for its owner alone; SQLite gives its companion files the same mode.
void create_private(const std::string& file) {
  const int descriptor =
      open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (descriptor >= 0) close(descriptor);
}

}  // namespace

Connection::Connection(const std::string& file, bool trust_schema, bool exclusive) {
  if (file != ":memory:") {
    create_private(file);
    refuse_network_share(file);
  }
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(
      file.c_str(), &opened,
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
      nullptr);
  database_.reset(opened);
  if (code != SQLITE_OK) throw_error(opened, code, "open " + file);
  sqlite3_busy_timeout(opened, lock_timeout_ms);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, trust_schema ? 1 : 0, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  // Set before the file is first looked at, it takes the lock that every user of a write-ahead log
  // shares, for itself and for good.
  if (exclusive) execute("PRAGMA locking_mode = EXCLUSIVE");
  execute(settings);
  rollback_ = prepare("ROLLBACK");
  if (exclusive) execute("BEGIN IMMEDIATE; COMMIT");
}

void Connection::execute(const std::string& sql) {
  const int code = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throw_error(database_.get(), code, sql.substr(0, 200));
}

void Connection::roll_back() noexcept {
  sqlite3_step(rollback_.get());
  sqlite3_reset(rollback_.get());
}

PreparedStatement& Connection::take(std::string_view sql, Dialect dialect) {
  const auto [first, last] = statements_.equal_range(sql);
  auto found = std::find_if(first, last, [](const auto& entry) { return !entry.second.is_taken; });
  if (found == last) {
    StatementHandle prepared = dialect == Dialect::company
                                   ? prepare(expand_company(sql, Engine::sqlite).text)
                                   : prepare(sql);
    found = statements_.emplace(sql, PreparedStatement{.handle = std::move(prepared)});
  }
  found->second.is_taken = true;
  return found->second;
}

void Connection::give_back(PreparedStatement& statement) {
  sqlite3_reset(statement.handle.get());
  if (!statement.parameters.empty()) sqlite3_clear_bindings(statement.handle.get());
  statement.is_taken = false;
  if (statements_.size() > max_cached_statements)
    std::erase_if(statements_, [](const auto& entry) { return !entry.second.is_taken; });
}

StatementHandle Connection::prepare(std::string_view sql) const {
  sqlite3_stmt* prepared = nullptr;
  const int code = sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
  if (code != SQLITE_OK) throw_error(database_.get(), code, sql);
  return StatementHandle(prepared);
}

}  // namespace tusk::storage::sqlite
