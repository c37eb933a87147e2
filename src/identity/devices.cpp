#include "identity/devices.h"

#include "core/sha256.h"
#include "identity/company_rows.h"
#include "identity/limits.h"
#include "identity/secrets.h"

namespace tusk::identity {
namespace {

constexpr std::string_view insert_sql =
    "INSERT INTO directory_device (id, company, computer_name, computer_uuid, secret_hash, "
    "created_at) VALUES ($1, $2, $3, $4, $5, $6)";
constexpr std::string_view select_sql =
    "SELECT d.id, d.computer_name, d.computer_uuid, d.last_seen_at, d.secret_hash, {} "
    "FROM directory_device d JOIN directory_company c ON c.id = d.company "
    "AND c.state <> 'disconnected' WHERE d.id = $1 AND NOT d.revoked";
constexpr std::string_view seen_sql = "UPDATE directory_device SET last_seen_at = $1 WHERE id = $2";
constexpr std::string_view revoke_of_computer =
    "UPDATE directory_device SET revoked = TRUE WHERE company = $1 AND computer_uuid = $2";
constexpr std::string_view count_sql =
    "SELECT count(*) FROM directory_device WHERE company = $1 AND NOT revoked";
constexpr std::string_view revoke_sql = "UPDATE directory_device SET revoked = TRUE WHERE id = $1";

}  // namespace

NewDevice create_device(storage::Transaction& transaction, core::Random& random,
                        const core::Clock& clock, const Company& company,
                        std::string_view computer_name, std::string_view computer_uuid) {
  NewDevice made{.device = {.id = "d_" + random.hex(public_id_bytes),
                            .company = company,
                            .computer_name = std::string(computer_name),
                            .computer_uuid = std::string(computer_uuid)},
                 .secret = random.hex(device_secret_bytes)};
  const auto statement = transaction.prepare(insert_sql);
  statement->bind(made.device.id).bind(company.id).bind(computer_name).bind(computer_uuid);
  statement->bind(core::sha256_hex(made.secret)).bind(clock.now()).run();
  return made;
}

std::optional<Device> find_device(storage::Transaction& transaction, std::string_view id,
                                  std::string_view secret) {
  const auto row = transaction.prepare(with_company_columns(select_sql));
  row->bind(id);
  if (!row->step() || !equal_secrets(core::sha256_hex(secret), row->text(4))) return std::nullopt;
  return Device{.id = std::string(row->text(0)),
                .company = read_company(*row, 5),
                .computer_name = std::string(row->text(1)),
                .computer_uuid = std::string(row->text(2)),
                .last_seen_at = row->integer(3)};
}

bool is_seen_due(const Device& device, const core::Clock& clock) {
  return clock.now() - device.last_seen_at >= device_seen_grain;
}

void set_seen(storage::Transaction& transaction, const Device& device, const core::Clock& clock) {
  transaction.prepare(seen_sql)->bind(clock.now()).bind(device.id).run();
}

std::int64_t count_devices(storage::Transaction& transaction, std::string_view company) {
  const auto row = transaction.prepare(count_sql);
  row->bind(company).step();
  return row->integer(0);
}

void revoke_devices_of(storage::Transaction& transaction, std::string_view company,
                       std::string_view computer_uuid) {
  transaction.prepare(revoke_of_computer)->bind(company).bind(computer_uuid).run();
}

void revoke_device(storage::Transaction& transaction, std::string_view id) {
  transaction.prepare(revoke_sql)->bind(id).run();
}

}  // namespace tusk::identity
