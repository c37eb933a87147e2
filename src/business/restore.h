#pragma once

// Backups put back. What is replaced is kept aside, ids are never made again, and the company is
// unconnected afterwards: a new connection synchronises it anew. A connected company is refused,
// since its online side has gone on meanwhile. Super users only.
//
// All or nothing. SQLite: the archive is loaded into a file of its own, which counts from the
// commit that names it in the system database; the old file is then renamed. PostgreSQL: one
// transaction; what is replaced was written to an archive before. A crash leaves the old or the
// new, and at most files that nothing names: one that was still being loaded, which the next
// restore removes, or a whole database, which is kept, since it may be the one that was replaced.

#include <filesystem>
#include <string>
#include <vector>

#include "business/backup.h"

namespace tusk::business {

struct RestoreOptions {
  std::string program;   // version of the program
  std::string password;  // of sealed archives
  OnBackupProgress on_progress;
};

struct Restored {
  Company company;
  std::int64_t rows = 0;
  std::filesystem::path kept_aside;  // what was replaced; empty: nothing was
  // Users of the archive that the installation has no account for; they are inactive now.
  std::int64_t users_without_account = 0;
};

// Replaces the company's database with the archive's contents. Throws Error{conflict} if the
// company is connected, if the archive is of another company here that is, or if another program
// has the company open; else as archive::Reader and archive::Loader.
Restored restore_company(Installation& installation, const Actor& actor, const Company& company,
                         const std::filesystem::path& file, const RestoreOptions& options);

// As a company more; `name` empty: as in the archive. A database that the installation has already
// (and that is not connected, which is refused) becomes one of its own.
Restored restore_as_new(Installation& installation, const Actor& actor,
                        const std::filesystem::path& file, const std::string& name,
                        const RestoreOptions& options);

// Everything that back_up_installation() wrote, under the same numbers. The installation's accounts
// and licence become the backup's. Its companies must be in the backup, and none connected. `actor`
// is not looked at while there are no accounts. With PostgreSQL each company is whole or not at all
// by itself, and the accounts come last.
std::vector<Restored> restore_installation(Installation& installation, const Actor& actor,
                                           const std::filesystem::path& folder,
                                           const RestoreOptions& options);

}  // namespace tusk::business
