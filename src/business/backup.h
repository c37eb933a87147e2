#pragma once

// Backups: archives (archive/format.h) of companies and of the system database. They are taken from
// one snapshot while people work and while the company is connected, and are read back before they
// count as taken. What is in them is everything the office has, so super users only.

#include <filesystem>
#include <string>
#include <vector>

#include "archive/writer.h"
#include "business/actor.h"
#include "business/company_database.h"

namespace tusk::business {

class Installation;

// What a backup or a restore is doing, for people who wait.
enum class BackupStep { writing, verifying, loading };
using OnBackupProgress = std::function<void(BackupStep, const archive::Progress&)>;

struct BackupOptions {
  std::string program;     // version of the program
  std::string password;    // empty: not sealed
  bool overwrite = false;  // what is there already
  OnBackupProgress on_progress;
};

struct Backup {
  std::filesystem::path file;
  archive::Summary summary;
};

// Throws Error{conflict} if the file is there and may not be overwritten.
Backup back_up_company(Installation& installation, const Actor& actor, const Company& company,
                       const std::filesystem::path& file, const BackupOptions& options);

// Every company as `<number>.tusk`, and then accounts with password hashes, companies, licence
// and API users with hashes of their keys as `system.tusk`, in a folder (0700). A company that is
// added meanwhile is not in it. Throws Error{conflict} if there are archives in the folder and they
// may not be overwritten.
std::vector<Backup> back_up_installation(Installation& installation, const Actor& actor,
                                         const std::filesystem::path& folder,
                                         const BackupOptions& options);

inline constexpr const char* system_archive_name = "system.tusk";
[[nodiscard]] std::string company_archive_name(std::int64_t number);

}  // namespace tusk::business
