#include "online/tenants.h"

#include "core/error.h"
#include "platform/secret_file.h"
#include "replica/connection.h"
#include "replica/state.h"
#include "storage/change_log.h"
#include "storage/schema.h"

namespace tusk::online {

Tenant::Tenant(storage::DatabaseAddress address, std::size_t connections)
    : pool_([address = std::move(address)] { return storage::open_database(address); },
            connections) {}

std::int64_t Tenant::load_head() {
  const auto database = take();
  if (database->engine() == storage::Engine::postgres) {
    storage::write(*database, [](storage::Transaction& tx) {
      (void)replica::load_state_locked(tx);
      storage::assign_positions(tx);
    });
  }
  return storage::read(*database,
                       [](storage::Transaction& tx) { return storage::head(tx).sequence; });
}

void Tenant::prepare_once(const std::function<void(storage::Database&)>& prepare) {
  const std::lock_guard lock(prepare_mutex_);
  if (prepared_) return;
  const auto database = take();
  prepare(*database);
  prepared_ = true;
}

Tenants::Tenants(std::filesystem::path folder, const storage::RecordStore& store,
                 std::size_t most_open, std::size_t connections)
    : folder_(std::move(folder)), store_(store), most_open_(most_open), connections_(connections) {
  platform::make_private_folder(folder_);
}

std::filesystem::path Tenants::file_of(const identity::Company& company) const {
  return folder_ / (company.storage_key + ".db");
}

std::shared_ptr<Tenant> Tenants::open(const identity::Company& company) {
  auto tenant = find_or_add(company);
  tenant->prepare_once([&](storage::Database& database) {
    storage::migrate_company(database, store_.registry(), core::Side::online);
  });
  return tenant;
}

void Tenants::create(const identity::Company& company, const std::string& database_uuid,
                     const core::Clock& clock) {
  const auto database =
      storage::open_database({.location = file_of(company).string(), .company = company.number});
  storage::migrate_company(*database, store_.registry(), core::Side::online);
  storage::write(*database, [&](storage::Transaction& tx) {
    storage::initialise_company(tx, store_.registry(), core::Side::online, database_uuid);
    replica::begin_online(tx, company.id, clock);
  });
}

void Tenants::remove(const identity::Company& company) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = open_.find(company.storage_key); found != open_.end()) {
      used_.erase(found->second.used);
      open_.erase(found);
    }
  }
  // A request that still runs keeps the deleted files until it ends.
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    std::error_code ignored;
    std::filesystem::remove(file_of(company).string() + suffix, ignored);
  }
}

std::size_t Tenants::open_count() const {
  const std::lock_guard lock(mutex_);
  return open_.size();
}

std::shared_ptr<Tenant> Tenants::find_or_add(const identity::Company& company) {
  const std::lock_guard lock(mutex_);
  if (const auto found = open_.find(company.storage_key); found != open_.end()) {
    used_.splice(used_.begin(), used_, found->second.used);
    return found->second.tenant;
  }
  const auto file = file_of(company);
  // Opening would make a new one, for a request that began just before the company was removed.
  if (!std::filesystem::exists(file)) {
    throw core::Error(core::ErrorCode::not_found,
                      core::say("Företagets data finns inte längre här.",
                                "The company's data is no longer here."));
  }
  used_.push_front(company.storage_key);
  auto tenant = std::make_shared<Tenant>(
      storage::DatabaseAddress{.location = file.string(), .company = company.number}, connections_);
  open_[company.storage_key] = {tenant, used_.begin()};
  close_unused();
  return tenant;
}

// Those in use stay open, however many there are.
void Tenants::close_unused() {
  for (auto last = used_.end(); open_.size() > most_open_ && last != used_.begin();) {
    --last;
    const auto entry = open_.find(*last);
    if (entry->second.tenant.use_count() > 1) continue;
    open_.erase(entry);
    last = used_.erase(last);
  }
}

}  // namespace tusk::online
