#include "online/tenants.h"

#include "core/error.h"
#include "platform/secret_file.h"
#include "replica/state.h"
#include "storage/change_log.h"
#include "storage/schema.h"
#include "storage/search_backlog.h"

namespace tusk::online {
namespace {

core::Error no_data() {
  return {core::ErrorCode::not_found, core::say("Företagets data finns inte längre här.",
                                                "The company's data is no longer here.")};
}

core::Error not_yet() {
  return {core::ErrorCode::unavailable,
          core::say("Företagets första synkronisering pågår. Uppgifterna visas när den är klar.",
                    "The company's first synchronisation is under way. The data is shown when it "
                    "is done.")};
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

Tenants::Tenants(std::string location, std::shared_ptr<storage::ConnectionPool> shared,
                 const storage::RecordStore& store, std::size_t most_open)
    : location_(std::move(location)),
      shared_(std::move(shared)),
      store_(store),
      most_open_(most_open) {}

storage::DatabaseAddress Tenants::address_of(const identity::Place& place) const {
  if (shared_) return {.location = location_, .company = place.number};
  return {.location = (folder_ / (place.storage_key + ".db")).string(), .company = place.number};
}

std::shared_ptr<Tenant> Tenants::open(const identity::Company& company) {
  if (company.state == identity::CompanyState::receiving) throw not_yet();
  auto tenant = find_or_add(company.place);
  bool has_backlog = false;
  tenant->prepare_once([&](storage::Database& database) {
    storage::migrate_company(database, store_.registry(), core::Side::online);
    storage::read(database, [&](storage::Transaction& tx) {
      if (!is_initialised(tx)) throw no_data();
      has_backlog = storage::has_search_backlog(tx);
    });
  });
  if (has_backlog && on_backlog_) on_backlog_(tenant);
  return tenant;
}

std::unique_ptr<storage::Database> Tenants::open_place(const identity::Place& place) const {
  return storage::open_database(address_of(place));
}

std::unique_ptr<storage::Database> Tenants::open_for_loading(const identity::Place& place) const {
  return storage::open_for_loading(address_of(place));
}

bool Tenants::has_data(const identity::Place& place) const {
  return shared_ != nullptr || std::filesystem::exists(address_of(place).location);
}

std::shared_ptr<Tenant> Tenants::make_tenant(const identity::Place& place) const {
  if (shared_) return std::make_shared<Tenant>(shared_, place.number);
  return std::make_shared<Tenant>(address_of(place), connections_);
}

void Tenants::remove(const identity::Place& place) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = open_.find(place.storage_key); found != open_.end()) {
      used_.erase(found->second.used);
      open_.erase(found);
    }
  }
  if (shared_) {
    storage::write(*open_place(place), [&](storage::Transaction& tx) {
      storage::erase_company(tx, store_.registry(), core::Side::online);
    });
    return;
  }
  // A request that still runs keeps the deleted files until it ends.
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    std::error_code ignored;
    std::filesystem::remove(address_of(place).location + suffix, ignored);
  }
}

std::size_t Tenants::open_count() const {
  const std::lock_guard lock(mutex_);
  return open_.size();
}

std::shared_ptr<Tenant> Tenants::find_or_add(const identity::Place& place) {
  const std::lock_guard lock(mutex_);
  if (const auto found = open_.find(place.storage_key); found != open_.end()) {
    used_.splice(used_.begin(), used_, found->second.used);
    return found->second.tenant;
  }
  // Opening would make a new one, for a request that began just before the company was removed.
  if (!shared_ && !has_data(place)) throw no_data();
  auto tenant = make_tenant(place);
  used_.push_front(place.storage_key);
  open_[place.storage_key] = {tenant, used_.begin()};
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
