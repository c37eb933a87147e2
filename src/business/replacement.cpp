#include "business/replacement.h"

#include <fcntl.h>
#include <unistd.h>

#include "business/companies.h"
#include "core/record_json.h"
#include "storage/schema.h"

namespace tusk::business {
namespace fs = std::filesystem;
namespace {

constexpr const char* update_location = "UPDATE system_company SET location = $1 WHERE number = $2";

// What loading that was interrupted left behind.
void remove_unfinished(const Installation& installation) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(installation.folder() / "companies", ignored)) {
    if (entry.path().filename().string().find(".loading") != std::string::npos) {
      fs::remove(entry.path(), ignored);
    }
  }
}

void flush_folder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool flushed = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (flushed) return;
  throw core::Error(core::ErrorCode::unavailable,
                    core::say("Mappen {} kan inte skrivas till disken.",
                              "The folder {} can't be flushed to the disk.", folder.string()));
}

// Opens it and asks. So damaged that it says nothing is what backups are for: then it stays closed.
CompanyIdentity identity_at(
    std::unique_ptr<storage::Database> (*open)(const storage::DatabaseAddress&),
    const storage::DatabaseAddress& address, std::unique_ptr<storage::Database>& database) {
  try {
    database = open(address);
    return storage::read(*database, [](storage::Transaction& transaction) {
      return load_identity(transaction, false);
    });
  } catch (const core::Error& error) {
    if (error.code() != core::ErrorCode::internal) throw;
    return {};
  }
}

}  // namespace

std::string time_stamp(const Installation& installation) {
  std::string stamp;
  for (const char c : core::format_timestamp(installation.environment().clock.now())) {
    if (c == '.') break;
    if (c != '-' && c != ':') stamp += c;
  }
  return stamp;
}

fs::path path_aside(const Installation& installation, const fs::path& before,
                    const std::string& extension) {
  const std::string stem = before.string() + ".before-restore-" + time_stamp(installation);
  fs::path path = stem + extension;
  for (int number = 2; fs::exists(path); ++number) {
    path = fmt::format("{}-{}{}", stem, number, extension);
  }
  return path;
}

Hold hold_for_restore(const RestoreJob& job, const Company& company) {
  return hold_company(job.installation, company, job.actor,
                      {"En säkerhetskopia återställs", "A backup is being restored"});
}

CompanyIdentity identity_of(const Installation& installation, const Company& company) {
  const storage::DatabaseAddress address = address_of(installation, company);
  if (address.engine() == storage::Engine::sqlite && !fs::exists(address.location)) return {};
  std::unique_ptr<storage::Database> database;
  return identity_at(storage::open_database, address, database);
}

LoadedFile::LoadedFile(const RestoreJob& job, const std::string& prefix, const Loading& loading)
    : folder_(job.installation.folder()) {
  location_ = fmt::format("companies/{}-{}-{}.db", prefix, time_stamp(job.installation),
                          job.installation.environment().random.hex(3));
  const fs::path unfinished = (folder_ / location_).string() + ".loading";
  try {
    const auto database = storage::open_database({unfinished.string(), 1});
    users_without_account_ = storage::write(*database, [&](storage::Transaction& transaction) {
      return load_company(transaction, job.reader, loading, job.options);
    });
  } catch (...) {
    remove_unfinished(job.installation);
    throw;
  }
  // Closed by now, so that the log of writes is in the file and there is one file to rename.
  fs::rename(unfinished, folder_ / location_);
  flush_folder(folder_ / "companies");
}

LoadedFile::~LoadedFile() {
  std::error_code ignored;
  if (!kept_) fs::remove(folder_ / location_, ignored);
}

Replacement::Replacement(const RestoreJob& job, const Company& company, Loading loading)
    : installation_(job.installation), company_(company), rows_(job.reader.header().rows()) {
  remove_unfinished(job.installation);
  const storage::DatabaseAddress address = address_of(job.installation, company);
  CompanyIdentity replaced;
  if (fs::exists(address.location)) {
    // Before anything else: a connected company is open in Tusk Sync, and that isn't what is wrong.
    refuse_connected(identity_of(job.installation, company), company.name);
    hold_.emplace(hold_for_restore(job, company));
    // Nor does any program that knows of no log-ins write from here on what would be put aside.
    replaced = identity_at(storage::open_exclusively, address, old_);
    refuse_connected(replaced, company.name);
  }
  loading.identity = raised(job.reader.header(), replaced);
  file_ = std::make_unique<LoadedFile>(job, std::to_string(company.number), loading);
}

void Replacement::name_in(storage::Transaction& system) const {
  system.prepare(update_location)->bind(file_->location()).bind(company_.number).run();
}

Restored Replacement::finish() {
  file_->keep();
  Restored restored{company_, rows_, {}, file_->users_without_account()};
  restored.company.location = file_->location();
  old_.reset();
  const fs::path old = installation_.folder() / company_.location;
  if (fs::exists(old)) {
    const fs::path aside = path_aside(installation_, old);
    std::error_code failed;
    fs::rename(old, aside, failed);
    // Nothing names it any more under its old name either.
    restored.kept_aside = failed ? old : aside;
  }
  return restored;
}

std::int64_t load_over(const RestoreJob& job, const Company& company, Loading loading,
                       const Hold* hold) {
  const auto database = storage::open_database(address_of(job.installation, company));
  return storage::write(*database, [&](storage::Transaction& transaction) {
    if (hold != nullptr) hold->require(transaction);
    storage::create_bare_company(transaction, core::registry(), core::Side::office);
    const CompanyIdentity replaced = load_identity(transaction, true);
    refuse_connected(replaced, company.name);
    storage::erase_company(transaction, core::registry(), core::Side::office);
    loading.identity = raised(job.reader.header(), replaced);
    return load_company(transaction, job.reader, loading, job.options);
  });
}

}  // namespace tusk::business
