#include "identity/openid/visits.h"

#include <vector>

#include "core/sha256.h"
#include "identity/limits.h"
#include "identity/openid/logouts.h"

namespace tusk::identity::openid {
namespace {

constexpr std::string_view insert_session =
    "INSERT INTO directory_openid_session (sid, session_hash, identity) VALUES ($1, $2, $3) "
    "ON CONFLICT (session_hash) DO UPDATE SET session_hash = excluded.session_hash RETURNING sid";
constexpr std::string_view insert_visit =
    "INSERT INTO directory_openid_visit (sid, client) VALUES ($1, $2) ON CONFLICT DO NOTHING";
constexpr std::string_view select_sid =
    "SELECT sid FROM directory_openid_session WHERE session_hash = $1";
constexpr std::string_view select_alive =
    "SELECT 1 FROM directory_openid_session o JOIN directory_session s "
    "ON s.id_hash = o.session_hash WHERE o.sid = $1 AND s.last_activity > $2 AND "
    "s.created_at > $3";
constexpr std::string_view move_session =
    "UPDATE directory_openid_session SET session_hash = $1 WHERE session_hash = $2";
constexpr std::string_view select_ended =
    "SELECT o.sid, o.identity FROM directory_openid_session o LEFT JOIN directory_session s "
    "ON s.id_hash = o.session_hash WHERE s.id_hash IS NULL OR s.last_activity <= $1 OR "
    "s.created_at <= $2 ORDER BY o.sid LIMIT 100";
constexpr std::string_view select_clients =
    "SELECT v.client FROM directory_openid_visit v JOIN directory_openid_client c "
    "ON c.id = v.client AND c.logout_uri <> '' WHERE v.sid = $1";
constexpr std::string_view delete_session = "DELETE FROM directory_openid_session WHERE sid = $1";
// Offline access is what a person allows beyond the session.
constexpr std::string_view delete_grants =
    "DELETE FROM directory_openid_grant WHERE sid = $1 AND scopes NOT LIKE '%offline_access%'";

struct Ended {
  std::string sid;
  std::string identity;
};

std::vector<std::string> clients_of(storage::Transaction& tx, const std::string& sid) {
  const auto rows = tx.prepare(select_clients);
  rows->bind(sid);
  std::vector<std::string> clients;
  while (rows->step()) clients.emplace_back(rows->text(0));
  return clients;
}

}  // namespace

std::string note_visit(storage::Transaction& tx, core::Random& random, const Session& session,
                       std::string_view client) {
  std::string sid;
  {
    const auto row = tx.prepare(insert_session);
    row->bind(random.hex(public_id_bytes))
        .bind(core::sha256_hex(session.id))
        .bind(session.person.id);
    row->step();
    sid = std::string(row->text(0));
  }
  tx.prepare(insert_visit)->bind(sid).bind(client).run();
  return sid;
}

std::string find_sid(storage::Transaction& tx, const Session& session) {
  const auto row = tx.prepare(select_sid);
  row->bind(core::sha256_hex(session.id));
  return row->step() ? std::string(row->text(0)) : std::string();
}

bool is_session_alive(storage::Transaction& tx, const core::Clock& clock,
                      core::Microseconds idle_time, std::string_view sid) {
  const auto row = tx.prepare(select_alive);
  row->bind(sid).bind(clock.now() - idle_time).bind(clock.now() - absolute_session_time);
  return row->step();
}

void move_visits(storage::Transaction& tx, std::string_view from, std::string_view to) {
  tx.prepare(move_session)->bind(core::sha256_hex(to)).bind(core::sha256_hex(from)).run();
}

int end_visits(storage::Transaction& tx, core::Random& random, const core::Clock& clock,
               core::Microseconds idle_time) {
  std::vector<Ended> ended;
  {
    const auto rows = tx.prepare(select_ended);
    rows->bind(clock.now() - idle_time).bind(clock.now() - absolute_session_time);
    while (rows->step()) ended.push_back({std::string(rows->text(0)), std::string(rows->text(1))});
  }
  int count = 0;
  for (const Ended& one : ended) {
    const auto clients = clients_of(tx, one.sid);
    // Of several servers that see it, one deletes the row and tells the clients.
    if (tx.prepare(delete_session)->bind(one.sid).run() == 0) continue;
    tx.prepare(delete_grants)->bind(one.sid).run();
    for (const std::string& client : clients) {
      queue_logout(tx, random, clock, {.client = client, .person = one.identity, .sid = one.sid});
    }
    ++count;
  }
  return count;
}

}  // namespace tusk::identity::openid
