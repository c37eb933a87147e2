// Each slot is written online first and in the office just then, while the online value is on its
// way: before the round that brings it, during, and after. The office's value must stand on both
// sides, and what was a conflict must be in the history with both values.

#include <fmt/core.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "core/random.h"
#include "replica/conflict_log.h"
#include "sides.h"

namespace tusk::soak {
namespace {

constexpr int office_writers = 4;
constexpr std::size_t most_slots_at_once = 16;
constexpr std::size_t most_slots_waiting = 64;
constexpr int most_rounds_late = 2;

// What the office is to write, and when: at the round during which the online value was written, or
// one or two later, when it has arrived.
class Queue {
 public:
  void push(const std::vector<Slot>& slots, core::Random& random) {
    {
      const std::lock_guard lock(mutex_);
      for (const Slot& slot : slots) {
        const auto delay = static_cast<std::int64_t>(random.below(most_rounds_late + 1));
        slots_.emplace(rounds_ + delay, slot);
      }
    }
    changed_.notify_all();
  }
  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
  }
  void round_done() {
    {
      const std::lock_guard lock(mutex_);
      ++rounds_;
    }
    changed_.notify_all();
  }
  // The next slot that is due; nothing if none will come any more.
  std::optional<Slot> pop() {
    std::unique_lock lock(mutex_);
    const auto is_due = [this] { return !slots_.empty() && slots_.begin()->first <= rounds_; };
    changed_.wait(lock, [&] { return is_due() || (closed_ && slots_.empty()); });
    if (slots_.empty()) return std::nullopt;
    const Slot slot = slots_.begin()->second;
    slots_.erase(slots_.begin());
    changed_.notify_all();
    return slot;
  }
  // So that the office's edits come while the online ones are on their way, not long after.
  void wait_until_short() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return slots_.size() < most_slots_waiting; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::multimap<std::int64_t, Slot> slots_;  // by the round at which they are due
  std::int64_t rounds_ = 0;
  bool closed_ = false;
};

void write_online(const Sides& sides, Queue& queue, std::uint64_t seed) {
  core::SeededRandom random(seed);
  const auto database = sides.online().open();
  std::vector<Slot> slots;
  for (std::size_t record = 0; record < sides.records().size(); ++record) {
    for (int field = 0; field < fields_per_record; ++field) slots.push_back({record, field});
  }
  for (std::size_t i = slots.size(); i > 1; --i) std::swap(slots[i - 1], slots[random.below(i)]);
  for (std::size_t at = 0; at < slots.size();) {
    const std::size_t count = std::min(slots.size() - at, 1 + random.below(most_slots_at_once));
    const auto first = slots.begin() + static_cast<std::ptrdiff_t>(at);
    const std::vector<Slot> batch(first, first + static_cast<std::ptrdiff_t>(count));
    sides.online().write(*database, sides.records(), batch, "o");
    queue.push(batch, random);
    queue.wait_until_short();
    at += count;
  }
  queue.close();
}

void write_office(const Sides& sides, Queue& queue) {
  const auto database = sides.office().open();
  while (const auto slot = queue.pop()) {
    sides.office().write(*database, sides.records(), {*slot}, "p");
  }
}

struct History {
  std::int64_t conflicts = 0;
  std::int64_t wrong = 0;  // not the office's value against the online one, or the same edit twice
};

History read_history(const Side& side) {
  History history;
  std::set<std::pair<core::RecordId, int>> seen;
  const auto database = side.open();
  storage::read(*database, [&](storage::Transaction& transaction) {
    std::string cursor;
    do {
      const auto page = replica::list_conflicts(transaction, core::registry(), 500, cursor);
      for (const auto& [conflict, put_back_at, put_back_by] : page.conflicts) {
        ++history.conflicts;
        const bool is_right = conflict.winner == core::Side::office &&
                              core::to_display(conflict.winning_value).starts_with("p-") &&
                              core::to_display(conflict.losing_value).starts_with("o-") &&
                              seen.emplace(conflict.record_id, conflict.field_number).second;
        if (!is_right) ++history.wrong;
      }
      cursor = page.next_cursor;
    } while (!cursor.empty());
  });
  return history;
}

}  // namespace

std::int64_t run_race(const RaceOptions& options) {
  Sides sides(options.records);
  const std::int64_t slots = static_cast<std::int64_t>(options.records) * fields_per_record;
  Queue queue;
  std::atomic<int> working = office_writers;
  const Totals before = sides.totals();
  std::vector<std::jthread> people;
  people.emplace_back([&] { write_online(sides, queue, options.seed); });
  for (int i = 0; i < office_writers; ++i) {
    people.emplace_back([&] {
      write_office(sides, queue);
      --working;
    });
  }
  while (working > 0) {
    sides.round();
    queue.round_done();
  }
  people.clear();
  sides.settle();

  const Totals after = sides.totals();
  const std::int64_t overwritten = sides.count_wrong(sides.office(), "p");
  const std::int64_t online = sides.count_wrong(sides.online(), "p");
  const History history = read_history(sides.office());
  const History online_history = read_history(sides.online());
  fmt::print(
      "race: {} slots written online and in the office, {} rounds; {} met as conflicts, {} in "
      "sequence\n"
      "race: {} office values overwritten, {} wrong online; history: {} wrong, {} in the office, "
      "{} "
      "online\n",
      slots, after.rounds - before.rounds, history.conflicts, slots - history.conflicts,
      overwritten, online, history.wrong + online_history.wrong, history.conflicts,
      online_history.conflicts);
  std::int64_t violations = overwritten + online + history.wrong + online_history.wrong;
  if (history.conflicts != online_history.conflicts) ++violations;
  if (history.conflicts == 0 || history.conflicts == slots) {
    fmt::print("race: nobody met: this run proves nothing\n");
    ++violations;
  }
  return violations;
}

}  // namespace tusk::soak
