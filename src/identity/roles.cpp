#include "identity/roles.h"

#include <algorithm>
#include <array>
#include <set>

#include "core/error.h"
#include "core/validation.h"
#include "identity/limits.h"

namespace tusk::identity {
namespace {

constexpr std::string_view select_roles =
    "SELECT id, name FROM directory_role WHERE company = $1 ORDER BY name, id";
constexpr std::string_view select_role =
    "SELECT id, name FROM directory_role WHERE company = $1 AND id = $2";
constexpr std::string_view select_rights =
    "SELECT record_type, level, own_only FROM directory_role_right WHERE role = $1 ORDER BY "
    "record_type";
constexpr std::string_view insert_role =
    "INSERT INTO directory_role (id, company, name) VALUES ($1, $2, $3)";
constexpr std::string_view update_role =
    "UPDATE directory_role SET name = $1 WHERE company = $2 AND id = $3";
constexpr std::string_view delete_role =
    "DELETE FROM directory_role WHERE company = $1 AND id = $2";
constexpr std::string_view insert_right =
    "INSERT INTO directory_role_right (role, record_type, level, own_only) VALUES ($1, $2, $3, $4)";
constexpr std::string_view delete_rights = "DELETE FROM directory_role_right WHERE role = $1";
constexpr std::string_view count_roles = "SELECT count(*) FROM directory_role WHERE company = $1";
constexpr std::string_view select_by_name =
    "SELECT 1 FROM directory_role WHERE company = $1 AND name = $2 AND id <> $3";
constexpr std::string_view count_members =
    "SELECT (SELECT count(*) FROM directory_membership WHERE company = $1 AND role = $2) + "
    "(SELECT count(*) FROM directory_invitation WHERE company = $1 AND role = $2 AND "
    "state = 'open')";

const std::array built_in{Role::super_user, Role::administrator, Role::member, Role::read_only};

core::Error unknown_role(std::string_view text) {
  return core::invalid_field(
      "role", text,
      core::say("Rollen ”{}” finns inte. Välj super_user, administrator, member, read_only eller "
                "en av företagets egna roller.",
                "There is no role “{}”. Choose super_user, administrator, member, read_only or one "
                "of the company's own roles.",
                core::shorten(text)));
}

std::vector<RegisterRight> load_rights(storage::Transaction& transaction, std::string_view role) {
  const auto rows = transaction.prepare(select_rights);
  rows->bind(role);
  std::vector<RegisterRight> rights;
  while (rows->step()) {
    rights.push_back({std::string(rows->text(0)),
                      core::find_right(rows->text(1)).value_or(core::Right::none),
                      rows->boolean(2)});
  }
  return rights;
}

OwnRole read_role(const storage::Statement& row) {
  return {.id = std::string(row.text(0)), .name = std::string(row.text(1)), .rights = {}};
}

std::optional<core::Problem> find_problem(const RegisterRight& right) {
  const core::RecordType* type = core::registry().find(right.record_type);
  if (type == nullptr || !type->is_synchronised()) {
    return core::Problem{
        "rights", core::shorten(right.record_type),
        core::say("Registret ”{}” finns inte online.", "There is no register “{}” online.",
                  core::shorten(right.record_type))};
  }
  if (right.own_only && type->owner_field.empty()) {
    return core::Problem{"rights",
                         type->name,
                         {type->label_plural.sv + ": posterna är ingens egna. Välj alla.",
                          type->label_plural.en + ": the records are nobody's own. Choose all."}};
  }
  return std::nullopt;
}

// The role with its name as it is kept.
OwnRole checked(OwnRole role) {
  std::vector<core::Problem> problems;
  role.name = core::trim(role.name);
  const std::size_t length = core::is_clean_text(role.name) ? core::count_characters(role.name) : 0;
  if (length == 0 || length > max_role_name_characters) {
    problems.push_back(
        {"name", core::shorten(role.name),
         core::say("Skriv rollens namn, högst {} tecken.",
                   "Enter the role's name, at most {} characters.", max_role_name_characters)});
  }
  std::set<std::string> named;
  for (const RegisterRight& right : role.rights) {
    if (auto problem = find_problem(right)) problems.push_back(*std::move(problem));
    if (!named.insert(right.record_type).second) {
      problems.push_back({"rights", core::shorten(right.record_type),
                          core::say("Registret ”{}” finns två gånger. Ange det en gång.",
                                    "The register “{}” is there twice. Name it once.",
                                    core::shorten(right.record_type))});
    }
  }
  if (!problems.empty()) throw core::invalid_fields(std::move(problems));
  return role;
}

void require_free_name(storage::Transaction& transaction, std::string_view company,
                       const OwnRole& role) {
  const auto row = transaction.prepare(select_by_name);
  row->bind(company).bind(role.name).bind(role.id);
  if (!row->step()) return;
  throw core::Error(
      core::ErrorCode::conflict,
      core::say("Det finns redan en roll som heter ”{}”. Välj ett annat namn.",
                "There is a role called “{}” already. Choose another name.", role.name));
}

void insert_rights(storage::Transaction& transaction, const OwnRole& role) {
  for (const RegisterRight& right : role.rights) {
    const auto statement = transaction.prepare(insert_right);
    statement->bind(role.id)
        .bind(right.record_type)
        .bind(core::name_of(right.right))
        .bind(right.own_only)
        .run();
  }
}

}  // namespace

Role parse_role(std::string_view text) {
  Role role{std::string(text)};
  if (role.is_own() || std::find(built_in.begin(), built_in.end(), role) != built_in.end()) {
    return role;
  }
  throw unknown_role(text);
}

std::vector<OwnRole> list_own_roles(storage::Transaction& transaction, std::string_view company) {
  const auto rows = transaction.prepare(select_roles);
  rows->bind(company);
  std::vector<OwnRole> roles;
  while (rows->step()) roles.push_back(read_role(*rows));
  for (OwnRole& role : roles) role.rights = load_rights(transaction, role.id);
  return roles;
}

OwnRole get_own_role(storage::Transaction& transaction, std::string_view company,
                     std::string_view id) {
  const auto row = transaction.prepare(select_role);
  row->bind(company).bind(id);
  if (!row->step()) {
    throw core::Error(core::ErrorCode::not_found,
                      core::say("Rollen finns inte.", "There is no such role."));
  }
  OwnRole role = read_role(*row);
  role.rights = load_rights(transaction, role.id);
  return role;
}

OwnRole create_own_role(storage::Transaction& transaction, core::Random& random,
                        std::string_view company, const OwnRole& wanted) {
  OwnRole role = checked(wanted);
  role.id = "r_" + random.hex(public_id_bytes);
  const auto count = transaction.prepare(count_roles);
  count->bind(company);
  count->step();
  if (count->integer(0) >= max_own_roles) {
    throw core::Error(core::ErrorCode::limit,
                      core::say("Företaget har redan {} egna roller. Ta bort en som inte används.",
                                "The company has {} roles of its own already. Delete one that is "
                                "not in use.",
                                max_own_roles));
  }
  require_free_name(transaction, company, role);
  transaction.prepare(insert_role)->bind(role.id).bind(company).bind(role.name).run();
  insert_rights(transaction, role);
  return role;
}

void change_own_role(storage::Transaction& transaction, std::string_view company,
                     const OwnRole& wanted) {
  const OwnRole role = checked(wanted);
  (void)get_own_role(transaction, company, role.id);
  require_free_name(transaction, company, role);
  transaction.prepare(update_role)->bind(role.name).bind(company).bind(role.id).run();
  transaction.prepare(delete_rights)->bind(role.id).run();
  insert_rights(transaction, role);
}

void delete_own_role(storage::Transaction& transaction, std::string_view company,
                     std::string_view id) {
  const OwnRole role = get_own_role(transaction, company, id);
  const auto count = transaction.prepare(count_members);
  count->bind(company).bind(id);
  count->step();
  if (const std::int64_t members = count->integer(0); members > 0) {
    throw core::Error(
        core::ErrorCode::conflict,
        core::say("{} har rollen ”{}” eller är inviterade till den. Ge dem en annan roll först, "
                  "och dra tillbaka invitationerna.",
                  "{} have the role “{}” or are invited to it. Give them another one first, and "
                  "withdraw the invitations.",
                  members, role.name));
  }
  transaction.prepare(delete_rights)->bind(id).run();
  transaction.prepare(delete_role)->bind(company).bind(id).run();
}

void require_role(storage::Transaction& transaction, std::string_view company, const Role& role) {
  if (!role.is_own()) return (void)parse_role(role.id);
  const auto row = transaction.prepare(select_role);
  row->bind(company).bind(role.id);
  if (!row->step()) throw unknown_role(role.id);
}

}  // namespace tusk::identity
