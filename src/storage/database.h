#pragma once

// The narrow interface over SQLite and PostgreSQL. SQL is the subset that both share, with $1, $2 …
// as parameters (bound by number, whatever their order in the text).
//
// A Database is one connection and is used by one thread at a time. A function that writes takes a
// Transaction&: the type proves that there is one.
//
// Errors: core::Error{conflict} for a violated unique or foreign key (what() names the constraint;
// see ConstraintError), {unavailable} for busy, deadlock, serialisation failure, lost connection
// (RetryableError: the whole transaction may be tried again) and full disk, {internal} otherwise.
// After an error a transaction can only be rolled back, to a savepoint or altogether.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "core/error.h"
#include "core/value.h"
#include "storage/bulk_insert.h"
#include "storage/limits.h"

namespace tusk::storage {

enum class Engine { sqlite, postgres };

enum class Access {
  read,  // one snapshot for all of its statements
  write  // SQLite: BEGIN IMMEDIATE. PostgreSQL: READ COMMITTED, so that a statement after a row
         // lock sees what was committed before the lock was given
};

enum class Constraint { unique, foreign_key, not_null, check };

class ConstraintError : public core::Error {
 public:
  ConstraintError(Constraint constraint, std::string table, std::string detail);
  [[nodiscard]] Constraint constraint() const { return constraint_; }
  [[nodiscard]] const std::string& table() const { return table_; }  // may be empty

 private:
  Constraint constraint_;
  std::string table_;
};

class RetryableError : public core::Error {
 public:
  explicit RetryableError(std::string detail);
};

// One prepared statement, being bound, then stepped. Belongs to its transaction; preparing the same
// text again (after this one was destroyed) costs a hash look-up.
class Statement {
 public:
  virtual ~Statement() = default;

  // Binds the next parameter: $1, then $2, …
  virtual Statement& bind_null() = 0;
  virtual Statement& bind(std::int64_t value) = 0;
  virtual Statement& bind(bool value) = 0;
  virtual Statement& bind(std::string_view value) = 0;
  Statement& bind(const char* value) { return bind(std::string_view(value)); }
  Statement& bind(const std::string& value) { return bind(std::string_view(value)); }
  Statement& bind(int value) { return bind(static_cast<std::int64_t>(value)); }
  Statement& bind(const core::Value& value);

  // Runs the statement, or goes to its next row. False when there is none (more).
  virtual bool step() = 0;
  // Runs to the end, ignoring rows; how many rows were changed.
  virtual std::int64_t run() = 0;
  // Starts over with other values.
  virtual void reset() = 0;
  // Binds the company outside of the count of bind(); for prepare_company() alone.
  virtual void bind_company(int parameter, std::int64_t company) = 0;

  // Columns of the row that step() reached, from 0. Views live until the next step().
  [[nodiscard]] virtual bool is_null(int column) const = 0;
  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;   // null: 0
  [[nodiscard]] virtual bool boolean(int column) const = 0;           // null: false
  [[nodiscard]] virtual std::string_view text(int column) const = 0;  // null: ""
  // The same where most may be null: one call instead of two, for what reads every value of many
  // records. Nothing: null.
  [[nodiscard]] virtual std::optional<std::int64_t> find_integer(int column) const;
  [[nodiscard]] virtual std::optional<std::string_view> find_text(int column) const;
};

class Transaction {
 public:
  virtual ~Transaction() = default;  // rolls back what was not committed

  [[nodiscard]] virtual Engine engine() const = 0;
  [[nodiscard]] virtual std::unique_ptr<Statement> prepare(std::string_view sql) = 0;
  // Several statements without parameters: DDL.
  virtual void execute(const std::string& sql) = 0;
  virtual void commit() = 0;
  // Rows for a company table; throws std::logic_error if the transaction belongs to no company.
  [[nodiscard]] virtual std::unique_ptr<BulkInsert> insert_many(const BulkTarget& target) = 0;

