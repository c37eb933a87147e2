#include "replica/receiver.h"

#include <fmt/format.h>

#include <charconv>
#include <future>

#include "archive/format.h"
#include "core/error.h"
#include "replica/rewound.h"
#include "replica/round_common.h"
#include "replica/state.h"
#include "storage/change_log.h"
#include "storage/digest.h"
#include "storage/schema.h"

namespace tusk::replica {
namespace {

// Shares of finishing, in percent, as they are told.
constexpr int after_indexes = 60;
constexpr int after_comparison = 80;

// A database that nobody has made anything in has no such table.
bool has_tables(storage::Transaction& transaction) {
  const auto row = transaction.prepare(
      transaction.engine() == storage::Engine::sqlite
          ? "SELECT 1 FROM sqlite_schema WHERE name = 'sync_transfer'"
          : "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = "
            "'sync_transfer'");
  return row->step();
}

// What errors call the archive: there is no file of it here.
const char* const source = "första synkroniseringen / first synchronisation";

archive::Hash parse_hash(std::string_view hex) {
  archive::Hash hash{};
  for (std::size_t i = 0; i < hash.size() && 2 * i + 2 <= hex.size(); ++i) {
    std::from_chars(hex.data() + 2 * i, hex.data() + 2 * i + 2, hash[i], 16);
  }
  return hash;
}

// The hash that the next block is chained to. Archives that are sent are not sealed.
archive::Hash hash_before_next(const Transfer& transfer) {
  return transfer.state.next_block == 0 ? archive::hash_of(archive::Preamble{})
                                        : parse_hash(transfer.chain);
}

core::Error unusable(std::string detail) {
  return {core::ErrorCode::invalid,
          core::say("Det som skickas är inte en första synkronisering. Uppdatera programmet på "
                    "kontoret och försök igen: tusk online connect.",
                    "What is sent is no first synchronisation. Update the program in the office "
                    "and try again: tusk online connect."),
          {},
          std::move(detail)};
}

core::Error not_what_was_sent(const std::string& section, const std::string& detail) {
  return {core::ErrorCode::invalid,
          core::say("Registret {} kom inte fram som det var på kontoret. Försök igen: tusk online "
                    "connect.",
                    "The register {} did not arrive as it was in the office. Try again: tusk "
                    "online connect.",
                    section),
          {},
          detail};
}

}  // namespace

Receiver::Receiver(std::unique_ptr<storage::Database> staging, const storage::RecordStore& store,
                   const core::Clock& clock, Writing writing)
    : staging_(std::move(staging)),
      store_(store),
      clock_(clock),
      writing_(writing),
      decoder_(source, nullptr) {
  transfer_ = storage::read(*staging_, [](storage::Transaction& tx) -> std::optional<Transfer> {
    if (!has_tables(tx)) return std::nullopt;
    return find_transfer(tx);
  });
  written_ = transfer_;
  if (!transfer_ || transfer_->header.empty()) return;
  loader_.emplace(store_.registry(), core::Side::online,
                  archive::decode_header(transfer_->header, source), source);
}

void Receiver::begin(const sync::TransferOffer& offer) {
  Transfer transfer;
  transfer.state = {.archive = offer.archive, .token = offer.token, .blocks = offer.blocks};
  transfer.bytes = offer.bytes;
  transfer.sections = offer.sections;
  transfer.position = {offer.position_sequence, offer.position_salt};
  transfer.incarnation = offer.incarnation;
  transfer.started_at = clock_.now();
  transfer.changed_at = transfer.started_at;
  transfer.computer = offer.computer;
  storage::write(*staging_, [&](storage::Transaction& tx) {
    storage::create_bare_company(tx, store_.registry(), core::Side::online);
    save_transfer(tx, transfer);
  });
  transfer_ = std::move(transfer);
  written_ = transfer_;
}

void Receiver::take_over(const sync::TransferOffer& offer) {
  finish_writing();
  Transfer transfer = *transfer_;
  transfer.state.token = offer.token;
  transfer.computer = offer.computer;
  storage::write(*staging_, [&](storage::Transaction& tx) { save_transfer(tx, transfer); });
  transfer_ = std::move(transfer);
  written_ = transfer_;
}

void Receiver::apply(std::string_view bytes) {
  const auto index = static_cast<std::uint32_t>(transfer_->state.next_block);
  const bool is_last = transfer_->state.next_block + 1 == transfer_->state.blocks;
  archive::Block block = decoder_.decode(bytes, index, hash_before_next(*transfer_));
  if ((block.kind == archive::BlockKind::header) != (index == 0) ||
      (block.kind == archive::BlockKind::trailer) != is_last) {
    throw unusable(fmt::format("block {} is of kind {}", index, static_cast<int>(block.kind)));
  }
  Transfer next = *transfer_;
  next.chain = archive::to_hex(block.hash);
  if (is_last && next.chain != next.state.archive) {
    throw unusable(fmt::format("hash {} where {} was offered", next.chain, next.state.archive));
  }
  next.state.next_block += 1;
  next.bytes_done += static_cast<std::int64_t>(bytes.size());
  next.records_done += block.rows;
  next.changed_at = clock_.now();
  if (index == 0) read_header(block, next);
  archive::BlockRows rows;
  if (block.kind == archive::BlockKind::rows) rows = loader_->parse(block, std::move(spare_));
  decoder_.take_back(std::move(block.text));
  finish_writing();
  auto write = [this, rows = std::move(rows), next]() mutable {
    storage::write(*staging_, [&](storage::Transaction& tx) {
      if (rows.count > 0) loader_->apply(tx, rows);
      save_transfer(tx, next);
    });
    return std::move(rows);
  };
  being_written_ = std::async(
      writing_ == Writing::beside ? std::launch::async : std::launch::deferred, std::move(write));
  transfer_ = std::move(next);
  if (writing_ == Writing::at_once) finish_writing();
}

void Receiver::finish_writing() {
  if (!being_written_.valid()) return;
  try {
    spare_ = being_written_.get();
  } catch (...) {
    transfer_ = written_;
    throw;
  }
  written_ = transfer_;
}

// Only registers, and only what both sides have of them.
void Receiver::read_header(const archive::Block& block, Transfer& transfer) {
  archive::Header header = archive::decode_header(block.text, source);
  if (header.content != archive::Content::synchronised || header.side != core::Side::office) {
    throw unusable("the archive is of another kind");
  }
  for (const archive::Section& section : header.sections) {
    if (section.kind == archive::SectionKind::table) throw unusable("table " + section.name);
  }
  if (sync::Position{header.log_position.sequence, header.log_position.salt} != transfer.position) {
    throw unusable("the archive is of another position");
  }
  transfer.header = block.text;
  loader_.emplace(store_.registry(), core::Side::online, std::move(header), source);
}

void Receiver::complete(const NewOnline& online, const std::function<void(int)>& report) {
  finish_writing();
  // It may be complete, and the directory was not told.
  if (transfer_->phase != TransferPhase::done) make_company(online, report);
  staging_->flush();
  report(100);
}

void Receiver::make_company(const NewOnline& online, const std::function<void(int)>& report) {
  Transfer transfer = *transfer_;
  std::future<void> compared;
  if (online.second != nullptr) {
    compared = std::async(std::launch::async, [this, &online] {
      storage::read(*online.second, [this](storage::Transaction& tx) { compare(tx); });
    });
  }
  storage::write(*staging_, [&](storage::Transaction& tx) {
    if (tx.engine() == storage::Engine::postgres) tx.execute("SET LOCAL statement_timeout = 0");
    storage::complete_company(tx, store_.registry(), core::Side::online,
                              storage::SearchTables::later);
    report(after_indexes);
    if (compared.valid()) {
      compared.get();
    } else {
      compare(tx);
    }
    report(after_comparison);
    transfer = *transfer_;
    become(tx, online, transfer);
  });
  transfer_ = std::move(transfer);
}

// The office has said what there must be.
void Receiver::compare(storage::Transaction& tx) const {
  for (const sync::TransferSection& section : transfer_->sections) {
    const core::RecordType* type = store_.registry().find(section.name);
    if (type == nullptr || section.digest.empty()) continue;
    const storage::TypeDigest digest = storage::make_digest(tx, *type);
    const std::string here = summary_of(digest);
    if (digest.count() == section.records && here == section.digest) continue;
    throw not_what_was_sent(section.name,
                            fmt::format("{}: {} records {}, {} records {} were sent", section.name,
                                        digest.count(), here, section.records, section.digest));
  }
}

// From here on the database is like any other of this side.
void Receiver::become(storage::Transaction& tx, const NewOnline& online, Transfer& transfer) const {
  const core::Microseconds now = clock_.now();
  storage::initialise_company(tx, store_.registry(), core::Side::online, online.database_uuid);
  transfer.online = append_marker(tx, sync_stamp(now));
  State state = load_state_locked(tx);
  state.mode = Mode::connected;
  state.incarnation = transfer.incarnation;
  state.peer = transfer.position;
  state.own_acked = transfer.online;
  state.peer_token = transfer.state.token;
  state.online_company_id = online.company_id;
  state.connected_at = now;
  save_state(tx, state);
  if (online.old != nullptr) {
    const auto old = online.old->begin(storage::Access::read);
    (void)keep_what_was_there(tx, *old, store_, now);
  }
  transfer.phase = TransferPhase::done;
  transfer.changed_at = now;
  save_transfer(tx, transfer);
}

}  // namespace tusk::replica
