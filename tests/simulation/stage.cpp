#include "stage.h"

#include "registries.h"
#include "replica/round.h"
#include "replica/testing/connect.h"

namespace tusk::simulation {
namespace {

std::string file_of(core::Side side, WorldKind kind) {
  return std::string("memory/") + core::name_of(side) + "-" + name_of(kind);
}

class DirectLink final : public replica::Link {
 public:
  DirectLink(Side& online, const core::Clock& clock) : online_(online), clock_(clock) {}
  [[nodiscard]] sync::RoundResponse exchange(const sync::RoundRequest& request) override {
    return replica::run_online_round(online_.database(), online_.store(), request, clock_).response;
  }

 private:
  Side& online_;
  const core::Clock& clock_;
};

}  // namespace

Stage::Stage(WorldKind kind, const Mutant& mutant) : kind_(kind), mutant_(mutant) {
  core::SeededRandom random(1);
  set_sql_random(mutant.has_no_salts ? nullptr : &random);
  const bool refuses = kind == WorldKind::refusals;
  const auto make = [&](core::Side side) {
    const std::string file = file_of(side, kind);
    delete_file(file);
    return std::make_unique<Side>(side, file, first_registry(), mutant, refuses);
  };
  office_ = make(core::Side::office);
  online_ = make(core::Side::online);
  make_company();
  set_sql_random(nullptr);
}

Stage::~Stage() = default;

const core::Registry& Stage::first_registry() const {
  return kind_ == WorldKind::schema ? older_registry() : registry();
}

std::filesystem::path Stage::snapshot_file() {
  if (!folder_) folder_.emplace();
  return *folder_ / "first-sync.tusk";
}

void Stage::make_company() {
  Clock clock;
  clock.pass(0);
  const auto create = [&](const char* type_name, core::FieldValues values) {
    const core::RecordType& type = office_->registry().get(type_name);
    values.emplace_back("name", start_.ledger.fresh_text(core::Side::office));
    clock.pass(core::seconds(1));
    const core::Record record = office_->write_quietly([&](storage::Transaction& transaction) {
      return office_->store().create(transaction, type, core::make_change(type, values),
                                     {"Anna", clock.now()});
    });
    start_.ledger.created(core::Side::office, type, record);
    return record.id;
  };
  create("place", {});
  const core::RecordId customer = create("customer", {});
  create("person", {{"customer", customer}});

  start_.office = office_->copy();
  start_.online = online_->copy();
  if (kind_ == WorldKind::first_sync) return;
  connect(clock);
  start_.office = office_->copy();
  start_.online = online_->copy();
}

void Stage::connect(Clock& clock) {
  online_->write_quietly(
      [&](storage::Transaction& transaction) { replica::begin_online(transaction, "c_1", clock); });
  office_->write_quietly([&](storage::Transaction& transaction) {
    replica::begin_connection(transaction, office_->store(),
                              {.online_url = "https://online.example",
                               .company_id = "c_1",
                               .device_id = "d_1",
                               .connected_by = "Anna",
                               .connected_by_email = "anna@norrsken.example"},
                              clock);
  });
  DirectLink link(*online_, clock);
  replica::LeaseKeeper keeper("first", "first");
  for (int round = 0; round < 3; ++round) {
    (void)replica::run_office_round(office_->database(), office_->store(), link, keeper, clock,
                                    {.computer = "first", .limits = {.numbers_per_block = 3}});
  }
  office_->write_quietly([&](storage::Transaction& transaction) {
    if (const auto token = keeper.acquire(transaction, clock)) keeper.release(transaction, *token);
  });
}

}  // namespace tusk::simulation
