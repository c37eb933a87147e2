#include "replica/lease.h"

#include "replica/take_overs.h"
#include "sync/safeguards.h"

namespace tusk::replica {
namespace {

constexpr std::string_view select_lease =
    "SELECT token, holder_uuid, holder_name, beat, preferred_uuid FROM sync_lease WHERE {company}";
constexpr std::string_view insert_lease =
    "INSERT INTO sync_lease ({company_column} token, holder_uuid, holder_name, beat, "
    "preferred_uuid) "
    "VALUES ({company_value} 0, '', '', 0, '')";
// The token in the condition makes each of these a compare-and-swap.
constexpr std::string_view take_lease =
    "UPDATE sync_lease SET token = token + 1, holder_uuid = $1, holder_name = $2, beat = 0 "
    "WHERE {company} AND token = $3";
constexpr std::string_view beat_lease =
    "UPDATE sync_lease SET beat = beat + 1 WHERE {company} AND token = $1 AND holder_uuid = $2";
constexpr std::string_view release_lease =
    "UPDATE sync_lease SET holder_uuid = '', holder_name = '' WHERE {company} AND token = $1 AND "
    "holder_uuid = $2";

std::optional<Lease> find_lease(storage::Transaction& transaction) {
  const auto statement = transaction.prepare_company(select_lease);
  if (!statement->step()) return std::nullopt;
  Lease lease;
  lease.token = statement->integer(0);
  lease.holder_uuid = statement->text(1);
  lease.holder_name = statement->text(2);
  lease.beat = statement->integer(3);
  lease.preferred_uuid = statement->text(4);
  return lease;
}

// Why the lease is taken from whoever has it.
TakeOverReason reason_of(const Lease& lease, bool is_silent) {
  if (lease.holder_uuid.empty()) return TakeOverReason::first;
  return is_silent ? TakeOverReason::silent : TakeOverReason::chosen;
}

}  // namespace

Lease load_lease(storage::Transaction& transaction) {
  return find_lease(transaction).value_or(Lease{});
}

LeaseKeeper::LeaseKeeper(std::string computer_uuid, std::string computer_name,
                         core::Microseconds patience)
    : uuid_(std::move(computer_uuid)), name_(std::move(computer_name)), patience_(patience) {}

std::optional<std::int64_t> LeaseKeeper::acquire(storage::Transaction& transaction,
                                                 const core::Clock& clock) {
  const auto existing = find_lease(transaction);
  if (!existing) transaction.prepare_company(insert_lease)->run();
  const Lease lease = existing.value_or(Lease{});
  if (lease.holder_uuid == uuid_) return lease.token;

  const bool changed = lease.token != watched_token_ || lease.beat != watched_beat_;
  if (changed) {
    watched_token_ = lease.token;
    watched_beat_ = lease.beat;
    watched_since_ = clock.steady();
  }
  const bool silent = clock.steady() - watched_since_ >= patience_;
  const bool must_wait = !lease.holder_uuid.empty() && lease.preferred_uuid != uuid_ && !silent;
  if (must_wait && sync::is_on(sync::Safeguard::lease)) return std::nullopt;

  const auto take = transaction.prepare_company(take_lease);
  take->bind(uuid_).bind(name_).bind(lease.token);
  if (take->run() != 1) return std::nullopt;
  write_take_over(transaction, {.token = lease.token + 1,
                                .at = clock.now(),
                                .from_name = lease.holder_name,
                                .to_uuid = uuid_,
                                .to_name = name_,
                                .reason = reason_of(lease, silent)});
  return lease.token + 1;
}

bool LeaseKeeper::beat(storage::Transaction& transaction, std::int64_t token) const {
  const auto statement = transaction.prepare_company(beat_lease);
  statement->bind(token).bind(uuid_);
  return statement->run() == 1 || !sync::is_on(sync::Safeguard::lease_again);
}

void LeaseKeeper::release(storage::Transaction& transaction, std::int64_t token) const {
  const auto statement = transaction.prepare_company(release_lease);
  statement->bind(token).bind(uuid_);
  statement->run();
}

}  // namespace tusk::replica
