#include "identity/sessions.h"

#include <algorithm>

#include "core/error.h"
#include "core/sha256.h"
#include "identity/access.h"
#include "identity/company_rows.h"
#include "identity/openid/visits.h"
#include "identity/preferences.h"
#include "identity/second_factor_policy.h"

namespace tusk::identity {
namespace {

constexpr std::string_view insert_sql =
    "INSERT INTO directory_session (id_hash, identity, company, created_at, last_activity, "
    "proved_at, browser, system, address, factor) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
// One look-up by primary keys per request.
constexpr std::string_view select_sql =
    "SELECT s.created_at, s.last_activity, p.id, p.email, p.name, p.language, p.last_company, "
    "p.email_confirmed_at, s.proved_at, s.browser, s.system, s.address, m.role, s.factor, {} "
    "FROM directory_session s JOIN directory_identity p ON p.id = "
    "s.identity AND NOT "
    "p.disabled "
    "LEFT JOIN directory_membership m ON m.identity = s.identity AND m.company = s.company "
    "LEFT JOIN directory_company c ON c.id = m.company AND c.state <> 'disconnected' AND {factor} "
    "WHERE s.id_hash = $1";
constexpr std::string_view select_of =
    "SELECT id_hash, browser, system, address, created_at, last_activity FROM directory_session "
    "WHERE identity = $1 ORDER BY last_activity DESC, id_hash";
constexpr std::string_view delete_of =
    "DELETE FROM directory_session WHERE identity = $1 AND substr(id_hash, 1, $2) = $3";
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

// The default one, or the only one, or the one of last time.
std::optional<Membership> choose_company(const std::vector<Membership>& memberships,
                                         const std::string& wanted,
                                         const std::string& last_company) {
  const auto find = [&](const std::string& id) {
    return std::find_if(memberships.begin(), memberships.end(),
                        [&](const auto& one) { return one.company.id == id; });
  };
  if (const auto found = find(wanted); found != memberships.end()) return *found;
  if (memberships.size() == 1) return memberships.front();
  if (const auto found = find(last_company); found != memberships.end()) return *found;
  return std::nullopt;
}

// Made once: every request reads its session.
const std::string& select_with_factor() {
  static const std::string made = [] {
    std::string sql(select_sql);
    constexpr std::string_view place = "{factor}";
    sql.replace(sql.find(place), place.size(), has_required_factor);
    return with_company_columns(sql);
  }();
  return made;
}

bool lacks_factor(storage::Transaction& transaction, const std::string& person,
                  const std::string& company) {
  const auto closed = list_companies_without_factor(transaction, person);
  return std::any_of(closed.begin(), closed.end(),
                     [&](const Company& one) { return one.id == company; });
}

std::optional<Membership> open_company(storage::Transaction& transaction, const Person& person) {
  auto chosen =
      choose_company(list_memberships(transaction, person.id),
                     load_preferences(transaction, person.id).default_company, person.last_company);
  if (chosen && lacks_factor(transaction, person.id, chosen->company.id)) return std::nullopt;
  return chosen;
}

}  // namespace

Session Sessions::create(storage::Transaction& transaction, const Person& person,
                         const Visit& visit, Factor factor) {
  const core::Microseconds now = clock_.now();
  transaction.prepare(delete_ended)->bind(now - idle_time_).run();
  Session session{.id = random_.hex(session_id_bytes),
                  .person = person,
                  .company = open_company(transaction, person),
                  .created_at = now,
                  .last_activity = now,
                  .proved_at = now,
                  .visit = visit,
                  .factor = factor};
  insert(transaction, session);
  return session;
}

void Sessions::insert(storage::Transaction& transaction, const Session& session) const {
  const auto statement = transaction.prepare(insert_sql);
  statement->bind(core::sha256_hex(session.id)).bind(session.person.id);
  if (session.company) {
    statement->bind(session.company->company.id);
    note_entrance(transaction, session.company->company.id, session.person.id, clock_);
  } else {
    statement->bind_null();
  }
  statement->bind(session.created_at).bind(session.last_activity).bind(session.proved_at);
  statement->bind(session.visit.browser).bind(session.visit.system).bind(session.visit.address);
  statement->bind(name_of(session.factor)).run();
}

std::optional<Session> Sessions::load(storage::Transaction& transaction,
                                      std::string_view id) const {
  const auto row = transaction.prepare(select_with_factor());
  row->bind(core::sha256_hex(id));
  if (!row->step()) return std::nullopt;
  Session session{
      .id = std::string(id),
      .person = {.id = std::string(row->text(2)),
                 .email = std::string(row->text(3)),
                 .name = std::string(row->text(4)),
                 .language = std::string(row->text(5)),
                 .last_company = std::string(row->text(6)),
                 .email_confirmed = !row->is_null(7)},
      .created_at = row->integer(0),
      .last_activity = row->integer(1),
      .proved_at = row->integer(8),
      .visit = {std::string(row->text(9)), std::string(row->text(10)), std::string(row->text(11))},
      .factor = parse_factor(row->text(13))};
  if (time_left(session) <= 0) return std::nullopt;
  if (!row->is_null(14)) {
    session.company =
        make_membership(transaction, read_company(*row, 14), row->text(12), session.person.id);
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
  transaction.prepare(touch_sql)
      ->bind(session.last_activity)
      .bind(core::sha256_hex(session.id))
      .run();
}

Session Sessions::switch_company(storage::Transaction& transaction, const Session& session,
                                 std::string_view company) {
  auto membership = find_membership(transaction, session.person.id, company);
  if (!membership) {
    throw core::Error(core::ErrorCode::not_found,
                      core::say("Företaget finns inte, eller du har inte åtkomst till det.",
                                "There is no such company, or you have no access to it."));
  }
  if (lacks_factor(transaction, session.person.id, membership->company.id)) {
    throw core::Error(
        core::ErrorCode::forbidden,
        core::say("{} kräver tvåstegsinloggning. Ställ in den först.",
                  "{} requires two-step log-in. Set it up first.", membership->company.name),
        {{"second_factor", "", core::say("Ställ in den.", "Set it up.")}});
  }
  Session wanted = session;
  wanted.company = std::move(membership);
  wanted.person.last_company = wanted.company->company.id;
  Session renewed = renew(transaction, wanted);
  transaction.prepare(remember_company)
      ->bind(renewed.person.last_company)
      .bind(renewed.person.id)
      .run();
  return renewed;
}

Session Sessions::enter_if_open(storage::Transaction& transaction, const Session& session,
                                std::string_view company) {
  if (!lacks_factor(transaction, session.person.id, std::string(company)))
    return switch_company(transaction, session, company);
  Session without = session;
  without.company.reset();
  return renew(transaction, without);
}

Session Sessions::renew(storage::Transaction& transaction, const Session& session) {
  Session renewed = session;
  renewed.id = random_.hex(session_id_bytes);
  renewed.last_activity = clock_.now();
  openid::move_visits(transaction, session.id, renewed.id);
  end(transaction, session.id);
  insert(transaction, renewed);
  return renewed;
}

Session Sessions::prove(storage::Transaction& transaction, const Session& session) {
  Session proved = session;
  proved.proved_at = clock_.now();
  return renew(transaction, proved);
}

bool Sessions::is_proved_lately(const Session& session) const {
  return clock_.now() - session.proved_at < proof_life;
}

std::vector<SessionEntry> Sessions::list_of(storage::Transaction& transaction,
                                            std::string_view person) const {
  const auto rows = transaction.prepare(select_of);
  rows->bind(person);
  std::vector<SessionEntry> entries;
  while (rows->step()) {
    SessionEntry entry{.key = std::string(rows->text(0).substr(0, list_key_digits)),
                       .visit = {std::string(rows->text(1)), std::string(rows->text(2)),
                                 std::string(rows->text(3))},
                       .created_at = rows->integer(4),
                       .last_activity = rows->integer(5)};
    const Session times{.id = {},
                        .person = {},
                        .company = std::nullopt,
                        .created_at = entry.created_at,
                        .last_activity = entry.last_activity};
    if (time_left(times) > 0) entries.push_back(std::move(entry));
  }
  return entries;
}

bool Sessions::end_of(storage::Transaction& transaction, std::string_view person,
                      std::string_view key) {
  return transaction.prepare(delete_of)
             ->bind(person)
             .bind(std::int64_t{list_key_digits})
             .bind(key)
             .run() > 0;
}

void Sessions::end(storage::Transaction& transaction, std::string_view id) const {
  transaction.prepare(delete_one)->bind(core::sha256_hex(id)).run();
}

std::string csrf_token(const Session& session) {
  return core::sha256_hex("Tusk CSRF token of session " + session.id);
}

}  // namespace tusk::identity
