#include "storage/sqlite/row_insert.h"

#include <stdexcept>

#include "storage/columns.h"

namespace tusk::storage::sqlite {
namespace {

std::string insert_sql(const BulkTarget& target) {
  std::string names;
  std::string values;
  for (std::size_t i = 0; i < target.columns.size(); ++i) {
    const char* comma = i == 0 ? "" : ", ";
    names += comma + quoted(target.columns[i]);
    values += comma + ("$" + std::to_string(i + 1));  // in their order, so SQLite numbers them so
  }
  return "INSERT INTO " + quoted(target.table) + "(" + names + ") VALUES (" + values + ")";
}

class RowInsert final : public BulkInsert {
 public:
  RowInsert(std::shared_ptr<Connection> connection, const BulkTarget& target)
      : connection_(std::move(connection)),
        prepared_(connection_->take(insert_sql(target), Dialect::sqlite)),
        statement_(prepared_.handle.get()),
        values_(target.columns.size()),
        is_bound_(target.columns.size()) {}
  ~RowInsert() override {
    sqlite3_clear_bindings(statement_);  // they point into this
    connection_->give_back(prepared_);
  }
  RowInsert(const RowInsert&) = delete;
  RowInsert& operator=(const RowInsert&) = delete;

  void add_null() override { next().kind = Kind::null; }
  void add(std::int64_t value) override {
    Value& next_value = next();
    next_value.kind = Kind::integer;
    next_value.number = value;
  }
  void add(bool value) override { add(static_cast<std::int64_t>(value ? 1 : 0)); }
  void add(std::string_view value) override {
    Value& next_value = next();
    next_value.kind = Kind::text;
    next_value.begin = texts_.size();
    next_value.size = value.size();
    texts_ += value;
  }
  void end_row() override {
    if (added_ != values_.size()) throw std::logic_error("a row with too few values");
    for (std::size_t i = 0; i < values_.size(); ++i) bind(i);
    const int code = sqlite3_step(statement_);
    sqlite3_reset(statement_);
    if (code != SQLITE_DONE) throw_error(connection_->handle(), code, sqlite3_sql(statement_));
    added_ = 0;
    texts_.clear();
  }
  void finish() override {}

 private:
  enum class Kind { null, integer, text };
  struct Value {
    Kind kind = Kind::null;
    std::int64_t number = 0;
    std::size_t begin = 0;  // in texts_, which may still move
    std::size_t size = 0;
  };

  Value& next() {
    if (added_ == values_.size()) throw std::logic_error("a row with too many values");
    return values_[added_++];
  }
  // Most columns of most rows are empty, and are left as they were.
  void bind(std::size_t column) {
    const Value& value = values_[column];
    const int parameter = static_cast<int>(column) + 1;
    int code = SQLITE_OK;
    switch (value.kind) {
      case Kind::null:
        if (is_bound_[column]) code = sqlite3_bind_null(statement_, parameter);
        break;
      case Kind::integer:
        code = sqlite3_bind_int64(statement_, parameter, value.number);
        break;
      case Kind::text:
        code = sqlite3_bind_text64(statement_, parameter, texts_.data() + value.begin, value.size,
                                   SQLITE_STATIC, SQLITE_UTF8);
        break;
    }
    if (code != SQLITE_OK) throw_error(connection_->handle(), code, sqlite3_sql(statement_));
    is_bound_[column] = value.kind != Kind::null;
  }

  std::shared_ptr<Connection> connection_;
  PreparedStatement& prepared_;
  sqlite3_stmt* statement_;
  std::vector<Value> values_;
  std::vector<bool> is_bound_;
  std::size_t added_ = 0;
  std::string texts_;  // of the row, one after the other
};

}  // namespace

std::unique_ptr<BulkInsert> insert_rows(std::shared_ptr<Connection> connection,
                                        const BulkTarget& target) {
  return std::make_unique<RowInsert>(std::move(connection), target);
}

}  // namespace tusk::storage::sqlite
