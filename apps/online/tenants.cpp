#include "online/tenants.h"

#include "core/error.h"
#include "platform/secret_file.h"
#include "replica/connection.h"
#include "replica/state.h"
#include "storage/change_log.h"
#include "storage/schema.h"

namespace tusk::online {
namespace {

core::Error no_data() {
  return {core::ErrorCode::not_found, core::say("Företagets data finns inte längre här.",
                                                "The company's data is no longer here.")};
}

bool is_initialised(storage::Transaction& tx) {
  return tx.prepare_company("SELECT 1 FROM sync_state WHERE {company}")->step();
}

}  // namespace

Tenant::Tenant(storage::DatabaseAddress address, std::size_t connections)
    : pool_(std::make_shared<storage::ConnectionPool>(
          [address = std::move(address)] { return storage::open_database(address); },
          connections)) {}

Tenant::Tenant(std::shared_ptr<storage::ConnectionPool> pool, std::int64_t company)
    : pool_(std::move(pool)), shared_company_(company) {}

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

Tenants::Tenants(std::shared_ptr<storage::ConnectionPool> shared, const storage::RecordStore& store,
                 std::size_t most_open)
    : shared_(std::move(shared)), store_(store), most_open_(most_open) {}

std::filesystem::path Tenants::file_of(const identity::Company& company) const {
  return folder_ / (company.storage_key + ".db");
}

std::shared_ptr<Tenant> Tenants::open(const identity::Company& company) {
  auto tenant = find_or_add(company);
  tenant->prepare_once([&](storage::Database& database) {
    storage::migrate_company(database, store_.registry(), core::Side::online);
    if (!storage::read(database, is_initialised)) throw no_data();
  });
  return tenant;
}

std::shared_ptr<Tenant> Tenants::make_tenant(const identity::Company& company) const {
  if (shared_) return std::make_shared<Tenant>(shared_, company.number);
  return std::make_shared<Tenant>(
      storage::DatabaseAddress{.location = file_of(company).string(), .company = company.number},
      connections_);
}

void Tenants::create(const identity::Company& company, const std::string& database_uuid,
                     const core::Clock& clock) {
  const auto tenant = make_tenant(company);
  storage::migrate_company(*tenant->take(), store_.registry(), core::Side::online);
  tenant->write([&](storage::Transaction& tx) {
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
  if (shared_) {
    make_tenant(company)->write([&](storage::Transaction& tx) {
      storage::erase_company(tx, store_.registry(), core::Side::online);
    });
    return;
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
  // Opening would make a new one, for a request that began just before the company was removed.
  if (!shared_ && !std::filesystem::exists(file_of(company))) throw no_data();
  auto tenant = make_tenant(company);
  used_.push_front(company.storage_key);
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
