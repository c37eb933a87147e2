#include "reception.h"

#include <algorithm>

#include "storage/schema.h"

namespace tusk::simulation {
namespace {

using sync::TransferReply;
using sync::TransferStatus;

// So many old messages may come once more.
constexpr std::size_t most_arrived = 12;

replica::LinkError server_down() {
  return {replica::LinkProblem::server_down,
          core::say("Tusk Online svarar inte.", "Tusk Online does not answer."), ""};
}

replica::LinkError log_in_refused() {
  return {replica::LinkProblem::login_refused,
          core::say("Nyckeln gäller inte längre.", "The key is no longer valid."), ""};
}

}  // namespace

Reception::Reception(Side& online, const Clock& clock, std::function<void()> between)
    : online_(online),
      clock_(clock),
      between_(std::move(between)),
      file_(std::string("memory/staging-") + online.name()) {
  delete_file(file_);
}

Reception::~Reception() {
  drop();
}

int Reception::expect() {
  drop();
  arrived_.clear();
  is_expected_ = true;
  return ++key_;
}

void Reception::drop() {
  receiver_.reset();
  staging_ = nullptr;
  delete_file(file_);
}

void Reception::restart() {
  receiver_.reset();
  staging_ = nullptr;
}

void Reception::set_trouble(Trouble trouble, int detail) {
  trouble_ = trouble;
  detail_ = detail;
  if (staging_ != nullptr) staging_->set_trouble(trouble, detail);
}

replica::Receiver& Reception::receiver() {
  if (!receiver_) {
    auto staging = std::make_unique<TroubledDatabase>(
        storage::open_database({.location = file_, .company = 1}), file_);
    staging_ = staging.get();
    staging_->set_trouble(std::exchange(trouble_, Trouble::none), detail_);
    receiver_ = std::make_unique<replica::Receiver>(std::move(staging), online_.store(), clock_,
                                                    replica::Writing::at_once);
  }
  return *receiver_;
}

std::optional<sync::TransferState> Reception::state() {
  const auto& transfer = receiver().transfer();
  return transfer ? std::optional(transfer->state) : std::nullopt;
}

TransferReply Reception::expected() const {
  const replica::Transfer& transfer = *receiver_->transfer();
  return {.status = TransferStatus::receiving,
          .next_block = transfer.state.next_block,
          .records = transfer.records_done,
          .bytes = transfer.bytes_done};
}

std::optional<TransferReply> Reception::find_done(const std::string& archive) {
  if (!is_shown_) return std::nullopt;
  const auto transfer = online_.read(
      [](storage::Transaction& transaction) { return replica::find_transfer(transaction); });
  if (!transfer || transfer->state.archive != archive) return std::nullopt;
  return TransferReply{.status = TransferStatus::done,
                       .next_block = transfer->state.next_block,
                       .percent = 100,
                       .online_sequence = transfer->online.sequence,
                       .online_salt = transfer->online.salt};
}

// A server that dies begins anew with the next request; one whose database is busy says so.
TransferReply Reception::guarded(const Handle& handle) {
  try {
    return handle();
  } catch (const Crash&) {
    restart();
    throw server_down();
  } catch (const core::Error& error) {
    if (error.code() == core::ErrorCode::unavailable) throw server_down();
    wrong_ = "I9: refused: " + error.text().en + " (" + error.what() + ")";
    return {.status = TransferStatus::refused,
            .message_sv = error.text().sv,
            .message_en = error.text().en};
  }
}

TransferReply Reception::exchange(int key, const Handle& handle) {
  between_();
  if (key != key_) throw log_in_refused();
  arrived_.push_back(handle);
  if (arrived_.size() > most_arrived) arrived_.erase(arrived_.begin());
  const TransferReply reply = guarded(handle);
  between_();
  return reply;
}

void Reception::repeat(core::Random& random) {
  if (arrived_.empty()) return;
  const Handle handle = arrived_[random.below(arrived_.size())];
  try {
    (void)guarded(handle);
  } catch (const replica::LinkError&) {
    // Nobody waits for the answer.
  }
}

TransferReply Reception::handle_offer(const sync::TransferOffer& offer) {
  if (!is_expected_) {
    // People were connecting anew just when what had been sent before was shown.
    return find_done(offer.archive)
        .value_or(TransferReply{.status = TransferStatus::refused,
                                .message_sv = "Ingen första synkronisering är påbörjad.",
                                .message_en = "No first synchronisation has been begun."});
  }
  switch (sync::check_offer(state(), storage::schema_version, offer)) {
    case sync::OfferVerdict::fenced:
      return {.status = TransferStatus::fenced};
    case sync::OfferVerdict::schema:
      return {.status = TransferStatus::schema};
    case sync::OfferVerdict::go_on:
      receiver().take_over(offer);
      break;
    case sync::OfferVerdict::begin:
      if (receiver().transfer()) drop();
      receiver().begin(offer);
      break;
  }
  return expected();
}

TransferReply Reception::handle_block(const sync::TransferSender& sender, std::int64_t block,
                                      std::string_view bytes) {
  if (!is_expected_) return {.status = TransferStatus::unknown};
  switch (sync::check_block(state(), sender, block)) {
    case sync::BlockVerdict::unknown:
      return {.status = TransferStatus::unknown};
    case sync::BlockVerdict::fenced:
      return {.status = TransferStatus::fenced};
    case sync::BlockVerdict::not_wanted:
      break;
    case sync::BlockVerdict::apply:
      receiver().apply(bytes);
      break;
  }
  return expected();
}

TransferReply Reception::handle_finish(const sync::TransferSender& sender) {
  if (!is_expected_) {
    return find_done(sender.archive).value_or(TransferReply{.status = TransferStatus::unknown});
  }
  const auto here = state();
  switch (sync::check_block(here, sender, 0)) {
    case sync::BlockVerdict::unknown:
      return {.status = TransferStatus::unknown};
    case sync::BlockVerdict::fenced:
      return {.status = TransferStatus::fenced};
    case sync::BlockVerdict::not_wanted:
    case sync::BlockVerdict::apply:
      break;
  }
  if (here->next_block < here->blocks) return expected();
  complete();
  return {.status = TransferStatus::finishing, .next_block = here->next_block, .percent = 100};
}

// The received database takes the place of what was shown.
void Reception::complete() {
  const Rows old = is_shown_ ? online_.rows() : Rows{};
  receiver().complete({.company_id = "c_1",
                       .database_uuid = online_.name(),
                       .old = is_shown_ ? &online_.database() : nullptr},
                      [](int) {});
  online_.replace_file(file_, *staging_);
  restart();
  delete_file(file_);
  is_expected_ = false;
  is_shown_ = true;
  ++shown_count_;
  note_replaced(old);
}

void Reception::note_replaced(const Rows& old) {
  const Rows& fresh = online_.rows();
  for (const auto& [key, record] : old) {
    const core::RecordType& type = *online_.registry().find(key.first);
    const auto found = fresh.find(key);
    for (const core::Field& field : type.fields) {
      const core::Value& value = record.values[type.index_of(field)];
      if (value.is_null()) continue;
      if (found != fresh.end() && found->second.values[type.index_of(field)] == value) continue;
      replaced_.push_back({key, field.number, value});
    }
  }
}

TransferReply ReceptionLink::offer(const sync::TransferOffer& offer) {
  return reception_.exchange(
      key_, [&reception = reception_, offer] { return reception.handle_offer(offer); });
}

TransferReply ReceptionLink::put_block(const sync::TransferSender& sender, std::int64_t block,
                                       std::string_view bytes) {
  return reception_.exchange(key_,
                             [&reception = reception_, sender, block, bytes = std::string(bytes)] {
                               return reception.handle_block(sender, block, bytes);
                             });
}

TransferReply ReceptionLink::finish(const sync::TransferSender& sender) {
  return reception_.exchange(
      key_, [&reception = reception_, sender] { return reception.handle_finish(sender); });
}

}  // namespace tusk::simulation
