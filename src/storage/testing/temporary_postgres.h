#pragma once

// A PostgreSQL server of the tests' own: made in a temporary folder, run as an unprivileged user,
// reachable through a socket that only its owner can open, gone when the process ends, however it
// ends.

#include <filesystem>
#include <string>

namespace tusk::storage {

class TemporaryPostgres {
 public:
  // The server of this process, started at the first call. Throws std::runtime_error that says what
  // is missing if it cannot be started: there are no tests without it.
  static TemporaryPostgres& shared();

  TemporaryPostgres(const TemporaryPostgres&) = delete;
  TemporaryPostgres& operator=(const TemporaryPostgres&) = delete;
  ~TemporaryPostgres();

  // postgresql://… of a database with nothing in it: a schema of its own, which costs a
  // hundredth of what CREATE DATABASE does. It belongs to `tusk`, an ordinary role, which row-level
  // security holds for.
  [[nodiscard]] std::string make_database();
  // postgresql://… of the database that all schemas are in. `superuser` may do anything.
  [[nodiscard]] std::string uri(const std::string& user = "tusk") const;

  // Owns nothing, and may only do what `tusk` grants it.
  static constexpr const char* role_of_program = "program";
  // Role that has to log in with a password, unlike the others.
  static constexpr const char* role_with_password = "guarded";
  static constexpr const char* password_of_role = "not-a-secret";

 private:
  TemporaryPostgres();

  std::filesystem::path folder_;
  int keeper_input_ = -1;  // closed with the process: then the keeper stops the server
  int keeper_ = -1;
  int schemas_ = 0;
};

}  // namespace tusk::storage
