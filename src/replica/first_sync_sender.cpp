#include "replica/first_sync_sender.h"

#include <algorithm>
#include <optional>

#include "archive/reader.h"
#include "core/error.h"
#include "replica/first_sync.h"
#include "replica/state.h"

namespace tusk::replica {
namespace {

// How often people see it move.
constexpr core::Microseconds report_every = core::seconds(1) / 3;
// After what time the online side is asked whether it has finished: soon for a small company, and
// twice as long each time.
constexpr std::chrono::milliseconds first_ask{10};
constexpr std::chrono::milliseconds longest_ask{250};
// Offers in one run: more than that means that two computers take it from each other.
constexpr int most_offers = 3;

core::Text begin_anew(const core::Text& why) {
  return {why.sv + " Börja om: tusk online connect.", why.en + " Begin anew: tusk online connect."};
}

// The file is not one that somebody has put in its place.
void require_same(const archive::Reader& archive, const std::string& hash) {
  if (archive::to_hex(archive.hash_before(archive.block_count())) == hash) return;
  throw core::Error(core::ErrorCode::invalid,
                    core::say("Filen {} är inte den ögonblicksbild som togs.",
                              "The file {} is not the snapshot that was taken.", archive.source()));
}

core::Text online_is_older() {
  return {
      "Tusk Online är äldre än programmet på kontoret. Den första synkroniseringen fortsätter "
      "när Tusk Online har uppdaterats.",
      "Tusk Online is older than the program in the office. The first synchronisation goes on "
      "when Tusk Online was updated."};
}

core::Text taken_over() {
  return {
      "Tusk Online har redan fått senare data från en annan dator. Börja om: tusk online "
      "connect.",
      "Tusk Online has got later data from another computer already. Begin anew: tusk online "
      "connect."};
}

core::Text not_expected() {
  return {"Tusk Online väntar inte på den här databasen. Nytt försök görs strax.",
          "Tusk Online does not expect this database. It is tried again shortly."};
}

}  // namespace

// What the office's database is told, with the lease checked each time.
class FirstSyncSender::Progress {
 public:
  explicit Progress(FirstSyncSender& sender) : sender_(sender) {}

  // Takes the lease. What ends the run before it began, if something does.
  [[nodiscard]] std::optional<SendOutcome> begin() {
    return storage::write(sender_.database_,
                          [this](storage::Transaction& tx) -> std::optional<SendOutcome> {
                            const auto found = load(tx);
                            if (!found) return SendOutcome::ended;
                            if (found->phase == TransferPhase::failed) return SendOutcome::failed;
                            const auto token = sender_.keeper_.acquire(tx, sender_.clock_);
                            if (!token) return SendOutcome::not_holder;
                            state_ = load_state(tx);
                            transfer_ = *found;
                            transfer_.state.token = *token;
                            transfer_.computer = sender_.options_.computer;
                            is_first_ = true;
                            return std::nullopt;
                          });
  }

  [[nodiscard]] sync::TransferOffer offer() const {
    sync::TransferOffer offer;
    offer.database_uuid = state_.database_uuid;
    offer.incarnation = state_.incarnation;
    offer.schema_version = state_.schema_version;
    offer.token = transfer_.state.token;
    offer.computer = transfer_.computer;
    offer.archive = transfer_.state.archive;
    offer.blocks = transfer_.state.blocks;
    offer.bytes = transfer_.bytes;
    offer.sections = transfer_.sections;
    offer.position_sequence = transfer_.position.sequence;
    offer.position_salt = transfer_.position.salt;
    return offer;
  }
  [[nodiscard]] sync::TransferSender sender() const {
    return {transfer_.state.archive, transfer_.state.token};
  }
  [[nodiscard]] std::int64_t blocks() const { return transfer_.state.blocks; }

  // The online side has everything before that block.
  [[nodiscard]] std::optional<SendOutcome> reached(const sync::TransferReply& reply) {
    transfer_.phase = TransferPhase::sending;
    transfer_.state.next_block = reply.next_block;
    transfer_.records_done = reply.records;
    transfer_.bytes_done = reply.bytes;
    if (is_first_) {
      is_first_ = false;
      transfer_.run_started_at = sender_.clock_.now();
      transfer_.run_bytes = reply.bytes;
      return save({});
    }
    // The first that arrives is seen at once: on a slow line the next takes its time.
    return is_due() || saved_records_ == 0 ? save({}) : std::nullopt;
  }
  [[nodiscard]] std::optional<SendOutcome> finishing(int percent) {
    const bool changed =
        transfer_.phase != TransferPhase::finishing || transfer_.percent != percent;
    transfer_.phase = TransferPhase::finishing;
    transfer_.bytes_done = transfer_.bytes;
    transfer_.records_done = sync::count_records(transfer_.sections);
    transfer_.percent = percent;
    return changed || is_due() ? save({}) : std::nullopt;
  }
  // It does not move, but may by itself.
  void hindered(const core::Text& why) { (void)save(why); }
  [[nodiscard]] SendOutcome fail(const core::Text& why) {
    transfer_.phase = TransferPhase::failed;
    return save(why).value_or(SendOutcome::failed);
  }
  [[nodiscard]] SendOutcome complete(const sync::Position& online) {
    const auto ended =
        write([&](storage::Transaction& tx) { complete_first_sync(tx, online, sender_.clock_); });
    return ended.value_or(SendOutcome::done);
  }

