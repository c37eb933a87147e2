#pragma once

// An archive of a company into an empty database: what all ways of restoring share.

#include <optional>
#include <string>
#include <vector>

#include "archive/reader.h"
#include "business/restore.h"
#include "business/users.h"
#include "storage/database.h"

namespace tusk::business {

// What a company database says of itself.
struct CompanyIdentity {
  std::string database_uuid;  // empty: there is no company
  std::int64_t incarnation = 0;
  bool connected = false;
};

// PostgreSQL: locks it until the end of the transaction, if that may write.
[[nodiscard]] CompanyIdentity load_identity(storage::Transaction& transaction, bool lock);

// Throws Error{invalid} if the archive is no backup of an office's company.
void require_backup_of_company(const archive::Reader& reader);

struct Loading {
  CompanyIdentity identity;  // that the database gets; `connected` is not looked at
  std::string name;          // empty: as in the archive
  std::optional<std::vector<User>> accounts;  // of the installation; nothing: they are restored too
  core::Stamp stamp;
};

// Throws Error{conflict} with the way to do it if the company is connected.
void refuse_connected(const CompanyIdentity& identity, const std::string& name);
// What refuse_connected() throws.
[[nodiscard]] core::Error is_connected(const std::string& name);
// The archive's, with an incarnation above both, so that ids made after the backup was taken are
// never made again.
[[nodiscard]] CompanyIdentity raised(const archive::Header& header,
                                     const CompanyIdentity& replaced);

// Tables, rows, and the state of a database that was never connected. How many users of the archive
// have no account.
std::int64_t load_company(storage::Transaction& transaction, archive::Reader& reader,
                          const Loading& loading, const RestoreOptions& options);

}  // namespace tusk::business
