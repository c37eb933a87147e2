#include "replica/take_overs.h"

#include "core/error.h"

namespace tusk::replica {
namespace {

constexpr std::string_view select_newest =
    "SELECT token, at, from_name, to_uuid, to_name, reason FROM sync_take_over WHERE {company} "
    "ORDER BY token DESC LIMIT $1";
constexpr std::string_view insert_row =
    "INSERT INTO sync_take_over ({company_column} token, at, from_name, to_uuid, to_name, reason) "
    "VALUES ({company_value} $1, $2, $3, $4, $5, $6)";
constexpr std::string_view delete_oldest =
    "DELETE FROM sync_take_over WHERE {company} AND token <= (SELECT token FROM sync_take_over "
    "WHERE {company} ORDER BY token DESC LIMIT 1 OFFSET $1)";
constexpr std::string_view choose_sql =
    "INSERT INTO sync_lease ({company_column} token, holder_uuid, holder_name, beat, "
    "preferred_uuid) VALUES ({company_value} 0, '', '', 0, $1)";
constexpr std::string_view update_choice =
    "UPDATE sync_lease SET preferred_uuid = $1 WHERE {company}";

constexpr int kept = 500;

TakeOverReason parse_reason(std::string_view name) {
  for (const auto reason : {TakeOverReason::first, TakeOverReason::stopped, TakeOverReason::silent,
                            TakeOverReason::chosen}) {
    if (name == name_of(reason)) return reason;
  }
  throw core::Error(core::ErrorCode::internal, core::say("Okänt skäl till övertagande: {}.",
                                                         "Unknown reason of a "
                                                         "take-over: {}.",
                                                         std::string(name)));
}

}  // namespace

const char* name_of(TakeOverReason reason) {
  switch (reason) {
    case TakeOverReason::first:
      return "first";
    case TakeOverReason::stopped:
      return "stopped";
    case TakeOverReason::silent:
      return "silent";
    case TakeOverReason::chosen:
      return "chosen";
  }
  return "";
}

core::Text describe(const TakeOver& take_over) {
  const std::string& to = take_over.to_name;
  const std::string& from = take_over.from_name;
  switch (take_over.reason) {
    case TakeOverReason::first:
      return core::say("{} började synkronisera.", "{} began to synchronise.", to);
    case TakeOverReason::stopped:
      return core::say("{} tog över när Tusk Sync stoppades på {}.",
                       "{} took over when Tusk Sync was stopped on {}.", to, from);
    case TakeOverReason::silent:
      return core::say("{} tog över: inget livstecken från {}.",
                       "{} took over: no sign of life from {}.", to, from);
    case TakeOverReason::chosen:
      return core::say("{}, som är vald, tog över från {}.",
                       "{}, which is chosen, took over from {}.", to, from);
  }
  return {};
}

std::vector<TakeOver> list_take_overs(storage::Transaction& transaction, int limit) {
  const auto rows = transaction.prepare_company(select_newest);
  rows->bind(limit);
  std::vector<TakeOver> list;
  while (rows->step()) {
    list.push_back({.token = rows->integer(0),
                    .at = rows->integer(1),
                    .from_name = std::string(rows->text(2)),
                    .to_uuid = std::string(rows->text(3)),
                    .to_name = std::string(rows->text(4)),
                    .reason = parse_reason(rows->text(5))});
  }
  return list;
}

void write_take_over(storage::Transaction& transaction, const TakeOver& given) {
  TakeOver take_over = given;
  const auto before = list_take_overs(transaction, 1);
  if (!before.empty() && take_over.from_name.empty()) {
    // Nobody holds it: a clean stop. Of whom, only this log knows.
    if (before.front().to_uuid == take_over.to_uuid) return;
    take_over.from_name = before.front().to_name;
    if (take_over.reason == TakeOverReason::first) take_over.reason = TakeOverReason::stopped;
  }
  const auto row = transaction.prepare_company(insert_row);
  row->bind(take_over.token).bind(take_over.at).bind(take_over.from_name);
  row->bind(take_over.to_uuid).bind(take_over.to_name).bind(name_of(take_over.reason)).run();
  const auto remove = transaction.prepare_company(delete_oldest);
  remove->bind(kept).run();
}

void choose_computer(storage::Transaction& transaction, std::string_view uuid) {
  if (transaction.prepare_company(update_choice)->bind(uuid).run() > 0) return;
  transaction.prepare_company(choose_sql)->bind(uuid).run();
}

}  // namespace tusk::replica
