#include "replica/round_common.h"

#include <limits>
#include <set>
#include <utility>

#include "replica/conflict_log.h"
#include "sync/safeguards.h"

namespace tusk::replica {

namespace {

// What no message can carry stays here and is shown; the rest goes. One that was kept back goes as
// a whole when it can be carried: nobody knows any more what of it the other side lacks.
void keep_back_unsendable(storage::Transaction& transaction, const storage::RecordStore& store,
                          core::Microseconds now, Outgoing& outgoing) {
  if (outgoing.changes.empty()) return;
  std::set<std::pair<int, core::RecordId>> kept;
  for (const Problem& problem : list_problems(transaction, sync::max_problems)) {
    if (problem.place == ProblemPlace::unsendable)
      kept.insert({problem.type_number, problem.record_id});
  }
  std::erase_if(outgoing.changes, [&](const sync::RecordChange& change) {
    const core::RecordType& type = *store.registry().find(change.type_number);
    const auto reason = why_unsendable(type, change);
    if (reason) {
      Problem problem = make_unsendable(type, change, *reason, now);
      if (save_problem(transaction, problem)) outgoing.new_problems.push_back(std::move(problem));
      return true;
    }
    if (change.operation != sync::Operation::want &&
        kept.contains({type.number, change.record_id})) {
      remove_problem(transaction, type.number, change.record_id, ProblemPlace::unsendable);
      if (change.operation == sync::Operation::update) {
        storage::append(transaction, type.number, change.record_id, storage::LogOperation::full, 0,
                        change.changed);
      }
    }
    return false;
  });
}

// Values as they are, without a lock: a round would wait for everybody who works, and they for it.
class CurrentRows final : public sync::RowSource {
 public:
  CurrentRows(storage::Transaction& transaction, const storage::RecordStore& store)
      : transaction_(transaction), store_(store) {}
  std::optional<core::Record> row(const core::RecordType& type, core::RecordId id) override {
    return store_.find(transaction_, type, id);
  }

 private:
  storage::Transaction& transaction_;
  const storage::RecordStore& store_;
};

// On PostgreSQL, where each statement sees what has been committed by then: entries without a
// position, committed since the last were given out. What they are about may be in the values that
// were read, and must not be told before the word that it is a new edit. True if there are more
// of them than before.
bool add_unnumbered(storage::Transaction& transaction, std::vector<sync::LocalEntry>& unnumbered) {
  if (transaction.engine() != storage::Engine::postgres) return false;
  const std::size_t before = unnumbered.size();
  unnumbered.clear();
  constexpr std::int64_t beyond_all_positions = std::numeric_limits<std::int64_t>::max();
  for (const storage::LogEntry& entry :
       storage::entries_after(transaction, beyond_all_positions, sync::max_entries_looked_at)) {
    unnumbered.push_back(to_local(entry));
  }
  return unnumbered.size() > before;
}

}  // namespace

Outgoing collect_outgoing(storage::Transaction& transaction, const storage::RecordStore& store,
                          std::int64_t after, const sync::ExchangeLimits& limits,
                          core::Microseconds now) {
  Outgoing outgoing;
  std::vector<sync::LocalEntry> entries;
  std::vector<sync::LocalEntry> later;
  for (const storage::LogEntry& entry :
       storage::entries_after(transaction, after, sync::max_entries_looked_at)) {
    // Committed after the positions were given out: next time.
    if (entry.sequence == 0) continue;
    const bool fits = entries.size() < static_cast<std::size_t>(limits.entries);
    (fits ? entries : later).push_back(to_local(entry));
  }
  CurrentRows rows(transaction, store);
  std::vector<sync::LocalEntry> unnumbered;
  const auto coalesce = [&] {
    do {
      auto not_now = later;
      not_now.insert(not_now.end(), unnumbered.begin(), unnumbered.end());
      outgoing.changes = sync::coalesce(store.registry(), entries, rows, not_now);
    } while (add_unnumbered(transaction, unnumbered));
  };
  coalesce();
  const auto is_too_much = [&] {
    return sync::estimate_bytes(outgoing.changes) > limits.bytes ||
           count_conflicts(transaction, after, entries.back().sequence) >
               sync::max_conflicts_per_exchange;
  };
  while (entries.size() > 1 && is_too_much()) {
    const auto middle = entries.begin() + static_cast<std::ptrdiff_t>(entries.size() / 2);
    later.insert(later.begin(), middle, entries.end());
    entries.erase(middle, entries.end());
    coalesce();
  }
  keep_back_unsendable(transaction, store, now, outgoing);
  outgoing.more = !later.empty();
  const std::int64_t last = entries.empty() ? after : entries.back().sequence;
  if (last == 0) return outgoing;  // nothing was ever logged
  const auto salt = storage::salt_at(transaction, last);
  if (!salt) {
    throw core::Error(core::ErrorCode::internal,
                      core::say("Ändringsloggen är skadad.", "The log of changes is damaged."), {},
                      fmt::format("no entry at position {}", last));
  }
  outgoing.to = {last, *salt};
  outgoing.conflicts = conflicts_after(transaction, store.registry(), after, last);
  return outgoing;
}

void log_problems(storage::Transaction& transaction, const storage::RecordStore& store,
                  const std::vector<Problem>& problems, RoundRow row) {
  row.up = row.down = row.conflicts = 0;
  row.ok = false;
  for (const Problem& problem : problems) {
    row.message = describe(store.registry(), problem, store.side());
    write_round(transaction, row);
  }
}

void save_own_conflicts(storage::Transaction& transaction, const storage::RecordStore& store,
                        const std::vector<sync::Conflict>& conflicts, const core::Stamp& stamp) {
  if (conflicts.empty()) return;
  const sync::Conflict& first = conflicts.front();
  const std::int64_t sequence =
      append_marker(transaction, stamp, first.type_number, first.record_id).sequence;
  for (const sync::Conflict& conflict : conflicts) {
    (void)insert_conflict(transaction, store.registry(), conflict, sequence);
  }
}

sync::Position append_marker(storage::Transaction& transaction, const core::Stamp& stamp,
                             int type_number, core::RecordId record_id) {
  storage::append(transaction, type_number, record_id, storage::LogOperation::nothing, 0, stamp);
  storage::assign_positions(transaction);
  const storage::LogPosition head = storage::head(transaction);
  return {head.sequence, head.salt};
}

std::vector<sync::Conflict> save_peer_conflicts(storage::Transaction& transaction,
                                                const storage::RecordStore& store,
                                                const std::vector<sync::Conflict>& conflicts) {
  std::vector<sync::Conflict> added;
  for (const sync::Conflict& conflict : conflicts) {
    if (insert_conflict(transaction, store.registry(), conflict, 0)) {
      added.push_back(conflict);
    } else if (store.side() == core::Side::office && sync::is_on(sync::Safeguard::one_reason)) {
      // An online edit lost there first (what it named is gone), and what that left of it lost
      // here. The first tells what somebody had written.
      correct_conflict(transaction, conflict);
    }
  }
  return added;
}

}  // namespace tusk::replica
