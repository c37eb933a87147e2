#pragma once

// How one company's database takes the place of another. Private to restoring.

#include <memory>
#include <string>

#include "business/company_loading.h"
#include "business/installation.h"
#include "business/restore.h"

namespace tusk::business {

// SQLite: a file in the folder of the companies that nothing names yet, loaded and whole. It goes
// with this object unless keep() was called.
class LoadedFile {
 public:
  // `prefix`: what its name begins with.
  LoadedFile(Installation& installation, const std::string& prefix, archive::Reader& reader,
             const Loading& loading, const RestoreOptions& options);
  ~LoadedFile();
  LoadedFile(const LoadedFile&) = delete;
  LoadedFile& operator=(const LoadedFile&) = delete;

  // Within the data folder.
  [[nodiscard]] const std::string& location() const { return location_; }
  [[nodiscard]] std::int64_t users_without_account() const { return users_without_account_; }
  void keep() { kept_ = true; }

 private:
  std::filesystem::path folder_;
  std::string location_;
  std::int64_t users_without_account_ = 0;
  bool kept_ = false;
};

// SQLite: from construction on nobody can use the old file, and the new one is there; with the
// commit of a transaction that name_in() was called in it is the company's.
class Replacement {
 public:
  // `loading`: its identity is filled in here. Throws Error{conflict} if the company is connected
  // or in use.
  Replacement(Installation& installation, const Company& company, archive::Reader& reader,
              Loading loading, const RestoreOptions& options);

  void name_in(storage::Transaction& system) const;
  // After that commit: renames the old file.
  [[nodiscard]] Restored finish();

 private:
  Installation& installation_;
  Company company_;
  std::int64_t rows_;
  std::unique_ptr<storage::Database> old_;
  std::unique_ptr<LoadedFile> file_;
};

// PostgreSQL: the rows of the database's company, in one transaction. `loading`: its identity is
// filled in here. How many users of the archive have no account.
std::int64_t load_over(storage::Database& database, archive::Reader& reader, Loading loading,
                       const RestoreOptions& options, const std::string& name);

// "20261124T134207", for names of files.
[[nodiscard]] std::string time_stamp(const Installation& installation);

}  // namespace tusk::business
