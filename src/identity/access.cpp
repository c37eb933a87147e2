#include "identity/access.h"

#include "core/error.h"
#include "identity/company_rows.h"
#include "identity/invitations.h"

namespace tusk::identity {
namespace {

// A lock on the company's row, on PostgreSQL; in SQLite there is one writer at a time anyway.
constexpr std::string_view lock_sql = "UPDATE directory_company SET name = name WHERE id = $1";
constexpr std::string_view select_access =
    "SELECT p.id, p.email, p.name, p.language, p.disabled, m.role, m.record_type, m.record_id, "
    "m.entered_at FROM directory_membership m JOIN directory_identity p ON p.id = m.identity "
    "WHERE m.company = $1";
constexpr std::string_view in_order = " ORDER BY p.name, p.id";
constexpr std::string_view of_person = " AND m.identity = $2";
constexpr std::string_view clear_record =
    "UPDATE directory_membership SET record_type = NULL, record_id = NULL WHERE company = $1 AND "
    "record_type = $2 AND record_id = $3";
constexpr std::string_view update_record =
    "UPDATE directory_membership SET record_type = $1, record_id = $2 WHERE company = $3 AND "
    "identity = $4";
constexpr std::string_view update_entered_at =
    "UPDATE directory_membership SET entered_at = $1 WHERE company = $2 AND identity = $3";
constexpr std::string_view select_other_super_user =
    "SELECT 1 FROM directory_membership m JOIN directory_identity p ON p.id = m.identity AND NOT "
    "p.disabled WHERE m.company = $1 AND m.role = 'super_user' AND m.identity <> $2";
constexpr std::string_view select_seats =
    "SELECT c.online_users, (SELECT count(*) FROM directory_membership m WHERE m.company = c.id), "
    "(SELECT count(*) FROM directory_invitation i WHERE i.company = c.id AND i.state = 'open' AND "
    "i.expires_at > $2) FROM directory_company c WHERE c.id = $1";
constexpr std::string_view update_allowed =
    "UPDATE directory_company SET online_users = $1 WHERE id = $2";
constexpr std::string_view note_change =
    "UPDATE directory_company SET people_changes = people_changes + 1 WHERE id = $1 "
    "RETURNING people_changes";
constexpr std::string_view select_changes =
    "SELECT {}, c.people_changes FROM directory_company c "
    "WHERE c.people_changes > c.people_looked_at AND c.state = 'active' ORDER BY c.number";
constexpr std::string_view forget_change =
    "UPDATE directory_company SET people_looked_at = $1 WHERE id = $2 AND people_looked_at < $1";

Access read_access(const storage::Statement& row) {
  Access access{.person = {.id = std::string(row.text(0)),
                           .email = std::string(row.text(1)),
                           .name = std::string(row.text(2)),
                           .language = std::string(row.text(3)),
                           .disabled = row.boolean(4)},
                .role = {std::string(row.text(5))},
                .entered_at = row.integer(8)};
  if (!row.is_null(6)) access.record = OfficeRecord{std::string(row.text(6)), row.integer(7)};
  return access;
}

bool has_other_super_user(storage::Transaction& transaction, std::string_view company,
                          std::string_view person) {
  const auto row = transaction.prepare(select_other_super_user);
  row->bind(company).bind(person);
  return row->step();
}

core::Error not_yours_to_change() {
  return {core::ErrorCode::forbidden,
          core::say("Bara en superanvändare får ge eller ta en superanvändares åtkomst. Be någon "
                    "av dem.",
                    "Only a super user may give or take the access of a super user. Ask one of "
                    "them.")};
}

// The access that is to be changed, if it is the decider's to change. Both are looked at under the
// lock: what the decider was when the request came does not count.
Access get_changeable(storage::Transaction& transaction, const Decision& decision) {
  lock_access(transaction, decision.company);
  auto access = find_access(transaction, decision.company, decision.person);
  if (!access) {
    throw core::Error(core::ErrorCode::not_found,
                      core::say("Personen finns inte, eller har inte åtkomst till företaget.",
                                "There is no such person, or none with access to the company."));
  }
  if (decision.by == decision.person) {
    throw core::Error(
        core::ErrorCode::forbidden,
        core::say("Man ändrar inte sin egen åtkomst. Be en annan administratör eller "
                  "superanvändare.",
                  "Nobody changes their own access. Ask another administrator or super user."));
  }
  const auto role = find_role(transaction, decision.by, decision.company);
  if (!role || !may_give(*role, access->role)) throw not_yours_to_change();
  return *std::move(access);
}

}  // namespace

bool may_give(const Role& by, const Role& given) {
  if (by == Role::super_user) return true;
  return by.administers() && given != Role::super_user;
}

void lock_access(storage::Transaction& transaction, std::string_view company) {
  transaction.prepare(lock_sql)->bind(company).run();
}

std::vector<Access> list_access(storage::Transaction& transaction, std::string_view company) {
  const auto row = transaction.prepare(std::string(select_access) + std::string(in_order));
  row->bind(company);
  std::vector<Access> all;
  while (row->step()) all.push_back(read_access(*row));
  return all;
}

std::optional<Access> find_access(storage::Transaction& transaction, std::string_view company,
                                  std::string_view person) {
  const auto row = transaction.prepare(std::string(select_access) + std::string(of_person));
  row->bind(company).bind(person);
  if (!row->step()) return std::nullopt;
  return read_access(*row);
}

void set_office_record(storage::Transaction& transaction, std::string_view company,
                       std::string_view person, const OfficeRecord& record) {
  transaction.prepare(clear_record)->bind(company).bind(record.type).bind(record.id).run();
  const auto statement = transaction.prepare(update_record);
  statement->bind(record.type).bind(record.id).bind(company).bind(person).run();
}

void note_entrance(storage::Transaction& transaction, std::string_view company,
                   std::string_view person, const core::Clock& clock) {
  transaction.prepare(update_entered_at)->bind(clock.now()).bind(company).bind(person).run();
}

void require_another_super_user(storage::Transaction& transaction, std::string_view company,
                                std::string_view person) {
  if (has_other_super_user(transaction, company, person)) return;
  throw core::Error(core::ErrorCode::conflict,
                    core::say("Företaget måste ha en superanvändare. Gör någon annan till det "
                              "först.",
                              "The company must have a super user. Make somebody else one first."));
}

void change_role(storage::Transaction& transaction, const Decision& decision, const Role& role,
                 const core::Clock& clock) {
  const Access access = get_changeable(transaction, decision);
  const auto own = find_role(transaction, decision.by, decision.company);
  if (!own || !may_give(*own, role)) throw not_yours_to_change();
  if (access.role == Role::super_user && role != Role::super_user)
    require_another_super_user(transaction, decision.company, decision.person);
  set_membership(transaction, decision.person, decision.company, role, clock);
  withdraw_sent_by(transaction, clock, decision.company, decision.person, role);
}

void take_access(storage::Transaction& transaction, const Decision& decision,
                 const core::Clock& clock) {
  const Access access = get_changeable(transaction, decision);
  if (access.role == Role::super_user)
    require_another_super_user(transaction, decision.company, decision.person);
  remove_membership(transaction, decision.person, decision.company);
  withdraw_sent_by(transaction, clock, decision.company, decision.person, std::nullopt);
}

bool close_access(storage::Transaction& transaction, std::string_view company,
                  std::string_view person, const core::Clock& clock) {
  lock_access(transaction, company);
  const auto role = find_role(transaction, person, company);
  if (!role) return true;
  if (role == Role::super_user && !has_other_super_user(transaction, company, person)) return false;
  remove_membership(transaction, person, company);
  withdraw_sent_by(transaction, clock, company, person, std::nullopt);
  return true;
}

Seats count_seats(storage::Transaction& transaction, std::string_view company,
                  std::int64_t otherwise, const core::Clock& clock) {
  const auto row = transaction.prepare(select_seats);
  row->bind(company).bind(clock.now());
  if (!row->step()) return {};
  return {.allowed = row->is_null(0) ? otherwise : row->integer(0),
          .people = row->integer(1),
          .invitations = row->integer(2)};
}

void set_allowed_people(storage::Transaction& transaction, std::string_view company,
                        std::int64_t allowed) {
  transaction.prepare(update_allowed)->bind(allowed).bind(company).run();
}

std::int64_t note_change_of_people(storage::Transaction& transaction, std::string_view company) {
  const auto row = transaction.prepare(note_change);
  row->bind(company);
  return row->step() ? row->integer(0) : 0;
}

std::vector<ChangeOfPeople> list_changes_of_people(storage::Transaction& transaction) {
  const auto row = transaction.prepare(with_company_columns(select_changes));
  std::vector<ChangeOfPeople> changes;
  while (row->step()) changes.push_back({read_company(*row, 0), row->integer(company_columns)});
  return changes;
}

void forget_change_of_people(storage::Transaction& transaction, const ChangeOfPeople& change) {
  transaction.prepare(forget_change)->bind(change.number).bind(change.company.id).run();
}

}  // namespace tusk::identity
