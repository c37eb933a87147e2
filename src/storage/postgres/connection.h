#pragma once

// One PostgreSQL connection and its prepared statements. Private to storage/postgres.

#include <libpq-fe.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/database.h"

namespace tusk::storage::postgres {

struct CloseConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ConnectionHandle = std::unique_ptr<PGconn, CloseConnection>;
using ResultHandle = std::unique_ptr<PGresult, ClearResult>;
using Parameters = std::vector<std::optional<std::string>>;  // text format; nothing: NULL

[[nodiscard]] std::string sqlstate_of(const PGresult* result);  // empty if there is none
// Throws what a failed `result` (null: there was not even one) of a call on `connection` means.
[[noreturn]] void throw_error(PGconn* connection, const PGresult* result, std::string_view doing);

class Connection {
 public:
  explicit Connection(std::string uri);

  // Starts a transaction; on a new connection if the old one turns out to be lost.
  void begin(const std::string& sql);
  // Ends it. An answer that never came leaves open whether it was saved, so that is an
  // Error{unavailable}, never a RetryableError: a second try might save the same thing twice.
  void commit();
  void roll_back() noexcept;

  // Several statements without parameters.
  void execute(const std::string& sql);
  void prepare(const std::string& sql);
  [[nodiscard]] ResultHandle run(const std::string& sql, const Parameters& parameters);

  // Another number after each reconnect: what belongs to the old connection must not go on.
  [[nodiscard]] int generation() const { return generation_; }

 private:
  void connect();
  [[nodiscard]] const std::string& name_of(const std::string& sql);
  ResultHandle checked(PGresult* result, std::string_view doing);

  std::string uri_;
  ConnectionHandle connection_;
  std::unordered_map<std::string, std::string> prepared_;  // text -> name
  int next_name_ = 0;
  int generation_ = 0;
  bool read_only_ = false;  // the server became a standby
};

}  // namespace tusk::storage::postgres
