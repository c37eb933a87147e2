#include "storage/sqlite/sqlite_database.h"

#include <stdexcept>
#include <vector>

#include "storage/sqlite/connection.h"
#include "storage/sqlite/row_insert.h"

namespace tusk::storage {
namespace {

using sqlite::Connection;
using sqlite::Dialect;
using sqlite::throw_error;

class SqliteStatement final : public Statement {
 public:
  SqliteStatement(std::shared_ptr<Connection> connection, std::string_view sql,
                  Dialect dialect = Dialect::sqlite)
      : connection_(std::move(connection)),
        prepared_(connection_->take(sql, dialect)),
        statement_(prepared_.handle.get()) {}
  ~SqliteStatement() override { connection_->give_back(prepared_); }
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;

  using Statement::bind;

  Statement& bind_null() override { return bound(sqlite3_bind_null(statement_, next_parameter())); }
  Statement& bind(std::int64_t value) override {
    return bound(sqlite3_bind_int64(statement_, next_parameter(), value));
  }
  Statement& bind(bool value) override {
    return bound(sqlite3_bind_int(statement_, next_parameter(), value ? 1 : 0));
  }
  Statement& bind(std::string_view value) override {
    // A null pointer would bind NULL, so an empty view must not hand over its own.
    return bound(sqlite3_bind_text64(statement_, next_parameter(),
                                     value.empty() ? "" : value.data(), value.size(),
                                     SQLITE_TRANSIENT, SQLITE_UTF8));
  }
  void bind_company(int, std::int64_t) override {}

  bool step() override {
    if (done_) return false;
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) {
      sqlite3_reset(statement_);
      throw_error(connection_->handle(), code, sqlite3_sql(statement_));
    }
    done_ = true;
    return false;
  }

  std::int64_t run() override {
    const std::int64_t before = sqlite3_total_changes64(connection_->handle());
    while (step()) {
    }
    const bool wrote = sqlite3_total_changes64(connection_->handle()) != before;
    return wrote ? sqlite3_changes64(connection_->handle()) : 0;
  }

  void reset() override {
    sqlite3_reset(statement_);
    parameter_ = 0;
    done_ = false;
  }

