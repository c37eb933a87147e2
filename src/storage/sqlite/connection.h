#pragma once

// One SQLite connection and its prepared statements. Private to storage/sqlite.

#include <sqlite3.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/database.h"

namespace tusk::storage::sqlite {

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using DatabaseHandle = std::unique_ptr<sqlite3, CloseDatabase>;
using StatementHandle = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

// Throws what `code`, the result of a call on `database`, means.
[[noreturn]] void throw_error(sqlite3* database, int code, std::string_view doing);

// What a text is written in.
enum class Dialect {
  sqlite,
  company  // with the tokens of Transaction::prepare_company
};

// A prepared statement, and SQLite's numbers of $1, $2 … as far as they have been asked for.
struct PreparedStatement {
  StatementHandle handle;
  std::vector<int> parameters;
  bool is_taken = false;
};

class Connection {
 public:
  // `trust_schema`: triggers may write virtual tables (the search index needs it).
  // `exclusive`: throws RetryableError if anybody else has the file open, and keeps them out.
  Connection(const std::string& file, bool trust_schema, bool exclusive = false);

  [[nodiscard]] sqlite3* handle() const { return database_.get(); }
  void execute(const std::string& sql);

  // Ends the transaction without a word; whatever goes wrong, SQLite has rolled back itself.
  void roll_back() noexcept;

  // Nobody else's until it is given back with give_back(). Its text may be prepared several times.
  [[nodiscard]] PreparedStatement& take(std::string_view sql, Dialect dialect);
  void give_back(PreparedStatement& statement);

 private:
  // Of hundreds of bytes, texts differ in the last ones or in their number.
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      constexpr std::size_t most = 64;
      const std::size_t before = text.size() > most ? text.size() - most : 0;
      return std::hash<std::string_view>{}(text.substr(before)) + text.size();
    }
  };

  [[nodiscard]] StatementHandle prepare(std::string_view sql) const;

  DatabaseHandle database_;
  // By their texts as they were given. One of a company has a token in it, and so never is the same
  // as one of the other kind.
  std::unordered_multimap<std::string, PreparedStatement, TextHash, std::equal_to<>> statements_;
  StatementHandle rollback_;
};

}  // namespace tusk::storage::sqlite
