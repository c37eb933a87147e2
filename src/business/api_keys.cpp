#include "business/api_keys.h"

#include <sodium.h>

#include <algorithm>

#include "business/installation.h"
#include "business/limits.h"
#include "core/sha256.h"
#include "core/validation.h"

namespace tusk::business {
namespace {

constexpr const char* select_keys =
    "SELECT name, label, created_at, created_by, last_used_at, revoked_at, revoked_by "
    "FROM system_api_key WHERE api_user = $1 ORDER BY created_at, name";
constexpr const char* insert_key =
    "INSERT INTO system_api_key (name, api_user, label, secret_hash, created_at, created_by, "
    "last_used_at, revoked_at, revoked_by) VALUES ($1, $2, $3, $4, $5, $6, 0, 0, '')";
constexpr const char* revoke_key =
    "UPDATE system_api_key SET revoked_at = $1, revoked_by = $2 WHERE name = $3 AND revoked_at = 0";
constexpr const char* select_caller =
    "SELECT k.secret_hash, k.last_used_at, u.uuid, u.company, u.name, u.access_profile, u.active, "
    "u.created_at, c.number, c.name, c.location, c.sample, c.created_at FROM system_api_key k "
    "JOIN system_api_user u ON u.uuid = k.api_user JOIN system_company c ON c.number = u.company "
    "WHERE k.name = $1 AND k.revoked_at = 0";
constexpr const char* note_use =
    "UPDATE system_api_key SET last_used_at = $1 WHERE name = $2 AND last_used_at < $1";

constexpr std::string_view scheme = "tusk_";
constexpr std::size_t name_bytes = 6;
constexpr std::size_t secret_bytes = 32;

// In the same time for equal as for unequal ones.
bool are_equal_hashes(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

ApiKey read_key(const storage::Statement& row) {
  const auto text = [&](int column) { return std::string(row.text(column)); };
  return {text(0), text(1), row.integer(2), text(3), row.integer(4), row.integer(5), text(6)};
}

std::vector<ApiKey> list_in(storage::Transaction& system, const ApiUser& user) {
  std::vector<ApiKey> keys;
  const auto rows = system.prepare(select_keys);
  rows->bind(user.uuid);
  while (rows->step()) keys.push_back(read_key(*rows));
  return keys;
}

std::string checked_label(std::string_view label) {
  if (!label.empty() && core::is_clean_text(label) &&
      core::count_characters(label) <= limits::api_key_label_characters) {
    return std::string(label);
  }
  throw core::invalid_field("label", label,
                            core::say("Skriv vad nyckeln ska användas till, med 1–{} tecken.",
                                      "Write what the key is for, in 1–{} characters.",
                                      limits::api_key_label_characters));
}

}  // namespace

std::vector<ApiKey> list_api_keys(Installation& installation, const ApiUser& user) {
  return storage::read(installation.system(), [&](storage::Transaction& transaction) {
    return list_in(transaction, user);
  });
}

NewApiKey add_api_key(Installation& installation, const Actor& actor, const ApiUser& user,
                      std::string_view label) {
  require_super_user(actor);
  const Environment& environment = installation.environment();
  NewApiKey made;
  made.key.label = checked_label(label);
  made.key.name = std::string(scheme) + environment.random.hex(name_bytes);
  made.key.created_at = environment.clock.now();
  made.key.created_by = actor.full_name;
  made.secret = made.key.name + "_" + environment.random.hex(secret_bytes);
  storage::write(installation.system(), [&](storage::Transaction& transaction) {
    const auto keys = list_in(transaction, user);
    const auto valid = std::count_if(keys.begin(), keys.end(),
                                     [](const ApiKey& key) { return key.revoked_at == 0; });
    if (static_cast<std::size_t>(valid) >= limits::api_keys) {
      throw core::Error(core::ErrorCode::limit,
                        core::say("{} har redan {} nycklar. Dra in någon som inte används.",
                                  "{} has {} keys already. Revoke one that is not used.", user.name,
                                  limits::api_keys));
    }
    transaction.prepare(insert_key)
        ->bind(made.key.name)
        .bind(user.uuid)
        .bind(made.key.label)
        .bind(core::sha256_hex(made.secret))
        .bind(made.key.created_at)
        .bind(made.key.created_by)
        .run();
  });
  return made;
}

ApiKey revoke_api_key(Installation& installation, const Actor& actor, const ApiUser& user,
                      std::string_view name) {
  require_super_user(actor);
  const core::Microseconds now = installation.environment().clock.now();
  return storage::write(installation.system(), [&](storage::Transaction& transaction) {
    std::string valid;
    for (ApiKey& key : list_in(transaction, user)) {
      if (key.revoked_at != 0) continue;
      valid += (valid.empty() ? "" : ", ") + key.name;
      if (key.name != name) continue;
      transaction.prepare(revoke_key)->bind(now).bind(actor.full_name).bind(key.name).run();
      key.revoked_at = now;
      key.revoked_by = actor.full_name;
      return std::move(key);
    }
    // Somebody may have typed the whole key: it is not repeated.
    throw core::Error(core::ErrorCode::not_found,
                      core::say("{} har ingen giltig nyckel med det namnet. De giltiga är: {}.",
                                "{} has no valid key of that name. The valid ones are: {}.",
                                user.name, valid.empty() ? "–" : valid));
  });
}

std::optional<ApiCaller> find_api_caller(Installation& installation, std::string_view key) {
  constexpr std::size_t name_size = scheme.size() + 2 * name_bytes;
  if (key.size() != name_size + 1 + 2 * secret_bytes || !key.starts_with(scheme)) {
    return std::nullopt;
  }
  const std::string_view name = key.substr(0, name_size);
  core::Microseconds last_used_at = 0;
  auto caller = storage::read(
      installation.system(), [&](storage::Transaction& transaction) -> std::optional<ApiCaller> {
        const auto row = transaction.prepare(select_caller);
        row->bind(name);
        if (!row->step() || !are_equal_hashes(core::sha256_hex(key), row->text(0)))
          return std::nullopt;
        last_used_at = row->integer(1);
        Company company{row->integer(8), std::string(row->text(9)), std::string(row->text(10)),
                        row->boolean(11), row->integer(12)};
        return ApiCaller{read_api_user(*row, 2), std::move(company), std::string(name)};
      });
  if (!caller || !caller->user.active) return std::nullopt;
  const core::Microseconds now = installation.environment().clock.now();
  if (now - last_used_at >= limits::session_touch_interval) {
    storage::write(installation.system(), [&](storage::Transaction& transaction) {
      transaction.prepare(note_use)->bind(now).bind(name).run();
    });
  }
  return caller;
}

}  // namespace tusk::business