  // Company tables: SQL written once for both engines. `{company}` stands for the company
  // predicate, `{company:x}` for the same on alias x, `{company_column}` and `{company_value}` for
  // the leading column and value of an INSERT or of a key, with the comma after them:
  //   INSERT INTO t({company_column}a, b) VALUES ({company_value}$1, $2)
  //   ON CONFLICT ({company_column}a) DO UPDATE SET b = excluded.b
  //   SELECT b FROM t WHERE {company} AND a = $1
  // In SQLite, where a company is a file, they are empty or true; on PostgreSQL the company's
  // number is bound as one more parameter. Throws std::logic_error if the transaction belongs to
  // no company, or if the text has none of the tokens.
  [[nodiscard]] std::unique_ptr<Statement> prepare_company(std::string_view sql);

  // The company this transaction may touch; 0 for system and directory databases.
  [[nodiscard]] std::int64_t company() const { return company_; }

 protected:
  explicit Transaction(std::int64_t company) : company_(company) {}
  // Throws std::logic_error if the transaction belongs to no company.
  void require_company() const;
  // What prepare_company() prepares; an engine may remember what the tokens become.
  [[nodiscard]] virtual std::unique_ptr<Statement> prepare_expanded(std::string_view sql);

 private:
  std::int64_t company_;
};

class Database {
 public:
  virtual ~Database() = default;
  [[nodiscard]] virtual Engine engine() const = 0;
  [[nodiscard]] std::int64_t company() const { return company_; }
  [[nodiscard]] virtual std::unique_ptr<Transaction> begin(Access access) = 0;
  // PostgreSQL: the same connection for another of the companies in the database, so that a server
  // doesn't need connections for each; still one transaction at a time. In SQLite a company is a
  // file, and this throws std::logic_error.
  [[nodiscard]] virtual std::unique_ptr<Database> as_company(std::int64_t company) = 0;
  // What was committed survives a loss of power. Only what open_for_loading() opened needs it.
  virtual void flush() {}

 protected:
  explicit Database(std::int64_t company) : company_(company) {}

 private:
  std::int64_t company_;
};

// Where a database is. `location` is a file for SQLite (":memory:" too) or "postgresql://…" (libpq
// connection URI; password from a passfile, never in it).
struct DatabaseAddress {
  std::string location;
  std::int64_t company = 0;  // 0: a system or directory database
  [[nodiscard]] Engine engine() const;
};

// SQLite: WAL, synchronous=FULL, foreign keys on, defensive; created (0600) if missing.
// PostgreSQL: connects at once, and again at the next begin() after the connection was lost.
[[nodiscard]] std::unique_ptr<Database> open_database(const DatabaseAddress& address);

// The same for as long as nobody else may use the database. SQLite: throws Error{conflict} that
// names the file if another connection has it open; others get RetryableError until this one is
// closed. PostgreSQL: companies share the database, so lock the company's row of sync_state
// instead.
[[nodiscard]] std::unique_ptr<Database> open_exclusively(const DatabaseAddress& address);

// For what can be loaded again: until flush() the latest commits may be lost with the machine
// (never the earlier without the later, never a part of one), which makes many commits cheaper.
// SQLite alone; PostgreSQL as ever.
[[nodiscard]] std::unique_ptr<Database> open_for_loading(const DatabaseAddress& address);

// Runs `work` in a write transaction and commits; tried up to 5 times while it
// throws RetryableError, so `work` must have no effects but those on the database.
template <typename Work>
auto write(Database& database, Work&& work) {
  for (int attempt = 1;; ++attempt) {
    try {
      auto transaction = database.begin(Access::write);
      if constexpr (std::is_void_v<decltype(work(*transaction))>) {
        work(*transaction);
        transaction->commit();
        return;
      } else {
        auto result = work(*transaction);
        transaction->commit();
        return result;
      }
    } catch (const RetryableError&) {
      if (attempt == max_write_attempts) throw;
    }
  }
}

template <typename Work>
auto read(Database& database, Work&& work) {
  auto transaction = database.begin(Access::read);
  return work(*transaction);
}

}  // namespace tusk::storage
