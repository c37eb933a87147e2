#include <algorithm>

#include "replica/audit.h"
#include "replica/audit_common.h"
#include "replica/link.h"
#include "replica/problems.h"
#include "replica/round_common.h"
#include "storage/change_log.h"
#include "sync/limits.h"

namespace tusk::replica {
namespace {

// Where the percentages of an audit go: to the sums of all, then to looking into what differs.
constexpr std::int64_t percent_of_sums = 40;

bool is_at(const State& state, const sync::AuditRequest& request) {
  return state.mode == Mode::connected && state.own_acked == request.from &&
         state.peer == request.online_from;
}

std::vector<int> differing_buckets(const storage::TypeDigest& ours,
                                   const std::vector<sync::BucketSum>& theirs) {
  storage::TypeDigest other;
  for (const sync::BucketSum& sum : theirs) {
    const auto hash = storage::parse_hash(sum.sum);
    if (!hash || sum.bucket < 0 || sum.bucket >= storage::digest_buckets) continue;
    other.buckets[static_cast<std::size_t>(sum.bucket)] = {sum.count, *hash};
  }
  return ours.differing(other);
}

// Ids whose hash is not the same in both, or that only one has.
std::vector<core::RecordId> differing_rows(const std::vector<storage::RowHash>& ours,
                                           const std::vector<sync::RowSum>& theirs) {
  std::map<core::RecordId, std::string> left;
  for (const sync::RowSum& row : theirs) left[row.id] = row.hash;
  std::vector<core::RecordId> ids;
  for (const storage::RowHash& row : ours) {
    const auto found = left.find(row.id);
    if (found == left.end() || found->second != storage::format_hash(row.hash)) {
      ids.push_back(row.id);
    }
    if (found != left.end()) left.erase(found);
  }
  for (const auto& [id, hash] : left) ids.push_back(id);
  return ids;
}

// True if no message can carry the record: it is shown as such, and goes when it can be carried.
bool keep_back(storage::Transaction& transaction, const core::RecordType& type,
               const core::Record& record, core::Microseconds now) {
  sync::RecordChange change;
  change.record_id = record.id;
  change.carried = core::synchronised_mask(type);
  change.values = record.values;
  const auto reason = why_unsendable(type, change);
  if (!reason) return false;
  (void)save_problem(transaction, make_unsendable(type, change, *reason, now));
  return true;
}

core::Text other_schema() {
  return {"Kontoret och Tusk Online har inte samma version. Uppdatera båda och jämför igen.",
          "The office and Tusk Online are not of the same version. Update both and compare again."};
}

}  // namespace

OfficeAudit::OfficeAudit(const storage::RecordStore& store, const LeaseKeeper& keeper,
                         const core::Clock& clock, std::string computer)
    : store_(store), keeper_(keeper), clock_(clock), computer_(std::move(computer)) {}

bool OfficeAudit::step(storage::Database& database, AuditLink& link) {
  if (phase_ == Phase::idle && !begin(database)) return false;
  const auto request = make_request(database);
  if (!request) return false;
  try {
    return take(database, *request, link.audit(*request));
  } catch (const LinkError& error) {
    if (error.problem() != LinkProblem::too_old) throw;
    // A server that knows no audits can't be told of this one either.
    audit_.is_told = true;
    finish(database, AuditState::failed, other_schema());
    phase_ = Phase::idle;
    return false;
  }
}

bool OfficeAudit::begin(storage::Database& database) {
  const core::Microseconds now = clock_.now();
  if (!storage::read(database, [&](storage::Transaction& tx) { return is_audit_due(tx, now); })) {
    return false;
  }
  storage::write(database, [&](storage::Transaction& transaction) {
    const auto due = take_due_audit(transaction, now);
    if (!due) return;
    audit_ = *due;
    if (audit_.ended_at != 0) {
      phase_ = Phase::telling;
      return;
    }
    // What an interrupted one has repaired stays counted.
    audit_.state = AuditState::running;
    if (audit_.started_at == 0) audit_.started_at = now;
    audit_.computer = computer_;
    audit_.compared = 0;
    audit_.differing = audit_.repaired;
    audit_.done_percent = 0;
    save_audit(transaction, audit_);
    phase_ = Phase::buckets;
  });
  differing_.clear();
  suspects_.clear();
  strangers_.clear();
  parts_ = 0;
  interruptions_ = 0;
  return phase_ != Phase::idle;
}

std::optional<sync::AuditRequest> OfficeAudit::make_request(storage::Database& database) {
  return storage::read(
      database, [&](storage::Transaction& transaction) -> std::optional<sync::AuditRequest> {
        const State state = load_state(transaction);
        if (state.mode != Mode::connected) return std::nullopt;
        sync::AuditRequest request;
        request.schema_version = state.schema_version;
        request.token = load_lease(transaction).token;
        request.from = state.own_acked;
        request.online_from = state.peer;
        switch (phase_) {
          case Phase::idle:
            return std::nullopt;
          case Phase::buckets: {
            Unsettled unsettled = load_unsettled(transaction, store_, state.own_acked.sequence);
            if (unsettled.too_many) return std::nullopt;
            request.excluded = std::move(unsettled.ids);
            break;
          }
          case Phase::rows:
            request.question = sync::AuditQuestion::rows;
            request.type_number = differing_.front().type_number;
            request.buckets = differing_.front().buckets;
            break;
          case Phase::records:
            request.question = sync::AuditQuestion::records;
            request.type_number = suspects_.front().type_number;
            request.ids = suspects_.front().ids;
            break;
          case Phase::telling:
            request.question = sync::AuditQuestion::result;
            request.result = to_result(audit_);
            break;
        }
        return request;
      });
}

bool OfficeAudit::take(storage::Database& database, const sync::AuditRequest& request,
                       const sync::AuditResponse& response) {
  if (!response.unknown.empty() || response.status == sync::AuditStatus::schema) {
    finish(database, AuditState::failed, other_schema());
    return true;
  }
  if (response.status == sync::AuditStatus::busy) return false;
  bool undisturbed = response.status == sync::AuditStatus::ok;
  if (undisturbed && request.question == sync::AuditQuestion::result) {
    audit_.is_told = true;
    storage::write(database, [&](storage::Transaction& tx) { save_audit(tx, audit_); });
    phase_ = Phase::idle;
    return true;  // another may have been asked for
  }
  if (undisturbed && request.question == sync::AuditQuestion::records) {
    // Known to this object only once it is committed.
    const auto before = std::tuple(audit_, suspects_, strangers_);
    undisturbed = storage::write(database, [&](storage::Transaction& transaction) {
      std::tie(audit_, suspects_, strangers_) = before;
      // Last check in the transaction that writes, as for a round.
      if (!is_at(load_state_locked(transaction), request)) return false;
      if (!keeper_.beat(transaction, request.token)) return false;
      settle_records(transaction, request, response);
      return true;
    });
  } else if (undisturbed) {
    undisturbed = storage::read(database, [&](storage::Transaction& transaction) {
      if (!is_at(load_state(transaction), request)) return false;
      if (request.question == sync::AuditQuestion::buckets) {
        compare_buckets(transaction, request, response);
      } else {
        compare_rows(transaction, request, response);
      }
      return true;
    });
  }
  if (undisturbed) {
    go_on(database);
  } else if (++interruptions_ > sync::max_audit_interruptions) {
    finish(database, AuditState::failed,
           {"Jämförelsen kom inte till ro: en annan dator synkroniserar.",
            "The comparison never came to rest: another computer synchronises."});
  }
  return true;
}

void OfficeAudit::compare_buckets(storage::Transaction& transaction,
                                  const sync::AuditRequest& request,
                                  const sync::AuditResponse& response) {
  sync::RecordIds excluded = load_unsettled(transaction, store_, request.from.sequence).ids;
  for (const auto* more : {&request.excluded, &response.excluded}) {
    for (const auto& [type_number, ids] : *more) {
      excluded[type_number].insert(ids.begin(), ids.end());
    }
  }
  for (const core::RecordType& type : store_.registry().types()) {
    if (!type.is_synchronised()) continue;
    const auto ours = make_digest_without(transaction, type, excluded[type.number]);
    audit_.compared += ours.count();
    const auto theirs = response.sums.find(type.number);
    const std::vector<int> buckets = differing_buckets(
        ours, theirs == response.sums.end() ? std::vector<sync::BucketSum>{} : theirs->second);
    for (std::size_t i = 0; i < buckets.size(); i += sync::audit_buckets_per_exchange) {
      const std::size_t end = std::min(i + sync::audit_buckets_per_exchange, buckets.size());
      differing_.push_back({type.number,
                            {buckets.begin() + static_cast<std::ptrdiff_t>(i),
                             buckets.begin() + static_cast<std::ptrdiff_t>(end)}});
    }
  }
  parts_ = differing_.size();
}

void OfficeAudit::compare_rows(storage::Transaction& transaction, const sync::AuditRequest& request,
                               const sync::AuditResponse& response) {
  const core::RecordType& type = *store_.registry().find(request.type_number);
  const sync::RecordIds unsettled = load_unsettled(transaction, store_, request.from.sequence).ids;
  std::vector<core::RecordId> ids =
      differing_rows(storage::list_row_hashes(transaction, type, request.buckets), response.rows);
  std::erase_if(ids, [&](core::RecordId id) {
    return has(unsettled, type.number, id) || has(response.excluded, type.number, id);
  });
  for (std::size_t i = 0; i < ids.size(); i += sync::audit_records_per_exchange) {
    const std::size_t end = std::min(i + sync::audit_records_per_exchange, ids.size());
    suspects_.push_back({type.number,
                         {ids.begin() + static_cast<std::ptrdiff_t>(i),
                          ids.begin() + static_cast<std::ptrdiff_t>(end)}});
  }
  differing_.pop_front();
}

// The records themselves decide; what was found about them before is a hint.
void OfficeAudit::settle_records(storage::Transaction& transaction,
                                 const sync::AuditRequest& request,
                                 const sync::AuditResponse& response) {
  const core::RecordType& type = *store_.registry().find(request.type_number);
  const core::Microseconds now = clock_.now();
  const Unsettled unsettled = load_unsettled(transaction, store_, request.from.sequence);
  std::vector<sync::Conflict> conflicts;
  for (const sync::AuditedRecord& online : response.records) {
    std::erase(suspects_.front().ids, online.id);
    const auto office = store_.find_locked(transaction, type, online.id);
    // After the row is locked: nobody's edit of it can come in between.
    const bool is_pending =
        has(unsettled.ids, type.number, online.id) ||
        !storage::entries_of(transaction, type.number, online.id, request.from.sequence).empty();
    if (is_pending) continue;
    if (office && keep_back(transaction, type, *office, now)) continue;
    auto drift = sync::find_drift(type, office, online, audit_.number, now);
    if (drift.empty()) continue;
    ++audit_.differing;
    if (office) {
      ++audit_.repaired;
      // For completeness: it beats no edit that is pending online.
      storage::append(transaction, type.number, online.id, storage::LogOperation::full, 0,
                      office->changed);
    } else {
      strangers_.emplace_back(type.number, online.id);
    }
    conflicts.insert(conflicts.end(), std::make_move_iterator(drift.begin()),
                     std::make_move_iterator(drift.end()));
  }
  for (const auto& [type_number, ids] : response.excluded) {
    for (const core::RecordId id : ids) std::erase(suspects_.front().ids, id);
  }
  if (response.records.empty() || suspects_.front().ids.empty()) suspects_.pop_front();
  const std::int64_t round = load_state(transaction).last_round;
  for (sync::Conflict& conflict : conflicts) conflict.round = round;
  save_own_conflicts(transaction, store_, conflicts, sync_stamp(now));
  save_audit(transaction, audit_);
}

void OfficeAudit::go_on(storage::Database& database) {
  if (!suspects_.empty()) {
    phase_ = Phase::records;
  } else if (!differing_.empty()) {
    phase_ = Phase::rows;
  } else {
    remove_strangers(database);
    finish(database, audit_.differing == 0 ? AuditState::equal : AuditState::repaired, {});
    return;
  }
  const auto left = static_cast<std::int64_t>(differing_.size());
  const auto parts = static_cast<std::int64_t>(std::max<std::size_t>(parts_, 1));
  audit_.done_percent = percent_of_sums + (100 - percent_of_sums) * (parts - left) / (parts + 1);
  storage::write(database, [&](storage::Transaction& tx) { save_audit(tx, audit_); });
}

void OfficeAudit::remove_strangers(storage::Database& database) {
  if (strangers_.empty()) return;
  const core::Microseconds now = clock_.now();
  audit_.repaired += storage::write(database, [&](storage::Transaction& transaction) {
    const State state = load_state_locked(transaction);
    std::int64_t removed = 0;
    if (!keeper_.beat(transaction, load_lease(transaction).token)) return removed;
    for (const auto& [type_number, id] : strangers_) {
      const core::RecordType& type = *store_.registry().find(type_number);
      // Somebody has edited it online meanwhile, so that it came, or is asked for.
      const auto pending =
          storage::entries_of(transaction, type_number, id, state.own_acked.sequence);
      const bool is_spoken_of =
          std::any_of(pending.begin(), pending.end(), [](const storage::LogEntry& entry) {
            return entry.operation != storage::LogOperation::nothing;
          });
      if (is_spoken_of || store_.exists(transaction, type, id)) continue;
      storage::append(transaction, type_number, id, storage::LogOperation::remove, 0,
                      sync_stamp(now));
      ++removed;
    }
    return removed;
  });
  strangers_.clear();
}

void OfficeAudit::finish(storage::Database& database, AuditState state, const core::Text& message) {
  audit_.state = state;
  audit_.message = message;
  audit_.ended_at = clock_.now();
  audit_.done_percent = 100;
  storage::write(database, [&](storage::Transaction& tx) { save_audit(tx, audit_); });
  phase_ = Phase::telling;
}

}  // namespace tusk::replica
