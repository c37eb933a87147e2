#include "replica/transfer.h"

#include <boost/json.hpp>

#include "core/error.h"

namespace tusk::replica {
namespace {

namespace json = boost::json;

constexpr std::string_view select_sql =
    "SELECT phase, archive, token, blocks, next_block, chain, header, bytes, bytes_done, "
    "records_done, percent, sections, incarnation, position_sequence, position_salt, "
    "online_sequence, "
    "online_salt, started_at, changed_at, run_started_at, run_bytes, computer, before_mode, "
    "message_sv, message_en FROM sync_transfer WHERE {company}";
constexpr std::string_view delete_sql = "DELETE FROM sync_transfer WHERE {company}";
constexpr std::string_view insert_sql =
    "INSERT INTO sync_transfer ({company_column} phase, archive, token, blocks, next_block, chain, "
    "header, bytes, bytes_done, records_done, percent, sections, incarnation, position_sequence, "
    "position_salt, online_sequence, online_salt, started_at, changed_at, run_started_at, "
    "run_bytes, computer, "
    "before_mode, message_sv, message_en) VALUES ({company_value} $1, $2, $3, $4, $5, $6, $7, $8, "
    "$9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)";

// Rates over shorter times say nothing.
constexpr core::Microseconds shortest_run = core::seconds(1) / 2;

TransferPhase parse_phase(std::string_view name) {
  for (const auto phase : {TransferPhase::sending, TransferPhase::finishing, TransferPhase::done}) {
    if (name == name_of(phase)) return phase;
  }
  return TransferPhase::failed;
}

std::string format_sections(const std::vector<sync::TransferSection>& sections) {
  json::array list;
  for (const auto& section : sections) {
    list.push_back(json::array{section.name, section.records, section.digest});
  }
  return json::serialize(list);
}

std::vector<sync::TransferSection> parse_sections(std::string_view text) {
  std::vector<sync::TransferSection> sections;
  try {
    const json::value parsed = json::parse(json::string_view(text.data(), text.size()));
    for (const json::value& item : parsed.as_array()) {
      sections.push_back({json::value_to<std::string>(item.at(0)), item.at(1).as_int64(),
                          json::value_to<std::string>(item.at(2))});
    }
  } catch (const std::exception& error) {
    throw core::Error(core::ErrorCode::internal,
                      core::say("Databasen är skadad.", "The database is damaged."), {},
                      std::string("sync_transfer.sections: ") + error.what());
  }
  return sections;
}

}  // namespace

const char* name_of(TransferPhase phase) {
  switch (phase) {
    case TransferPhase::sending:
      return "sending";
    case TransferPhase::finishing:
      return "finishing";
    case TransferPhase::done:
      return "done";
    case TransferPhase::failed:
      return "failed";
  }
  return "";
}

std::optional<Transfer> find_transfer(storage::Transaction& transaction) {
  const auto row = transaction.prepare_company(select_sql);
  if (!row->step()) return std::nullopt;
  Transfer transfer;
  transfer.phase = parse_phase(row->text(0));
  transfer.state = {std::string(row->text(1)), row->integer(2), row->integer(3), row->integer(4)};
  transfer.chain = row->text(5);
  transfer.header = row->text(6);
  transfer.bytes = row->integer(7);
  transfer.bytes_done = row->integer(8);
  transfer.records_done = row->integer(9);
  transfer.percent = row->integer(10);
  transfer.sections = parse_sections(row->text(11));
  transfer.incarnation = row->integer(12);
  transfer.position = {row->integer(13), row->integer(14)};
  transfer.online = {row->integer(15), row->integer(16)};
  transfer.started_at = row->integer(17);
  transfer.changed_at = row->integer(18);
  transfer.run_started_at = row->integer(19);
  transfer.run_bytes = row->integer(20);
  transfer.computer = row->text(21);
  transfer.before = parse_mode(row->text(22));
  transfer.message = {std::string(row->text(23)), std::string(row->text(24))};
  return transfer;
}

void save_transfer(storage::Transaction& transaction, const Transfer& transfer) {
  remove_transfer(transaction);
  const auto row = transaction.prepare_company(insert_sql);
  row->bind(name_of(transfer.phase))
      .bind(transfer.state.archive)
      .bind(transfer.state.token)
      .bind(transfer.state.blocks)
      .bind(transfer.state.next_block)
      .bind(transfer.chain)
      .bind(transfer.header)
      .bind(transfer.bytes)
      .bind(transfer.bytes_done)
      .bind(transfer.records_done)
      .bind(transfer.percent)
      .bind(format_sections(transfer.sections))
      .bind(transfer.incarnation)
      .bind(transfer.position.sequence)
      .bind(transfer.position.salt)
      .bind(transfer.online.sequence)
      .bind(transfer.online.salt)
      .bind(transfer.started_at)
      .bind(transfer.changed_at)
      .bind(transfer.run_started_at)
      .bind(transfer.run_bytes)
      .bind(transfer.computer)
      .bind(name_of(transfer.before))
      .bind(transfer.message.sv)
      .bind(transfer.message.en);
  row->run();
}

void remove_transfer(storage::Transaction& transaction) {
  transaction.prepare_company(delete_sql)->run();
}

std::string summary_of(const storage::TypeDigest& digest) {
  storage::Hash128 sum;
  for (const storage::DigestBucket& bucket : digest.buckets) sum += bucket.sum;
  return storage::format_hash(sum);
}

std::int64_t bytes_per_second(const Transfer& transfer) {
  const core::Microseconds time = transfer.changed_at - transfer.run_started_at;
  const std::int64_t bytes = transfer.bytes_done - transfer.run_bytes;
  if (time < shortest_run || bytes <= 0) return 0;
  return bytes * core::seconds(1) / time;
}

std::optional<core::Microseconds> time_left(const Transfer& transfer) {
  const std::int64_t rate = bytes_per_second(transfer);
  if (transfer.phase != TransferPhase::sending || rate == 0) return std::nullopt;
  return (transfer.bytes - transfer.bytes_done) * core::seconds(1) / rate;
}

}  // namespace tusk::replica
