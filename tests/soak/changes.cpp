// Eight writers in the office whose transactions overlap, wait for each other and deadlock, so that
// they commit in another order than they numbered their log entries; one more whose transaction
// stays open for long; and rounds all the while. Every value must arrive.

#include <fmt/core.h>

#include <algorithm>
#include <numeric>
#include <thread>

#include "core/random.h"
#include "sides.h"

namespace tusk::soak {
namespace {

constexpr std::size_t most_slots_in_a_transaction = 16;
// Rounds that must pass while the slow transaction is open.
constexpr std::int64_t rounds_while_held = 20;

std::vector<std::size_t> shuffled(std::size_t count, core::Random& random) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  for (std::size_t i = count; i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
  return order;
}

// Each writer has a field of its own and goes through all records in an order of its own.
std::int64_t write_field(const Sides& sides, int field, std::uint64_t seed) {
  core::SeededRandom random(seed);
  const auto database = sides.office().open();
  const auto order = shuffled(sides.records().size() - 1, random);
  std::int64_t again = 0;
  for (std::size_t at = 0; at < order.size();) {
    const std::size_t count =
        std::min(order.size() - at, 1 + random.below(most_slots_in_a_transaction));
    std::vector<Slot> slots;
    for (std::size_t i = 0; i < count; ++i) slots.push_back({order[at + i], field});
    again += sides.office().write(*database, sides.records(), slots, "p");
    at += count;
  }
  return again;
}

// Writes a field of its own in the last record, and commits late.
class SlowTransaction {
 public:
  SlowTransaction(const Sides& sides, int hold_seconds)
      : database_(sides.office().open()),
        transaction_(database_->begin(storage::Access::write)),
        until_(std::chrono::steady_clock::now() + std::chrono::seconds(hold_seconds)),
        until_round_(sides.totals().rounds + rounds_while_held),
        up_before_(sides.totals().up) {
    // Where rounds are slow it is idle for longer than a program's transaction may be.
    transaction_->execute("SET LOCAL idle_in_transaction_session_timeout = 0");
    const core::RecordType& type = core::registry().get("contact");
    const core::FieldValues values{{"website", "https://late.example"}};
    sides.office().store().update(*transaction_, type, sides.records().back(),
                                  core::make_change(type, values), {"Slow", 1});
  }
  [[nodiscard]] bool is_over(const Totals& totals) const {
    return totals.rounds >= until_round_ && std::chrono::steady_clock::now() >= until_;
  }
  // Records that went up meanwhile.
  std::int64_t end(const Totals& totals) {
    transaction_->commit();
    return totals.up - up_before_;
  }

 private:
  std::unique_ptr<storage::Database> database_;
  std::unique_ptr<storage::Transaction> transaction_;
  std::chrono::steady_clock::time_point until_;
  std::int64_t until_round_;
  std::int64_t up_before_;
};

bool has_late_value(const Side& side, core::RecordId id) {
  const auto database = side.open();
  const core::RecordType& type = core::registry().get("contact");
  return storage::read(*database, [&](storage::Transaction& transaction) {
    const core::Record record = side.store().get(transaction, type, id);
    return core::value_of(type, record, "website") == core::Value("https://late.example");
  });
}

}  // namespace

std::int64_t run_changes(const ChangesOptions& options) {
  // The last record is the slow transaction's: nobody waits for its lock.
  Sides sides(options.records + 1);
  const std::int64_t slots = static_cast<std::int64_t>(options.records) * fields_per_record;
  std::vector<std::int64_t> again(fields_per_record);
  std::atomic<int> working = fields_per_record;
  std::vector<std::jthread> writers;
  const Totals before = sides.totals();
  SlowTransaction slow(sides, options.hold_seconds);
  for (int field = 0; field < fields_per_record; ++field) {
    writers.emplace_back([&, field] {
      again[static_cast<std::size_t>(field)] =
          write_field(sides, field, options.seed * 100 + static_cast<std::uint64_t>(field));
      --working;
    });
  }
  std::int64_t up_while_held = -1;
  while (working > 0 || up_while_held < 0) {
    sides.round();
    if (up_while_held < 0 && slow.is_over(sides.totals())) up_while_held = slow.end(sides.totals());
  }
  writers.clear();
  sides.settle();

  const Totals after = sides.totals();
  const std::int64_t lost = sides.count_wrong(sides.online(), "p") - fields_per_record;
  const std::int64_t lost_here = sides.count_wrong(sides.office(), "p") - fields_per_record;
  const std::int64_t different = sides.count_different();
  const bool late_arrived = has_late_value(sides.online(), sides.records().back());
  fmt::print(
      "changes: {} by {} writers, {} transactions tried again, {} rounds with {} records up; "
      "{} records up while the slow transaction was open ({} s)\n"
      "changes: {} lost online, {} lost in the office, {} records differ, late value {}\n",
      slots, fields_per_record, std::accumulate(again.begin(), again.end(), std::int64_t{0}),
      after.rounds - before.rounds, after.up - before.up, up_while_held, options.hold_seconds, lost,
      lost_here, different, late_arrived ? "arrived" : "lost");
  std::int64_t violations = lost + lost_here + different + (late_arrived ? 0 : 1);
  if (up_while_held == 0) {
    fmt::print("changes: an open transaction stopped synchronisation\n");
    ++violations;
  }
  return violations;
}

}  // namespace tusk::soak
