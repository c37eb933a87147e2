#include "online/first_syncs.h"

#include <thread>

#include "core/error.h"
#include "identity/companies.h"
#include "online/audit_trail.h"
#include "online/limits.h"
#include "online/services.h"
#include "platform/logging.h"
#include "replica/receiver.h"
#include "storage/schema.h"

namespace tusk::online {

using platform::LogLevel;
using storage::Transaction;
using sync::TransferReply;
using sync::TransferStatus;

namespace {

TransferReply refused(const core::Text& why) {
  return {.status = TransferStatus::refused, .message_sv = why.sv, .message_en = why.en};
}

core::Text nothing_expected() {
  return core::say(
      "Ingen första synkronisering är påbörjad. Anslut företaget på nytt: tusk online "
      "connect.",
      "No first synchronisation has been begun. Connect the company anew: tusk online "
      "connect.");
}

}  // namespace

// One company's. The receiver is used under `work`, and by the thread that finishes without it:
// `step` keeps the others away from then on.
class FirstSyncs::Reception {
 public:
  Reception(std::unique_ptr<storage::Database> staging, const storage::RecordStore& store,
            const core::Clock& clock)
      : receiver(std::move(staging), store, clock, replica::Writing::beside) {
    note();
  }
  ~Reception() {
    if (finisher.joinable()) finisher.join();
  }
  Reception(const Reception&) = delete;
  Reception& operator=(const Reception&) = delete;

  enum class Step { receiving, finishing, done, failed };

  // What others may look at while the receiver works.
  void note() {
    const std::lock_guard lock(noted_mutex_);
    noted_ = receiver.transfer();
  }
  // What the receiver does is noted, also where that ends with an earlier block to come again.
  template <typename Act>
  void use(Act&& act) {
    try {
      act(receiver);
    } catch (...) {
      note();
      throw;
    }
    note();
  }
  [[nodiscard]] std::optional<replica::Transfer> noted() const {
    const std::lock_guard lock(noted_mutex_);
    return noted_;
  }
  [[nodiscard]] std::optional<sync::TransferState> state() const {
    const auto transfer = noted();
    return transfer ? std::optional(transfer->state) : std::nullopt;
  }
  [[nodiscard]] TransferReply finishing() const {
    return {
        .status = TransferStatus::finishing, .next_block = state()->next_block, .percent = percent};
  }
  [[nodiscard]] TransferReply expected() const {
    const auto here = noted();
    return {.status = TransferStatus::receiving,
            .next_block = here->state.next_block,
            .records = here->records_done,
            .bytes = here->bytes_done};
  }

  std::mutex work;
  replica::Receiver receiver;
  std::atomic<Step> step = Step::receiving;
  std::atomic<int> percent = 0;
  std::atomic<core::Microseconds> used_at = 0;  // monotonic
  core::Text failure;                           // written before `step` says failed
  std::thread finisher;

