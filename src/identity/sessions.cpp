#include "identity/sessions.h"

#include <algorithm>

#include "core/error.h"
#include "identity/access.h"
#include "identity/company_rows.h"
#include "identity/openid/visits.h"
#include "identity/secrets.h"

namespace tusk::identity {
namespace {

constexpr std::string_view insert_sql =
    "INSERT INTO directory_session (id_hash, identity, company, created_at, last_activity) "
    "VALUES ($1, $2, $3, $4, $5)";
// One look-up by primary keys per request.
constexpr std::string_view select_sql =
    "SELECT s.created_at, s.last_activity, p.id, p.email, p.name, p.language, p.last_company, "
    "p.email_confirmed_at, m.role, {} FROM directory_session s JOIN directory_identity p ON p.id = "
    "s.identity AND NOT "
    "p.disabled "
    "LEFT JOIN directory_membership m ON m.identity = s.identity AND m.company = s.company "
    "LEFT JOIN directory_company c ON c.id = m.company AND c.state <> 'disconnected' "
    "WHERE s.id_hash = $1";
constexpr std::string_view select_in_company =
    "SELECT s.created_at, s.last_activity, p.id, p.email, p.name FROM directory_session s "
    "JOIN directory_identity p ON p.id = s.identity AND NOT p.disabled "
    "JOIN directory_membership m ON m.identity = s.identity AND m.company = s.company "
    "WHERE s.company = $1 ORDER BY p.name, p.id, s.last_activity DESC";
constexpr std::string_view touch_sql =
    "UPDATE directory_session SET last_activity = $1 WHERE id_hash = $2";
constexpr std::string_view delete_one = "DELETE FROM directory_session WHERE id_hash = $1";
constexpr std::string_view delete_ended = "DELETE FROM directory_session WHERE last_activity < $1";
constexpr std::string_view remember_company =
    "UPDATE directory_identity SET last_company = $1 WHERE id = $2";

std::optional<Membership> choose_company(const Person& person,
                                         const std::vector<Membership>& memberships) {
  if (memberships.size() == 1) return memberships.front();
  const auto last = std::find_if(memberships.begin(), memberships.end(), [&](const auto& one) {
    return one.company.id == person.last_company;
  });
  if (last == memberships.end()) return std::nullopt;
  return *last;
}

}  // namespace

Session Sessions::create(storage::Transaction& transaction, const Person& person) {
  const core::Microseconds now = clock_.now();
  transaction.prepare(delete_ended)->bind(now - idle_time_).run();
  Session session{.id = random_.hex(session_id_bytes),
                  .person = person,
                  .company = choose_company(person, list_memberships(transaction, person.id)),
                  .created_at = now,
                  .last_activity = now};
  insert(transaction, session);
  return session;
}

void Sessions::insert(storage::Transaction& transaction, const Session& session) const {
  const auto statement = transaction.prepare(insert_sql);
  statement->bind(sha256_hex(session.id)).bind(session.person.id);
  if (session.company) {
    statement->bind(session.company->company.id);
    note_entrance(transaction, session.company->company.id, session.person.id, clock_);
  } else {
    statement->bind_null();
  }
  statement->bind(session.created_at).bind(session.last_activity).run();
}

std::optional<Session> Sessions::load(storage::Transaction& transaction,
                                      std::string_view id) const {
  const auto row = transaction.prepare(with_company_columns(select_sql));
  row->bind(sha256_hex(id));
  if (!row->step()) return std::nullopt;
  Session session{.id = std::string(id),
                  .person = {.id = std::string(row->text(2)),
                             .email = std::string(row->text(3)),
                             .name = std::string(row->text(4)),
                             .language = std::string(row->text(5)),
                             .last_company = std::string(row->text(6)),
                             .email_confirmed = !row->is_null(7)},
                  .created_at = row->integer(0),
                  .last_activity = row->integer(1)};
  if (time_left(session) <= 0) return std::nullopt;
  if (!row->is_null(9)) {
    session.company = make_membership(transaction, read_company(*row, 9), row->text(8));
  }
  return session;
}

std::vector<Session> Sessions::list_in_company(storage::Transaction& transaction,
                                               std::string_view company) const {
  const auto rows = transaction.prepare(select_in_company);
  rows->bind(company);
  std::vector<Session> sessions;
  while (rows->step()) {
    Session session{.id = {},
                    .person = {.id = std::string(rows->text(2)),
                               .email = std::string(rows->text(3)),
                               .name = std::string(rows->text(4))},
                    .company = std::nullopt,
                    .created_at = rows->integer(0),
                    .last_activity = rows->integer(1)};
    const bool is_same_person = !sessions.empty() && sessions.back().person.id == session.person.id;
    if (!is_same_person && time_left(session) > 0) sessions.push_back(std::move(session));
  }
  return sessions;
}

core::Microseconds Sessions::time_left(const Session& session) const {
  const core::Microseconds now = clock_.now();
  return std::min(session.last_activity + idle_time_, session.created_at + absolute_session_time) -
         now;
}

bool Sessions::is_touch_due(const Session& session) const {
  return clock_.now() - session.last_activity >= activity_grain;
}

void Sessions::touch(storage::Transaction& transaction, Session& session) const {
  session.last_activity = clock_.now();
  transaction.prepare(touch_sql)->bind(session.last_activity).bind(sha256_hex(session.id)).run();
}

Session Sessions::switch_company(storage::Transaction& transaction, const Session& session,
                                 std::string_view company) {
  auto membership = find_membership(transaction, session.person.id, company);
  if (!membership) {
    throw core::Error(core::ErrorCode::not_found,
                      core::say("Företaget finns inte, eller du har inte åtkomst till det.",
                                "There is no such company, or you have no access to it."));
  }
  Session renewed = session;
  renewed.id = random_.hex(session_id_bytes);
  renewed.company = std::move(membership);
  renewed.last_activity = clock_.now();
  renewed.person.last_company = renewed.company->company.id;
  openid::move_visits(transaction, session.id, renewed.id);
  end(transaction, session.id);
  insert(transaction, renewed);
  transaction.prepare(remember_company)
      ->bind(renewed.person.last_company)
      .bind(renewed.person.id)
      .run();
  return renewed;
}

void Sessions::end(storage::Transaction& transaction, std::string_view id) const {
  transaction.prepare(delete_one)->bind(sha256_hex(id)).run();
}

std::string csrf_token(const Session& session) {
  return sha256_hex("Tusk CSRF token of session " + session.id);
}

}  // namespace tusk::identity
