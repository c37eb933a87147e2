#include "identity/companies.h"

#include "core/error.h"
#include "core/validation.h"
#include "identity/limits.h"

namespace tusk::identity {
namespace {

constexpr std::string_view select_by_office =
    "SELECT id, number, name, storage_key, state, connected_by FROM directory_company WHERE "
    "office_uuid = $1";
constexpr std::string_view select_active =
    "SELECT id, number, name, storage_key, state, connected_by FROM directory_company WHERE state "
    "= 'active' "
    "ORDER BY number";
constexpr std::string_view next_number =
    "SELECT coalesce(max(number), 0) + 1 FROM directory_company";
constexpr std::string_view insert_sql =
    "INSERT INTO directory_company (id, number, name, storage_key, office_uuid, state, "
    "connected_by, created_at) VALUES ($1, $2, $3, $4, $5, 'active', $6, $7)";
constexpr std::string_view reactivate_sql =
    "UPDATE directory_company SET name = $1, storage_key = $2, state = 'active', "
    "connected_by = $3 WHERE id = $4";
constexpr std::string_view deactivate_sql =
    "UPDATE directory_company SET state = 'disconnected' WHERE id = $1";
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
    "SELECT c.id, c.number, c.name, c.storage_key, c.state, c.connected_by, m.role FROM "
    "directory_membership m "
    "JOIN directory_company c ON c.id = m.company AND c.state = 'active' "
    "WHERE m.identity = $1 AND m.company = $2";
constexpr std::string_view select_memberships =
    "SELECT c.id, c.number, c.name, c.storage_key, c.state, c.connected_by, m.role FROM "
    "directory_membership m "
    "JOIN directory_company c ON c.id = m.company AND c.state = 'active' "
    "WHERE m.identity = $1 ORDER BY c.name, c.id";

Company read_company(const storage::Statement& row) {
  return {.id = std::string(row.text(0)),
          .number = row.integer(1),
          .name = std::string(row.text(2)),
          .storage_key = std::string(row.text(3)),
          .active = row.text(4) == "active",
          .connected_by = std::string(row.text(5))};
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

const char* name_of(Role role) {
  switch (role) {
    case Role::super_user:
      return "super_user";
    case Role::member:
      return "member";
  }
  return "";
}

Role parse_role(std::string_view text) {
  for (const Role role : {Role::super_user, Role::member}) {
    if (text == name_of(role)) return role;
  }
  throw core::invalid_field(
      "role", text,
      core::say("Rollen ”{}” finns inte. Välj super_user eller member.",
                "There is no role “{}”. Choose super_user or member.", core::shorten(text)));
}

std::optional<Company> find_company_of_office(storage::Transaction& transaction,
                                              std::string_view office_uuid) {
  const auto row = transaction.prepare(select_by_office);
  row->bind(office_uuid);
  if (!row->step()) return std::nullopt;
  return read_company(*row);
}

std::vector<Company> list_active_companies(storage::Transaction& transaction) {
  const auto row = transaction.prepare(select_active);
  std::vector<Company> companies;
  while (row->step()) companies.push_back(read_company(*row));
  return companies;
}

Company activate_company(storage::Transaction& transaction, core::Random& random,
                         const core::Clock& clock, const NewCompany& wanted) {
  check_company_name(wanted.name);
  const std::string storage_key = random.hex(public_id_bytes);
  if (auto known = find_company_of_office(transaction, wanted.office_uuid)) {
    transaction.prepare(revoke_devices)->bind(known->id).run();
    transaction.prepare(reactivate_sql)
        ->bind(wanted.name)
        .bind(storage_key)
        .bind(wanted.connected_by)
        .bind(known->id)
        .run();
    known->name = wanted.name;
    known->storage_key = storage_key;
    known->active = true;
    known->connected_by = wanted.connected_by;
    return *known;
  }
  Company company{.id = "c_" + random.hex(public_id_bytes),
                  .name = wanted.name,
                  .storage_key = storage_key,
                  .connected_by = wanted.connected_by};
  {
    const auto row = transaction.prepare(next_number);
    row->step();
    company.number = row->integer(0);
  }
  const auto statement = transaction.prepare(insert_sql);
  statement->bind(company.id).bind(company.number).bind(company.name).bind(company.storage_key);
  statement->bind(wanted.office_uuid).bind(wanted.connected_by).bind(clock.now()).run();
  return company;
}

void deactivate_company(storage::Transaction& transaction, std::string_view company) {
  transaction.prepare(deactivate_sql)->bind(company).run();
  transaction.prepare(revoke_devices)->bind(company).run();
  transaction.prepare(delete_sessions)->bind(company).run();
}

void rename_company(storage::Transaction& transaction, std::string_view company,
                    std::string_view name) {
  check_company_name(name);
  transaction.prepare(rename_sql)->bind(name).bind(company).run();
}

void set_membership(storage::Transaction& transaction, std::string_view person,
                    std::string_view company, Role role, const core::Clock& clock) {
  const auto statement = transaction.prepare(upsert_membership);
  statement->bind(person).bind(company).bind(name_of(role)).bind(clock.now()).run();
}

void remove_membership(storage::Transaction& transaction, std::string_view person,
                       std::string_view company) {
  transaction.prepare(delete_membership)->bind(person).bind(company).run();
  transaction.prepare(delete_sessions_of_member)->bind(person).bind(company).run();
}

std::optional<Membership> find_membership(storage::Transaction& transaction,
                                          std::string_view person, std::string_view company) {
  const auto row = transaction.prepare(select_membership);
  row->bind(person).bind(company);
  if (!row->step()) return std::nullopt;
  return Membership{read_company(*row), parse_role(row->text(6))};
}

std::optional<Role> find_role(storage::Transaction& transaction, std::string_view person,
                              std::string_view company) {
  const auto row = transaction.prepare(select_role);
  row->bind(person).bind(company);
  if (!row->step()) return std::nullopt;
  return parse_role(row->text(0));
}

std::vector<Membership> list_memberships(storage::Transaction& transaction,
                                         std::string_view person) {
  const auto row = transaction.prepare(select_memberships);
  row->bind(person);
  std::vector<Membership> memberships;
  while (row->step()) memberships.push_back({read_company(*row), parse_role(row->text(6))});
  return memberships;
}

}  // namespace tusk::identity