 private:
  mutable std::mutex noted_mutex_;
  std::optional<replica::Transfer> noted_;
};

FirstSyncs::FirstSyncs(Services& services) : services_(services) {}

FirstSyncs::~FirstSyncs() = default;

std::shared_ptr<FirstSyncs::Reception> FirstSyncs::find(const identity::Place& place) {
  const std::lock_guard lock(mutex_);
  const auto found = receptions_.find(place.storage_key);
  return found == receptions_.end() ? nullptr : found->second;
}

std::shared_ptr<FirstSyncs::Reception> FirstSyncs::open(const identity::Company& company) {
  const identity::Place& place = *company.incoming;
  const std::lock_guard lock(mutex_);
  auto& reception = receptions_[place.storage_key];
  if (!reception) {
    try {
      reception = std::make_shared<Reception>(services_.tenants.open_for_loading(place),
                                              services_.store, services_.clock);
    } catch (...) {
      receptions_.erase(place.storage_key);
      throw;
    }
  }
  reception->used_at = services_.clock.steady();
  return reception;
}

void FirstSyncs::forget(const identity::Place& place) {
  std::shared_ptr<Reception> gone;  // ends outside of the lock
  const std::lock_guard lock(mutex_);
  if (const auto found = receptions_.find(place.storage_key); found != receptions_.end()) {
    gone = std::move(found->second);
    receptions_.erase(found);
  }
}

identity::Company FirstSyncs::renew(const identity::Company& company) {
  const auto renewed = services_.directory.write([&](Transaction& tx) {
    identity::renew_incoming(tx, services_.random, company.id);
    return identity::get_company(tx, company.id);
  });
  forget(*company.incoming);
  remove_left_places();
  return renewed;
}

std::optional<TransferReply> FirstSyncs::find_done(const identity::Company& company,
                                                   const std::string& archive) {
  if (company.state != identity::CompanyState::active) return std::nullopt;
  const auto transfer = services_.tenants.open(company)->read(
      [](Transaction& tx) { return replica::find_transfer(tx); });
  if (!transfer || transfer->state.archive != archive) return std::nullopt;
  return TransferReply{.status = TransferStatus::done,
                       .next_block = transfer->state.next_block,
                       .percent = 100,
                       .online_sequence = transfer->online.sequence,
                       .online_salt = transfer->online.salt};
}

TransferReply FirstSyncs::begin(const identity::Device& device, const sync::TransferOffer& offer) {
  identity::Company company = device.company;
  if (!company.incoming) {
    return find_done(company, offer.archive).value_or(refused(nothing_expected()));
  }
  auto reception = open(company);
  std::unique_lock lock(reception->work);
  if (reception->step == Reception::Step::finishing) return reception->finishing();
  switch (sync::check_offer(reception->state(), storage::schema_version, offer)) {
    case sync::OfferVerdict::fenced:
      return {.status = TransferStatus::fenced};
    case sync::OfferVerdict::schema:
      return {.status = TransferStatus::schema};
    case sync::OfferVerdict::go_on:
      if (reception->step == Reception::Step::receiving) {
        reception->use([&](replica::Receiver& receiver) { receiver.take_over(offer); });
        break;
      }
      [[fallthrough]];  // what could not be finished is of no use
    case sync::OfferVerdict::begin:
      if (reception->receiver.transfer()) {
        lock.unlock();
        company = renew(company);
        reception = open(company);
        lock = std::unique_lock(reception->work);
      }
      reception->use([&](replica::Receiver& receiver) { receiver.begin(offer); });
      platform::log(LogLevel::info, "first_sync.begun",
                    {{"company", company.id},
                     {"computer", offer.computer},
                     {"blocks", std::to_string(offer.blocks)},
                     {"bytes", std::to_string(offer.bytes)}});
      break;
  }
  return reception->expected();
}

TransferReply FirstSyncs::put_block(const identity::Device& device,
                                    const sync::TransferSender& sender, std::int64_t block,
                                    std::string_view bytes) {
  const identity::Company& company = device.company;
  if (!company.incoming) return {.status = TransferStatus::unknown};
  const auto reception = open(company);
  const std::lock_guard lock(reception->work);
  if (reception->step != Reception::Step::receiving) return {.status = TransferStatus::unknown};
  switch (sync::check_block(reception->state(), sender, block)) {
    case sync::BlockVerdict::unknown:
      return {.status = TransferStatus::unknown};
    case sync::BlockVerdict::fenced:
      return {.status = TransferStatus::fenced};
    case sync::BlockVerdict::not_wanted:
      return reception->expected();
    case sync::BlockVerdict::apply:
      break;
  }
  try {
    reception->use([&](replica::Receiver& receiver) { receiver.apply(bytes); });
  } catch (const core::Error& error) {
    if (error.code() == core::ErrorCode::unavailable) throw;
    platform::log(LogLevel::warning, "first_sync.refused",
                  {{"company", company.id}, {"error", error.what()}});
    return refused(error.text());
  }
  return reception->expected();
}

TransferReply FirstSyncs::finish(const identity::Device& device,
                                 const sync::TransferSender& sender) {
  const identity::Company& company = device.company;
  if (!company.incoming) {
    return find_done(company, sender.archive)
        .value_or(TransferReply{.status = TransferStatus::unknown});
  }
  const auto reception = open(company);
  if (reception->step == Reception::Step::receiving) {
    const std::lock_guard lock(reception->work);
    const auto state = reception->state();
    switch (sync::check_block(state, sender, 0)) {
      case sync::BlockVerdict::unknown:
        return {.status = TransferStatus::unknown};
      case sync::BlockVerdict::fenced:
        return {.status = TransferStatus::fenced};
      case sync::BlockVerdict::not_wanted:
      case sync::BlockVerdict::apply:
        break;
    }
    if (state->next_block < state->blocks) return reception->expected();
    if (reception->step == Reception::Step::receiving) {
      reception->step = Reception::Step::finishing;
      if (reception->finisher.joinable()) reception->finisher.join();
      reception->percent = 0;
      reception->finisher =
          std::thread([this, company, &reception = *reception] { complete(company, reception); });
    }
  }
  if (reception->step == Reception::Step::failed) return refused(reception->failure);
  return reception->finishing();
}

void FirstSyncs::complete(const identity::Company& company, Reception& reception) {
  try {
    const bool replaces = company.state == identity::CompanyState::active;
    const auto old = replaces ? services_.tenants.open(company) : nullptr;
    std::optional<Tenant::Connection> connection;
    if (old) connection.emplace(old->take());
    const auto second = services_.tenants.open_place(*company.incoming);
    reception.receiver.complete({.company_id = company.id,
                                 .database_uuid = services_.random.hex(16),
                                 .old = connection ? &**connection : nullptr,
                                 .second = second.get()},
                                [&](int percent) { reception.percent = percent; });
    show(company);
    reception.step = Reception::Step::done;
    return;
  } catch (const core::Error& error) {
    platform::log(LogLevel::error, "first_sync.not_finished",
                  {{"company", company.id}, {"error", error.what()}});
    if (error.code() == core::ErrorCode::unavailable) {
      reception.note();
      reception.step = Reception::Step::receiving;  // the office asks again
      return;
    }
    reception.failure = error.text();
  } catch (const std::exception& error) {
    platform::log(LogLevel::error, "first_sync.not_finished",
                  {{"company", company.id}, {"error", error.what()}});
    reception.failure = core::say(
        "Servern kunde inte göra klart den första synkroniseringen. Be "
        "den som sköter servern att läsa dess logg.",
        "The server could not finish the first synchronisation. Ask "
        "whoever runs the server to read its log.");
  }
  reception.step = Reception::Step::failed;
}

void FirstSyncs::show(const identity::Company& company) {
  const bool shown = services_.directory.write([&](Transaction& tx) {
    if (!identity::show_incoming(tx, company.id, *company.incoming)) return false;
    write_audit(tx, services_.clock, company.id, Actor{},
                identity::AuditEvent::first_synchronisation);
    return true;
  });
  platform::log(LogLevel::info, shown ? "first_sync.done" : "first_sync.overtaken",
                {{"company", company.id}});
  services_.waits.end_company(company.id);
  services_.events.end_company(company.id);
  remove_left_places();
}

void FirstSyncs::cancel(const identity::Company& company) {
  services_.directory.write([&](Transaction& tx) { identity::give_up_incoming(tx, company.id); });
  if (company.incoming) forget(*company.incoming);
  services_.events.end_company(company.id);
  remove_left_places();
  platform::log(LogLevel::info, "first_sync.cancelled", {{"company", company.id}});
}

std::optional<api::TransferProgress> FirstSyncs::progress(const identity::Company& company) {
  if (!company.incoming) return std::nullopt;
  api::TransferProgress told;
  std::optional<replica::Transfer> transfer;
  const auto reception = find(*company.incoming);
  if (reception) {
    transfer = reception->noted();
  } else if (services_.tenants.has_data(*company.incoming)) {
    transfer = open(company)->noted();
  }
  if (!transfer) return told;
  told.started_at = api::Timestamp{transfer->started_at};
  told.records = transfer->records_done;
  told.of_records = sync::count_records(transfer->sections);
  told.registers = sync::split_by_section(transfer->sections, transfer->records_done);
  told.percent = transfer->bytes == 0 ? 0 : transfer->bytes_done * 100 / transfer->bytes;
  if (reception && reception->step == Reception::Step::finishing) {
    told.finishing = true;
    told.percent = reception->percent;
  }
  return told;
}

void FirstSyncs::sweep() {
  std::vector<std::shared_ptr<Reception>> gone;  // end outside of the lock
  {
    const std::lock_guard lock(mutex_);
    for (auto it = receptions_.begin(); it != receptions_.end();) {
      const Reception& reception = *it->second;
      const bool idle = services_.clock.steady() - reception.used_at > reception_life;
      const bool over = reception.step == Reception::Step::done ||
                        (idle && reception.step == Reception::Step::receiving);
      if (over) gone.push_back(std::move(it->second));
      it = over ? receptions_.erase(it) : std::next(it);
    }
  }
  remove_left_places();
}

void FirstSyncs::remove_left_places() {
  const auto places =
      services_.directory.read([](Transaction& tx) { return identity::list_left_places(tx); });
  for (const identity::Place& place : places) {
    try {
      services_.tenants.remove(place);
      services_.directory.write([&](Transaction& tx) { identity::forget_left_place(tx, place); });
    } catch (const core::Error& error) {
      platform::log(LogLevel::warning, "place.not_removed", {{"error", error.what()}});
    }
  }
}

}  // namespace tusk::online
