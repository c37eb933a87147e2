// Everything that back_up_installation() wrote.

#include <algorithm>
#include <memory>

#include "archive/row_parser.h"
#include "business/companies.h"
#include "business/replacement.h"
#include "business/restore.h"
#include "business/system_archive.h"
#include "business/system_schema.h"

namespace tusk::business {
namespace fs = std::filesystem;
namespace {

struct Part {
  Company company;
  std::unique_ptr<archive::Reader> reader;
};

Loading loading_for(const Installation& installation, const Actor& actor) {
  return {.stamp = stamp_of(actor, installation.environment().clock)};
}

// The companies of the backup, each with its archive: what is missing or damaged is found before
// anything is changed.
std::vector<Part> open_parts(archive::Reader& system, const fs::path& folder,
                             const RestoreOptions& options) {
  std::vector<Part> parts;
  for (Company& company : companies_of(system)) {
    auto reader = std::make_unique<archive::Reader>(folder / company_archive_name(company.number),
                                                    options.password);
    require_backup_of_company(*reader);
    parts.push_back({std::move(company), std::move(reader)});
  }
  return parts;
}

void refuse_others(Installation& installation, const std::vector<Part>& parts) {
  for (const Company& company : list_companies(installation)) {
    const bool known = std::any_of(parts.begin(), parts.end(), [&](const Part& part) {
      return part.company.number == company.number;
    });
    if (known) continue;
    throw core::Error(
        core::ErrorCode::conflict,
        core::say("{} (nummer {}) finns i installationen men inte i säkerhetskopian, och skulle "
                  "försvinna. Återställ företagen ett i taget i stället.",
                  "{} (number {}) is in the installation but not in the backup, and would vanish. "
                  "Restore the companies one by one instead.",
                  company.name, company.number));
  }
}

std::optional<Company> find_company(Installation& installation, std::int64_t number) {
  for (Company& company : list_companies(installation)) {
    if (company.number == number) return std::move(company);
  }
  return std::nullopt;
}

std::vector<Restored> restore_files(Installation& installation, const Actor& actor,
                                    archive::Reader& system, std::vector<Part>& parts,
                                    const RestoreOptions& options) {
  std::vector<std::unique_ptr<Replacement>> replacements;
  for (Part& part : parts) {
    const auto own = find_company(installation, part.company.number);
    part.company.location =
        own ? own->location : fmt::format("companies/{}.db", part.company.number);
    replacements.push_back(
        std::make_unique<Replacement>(RestoreJob{installation, actor, *part.reader, options},
                                      part.company, loading_for(installation, actor)));
  }
  storage::write(installation.system(), [&](storage::Transaction& transaction) {
    lock_system(transaction);
    load_system(system, transaction);
    for (const auto& replacement : replacements) replacement->name_in(transaction);
  });
  std::vector<Restored> all;
  for (const auto& replacement : replacements) all.push_back(replacement->finish());
  return all;
}

std::vector<Restored> restore_rows(Installation& installation, const Actor& actor,
                                   archive::Reader& system, std::vector<Part>& parts,
                                   const RestoreOptions& options) {
  std::vector<Restored> all;
  for (Part& part : parts) {
    part.company.location.clear();
    if (const auto own = find_company(installation, part.company.number)) {
      all.push_back(restore_company(installation, actor, *own, part.reader->source(), options));
      continue;
    }
    load_over({installation, actor, *part.reader, options}, part.company,
              loading_for(installation, actor), nullptr);
    all.push_back({part.company, part.reader->header().rows(), {}, 0});
  }
  storage::write(installation.system(), [&](storage::Transaction& transaction) {
    lock_system(transaction);
    load_system(system, transaction);
    transaction.execute("UPDATE system_company SET location = ''");
  });
  return all;
}

}  // namespace

std::vector<Restored> restore_installation(Installation& installation, const Actor& actor,
                                           const fs::path& folder, const RestoreOptions& options) {
  if (!list_users(installation).empty()) require_super_user(actor);
  archive::Reader system(folder / system_archive_name, options.password);
  std::vector<Part> parts = open_parts(system, folder, options);
  refuse_others(installation, parts);
  const auto all = installation.server().empty()
                       ? restore_files(installation, actor, system, parts, options)
                       : restore_rows(installation, actor, system, parts, options);
  // What the accounts and the companies share is made equal.
  for (const Restored& restored : all) {
    static_cast<void>(open_company(installation, restored.company));
  }
  return all;
}

}  // namespace tusk::business
