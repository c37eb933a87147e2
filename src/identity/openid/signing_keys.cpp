#include "identity/openid/signing_keys.h"

#include <algorithm>
#include <array>

#include "identity/audit.h"
#include "identity/openid/limits.h"

namespace tusk::identity::openid {
namespace {

// Locks the row, so that of several servers one makes a key and the others see it.
constexpr std::string_view lock_keys =
    "INSERT INTO directory_counter (name, next) VALUES ('openid_key', 0) "
    "ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING next";
constexpr std::string_view select_keys =
    "SELECT kid, public_key, sealed, use_from FROM directory_openid_key WHERE algorithm = $1 "
    "ORDER BY use_from DESC, kid";
constexpr std::string_view insert_key =
    "INSERT INTO directory_openid_key (kid, algorithm, public_key, sealed, use_from) "
    "VALUES ($1, $2, $3, $4, $5)";
constexpr std::string_view delete_key = "DELETE FROM directory_openid_key WHERE kid = $1";
constexpr std::string_view delete_keys = "DELETE FROM directory_openid_key";

constexpr std::array algorithms{Algorithm::es256, Algorithm::rs256};

void lock(storage::Transaction& tx) {
  tx.prepare(lock_keys)->step();
}

std::string purpose_of(std::string_view kid) {
  return "OpenID signing key " + std::string(kid);
}

}  // namespace

std::vector<SigningKeys::Row> SigningKeys::load(storage::Transaction& tx, Algorithm algorithm) {
  const auto rows = tx.prepare(select_keys);
  rows->bind(name_of(algorithm));
  std::vector<Row> found;
  while (rows->step()) {
    found.push_back({.kid = std::string(rows->text(0)),
                     .public_key = std::string(rows->text(1)),
                     .sealed = std::string(rows->text(2)),
                     .use_from = rows->integer(3)});
  }
  return found;
}

void SigningKeys::insert(storage::Transaction& tx, const KeyPair& key, core::Microseconds use_from,
                         const std::string& actor_name) const {
  const PublicKey& open = key.public_key();
  tx.prepare(insert_key)
      ->bind(open.id())
      .bind(name_of(open.algorithm()))
      .bind(open.der())
      .bind(sealing_.seal(random_, key.private_pem(), purpose_of(open.id())))
      .bind(use_from)
      .run();
  append_audit(
      tx, clock_, service_audit, AuditEvent::signing_key_made,
      {.actor_name = actor_name, .subject = open.id(), .detail = name_of(open.algorithm())});
}

void SigningKeys::make_first(Algorithm algorithm) {
  const KeyPair made = KeyPair::generate(algorithm);
  directory_.write([&](storage::Transaction& tx) {
    lock(tx);
    if (load(tx, algorithm).empty()) insert(tx, made, clock_.now());
  });
}

KeyPair SigningKeys::open(Algorithm algorithm, const Row& row) {
  const std::lock_guard guard(mutex_);
  if (const auto found = opened_.find(row.kid); found != opened_.end()) return found->second;
  const KeyPair key = KeyPair::parse(algorithm, sealing_.open(row.sealed, purpose_of(row.kid)));
  opened_.emplace(row.kid, key);
  return key;
}

KeyPair SigningKeys::get(Algorithm algorithm) {
  for (;;) {
    const auto rows =
        directory_.read([&](storage::Transaction& tx) { return load(tx, algorithm); });
    // Of servers whose clocks differ a little, one may see a first key as not yet to be used.
    for (const Row& row : rows) {
      if (row.use_from <= clock_.now() || &row == &rows.back()) return open(algorithm, row);
    }
    make_first(algorithm);
  }
}

std::vector<PublicKey> SigningKeys::list() {
  std::vector<PublicKey> keys;
  for (const Algorithm algorithm : algorithms) {
    (void)get(algorithm);
    for (const Row& row :
         directory_.read([&](storage::Transaction& tx) { return load(tx, algorithm); })) {
      keys.push_back(PublicKey::parse(algorithm, row.public_key));
    }
  }
  return keys;
}

void SigningKeys::rotate_if_due() {
  for (const Algorithm algorithm : algorithms) rotate_if_due(algorithm);
}

void SigningKeys::rotate_if_due(Algorithm algorithm) {
  const auto rows = directory_.read([&](storage::Transaction& tx) { return load(tx, algorithm); });
  if (rows.empty()) return;
  const core::Microseconds publish_at = rows.front().use_from + key_rotation - key_publish_time;
  if (clock_.now() >= publish_at) {
    const KeyPair made = KeyPair::generate(algorithm);
    directory_.write([&](storage::Transaction& tx) {
      lock(tx);
      const auto now_there = load(tx, algorithm);
      if (now_there.empty() || now_there.front().kid != rows.front().kid) return;
      insert(tx, made, clock_.now() + key_publish_time);
    });
  }
  if (rows.size() > 1) {
    directory_.write([&](storage::Transaction& tx) { remove_obsolete(tx, algorithm); });
  }
}

void SigningKeys::remove_obsolete(storage::Transaction& tx, Algorithm algorithm) const {
  const auto rows = load(tx, algorithm);
  for (std::size_t older = 1; older < rows.size(); ++older) {
    if (clock_.now() < rows[older - 1].use_from + key_keep_time) continue;
    tx.prepare(delete_key)->bind(rows[older].kid).run();
  }
}

std::vector<std::string> SigningKeys::rotate_now(const std::string& actor_name) {
  std::vector<KeyPair> made;
  std::vector<std::string> ids;
  for (const Algorithm algorithm : algorithms) {
    made.push_back(KeyPair::generate(algorithm));
    ids.push_back(made.back().public_key().id());
  }
  directory_.write([&](storage::Transaction& tx) {
    lock(tx);
    tx.prepare(delete_keys)->run();
    for (const KeyPair& key : made) insert(tx, key, clock_.now(), actor_name);
  });
  return ids;
}

}  // namespace tusk::identity::openid
