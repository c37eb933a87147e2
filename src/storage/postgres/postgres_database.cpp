#include "storage/postgres/postgres_database.h"

#include <charconv>
#include <stdexcept>

#include "storage/postgres/array_insert.h"
#include "storage/postgres/connection.h"

namespace tusk::storage {
namespace {

using postgres::Connection;

// Throws if the connection is another than the one that the transaction was begun on.
void require_same(const Connection& connection, int generation) {
  if (connection.generation() != generation) {
    throw RetryableError("the connection of the transaction was lost");
  }
}

// What begins a transaction says which company the policies let it see (row_security.h), until it
// ends. In one message: it costs no journey of its own. A number needs no quoting.
std::string begin_sql(std::int64_t company, Access access) {
  std::string sql = access == Access::write ? "BEGIN ISOLATION LEVEL READ COMMITTED"
                                            : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
  if (company != 0) sql += "; SET LOCAL tusk.company = '" + std::to_string(company) + "'";
  return sql;
}

class PostgresStatement final : public Statement {
 public:
  PostgresStatement(std::shared_ptr<Connection> connection, int generation, std::string sql)
      : connection_(std::move(connection)), generation_(generation), sql_(std::move(sql)) {
    require_same(*connection_, generation_);
    connection_->prepare(sql_);
  }

  using Statement::bind;

  Statement& bind_null() override {
    next_value().reset();
    return *this;
  }
  Statement& bind(std::int64_t value) override {
    next_value() = std::to_string(value);
    return *this;
  }
  // '1' and '0' are read as booleans and as integers, whatever the parameter is.
  Statement& bind(bool value) override {
    next_value() = value ? "1" : "0";
    return *this;
  }
  Statement& bind(std::string_view value) override {
    postgres::refuse_null_character(value);
    next_value() = std::string(value);
    return *this;
  }
  void bind_company(int parameter, std::int64_t company) override {
    company_parameter_ = static_cast<std::size_t>(parameter);
    values_.resize(std::max(values_.size(), company_parameter_));
    values_[company_parameter_ - 1] = std::to_string(company);
  }

  bool step() override {
    ensure_run();
    return ++row_ < PQntuples(result_.get());
  }

  std::int64_t run() override {
    ensure_run();
    row_ = PQntuples(result_.get());
    if (std::string_view(PQcmdStatus(result_.get())).starts_with("SELECT")) return 0;
    return parse(PQcmdTuples(result_.get()));
  }

  void reset() override {
    result_.reset();
    parameter_ = 0;
  }

  bool is_null(int column) const override { return PQgetisnull(result_.get(), row_, column) != 0; }
  std::int64_t integer(int column) const override {
    const std::string_view value = text(column);
    return value == "t" ? 1 : parse(value);
  }
  bool boolean(int column) const override { return integer(column) != 0; }
  std::string_view text(int column) const override {
    return {PQgetvalue(result_.get(), row_, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
  }

 private:
  static std::int64_t parse(std::string_view text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }
  std::optional<std::string>& next_value() {
    if (++parameter_ == company_parameter_) {
      throw std::logic_error("no parameter $" + std::to_string(parameter_) + " in " + sql_);
    }
    values_.resize(std::max(values_.size(), parameter_));
    return values_[parameter_ - 1];
  }
  void ensure_run() {
    if (result_) return;
    require_same(*connection_, generation_);
    result_ = connection_->run(sql_, values_);
    row_ = -1;
  }

  std::shared_ptr<Connection> connection_;
  int generation_;
  std::string sql_;
  postgres::Parameters values_;
  std::size_t parameter_ = 0;
  std::size_t company_parameter_ = 0;
  postgres::ResultHandle result_;  // all rows, so that statements can be read side by side
  int row_ = -1;
};

class PostgresTransaction final : public Transaction {
 public:
  PostgresTransaction(std::shared_ptr<Connection> connection, std::int64_t company, Access access)
      : Transaction(company), connection_(std::move(connection)) {
    connection_->begin(begin_sql(company, access));
    generation_ = connection_->generation();
  }
  ~PostgresTransaction() override {
    if (open_ && connection_->generation() == generation_) connection_->roll_back();
  }
  PostgresTransaction(const PostgresTransaction&) = delete;
  PostgresTransaction& operator=(const PostgresTransaction&) = delete;

  Engine engine() const override { return Engine::postgres; }
  std::unique_ptr<Statement> prepare(std::string_view sql) override {
    return std::make_unique<PostgresStatement>(connection_, generation_, std::string(sql));
  }
  void execute(const std::string& sql) override {
    require_same(*connection_, generation_);
    connection_->execute(sql);
  }
  std::unique_ptr<BulkInsert> insert_many(const BulkTarget& target) override {
    require_company();
    require_same(*connection_, generation_);
    return std::make_unique<postgres::ArrayInsert>(connection_, target, company());
  }
  void commit() override {
    require_same(*connection_, generation_);
    open_ = false;
    connection_->commit();
  }

 private:
  std::shared_ptr<Connection> connection_;
  int generation_ = 0;
  bool open_ = true;
};

class PostgresDatabase final : public Database {
 public:
  PostgresDatabase(std::shared_ptr<Connection> connection, std::int64_t company)
      : Database(company), connection_(std::move(connection)) {}

  Engine engine() const override { return Engine::postgres; }
  std::unique_ptr<Transaction> begin(Access access) override {
    return std::make_unique<PostgresTransaction>(connection_, company(), access);
  }
  std::unique_ptr<Database> as_company(std::int64_t company) override {
    return std::make_unique<PostgresDatabase>(connection_, company);
  }

 private:
  std::shared_ptr<Connection> connection_;
};

}  // namespace

std::unique_ptr<Database> open_postgres(const DatabaseAddress& address) {
  return std::make_unique<PostgresDatabase>(std::make_shared<Connection>(address.location),
                                            address.company);
}

}  // namespace tusk::storage