  bool is_null(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  std::int64_t integer(int column) const override {
    return sqlite3_column_int64(statement_, column);
  }
  bool boolean(int column) const override { return sqlite3_column_int(statement_, column) != 0; }
  std::string_view text(int column) const override {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  // By the value itself, which is not for several threads at once
  // (sqlite.org/c3ref/column_blob.html); a connection has one. Each sqlite3_column_…() looks the
  // column up anew.
  std::optional<std::int64_t> find_integer(int column) const override {
    sqlite3_value* value = sqlite3_column_value(statement_, column);
    if (sqlite3_value_type(value) == SQLITE_NULL) return std::nullopt;
    return sqlite3_value_int64(value);
  }
  std::optional<std::string_view> find_text(int column) const override {
    sqlite3_value* value = sqlite3_column_value(statement_, column);
    if (sqlite3_value_type(value) == SQLITE_NULL) return std::nullopt;
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
    if (bytes == nullptr) return std::string_view();
    return std::string_view(bytes, static_cast<std::size_t>(sqlite3_value_bytes(value)));
  }

 private:
  // SQLite numbers `$2` by its place in the text, not by its name: look the name up, once, unless
  // it is in its place.
  int next_parameter() {
    std::vector<int>& indexes = prepared_.parameters;
    const std::size_t place = static_cast<std::size_t>(parameter_++);
    if (place < indexes.size()) return indexes[place];
    const std::string name = "$" + std::to_string(parameter_);
    const char* here = sqlite3_bind_parameter_name(statement_, parameter_);
    const int index = here != nullptr && name == here
                          ? parameter_
                          : sqlite3_bind_parameter_index(statement_, name.c_str());
    if (index == 0)
      throw std::logic_error("no parameter " + name + " in " + sqlite3_sql(statement_));
    indexes.push_back(index);
    return index;
  }
  Statement& bound(int code) {
    if (code != SQLITE_OK) throw_error(connection_->handle(), code, sqlite3_sql(statement_));
    return *this;
  }

  std::shared_ptr<Connection> connection_;
  sqlite::PreparedStatement& prepared_;
  sqlite3_stmt* statement_;
  int parameter_ = 0;  // how many are bound
  bool done_ = false;
};

class SqliteTransaction final : public Transaction {
 public:
  SqliteTransaction(std::shared_ptr<Connection> connection, std::int64_t company, Access access)
      : Transaction(company), connection_(std::move(connection)) {
    run_cached(access == Access::write ? "BEGIN IMMEDIATE" : "BEGIN");
  }
  ~SqliteTransaction() override {
    if (open_ && sqlite3_get_autocommit(connection_->handle()) == 0) connection_->roll_back();
  }
  SqliteTransaction(const SqliteTransaction&) = delete;
  SqliteTransaction& operator=(const SqliteTransaction&) = delete;

  Engine engine() const override { return Engine::sqlite; }
  std::unique_ptr<Statement> prepare(std::string_view sql) override {
    return std::make_unique<SqliteStatement>(connection_, sql);
  }
  void execute(const std::string& sql) override { connection_->execute(sql); }
  std::unique_ptr<BulkInsert> insert_many(const BulkTarget& target) override {
    require_company();
    return sqlite::insert_rows(connection_, target);
  }
  void commit() override {
    run_cached("COMMIT");
    open_ = false;
  }

 private:
  std::unique_ptr<Statement> prepare_expanded(std::string_view sql) override {
    return std::make_unique<SqliteStatement>(connection_, sql, Dialect::company);
  }
  void run_cached(const char* sql) { SqliteStatement(connection_, sql).run(); }

  std::shared_ptr<Connection> connection_;
  bool open_ = true;
};

// SQLite counts what it allocates, under a lock that all connections of a program share. Nobody
// asks for the sum. Has to be said before the first connection is opened.
void leave_out_statistics() {
  [[maybe_unused]] static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

class SqliteDatabase final : public Database {
 public:
  explicit SqliteDatabase(const DatabaseAddress& address, bool exclusive = false)
      : Database(address.company) {
    leave_out_statistics();
    connection_ = std::make_shared<Connection>(address.location, address.company != 0, exclusive);
  }

  Engine engine() const override { return Engine::sqlite; }
  std::unique_ptr<Transaction> begin(Access access) override {
    return std::make_unique<SqliteTransaction>(connection_, company(), access);
  }
  std::unique_ptr<Database> as_company(std::int64_t) override {
    throw std::logic_error("a company is a file");
  }
  // In WAL mode with synchronous=NORMAL, commits wait for no disk, and checkpoints do
  // (sqlite.org/pragma.html#pragma_synchronous).
  void relax() { connection_->execute("PRAGMA synchronous = NORMAL"); }
  void flush() override {
    SqliteStatement checkpoint(connection_, "PRAGMA wal_checkpoint(TRUNCATE)");
    if (!checkpoint.step() || checkpoint.integer(0) != 0) throw RetryableError("checkpoint");
  }

 private:
  std::shared_ptr<Connection> connection_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const DatabaseAddress& address) {
  return std::make_unique<SqliteDatabase>(address);
}

std::unique_ptr<Database> open_sqlite_exclusively(const DatabaseAddress& address) {
  try {
    return std::make_unique<SqliteDatabase>(address, true);
  } catch (const RetryableError& busy) {
    throw core::Error(core::ErrorCode::conflict,
                      core::say("Databasen {} används av ett annat program. Stäng de program som "
                                "har företaget öppet, och försök igen.",
                                "The database {} is used by another program. Close the programs "
                                "that have the company open, and try again.",
                                address.location),
                      {}, busy.what());
  }
}

std::unique_ptr<Database> open_sqlite_for_loading(const DatabaseAddress& address) {
  auto database = std::make_unique<SqliteDatabase>(address);
  database->relax();
  return database;
}

}  // namespace tusk::storage
