#include "business/backup.h"

#include "archive/company_export.h"
#include "archive/reader.h"
#include "business/companies.h"
#include "business/installation.h"
#include "business/system_archive.h"
#include "storage/change_log.h"

namespace tusk::business {
namespace fs = std::filesystem;
namespace {

archive::OnProgress as(BackupStep step, const BackupOptions& options) {
  if (!options.on_progress) return {};
  return
      [step, &options](const archive::Progress& progress) { options.on_progress(step, progress); };
}

archive::WriterOptions writer_options(const Installation& installation,
                                      const BackupOptions& options) {
  return {.password = options.password,
          .random = &installation.environment().random,
          .progress = as(BackupStep::writing, options)};
}

void refuse_overwriting(const fs::path& file, const BackupOptions& options) {
  if (options.overwrite || !fs::exists(file)) return;
  throw core::Error(core::ErrorCode::conflict,
                    core::say("{} finns redan. Välj ett annat namn, eller ange --force för att "
                              "skriva över.",
                              "{} is there already. Choose another name, or give --force to "
                              "overwrite it.",
                              file.string()));
}

// A backup that can't be read is none.
Backup verified(const fs::path& file, const archive::Summary& written,
                const BackupOptions& options) {
  const archive::Summary read =
      archive::verify_archive(file, options.password, as(BackupStep::verifying, options));
  if (read.hash != written.hash || read.trailer.rows != written.trailer.rows) {
    throw core::Error(core::ErrorCode::unavailable,
                      core::say("Säkerhetskopian {} kan inte läsas tillbaka som den skrevs. "
                                "Kontrollera disken och ta en ny.",
                                "The backup {} does not read back as it was written. Check the "
                                "disk and take another.",
                                file.string()));
  }
  return {file, written};
}

void make_private_folder(const fs::path& folder) {
  std::error_code failed;
  const bool made = fs::create_directories(folder, failed);
  if (made) fs::permissions(folder, fs::perms::owner_all, failed);
  if (!failed) return;
  throw core::Error(core::ErrorCode::unavailable,
                    core::say("Mappen {} kan inte göras: {}. Välj en annan.",
                              "The folder {} can't be made: {}. Choose another.", folder.string(),
                              failed.message()));
}

}  // namespace

std::string company_archive_name(std::int64_t number) {
  return std::to_string(number) + ".tusk";
}

Backup back_up_company(Installation& installation, const Actor& actor, const Company& company,
                       const fs::path& file, const BackupOptions& options) {
  require_super_user(actor);
  refuse_overwriting(file, options);
  const CompanyDatabase database = open_company(installation, company);
  storage::write(database.database(),
                 [](storage::Transaction& transaction) { storage::assign_positions(transaction); });
  const archive::Summary written =
      storage::read(database.database(), [&](storage::Transaction& snapshot) {
        return archive::export_company(snapshot, core::registry(), file,
                                       {.content = archive::Content::everything,
                                        .program = options.program,
                                        .now = installation.environment().clock.now(),
                                        .writer = writer_options(installation, options)});
      });
  return verified(file, written, options);
}

std::vector<Backup> back_up_installation(Installation& installation, const Actor& actor,
                                         const fs::path& folder, const BackupOptions& options) {
  require_super_user(actor);
  const std::vector<Company> companies = list_companies(installation);
  make_private_folder(folder);
  refuse_overwriting(folder / system_archive_name, options);
  std::vector<Backup> backups;
  std::int64_t last = 0;
  for (const Company& company : companies) {
    backups.push_back(back_up_company(installation, actor, company,
                                      folder / company_archive_name(company.number), options));
    last = company.number;
  }
  // Last: with it the folder is the backup of an installation.
  const fs::path file = folder / system_archive_name;
  archive::Header header;
  header.program = options.program;
  header.made_at = installation.environment().clock.now();
  const archive::Summary written =
      storage::read(installation.system(), [&](storage::Transaction& snapshot) {
        return export_system(snapshot, std::move(header), last, file,
                             writer_options(installation, options));
      });
  backups.push_back(verified(file, written, options));
  return backups;
}

}  // namespace tusk::business
