#pragma once

// An installation: one data folder with a system database and its company databases.
//
//   installation.json   where the databases are, and who this computer is (0600)
//   system.db           system database, unless it is on a PostgreSQL server
//   companies/<n>.db    company databases, likewise
//   keys/  log/         device keys of the connections, log files
//   sessions/           SQLite: a locked file for each program that is logged in (sessions.h)
//
// On a LAN every computer has its own folder, and the databases are on the PostgreSQL server.

#include <filesystem>
#include <memory>
#include <string>

#include "business/environment.h"
#include "storage/database.h"
#include "storage/presence.h"

namespace tusk::business {

class Installation {
 public:
  // Makes the folder (0700), system database and system tables. `server`: "postgresql://…", or
  // empty for SQLite in the folder. Passwords do not belong in it: libpq takes them from
  // ~/.pgpass. A server that holds an installation is joined: this computer becomes one more of it.
  // Throws Error{conflict} if the folder holds an installation.
  static Installation create(const std::filesystem::path& folder, const std::string& server,
                             const Environment& environment);
  // Opens and migrates. Throws Error{not_found} that says how to make one.
  static Installation open(const std::filesystem::path& folder, const Environment& environment);

  // True if the folder holds an installation.
  [[nodiscard]] static bool exists(const std::filesystem::path& folder);

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] const Environment& environment() const { return environment_; }
  [[nodiscard]] storage::Database& system() { return *system_; }
  // Empty for SQLite.
  [[nodiscard]] const std::string& server() const { return server_; }
  [[nodiscard]] const std::string& computer_uuid() const { return computer_uuid_; }
  [[nodiscard]] std::filesystem::path keys_folder() const { return folder_ / "keys"; }
  // Where the secret of a company's connection is kept (0600).
  [[nodiscard]] std::filesystem::path device_key_path(std::int64_t company_number) const {
    return keys_folder() / ("company-" + std::to_string(company_number) + ".key");
  }
  // Where the archive of a company's first synchronisation lies until it is done (0600).
  [[nodiscard]] std::filesystem::path first_sync_path(std::int64_t company_number) const {
    return folder_ / "companies" / (std::to_string(company_number) + ".first-sync.tusk");
  }
  [[nodiscard]] std::filesystem::path log_folder() const { return folder_ / "log"; }

  // The mark that what logged in through this object is alive; made at the first call, and again
  // after the connection was lost. `system`: a transaction of system() after lock_sessions().
  [[nodiscard]] const storage::Presence& presence(storage::Transaction& system);
  // 0: nothing has logged in yet.
  [[nodiscard]] std::int64_t presence_key() const { return presence_ ? presence_->key() : 0; }
  [[nodiscard]] std::filesystem::path presence_folder() const { return folder_ / "sessions"; }

 private:
  Installation(std::filesystem::path folder, std::string server, std::string computer_uuid,
               const Environment& environment);

  std::filesystem::path folder_;
  std::string server_;
  std::string computer_uuid_;
  Environment environment_;
  std::unique_ptr<storage::Database> system_;
  std::unique_ptr<storage::Presence> presence_;
};

// The folder that programs use when none is named: $XDG_DATA_HOME/tusk, or ~/.local/share/tusk.
[[nodiscard]] std::filesystem::path default_data_folder();

}  // namespace tusk::business
