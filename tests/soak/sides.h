#pragma once

// An office and an online side on PostgreSQL, and rounds between them while others work there.

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "core/registry.h"
#include "platform/system_clock.h"
#include "replica/round.h"
#include "storage/testing/both_engines.h"

namespace tusk::soak {

// Contacts' text fields that people on both sides may write. Each slot, one field of one contact,
// is written once, so that no later edit hides a lost one.
inline constexpr const char* slot_fields[] = {
    "organisation_number",     "address_line_1",          "address_line_2", "city",
    "delivery_address_line_1", "delivery_address_line_2", "delivery_city",  "vat_number"};
inline constexpr int fields_per_record = static_cast<int>(std::size(slot_fields));

struct Slot {
  std::size_t record = 0;
  int field = 0;
};

class Side {
 public:
  explicit Side(core::Side side);

  [[nodiscard]] std::unique_ptr<storage::Database> open() const { return place_.open(); }
  [[nodiscard]] const storage::RecordStore& store() const { return store_; }
  // Writes the slots in one transaction, as a person's edits; tried again for as long as others'
  // locks are in the way. How often it had to be tried again.
  int write(storage::Database& database, const std::vector<core::RecordId>& records,
            const std::vector<Slot>& slots, const std::string& prefix) const;

 private:
  storage::TestDatabase place_;
  storage::RecordStore store_;
};

[[nodiscard]] std::string value_of(const Slot& slot, const std::string& prefix);

struct Totals {
  std::int64_t rounds = 0;
  std::int64_t up = 0;
  std::int64_t down = 0;
  std::int64_t conflicts = 0;
};

class Sides {
 public:
  // Connected, with `count` contacts on both sides.
  explicit Sides(std::size_t count);

  [[nodiscard]] const Side& office() const { return office_; }
  [[nodiscard]] const Side& online() const { return online_; }
  [[nodiscard]] const std::vector<core::RecordId>& records() const { return records_; }
  // Runs one round. True if there is nothing left on either side.
  bool round();
  void settle();
  [[nodiscard]] Totals totals() const;

  // Slots whose value on that side is not prefix + slot.
  [[nodiscard]] std::int64_t count_wrong(const Side& side, const std::string& prefix) const;
  // Records in which the two sides differ.
  [[nodiscard]] std::int64_t count_different() const;

 private:
  class MemoryLink;

  platform::SystemClock clock_;
  Side office_{core::Side::office};
  Side online_{core::Side::online};
  std::unique_ptr<storage::Database> office_database_;
  std::unique_ptr<storage::Database> online_database_;
  replica::LeaseKeeper keeper_{"computer-1", "KONTOR-1"};
  std::vector<core::RecordId> records_;
  std::atomic<std::int64_t> rounds_ = 0;
  std::atomic<std::int64_t> up_ = 0;
  std::atomic<std::int64_t> down_ = 0;
  std::atomic<std::int64_t> conflicts_ = 0;
};

// Both return the number of violations, and print what they did.
struct ChangesOptions {
  std::size_t records = 0;
  std::uint64_t seed = 0;
  int hold_seconds = 0;  // how long the slow transaction stays open, at least
};
[[nodiscard]] std::int64_t run_changes(const ChangesOptions& options);

struct RaceOptions {
  std::size_t records = 0;
  std::uint64_t seed = 0;
};
[[nodiscard]] std::int64_t run_race(const RaceOptions& options);

}  // namespace tusk::soak
