#include "business/company_loading.h"

#include <algorithm>

#include "archive/loader.h"
#include "storage/change_log.h"
#include "storage/schema.h"

namespace tusk::business {
namespace {

constexpr std::string_view select_identity =
    "SELECT database_uuid, incarnation, mode FROM sync_state WHERE {company}";
// The rounds of former connections stay in the log: the next one has a number after them.
constexpr std::string_view insert_state =
    "INSERT INTO sync_state({company_column}side, database_uuid, incarnation, schema_version, "
    "last_round) SELECT {company_value}CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS BIGINT), "
    "CAST($4 AS BIGINT), coalesce(max(number), 0) FROM sync_round WHERE {company}";
// Positions of a log that is no more.
constexpr std::string_view forget_positions =
    "UPDATE sync_conflict SET sequence = 0 WHERE {company}";

void rename_company(storage::Transaction& transaction, const storage::RecordStore& store,
                    const Loading& loading) {
  const core::RecordType& type = core::registry().get("company");
  const auto page = store.list(transaction, type, {.limit = 1});
  if (page.records.empty()) return;
  store.update(transaction, type, page.records.front().id,
               core::make_change(type, {{"name", loading.name}}), loading.stamp);
}

// Nobody can log in as a user without an account, here or online.
std::int64_t deactivate_others(storage::Transaction& transaction, const storage::RecordStore& store,
                               const Loading& loading) {
  const core::RecordType& type = core::registry().get("user");
  std::int64_t count = 0;
  storage::RecordQuery query;
  query.limit = storage::max_page_size;
  std::vector<core::Record> others;
  do {
    const storage::RecordPage page = store.list(transaction, type, query);
    for (const core::Record& user : page.records) {
      const std::string name = core::to_display(core::value_of(type, user, "user_name"));
      const bool known =
          std::any_of(loading.accounts->begin(), loading.accounts->end(),
                      [&](const User& account) { return account.user_name == name; });
      if (!known) others.push_back(user);
    }
    query.cursor = page.next_cursor;
  } while (!query.cursor.empty());
  for (const core::Record& user : others) {
    ++count;
    store.update(transaction, type, user.id, core::make_change(type, {{"active", false}}),
                 loading.stamp);
  }
  return count;
}

}  // namespace

CompanyIdentity load_identity(storage::Transaction& transaction, bool lock) {
  const bool for_update = lock && transaction.engine() == storage::Engine::postgres;
  const auto row =
      transaction.prepare_company(std::string(select_identity) + (for_update ? " FOR UPDATE" : ""));
  if (!row->step()) return {};
  const bool apart = row->text(2) == "unconnected" || row->text(2) == "disconnected";
  return {std::string(row->text(0)), row->integer(1), !apart};
}

core::Error is_connected(const std::string& name) {
  return {core::ErrorCode::conflict,
          core::say("{0} är anslutet till Tusk Online, som har gått vidare sedan säkerhetskopian "
                    "togs. Koppla ifrån det (tusk online disconnect), återställ, och anslut det "
                    "igen.",
                    "{0} is connected to Tusk Online, which has gone on since the backup was "
                    "taken. Disconnect it (tusk online disconnect), restore, and connect it again.",
                    name)};
}

void refuse_connected(const CompanyIdentity& identity, const std::string& name) {
  if (identity.connected) throw is_connected(name);
}

CompanyIdentity raised(const archive::Header& header, const CompanyIdentity& replaced) {
  return {header.database_uuid, std::max(header.incarnation, replaced.incarnation) + 1, false};
}

void require_backup_of_company(const archive::Reader& reader) {
  const archive::Header& header = reader.header();
  if (header.subject == "company" && header.side == core::Side::office &&
      header.content == archive::Content::everything) {
    return;
  }
  throw core::Error(core::ErrorCode::invalid,
                    core::say("{} är ingen säkerhetskopia av ett företag på kontoret. Välj en fil "
                              "som \"tusk backup\" har skrivit.",
                              "{} is no backup of a company in the office. Choose a file that "
                              "\"tusk backup\" has written.",
                              reader.source()));
}

std::int64_t load_company(storage::Transaction& transaction, archive::Reader& reader,
                          const Loading& loading, const RestoreOptions& options) {
  storage::create_bare_company(transaction, core::registry(), core::Side::office);
  archive::Loader loader(core::registry(), core::Side::office, reader.header(), reader.source());
  archive::load_all(reader, loader, transaction, [&](const archive::Progress& progress) {
    if (options.on_progress) options.on_progress(BackupStep::loading, progress);
  });
  storage::complete_company(transaction, core::registry(), core::Side::office,
                            storage::SearchTables::filled);
  const auto state = transaction.prepare_company(insert_state);
  state->bind(core::name_of(core::Side::office)).bind(loading.identity.database_uuid);
  state->bind(loading.identity.incarnation).bind(storage::schema_version).run();
  transaction.prepare_company(forget_positions)->run();
  // The log of the restored database begins empty: a connection starts with everything anyway.
  const storage::Applying applying(transaction);
  const storage::RecordStore store(core::registry(), core::Side::office);
  if (!loading.name.empty()) rename_company(transaction, store, loading);
  return loading.accounts ? deactivate_others(transaction, store, loading) : 0;
}

}  // namespace tusk::business
