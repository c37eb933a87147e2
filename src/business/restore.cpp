#include "business/restore.h"

#include <algorithm>

#include "archive/reader.h"
#include "business/companies.h"
#include "business/company_loading.h"
#include "business/installation.h"
#include "business/limits.h"
#include "business/online_licence.h"
#include "business/replacement.h"
#include "business/system_archive.h"
#include "business/system_schema.h"
#include "storage/schema.h"

namespace tusk::business {
namespace fs = std::filesystem;
namespace {

constexpr const char* select_last = "SELECT coalesce(max(number), 0) FROM system_company";
constexpr const char* insert_company =
    "INSERT INTO system_company (number, name, location, sample, created_at, online_licence) "
    "VALUES ($1, $2, $3, $4, $5, $6)";

bool on_server(const Installation& installation) {
  return !installation.server().empty();
}

// Two databases of one origin, one of them connected: whichever is edited, the other is wrong.
// True if a company other than `except` has the archive's identity.
bool refuse_connected_twin(Installation& installation, const archive::Header& header,
                           std::int64_t except) {
  bool found = false;
  for (const Company& company : list_companies(installation)) {
    if (company.number == except) continue;
    const CompanyIdentity identity = identity_of(installation, company);
    if (identity.database_uuid != header.database_uuid) continue;
    if (identity.connected) throw is_connected(company.name);
    found = true;
  }
  return found;
}

Loading loading_for(const RestoreJob& job, CompanyIdentity identity) {
  return {std::move(identity),
          {},
          list_users(job.installation),
          stamp_of(job.actor, job.installation.environment().clock)};
}

// What is replaced on a server can't be renamed; it becomes an archive.
fs::path archive_replaced(const RestoreJob& job, const Company& company) {
  const fs::path file =
      path_aside(job.installation,
                 job.installation.folder() / "companies" / std::to_string(company.number), ".tusk");
  static_cast<void>(back_up_company(job.installation, job.actor, company, file,
                                    {.program = job.options.program}));
  return file;
}

Restored replace_rows(const RestoreJob& job, const Company& company) {
  refuse_connected(identity_of(job.installation, company), company.name);
  const Hold hold = hold_for_restore(job, company);
  Restored restored{company, job.reader.header().rows(), {}, 0};
  restored.kept_aside = archive_replaced(job, company);
  restored.users_without_account = load_over(job, company, loading_for(job, {}), &hold);
  return restored;
}

Restored replace_file(const RestoreJob& job, const Company& company) {
  Replacement replacement(job, company, loading_for(job, {}));
  storage::write(job.installation.system(),
                 [&](storage::Transaction& transaction) { replacement.name_in(transaction); });
  return replacement.finish();
}

Restored replace(const RestoreJob& job, const Company& company) {
  require_backup_of_company(job.reader);
  refuse_connected_twin(job.installation, job.reader.header(), company.number);
  return on_server(job.installation) ? replace_rows(job, company) : replace_file(job, company);
}

void register_company(storage::Transaction& system, const Company& company) {
  system.prepare(insert_company)
      ->bind(company.number)
      .bind(company.name)
      .bind(company.location)
      .bind(company.sample)
      .bind(company.created_at)
      .bind(is_online_included(system, company.sample))
      .run();
}

std::int64_t next_number(storage::Transaction& system) {
  const auto last = system.prepare(select_last);
  last->step();
  const std::int64_t number = last->integer(0) + 1;
  if (number <= limits::companies) return number;
  throw core::Error(core::ErrorCode::limit,
                    core::say("En installation rymmer högst {} företag.",
                              "An installation holds at most {} companies.", limits::companies));
}

Restored add_file(const RestoreJob& job, Restored restored, const Loading& loading) {
  LoadedFile file(job, "new", loading);
  restored.company.location = file.location();
  restored.users_without_account = file.users_without_account();
  restored.company.number =
      storage::write(job.installation.system(), [&](storage::Transaction& transaction) {
        lock_system(transaction);
        Company company = restored.company;
        company.number = next_number(transaction);
        register_company(transaction, company);
        return company.number;
      });
  file.keep();
  return restored;
}

// The system's transaction stays open meanwhile, so that nobody else takes the number, and commits
// last, so that what is registered is whole.
Restored add_rows(const RestoreJob& job, const Restored& wanted, const Loading& loading) {
  return storage::write(job.installation.system(), [&](storage::Transaction& system) {
    Restored restored = wanted;
    lock_system(system);
    restored.company.number = next_number(system);
    const auto database = storage::open_database(address_of(job.installation, restored.company));
    restored.users_without_account =
        storage::write(*database, [&](storage::Transaction& transaction) {
          // Rows under a number that no company has are what a crash left.
          storage::create_bare_company(transaction, core::registry(), core::Side::office);
          storage::erase_company(transaction, core::registry(), core::Side::office);
          return load_company(transaction, job.reader, loading, job.options);
        });
    register_company(system, restored.company);
    return restored;
  });
}

}  // namespace

Restored restore_company(Installation& installation, const Actor& actor, const Company& company,
                         const fs::path& file, const RestoreOptions& options) {
  require_super_user(actor);
  archive::Reader reader(file, options.password);
  Restored restored = replace({installation, actor, reader, options}, company);
  restored.company = open_company(installation, restored.company).company();
  return restored;
}

Restored restore_as_new(Installation& installation, const Actor& actor, const fs::path& file,
                        const std::string& name, const RestoreOptions& options) {
  require_super_user(actor);
  archive::Reader reader(file, options.password);
  require_backup_of_company(reader);
  CompanyIdentity identity = raised(reader.header(), {});
  if (refuse_connected_twin(installation, reader.header(), 0)) {
    identity.database_uuid = make_uuid(installation.environment().random);
  }
  const RestoreJob job{installation, actor, reader, options};
  Loading loading = loading_for(job, std::move(identity));
  loading.name = name;
  Restored restored;
  restored.rows = reader.header().rows();
  restored.company.name = name.empty() ? reader.header().company_name : name;
  restored.company.created_at = installation.environment().clock.now();
  restored =
      on_server(installation) ? add_rows(job, restored, loading) : add_file(job, restored, loading);
  restored.company = open_company(installation, restored.company).company();
  return restored;
}

}  // namespace tusk::business
