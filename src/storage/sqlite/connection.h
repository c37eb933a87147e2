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

// A prepared statement, and SQLite's numbers of $1, $2 … as far as they have been asked for.
struct PreparedStatement {
  StatementHandle handle;
  std::vector<int> parameters;
};

class Connection {
 public:
  // `trust_schema`: triggers may write virtual tables (the search index needs it).
  // `exclusive`: throws RetryableError if anybody else has the file open, and keeps them out.
  Connection(const std::string& file, bool trust_schema, bool exclusive = false);

  [[nodiscard]] sqlite3* handle() const { return database_.get(); }
  void execute(const std::string& sql);

  // Prepared statements by their text; a text may be there several times.
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  using Statements =
      std::unordered_multimap<std::string, PreparedStatement, TextHash, std::equal_to<>>;

  // The statement leaves the cache while it is in use, and comes back with give_back().
  [[nodiscard]] Statements::node_type take(std::string_view sql);
  void give_back(Statements::node_type statement);

 private:
  DatabaseHandle database_;
  Statements idle_;
};

}  // namespace tusk::storage::sqlite
