#include "identity/companies.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "core/validation.h"
#include "identity/access.h"
#include "identity/company_rows.h"
#include "identity/limits.h"

namespace tusk::identity {
namespace {

constexpr std::string_view select_by_office =
    "SELECT {} FROM directory_company c WHERE c.office_uuid = $1";
constexpr std::string_view select_by_id = "SELECT {} FROM directory_company c WHERE c.id = $1";
constexpr std::string_view select_connected =
    "SELECT {} FROM directory_company c WHERE c.state <> 'disconnected' ORDER BY c.number";
// Numbers are for ever, also those of places that are gone: another company's rows must not turn up
// where a removal was interrupted.
constexpr std::string_view next_number =
    "UPDATE directory_counter SET next = next + 1 WHERE name = 'number' RETURNING next - 1";
constexpr std::string_view insert_sql =
    "INSERT INTO directory_company (id, number, name, storage_key, office_uuid, state, "
    "connected_by, created_at, incoming_key, incoming_number) "
    "VALUES ($1, $2, $3, $4, $5, 'receiving', $6, $7, $8, $9)";
constexpr std::string_view reconnect_sql =
    "UPDATE directory_company SET name = $1, connected_by = $2, incoming_key = $3, "
    "incoming_number = $4, state = CASE WHEN state = 'active' THEN state ELSE 'receiving' END "
    "WHERE id = $5";
constexpr std::string_view renew_sql =
    "UPDATE directory_company SET incoming_key = $1, incoming_number = $2 WHERE id = $3";
constexpr std::string_view show_sql =
    "UPDATE directory_company SET storage_key = incoming_key, number = incoming_number, "
    "incoming_key = NULL, incoming_number = NULL, state = 'active' "
    "WHERE id = $1 AND incoming_key = $2";
constexpr std::string_view give_up_sql =
    "UPDATE directory_company SET incoming_key = NULL, incoming_number = NULL, state = CASE WHEN "
    "state = 'receiving' THEN 'disconnected' ELSE state END WHERE id = $1";
constexpr std::string_view disconnect_sql =
    "UPDATE directory_company SET state = 'disconnected', incoming_key = NULL, "
    "incoming_number = NULL WHERE id = $1";
constexpr std::string_view insert_left =
    "INSERT INTO directory_left_place (storage_key, number) VALUES ($1, $2) ON CONFLICT DO NOTHING";
constexpr std::string_view select_left =
    "SELECT storage_key, number FROM directory_left_place ORDER BY number";
constexpr std::string_view delete_left = "DELETE FROM directory_left_place WHERE storage_key = $1";
constexpr std::string_view hand_over_sql =
    "UPDATE directory_company SET connected_by = $1 WHERE id = $2";
constexpr std::string_view rename_sql = "UPDATE directory_company SET name = $1 WHERE id = $2";
constexpr std::string_view delete_sessions = "DELETE FROM directory_session WHERE company = $1";
constexpr std::string_view revoke_devices =
    "UPDATE directory_device SET revoked = TRUE WHERE company = $1";
constexpr std::string_view upsert_membership =
    "INSERT INTO directory_membership (identity, company, role, created_at) "
    "VALUES ($1, $2, $3, $4) ON CONFLICT (identity, company) DO UPDATE SET role = excluded.role";
constexpr std::string_view delete_membership =
    "DELETE FROM directory_membership WHERE identity = $1 AND company = $2";
constexpr std::string_view delete_sessions_of_member =
    "DELETE FROM directory_session WHERE identity = $1 AND company = $2";
constexpr std::string_view select_role =
    "SELECT role FROM directory_membership WHERE identity = $1 AND company = $2";
constexpr std::string_view select_membership =
    "SELECT {}, m.role FROM directory_membership m JOIN directory_company c ON c.id = m.company "
    "AND c.state <> 'disconnected' WHERE m.identity = $1 AND m.company = $2";
constexpr std::string_view select_memberships =
    "SELECT {}, m.role FROM directory_membership m JOIN directory_company c ON c.id = m.company "
    "AND c.state <> 'disconnected' WHERE m.identity = $1 ORDER BY c.name, c.id";

CompanyState parse_state(std::string_view text) {
  for (const CompanyState state : {CompanyState::receiving, CompanyState::active}) {
    if (text == name_of(state)) return state;
  }
  return CompanyState::disconnected;
}

Place make_place(storage::Transaction& transaction, core::Random& random) {
  const auto row = transaction.prepare(next_number);
  row->step();
  return {random.hex(public_id_bytes), row->integer(0)};
}

void leave_place(storage::Transaction& transaction, const Place& place) {
  transaction.prepare(insert_left)->bind(place.storage_key).bind(place.number).run();
}

void check_company_name(std::string_view name) {
  const std::size_t length = core::is_clean_text(name) ? core::count_characters(name) : 0;
  if (length > 0 && length <= max_company_name_characters) return;
  throw core::invalid_field(
      "company_name", name,
      core::say("Skriv företagets namn, högst {} tecken.",
                "Enter the company's name, at most {} characters.", max_company_name_characters));
}

}  // namespace

Company read_company(const storage::Statement& row, int first) {
  Company company{.id = std::string(row.text(first)),
                  .name = std::string(row.text(first + 1)),
                  .state = parse_state(row.text(first + 2)),
                  .place = {std::string(row.text(first + 3)), row.integer(first + 4)},
                  .connected_by = std::string(row.text(first + 7))};
  if (!row.is_null(first + 5)) {
    company.incoming = Place{std::string(row.text(first + 5)), row.integer(first + 6)};
  }
  return company;
}

std::string with_company_columns(std::string_view sql) {
  return fmt::format(fmt::runtime(sql),
                     "c.id, c.name, c.state, c.storage_key, c.number, c.incoming_key, "
                     "c.incoming_number, c.connected_by");
}

const char* name_of(CompanyState state) {
  switch (state) {
    case CompanyState::receiving:
      return "receiving";
    case CompanyState::active:
      return "active";
    case CompanyState::disconnected:
      return "disconnected";
  }
  return "";
}

Membership make_membership(storage::Transaction& transaction, Company company,
                           std::string_view role, std::string_view person) {
  Membership membership{std::move(company), Role{std::string(role)}, {}, {}, {}};
  if (!membership.role.is_own()) return membership;
  OwnRole own = get_own_role(transaction, membership.company.id, role);
  membership.role_name = std::move(own.name);
  membership.rights = std::move(own.rights);
  const bool asks = std::any_of(membership.rights.begin(), membership.rights.end(),
                                [](const RegisterRight& one) { return one.own_only; });
  if (asks) {
    if (auto access = find_access(transaction, membership.company.id, person))
      membership.office_record = std::move(access->record);
  }
  return membership;
}

core::Right right_of(const Membership& membership, const core::RecordType& type) {
  const core::Right least = core::least_right(type);
  if (!membership.role.is_own()) {
    return membership.role == Role::read_only ? core::Right::read : core::Right::full;
  }
  for (const RegisterRight& one : membership.rights) {
    if (one.record_type == type.name) return std::max(least, one.right);
  }
  return least;
}

bool is_limited_to_own(const Membership& membership, const core::RecordType& type) {
  return membership.role.is_own() && !type.for_everybody &&
         std::any_of(membership.rights.begin(), membership.rights.end(),
                     [&](const RegisterRight& one) {
                       return one.own_only && one.record_type == type.name;
                     });
}

void require_right(const Membership& membership, const core::RecordType& type, core::Right right) {
  if (right_of(membership, type) >= right) return;
  const core::Text what = right == core::Right::read
                              ? core::Text{"läsa registret", "read the register"}
                              : core::Text{"ändra i registret", "change the register"};
  throw core::Error(core::ErrorCode::forbidden,
                    {fmt::format("{}: du får inte {}. En administratör kan ge dig en annan roll.",
                                 type.label_plural.sv, what.sv),
                     fmt::format("{}: you may not {}. An administrator can give you another role.",
                                 type.label_plural.en, what.en)});
}

std::optional<Company> find_company_of_office(storage::Transaction& transaction,
                                              std::string_view office_uuid) {
  const auto row = transaction.prepare(with_company_columns(select_by_office));
  row->bind(office_uuid);
  if (!row->step()) return std::nullopt;
  return read_company(*row, 0);
}

std::vector<Company> list_connected_companies(storage::Transaction& transaction) {
  const auto row = transaction.prepare(with_company_columns(select_connected));
  std::vector<Company> companies;
  while (row->step()) companies.push_back(read_company(*row, 0));
  return companies;
}

Company get_company(storage::Transaction& transaction, std::string_view id) {
  const auto row = transaction.prepare(with_company_columns(select_by_id));
  row->bind(id);
  if (row->step()) return read_company(*row, 0);
  throw core::Error(core::ErrorCode::not_found,
                    core::say("Företaget finns inte här.", "The company is not here."));
}

Company connect_company(storage::Transaction& transaction, core::Random& random,
                        const core::Clock& clock, const NewCompany& wanted) {
  check_company_name(wanted.name);
  const Place incoming = make_place(transaction, random);
  if (auto known = find_company_of_office(transaction, wanted.office_uuid)) {
    if (known->incoming) leave_place(transaction, *known->incoming);
    transaction.prepare(revoke_devices)->bind(known->id).run();
    const auto statement = transaction.prepare(reconnect_sql);
    statement->bind(wanted.name).bind(wanted.connected_by).bind(incoming.storage_key);
    statement->bind(incoming.number).bind(known->id).run();
    return get_company(transaction, known->id);
  }
  const std::string id = "c_" + random.hex(public_id_bytes);
  const Place nowhere = make_place(transaction, random);  // nothing is ever put there
  const auto statement = transaction.prepare(insert_sql);
  statement->bind(id).bind(nowhere.number).bind(wanted.name).bind(nowhere.storage_key);
  statement->bind(wanted.office_uuid).bind(wanted.connected_by).bind(clock.now());
  statement->bind(incoming.storage_key).bind(incoming.number).run();
  return get_company(transaction, id);
}

void renew_incoming(storage::Transaction& transaction, core::Random& random,
                    std::string_view company) {
  const Company before = get_company(transaction, company);
  if (!before.incoming) return;
  leave_place(transaction, *before.incoming);
  const Place place = make_place(transaction, random);
  transaction.prepare(renew_sql)->bind(place.storage_key).bind(place.number).bind(company).run();
}

bool show_incoming(storage::Transaction& transaction, std::string_view company,
                   const Place& incoming) {
  const Company before = get_company(transaction, company);
  const auto statement = transaction.prepare(show_sql);
  statement->bind(company).bind(incoming.storage_key);
  if (statement->run() != 1) return false;
  leave_place(transaction, before.place);
  note_change_of_people(transaction, company);
  return true;
}

void give_up_incoming(storage::Transaction& transaction, std::string_view company) {
  const Company before = get_company(transaction, company);
  if (!before.incoming) return;
  leave_place(transaction, *before.incoming);
  transaction.prepare(give_up_sql)->bind(company).run();
  if (before.state == CompanyState::receiving) {
    transaction.prepare(revoke_devices)->bind(company).run();
    transaction.prepare(delete_sessions)->bind(company).run();
  }
}

void disconnect_company(storage::Transaction& transaction, std::string_view company) {
  const Company before = get_company(transaction, company);
  leave_place(transaction, before.place);
  if (before.incoming) leave_place(transaction, *before.incoming);
  transaction.prepare(disconnect_sql)->bind(company).run();
  transaction.prepare(revoke_devices)->bind(company).run();
  transaction.prepare(delete_sessions)->bind(company).run();
}

std::vector<Place> list_left_places(storage::Transaction& transaction) {
  const auto row = transaction.prepare(select_left);
  std::vector<Place> places;
  while (row->step()) places.push_back({std::string(row->text(0)), row->integer(1)});
  return places;
}

void forget_left_place(storage::Transaction& transaction, const Place& place) {
  transaction.prepare(delete_left)->bind(place.storage_key).run();
}

void rename_company(storage::Transaction& transaction, std::string_view company,
                    std::string_view name) {
  check_company_name(name);
  transaction.prepare(rename_sql)->bind(name).bind(company).run();
}

void set_connected_by(storage::Transaction& transaction, std::string_view company,
                      std::string_view person) {
  transaction.prepare(hand_over_sql)->bind(person).bind(company).run();
}

void set_membership(storage::Transaction& transaction, std::string_view person,
                    std::string_view company, const Role& role, const core::Clock& clock) {
  require_role(transaction, company, role);
  const auto statement = transaction.prepare(upsert_membership);
  statement->bind(person).bind(company).bind(role.id).bind(clock.now()).run();
}

void remove_membership(storage::Transaction& transaction, std::string_view person,
                       std::string_view company) {
  transaction.prepare(delete_membership)->bind(person).bind(company).run();
  transaction.prepare(delete_sessions_of_member)->bind(person).bind(company).run();
}

std::optional<Membership> find_membership(storage::Transaction& transaction,
                                          std::string_view person, std::string_view company) {
  const auto row = transaction.prepare(with_company_columns(select_membership));
  row->bind(person).bind(company);
  if (!row->step()) return std::nullopt;
  return make_membership(transaction, read_company(*row, 0), row->text(company_columns), person);
}

std::optional<Role> find_role(storage::Transaction& transaction, std::string_view person,
                              std::string_view company) {
  const auto row = transaction.prepare(select_role);
  row->bind(person).bind(company);
  if (!row->step()) return std::nullopt;
  return Role{std::string(row->text(0))};
}

std::vector<Membership> list_memberships(storage::Transaction& transaction,
                                         std::string_view person) {
  const auto row = transaction.prepare(with_company_columns(select_memberships));
  row->bind(person);
  std::vector<Membership> memberships;
  while (row->step()) {
    memberships.push_back(
        {read_company(*row, 0), Role{std::string(row->text(company_columns))}, {}, {}, {}});
  }
  for (Membership& one : memberships) {
    one = make_membership(transaction, std::move(one.company), std::string(one.role.id), person);
  }
  return memberships;
}

}  // namespace tusk::identity
