#include "business/computers.h"

#include "business/installation.h"

namespace tusk::business {
namespace {

constexpr const char* find_recent =
    "SELECT 1 FROM system_computer WHERE uuid = $1 AND name = $2 AND last_seen_at > $3";
constexpr const char* upsert =
    "INSERT INTO system_computer (uuid, name, first_seen_at, last_seen_at) "
    "VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (uuid) DO UPDATE SET name = excluded.name, last_seen_at = excluded.last_seen_at";
constexpr const char* select_all =
    "SELECT uuid, name, first_seen_at, last_seen_at FROM system_computer ORDER BY name, uuid";

constexpr core::Microseconds write_again_after = core::seconds(60 * 60);

}  // namespace

void register_computer(Installation& installation) {
  const Environment& environment = installation.environment();
  const core::Microseconds now = environment.clock.now();
  const bool recent = storage::read(installation.system(), [&](storage::Transaction& transaction) {
    return transaction.prepare(find_recent)
        ->bind(installation.computer_uuid())
        .bind(environment.computer_name)
        .bind(now - write_again_after)
        .step();
  });
  if (recent) return;
  storage::write(installation.system(), [&](storage::Transaction& transaction) {
    transaction.prepare(upsert)
        ->bind(installation.computer_uuid())
        .bind(environment.computer_name)
        .bind(now)
        .bind(now)
        .run();
  });
}

std::vector<Computer> list_computers(Installation& installation) {
  return storage::read(installation.system(), [](storage::Transaction& transaction) {
    std::vector<Computer> computers;
    auto rows = transaction.prepare(select_all);
    while (rows->step()) {
      computers.push_back({std::string(rows->text(0)), std::string(rows->text(1)), rows->integer(2),
                           rows->integer(3)});
    }
    return computers;
  });
}

}  // namespace tusk::business
