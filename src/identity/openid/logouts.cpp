#include "identity/openid/logouts.h"

#include "identity/limits.h"
#include "identity/openid/limits.h"

namespace tusk::identity::openid {
namespace {

constexpr std::string_view insert_sql =
    "INSERT INTO directory_openid_logout (id, client, identity, sid, tries, due_at) "
    "VALUES ($1, $2, $3, $4, 0, $5)";
constexpr std::string_view select_due =
    "SELECT id, client, identity, sid, tries FROM directory_openid_logout WHERE due_at <= $1 "
    "ORDER BY due_at, id LIMIT $2";
// Nobody else may have taken it since it was read.
constexpr std::string_view put_off =
    "UPDATE directory_openid_logout SET tries = $1, due_at = $2 WHERE id = $3 AND tries = $4";
constexpr std::string_view delete_sql = "DELETE FROM directory_openid_logout WHERE id = $1";
constexpr std::string_view delete_given_up =
    "DELETE FROM directory_openid_logout WHERE tries >= $1 AND due_at <= $2";

core::Microseconds delay_after(std::int64_t tries) {
  return first_logout_delay << (tries - 1);
}

}  // namespace

void queue_logout(storage::Transaction& tx, core::Random& random, const core::Clock& clock,
                  const Logout& logout) {
  tx.prepare(insert_sql)
      ->bind(random.hex(public_id_bytes))
      .bind(logout.client)
      .bind(logout.person)
      .bind(logout.sid)
      .bind(clock.now())
      .run();
}

std::vector<Logout> take_due_logouts(storage::Transaction& tx, const core::Clock& clock) {
  tx.prepare(delete_given_up)->bind(max_logout_tries).bind(clock.now()).run();
  std::vector<Logout> due;
  {
    const auto rows = tx.prepare(select_due);
    rows->bind(clock.now()).bind(max_logout_batch);
    while (rows->step()) {
      due.push_back({.client = std::string(rows->text(1)),
                     .person = std::string(rows->text(2)),
                     .sid = std::string(rows->text(3)),
                     .id = std::string(rows->text(0)),
                     .tries = rows->integer(4)});
    }
  }
  std::vector<Logout> taken;
  for (Logout& one : due) {
    const auto row = tx.prepare(put_off);
    row->bind(one.tries + 1).bind(clock.now() + delay_after(one.tries + 1));
    if (row->bind(one.id).bind(one.tries).run() == 0) continue;
    ++one.tries;
    taken.push_back(std::move(one));
  }
  return taken;
}

void remove_logout(storage::Transaction& tx, std::string_view id) {
  tx.prepare(delete_sql)->bind(id).run();
}

}  // namespace tusk::identity::openid
