#include "replica/first_sync.h"

#include <map>

#include "archive/company_export.h"
#include "core/error.h"
#include "replica/numbers.h"
#include "replica/round_common.h"
#include "replica/transfer.h"
#include "storage/change_log.h"

namespace tusk::replica {
namespace {

// What the other side has not been told of the history: it is told with the first round.
constexpr std::string_view carry_conflicts =
    "UPDATE sync_conflict SET sequence = $1 WHERE {company} AND sequence > $2";

core::Error already_connected(const State& state) {
  return {core::ErrorCode::conflict,
          core::say("Företagsdatabasen är redan ansluten till {} av {}. Koppla ifrån den först.",
                    "The company database is already connected to {} by {}. Disconnect it first.",
                    state.online_url, state.connected_by)};
}

void forget_connection(State& state) {
  state.own_acked = {};
  state.peer = {};
  state.device_id.clear();
}

}  // namespace

Snapshot take_snapshot(storage::Database& database, const storage::RecordStore& store,
                       const std::filesystem::path& file, const core::Clock& clock,
                       const ReportRecords& report) {
  const core::Microseconds now = clock.now();
  storage::write(database,
                 [&](storage::Transaction& tx) { (void)append_marker(tx, sync_stamp(now)); });
  const auto read = database.begin(storage::Access::read);
  std::map<std::string, std::string> digests;  // by register
  const archive::ExportOptions options{.content = archive::Content::synchronised,
                                       .now = now,
                                       .writer = {.progress =
                                                      [&](const archive::Progress& progress) {
                                                        report(progress.rows_done, progress.rows);
                                                      }},
                                       .on_digest = [&](const storage::TypeDigest& digest) {
                                         const core::RecordType* type =
                                             store.registry().find(digest.type_number);
                                         digests[type->name] = summary_of(digest);
                                       }};
  const archive::Summary summary = archive::export_company(*read, store.registry(), file, options);
  Snapshot snapshot;
  snapshot.archive = archive::to_hex(summary.hash);
  snapshot.blocks = summary.trailer.blocks + 2;  // with header and trailer
  snapshot.bytes = static_cast<std::int64_t>(summary.bytes - archive::Preamble::bytes);
  snapshot.position = {summary.header.log_position.sequence, summary.header.log_position.salt};
  for (const archive::Section& section : summary.header.sections) {
    sync::TransferSection told{.name = section.name, .records = section.rows};
    if (section.kind == archive::SectionKind::records) told.digest = digests.at(section.name);
    snapshot.sections.push_back(std::move(told));
  }
  return snapshot;
}

void begin_first_sync(storage::Transaction& transaction, const Connection& connection,
                      const Snapshot& snapshot, const core::Clock& clock) {
  State state = load_state_locked(transaction);
  if (state.mode == Mode::connected) throw already_connected(state);
  const auto earlier = find_transfer(transaction);
  const core::Microseconds now = clock.now();
  Transfer transfer;
  transfer.before = state.mode == Mode::first_sync && earlier ? earlier->before : state.mode;
  transfer.state = {.archive = snapshot.archive, .blocks = snapshot.blocks};
  transfer.bytes = snapshot.bytes;
  transfer.sections = snapshot.sections;
  transfer.position = snapshot.position;
  transfer.started_at = now;
  transfer.changed_at = now;
  transfer.run_started_at = now;
  save_transfer(transaction, transfer);

  const auto carry = transaction.prepare_company(carry_conflicts);
  carry->bind(append_marker(transaction, sync_stamp(now)).sequence)
      .bind(state.own_acked.sequence)
      .run();
  forget_grants(transaction);
  // Ids that either side makes from now on were made in no earlier connection, nor in a history
  // that a restore has undone.
  state.incarnation += 1;
  state.mode = Mode::first_sync;
  state.own_acked = snapshot.position;
  state.peer = {};
  state.online_url = connection.online_url;
  state.online_company_id = connection.company_id;
  state.device_id = connection.device_id;
  state.connected_by = connection.connected_by;
  state.connected_by_email = connection.connected_by_email;
  state.connected_at = now;
  state.interval_seconds = connection.interval_seconds;
  state.message.clear();
  save_state(transaction, state);
  // What was before the snapshot is in it.
  storage::prune(transaction, snapshot.position.sequence);
}

void complete_first_sync(storage::Transaction& transaction, const sync::Position& online,
                         const core::Clock& clock) {
  State state = load_state_locked(transaction);
  if (state.mode != Mode::first_sync) return;
  state.mode = Mode::connected;
  state.peer = online;
  save_state(transaction, state);
  auto transfer = find_transfer(transaction);
  if (!transfer) return;
  transfer->phase = TransferPhase::done;
  transfer->online = online;
  transfer->records_done = sync::count_records(transfer->sections);
  transfer->bytes_done = transfer->bytes;
  transfer->state.next_block = transfer->state.blocks;
  transfer->percent = 100;
  transfer->changed_at = clock.now();
  transfer->message = {};
  save_transfer(transaction, *transfer);
}

void abandon_first_sync(storage::Transaction& transaction) {
  State state = load_state_locked(transaction);
  if (state.mode != Mode::first_sync) return;
  const auto transfer = find_transfer(transaction);
  state.mode = transfer ? transfer->before : Mode::disconnected;
  if (state.mode != Mode::needs_resync) forget_connection(state);
  save_state(transaction, state);
  remove_transfer(transaction);
}

}  // namespace tusk::replica
