#include "replica/rewound.h"

#include <algorithm>
#include <set>
#include <span>

#include "core/fnv1a.h"
#include "replica/conflict_log.h"
#include "replica/round_common.h"
#include "replica/round_log.h"
#include "replica/state.h"
#include "storage/change_log.h"
#include "storage/digest.h"
#include "sync/conflicts.h"
#include "sync/limits.h"

namespace tusk::replica {
namespace {

using core::Record;
using core::RecordType;

// Ids of the records that are not the same in both, ascending.
std::vector<core::RecordId> differing_ids(const std::vector<storage::RowHash>& fresh,
                                          const std::vector<storage::RowHash>& old) {
  std::vector<core::RecordId> ids;
  auto here = fresh.begin();
  for (const storage::RowHash& there : old) {
    while (here != fresh.end() && here->id < there.id) ids.push_back((here++)->id);
    const bool is_same = here != fresh.end() && *here == there;
    if (!is_same) ids.push_back(there.id);
    if (here != fresh.end() && here->id == there.id) ++here;
  }
  for (; here != fresh.end(); ++here) ids.push_back(here->id);
  return ids;
}

class Keeper {
 public:
  Keeper(storage::Transaction& fresh, storage::Transaction& old, const storage::RecordStore& store,
         core::Microseconds now)
      : fresh_(fresh), old_(old), store_(store), now_(now), old_state_(load_state(old)) {
    // The same edit gets the same id however often this is tried, and another at another rewind.
    const std::string rewind =
        old_state_.database_uuid + "|" + std::to_string(load_state(fresh).incarnation);
    rewind_ = static_cast<std::int64_t>(core::fnv1a(rewind) >> 1U);
  }

  std::int64_t run() {
    carry_history();
    carry_rounds();
    for (const RecordType& type : store_.registry().types()) {
      if (type.is_synchronised()) compare(type);
    }
    flush();
    return count_;
  }

 private:
  // What the office has been told stays told; the rest goes over with positions of the new log.
  void carry_history() {
    std::set<std::string> untold;
    for (const sync::Conflict& conflict :
         conflicts_after(old_, store_.registry(), old_state_.own_acked.sequence)) {
      untold.insert(conflict.id);
    }
    std::string cursor;
    do {
      const ConflictPage page =
          list_conflicts(old_, store_.registry(), storage::max_page_size, cursor);
      for (const LoggedConflict& logged : page.conflicts) {
        if (untold.contains(logged.conflict.id)) {
          add(logged.conflict);
        } else {
          (void)insert_conflict(fresh_, store_.registry(), logged.conflict, 0);
        }
      }
      flush();
      for (const LoggedConflict& logged : page.conflicts) {
        if (logged.put_back_at == 0) continue;
        mark_put_back(fresh_, logged.conflict.id, {logged.put_back_by, logged.put_back_at});
      }
      cursor = page.next_cursor;
    } while (!cursor.empty());
    count_ = 0;
  }

  void carry_rounds() {
    auto rounds = list_rounds(old_, most_rounds);
    std::reverse(rounds.begin(), rounds.end());
    for (const RoundRow& row : rounds) write_round(fresh_, row);
  }

  void compare(const RecordType& type) {
    const auto buckets =
        storage::make_digest(fresh_, type).differing(storage::make_digest(old_, type));
    // A few buckets at a time: their rows are held in memory.
    constexpr std::size_t at_once = 64;
    for (std::size_t first = 0; first < buckets.size(); first += at_once) {
      const std::span<const int> part(buckets.data() + first,
                                      std::min(at_once, buckets.size() - first));
      for (const core::RecordId id : differing_ids(storage::list_row_hashes(fresh_, type, part),
                                                   storage::list_row_hashes(old_, type, part))) {
        compare(type, id);
      }
    }
  }

  void compare(const RecordType& type, core::RecordId id) {
    const auto here = store_.find(fresh_, type, id);
    const auto there = store_.find(old_, type, id);
    if (here && there && here->created == there->created) {
      compare_fields(type, *here, *there);
    } else if (there) {
      // Not in the office; or the office has another record under that id, which one side gave out
      // a second time after it was put back: then the stamp of the winner says so.
      add(sync::rewound(context_of(),
                        {.type = type,
                         .record_id = id,
                         .record_name = core::title_of(type, *there),
                         .office = here ? here->created : core::Stamp{},
                         .online = there->changed,
                         .loser_edit = rewind_,
                         .losing_image = sync::make_image(type, there->values)},
                        false));
    } else if (here) {
      note_deletion(type, *here);
    }
  }

  void compare_fields(const RecordType& type, const Record& here, const Record& there) {
    const auto edits =
        storage::entries_of(old_, type.number, there.id, old_state_.own_acked.sequence);
    for (const core::Field& field : type.fields) {
      if ((core::synchronised_mask(type) & field.bit()) == 0) continue;
      const std::size_t place = type.index_of(field);
      if (here.values[place] == there.values[place]) continue;
      core::Stamp online = there.changed;
      for (const storage::LogEntry& edit : edits) {
        if ((edit.mask & field.bit()) != 0) online = edit.stamp;
      }
      add(sync::rewound(context_of(), {.type = type,
                                       .field = field,
                                       .record_id = there.id,
                                       .record_name = core::title_of(type, there),
                                       .office_value = here.values[place],
                                       .online_value = there.values[place],
                                       .office = here.changed,
                                       .online = online,
                                       .loser_edit = rewind_}));
    }
  }

  // The office has it and the online side has not: only a deletion that the office has not got is
  // somebody's act.
  void note_deletion(const RecordType& type, const Record& here) {
    const auto entries =
        storage::entries_of(old_, type.number, here.id, old_state_.own_acked.sequence);
    if (entries.empty() || !is_removal(entries.back())) return;
    add(sync::rewound(context_of(),
                      {.type = type,
                       .record_id = here.id,
                       .record_name = core::title_of(type, here),
                       .office = here.changed,
                       .online = entries.back().stamp,
                       .loser_edit = rewind_,
                       .losing_image = {}},
                      true));
  }

  // Or was one, of which there was nothing to tell any more: the office had removed the record too,
  // and has it again since it was put back.
  static bool is_removal(const storage::LogEntry& entry) {
    return entry.operation == storage::LogOperation::remove ||
           (entry.operation == storage::LogOperation::nothing && !entry.image.empty());
  }

  [[nodiscard]] sync::RoundContext context_of() const {
    return {store_.registry(), old_state_.last_round, now_};
  }

  void add(sync::Conflict conflict) {
    waiting_.push_back(std::move(conflict));
    if (waiting_.size() >= static_cast<std::size_t>(sync::conflicts_per_position)) flush();
  }

  void flush() {
    if (waiting_.empty()) return;
    const std::int64_t sequence = append_marker(fresh_, sync_stamp(now_)).sequence;
    for (const sync::Conflict& conflict : waiting_) {
      count_ += insert_conflict(fresh_, store_.registry(), conflict, sequence) ? 1 : 0;
    }
    waiting_.clear();
  }

  static constexpr int most_rounds = 100'000;

  storage::Transaction& fresh_;
  storage::Transaction& old_;
  const storage::RecordStore& store_;
  core::Microseconds now_;
  State old_state_;
  std::int64_t rewind_ = 0;
  std::vector<sync::Conflict> waiting_;
  std::int64_t count_ = 0;
};

}  // namespace

std::int64_t keep_what_was_there(storage::Transaction& fresh, storage::Transaction& old,
                                 const storage::RecordStore& store, core::Microseconds now) {
  return Keeper(fresh, old, store, now).run();
}

}  // namespace tusk::replica
