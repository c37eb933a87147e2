#pragma once

// How one company's database takes the place of another. Private to restoring.

#include <memory>
#include <optional>
#include <string>

#include "business/company_loading.h"
#include "business/hold.h"
#include "business/installation.h"
#include "business/restore.h"

namespace tusk::business {

// What all steps of restoring one archive need. The parts outlive it.
struct RestoreJob {
  Installation& installation;
  const Actor& actor;
  archive::Reader& reader;
  const RestoreOptions& options;
};

// Nobody is, or can get, into the company meanwhile. Throws as hold_company().
[[nodiscard]] Hold hold_for_restore(const RestoreJob& job, const Company& company);

// Empty if there is no database, or one so damaged that it says nothing: that is what backups are
// for.
[[nodiscard]] CompanyIdentity identity_of(const Installation& installation, const Company& company);

// SQLite: a file in the folder of the companies that nothing names yet, loaded and whole. It goes
// with this object unless keep() was called.
class LoadedFile {
 public:
  // `prefix`: what its name begins with.
  LoadedFile(const RestoreJob& job, const std::string& prefix, const Loading& loading);
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
  Replacement(const RestoreJob& job, const Company& company, Loading loading);

  void name_in(storage::Transaction& system) const;
  // After that commit: renames the old file.
  [[nodiscard]] Restored finish();

 private:
  Installation& installation_;
  Company company_;
  std::int64_t rows_;
  std::optional<Hold> hold_;
  std::unique_ptr<storage::Database> old_;
  std::unique_ptr<LoadedFile> file_;
};

// PostgreSQL: the rows of the company, in one transaction. `loading`: its identity is filled in
// here. `hold`: nothing for a company that the installation does not have yet. How many users of
// the archive have no account.
std::int64_t load_over(const RestoreJob& job, const Company& company, Loading loading,
                       const Hold* hold);

// "20261124T134207", for names of files.
[[nodiscard]] std::string time_stamp(const Installation& installation);
// Where what is replaced is kept: `<before>.before-restore-<time><extension>`, with a number where
// there is something already. To be called by who holds the company.
[[nodiscard]] std::filesystem::path path_aside(const Installation& installation,
                                               const std::filesystem::path& before,
                                               const std::string& extension = {});

}  // namespace tusk::business