 private:
  [[nodiscard]] std::optional<Transfer> load(storage::Transaction& tx) const {
    if (load_state_locked(tx).mode != Mode::first_sync) return std::nullopt;
    return find_transfer(tx);
  }
  [[nodiscard]] bool is_due() const { return sender_.clock_.steady() - saved_at_ >= report_every; }
  [[nodiscard]] std::optional<SendOutcome> save(const core::Text& message) {
    transfer_.message = message;
    transfer_.changed_at = sender_.clock_.now();
    saved_at_ = sender_.clock_.steady();
    saved_records_ = transfer_.records_done;
    return write([this](storage::Transaction& tx) { save_transfer(tx, transfer_); });
  }
  // Nothing is written where somebody has given it up, begun anew or taken over meanwhile.
  template <typename Work>
  std::optional<SendOutcome> write(Work&& work) {
    return storage::write(sender_.database_,
                          [&](storage::Transaction& tx) -> std::optional<SendOutcome> {
                            const auto found = load(tx);
                            if (!found || found->state.archive != transfer_.state.archive)
                              return SendOutcome::ended;
                            if (!sender_.keeper_.beat(tx, transfer_.state.token))
                              return SendOutcome::not_holder;
                            work(tx);
                            return std::nullopt;
                          });
  }

  FirstSyncSender& sender_;
  State state_;
  Transfer transfer_;
  bool is_first_ = true;  // nothing was reached in this run
  std::int64_t saved_records_ = 0;
  core::Microseconds saved_at_ = 0;
};

FirstSyncSender::FirstSyncSender(storage::Database& database, TransferLink& link,
                                 LeaseKeeper& keeper, const core::Clock& clock,
                                 SenderOptions options)
    : database_(database),
      link_(link),
      keeper_(keeper),
      clock_(clock),
      options_(std::move(options)) {}

SendOutcome FirstSyncSender::run() {
  Progress progress(*this);
  if (const auto ended = progress.begin()) return *ended;
  try {
    return send(progress);
  } catch (const LinkError& error) {
    if (error.problem() != LinkProblem::cancelled) progress.hindered(error.text());
    throw;
  }
}

SendOutcome FirstSyncSender::send(Progress& progress) {
  std::optional<archive::Reader> archive;
  try {
    archive.emplace(options_.archive);
    require_same(*archive, progress.sender().archive);
  } catch (const core::Error& error) {
    return progress.fail(begin_anew(error.text()));
  }
  sync::TransferReply reply = link_.offer(progress.offer());
  for (int offers = 1;;) {
    if (reply.status == sync::TransferStatus::unknown && offers < most_offers) {
      ++offers;
      reply = link_.offer(progress.offer());
      continue;
    }
    if (reply.status != sync::TransferStatus::receiving) return settle(progress, reply);
    if (const auto ended = progress.reached(reply)) return *ended;
    if (reply.next_block >= progress.blocks()) return finish(progress);
    if (!options_.wait(std::chrono::milliseconds(0))) return SendOutcome::later;
    reply = link_.put_block(progress.sender(), reply.next_block,
                            archive->raw_block(static_cast<std::uint32_t>(reply.next_block)));
  }
}

SendOutcome FirstSyncSender::finish(Progress& progress) {
  for (auto pause = first_ask;; pause = std::min(2 * pause, longest_ask)) {
    const sync::TransferReply reply = link_.finish(progress.sender());
    if (reply.status != sync::TransferStatus::finishing) return settle(progress, reply);
    if (const auto ended = progress.finishing(static_cast<int>(reply.percent))) return *ended;
    if (!options_.wait(pause)) return SendOutcome::later;
  }
}

SendOutcome FirstSyncSender::settle(Progress& progress, const sync::TransferReply& reply) {
  switch (reply.status) {
    case sync::TransferStatus::done:
      return progress.complete({reply.online_sequence, reply.online_salt});
    case sync::TransferStatus::finishing:
      return finish(progress);
    case sync::TransferStatus::fenced:
      // This computer holds the lease, and yet the online side has seen a later one.
      return progress.fail(taken_over());
    case sync::TransferStatus::refused:
      return progress.fail({reply.message_sv, reply.message_en});
    case sync::TransferStatus::schema:
      progress.hindered(online_is_older());
      return SendOutcome::later;
    case sync::TransferStatus::receiving:
    case sync::TransferStatus::unknown:
      progress.hindered(not_expected());
      return SendOutcome::later;
  }
  return SendOutcome::later;
}

}  // namespace tusk::replica
