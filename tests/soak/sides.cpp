#include "sides.h"

#include <fmt/format.h>

#include "core/record_json.h"
#include "replica/testing/connect.h"
#include "storage/schema.h"
#include "sync/codec.h"

namespace tusk::soak {
namespace {

const core::RecordType& contact() {
  return core::registry().get("contact");
}

// Every contact of the side, in the order of their ids.
template <typename Visit>
void for_each_contact(const Side& side, Visit&& visit) {
  const auto database = side.open();
  storage::read(*database, [&](storage::Transaction& transaction) {
    storage::RecordQuery query{.sort = "id", .limit = storage::max_page_size, .count_total = false};
    do {
      const auto page = side.store().list(transaction, contact(), query);
      for (const core::Record& record : page.records) visit(record);
      query.cursor = page.next_cursor;
    } while (!query.cursor.empty());
  });
}

std::string slots_of(const core::Record& record) {
  std::string text;
  for (const char* field : slot_fields)
    text += core::to_display(core::value_of(contact(), record, field)) + "\n";
  return text;
}

}  // namespace

std::string value_of(const Slot& slot, const std::string& prefix) {
  return fmt::format("{}-{}-{}", prefix, slot.record, slot.field);
}

Side::Side(core::Side side) : place_(storage::Engine::postgres), store_(core::registry(), side) {
  const auto database = open();
  storage::migrate_company(*database, core::registry(), side);
  storage::write(*database, [&](storage::Transaction& transaction) {
    storage::initialise_company(transaction, core::registry(), side, core::name_of(side));
  });
}

int Side::write(storage::Database& database, const std::vector<core::RecordId>& records,
                const std::vector<Slot>& slots, const std::string& prefix) const {
  const platform::SystemClock clock;
  const std::string person = store_.side() == core::Side::office ? "Anna" : "Erik";
  for (int again = 0;; ++again) {
    try {
      auto transaction = database.begin(storage::Access::write);
      for (const Slot& slot : slots) {
        const core::FieldValues values{{slot_fields[slot.field], value_of(slot, prefix)}};
        store_.update(*transaction, contact(), records[slot.record],
                      core::make_change(contact(), values), {person, clock.now()});
      }
      transaction->commit();
      return again;
    } catch (const storage::RetryableError&) {
      // A deadlock with another writer or with a round: nothing was written.
    }
  }
}

class Sides::MemoryLink final : public replica::Link {
 public:
  explicit MemoryLink(Sides& sides) : sides_(sides) {}
  sync::RoundResponse exchange(const sync::RoundRequest& request) override {
    const core::Registry& registry = core::registry();
    // Over the wire and back, as in production.
    const auto received = sync::parse_request(registry, sync::to_json(registry, request));
    const auto result = replica::run_online_round(*sides_.online_database_, sides_.online_.store(),
                                                  received, sides_.clock_);
    return sync::parse_response(registry, sync::to_json(registry, result.response));
  }

 private:
  Sides& sides_;
};

Sides::Sides(std::size_t count)
    : office_database_(office_.open()), online_database_(online_.open()) {
  storage::write(*online_database_, [&](storage::Transaction& transaction) {
    replica::begin_online(transaction, "c_1", clock_);
  });
  storage::write(*office_database_, [&](storage::Transaction& transaction) {
    replica::begin_connection(transaction, office_.store(),
                              {.online_url = "https://online.example",
                               .company_id = "c_1",
                               .device_id = "d_1",
                               .connected_by = "Anna Berg",
                               .connected_by_email = "anna@norrsken.example"},
                              clock_);
  });
  storage::write(*office_database_, [&](storage::Transaction& transaction) {
    records_.clear();
    for (std::size_t i = 0; i < count; ++i) {
      core::Record record =
          core::make_record(contact(), office_.store().next_id(transaction, contact()));
      record.values[contact().index_of(contact().get_field("name"))] =
          core::Value("Contact " + std::to_string(i));
      record.created = record.changed = {"Anna", clock_.now()};
      office_.store().insert_raw(transaction, contact(), record);
      records_.push_back(record.id);
    }
  });
  settle();
}

bool Sides::round() {
  MemoryLink link(*this);
  const auto result = replica::run_office_round(*office_database_, office_.store(), link, keeper_,
                                                clock_, {.computer = "KONTOR-1"});
  const bool is_known = result.outcome == replica::RoundOutcome::done ||
                        result.outcome == replica::RoundOutcome::stale;
  if (!is_known) throw std::runtime_error("a round was refused: " + result.message.en);
  ++rounds_;
  up_ += result.up;
  down_ += result.down;
  conflicts_ += result.conflicts;
  return result.outcome == replica::RoundOutcome::done && !result.more &&
         result.up + result.down + result.conflicts == 0;
}

void Sides::settle() {
  // Enough for any backlog at 20,000 entries a round.
  for (int i = 0; i < 10'000; ++i) {
    if (round()) return;
  }
  throw std::runtime_error("the sides never came to rest");
}

Totals Sides::totals() const {
  return {rounds_, up_, down_, conflicts_};
}

std::int64_t Sides::count_wrong(const Side& side, const std::string& prefix) const {
  std::int64_t wrong = 0;
  std::size_t index = 0;
  for_each_contact(side, [&](const core::Record& record) {
    for (int field = 0; field < fields_per_record; ++field) {
      const core::Value& value = core::value_of(contact(), record, slot_fields[field]);
      if (!(value == core::Value(value_of({index, field}, prefix)))) ++wrong;
    }
    ++index;
  });
  const auto missing =
      static_cast<std::int64_t>(records_.size()) - static_cast<std::int64_t>(index);
  return wrong + missing * fields_per_record;
}

std::int64_t Sides::count_different() const {
  std::map<core::RecordId, std::string> office;
  for_each_contact(office_,
                   [&](const core::Record& record) { office[record.id] = slots_of(record); });
  std::int64_t different = 0;
  for_each_contact(online_, [&](const core::Record& record) {
    const auto found = office.find(record.id);
    if (found == office.end() || found->second != slots_of(record)) ++different;
    if (found != office.end()) office.erase(found);
  });
  return different + static_cast<std::int64_t>(office.size());
}

}  // namespace tusk::soak
