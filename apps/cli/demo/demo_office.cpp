#include "cli/demo/demo_office.h"

#include <array>

#include "business/companies.h"
#include "business/import/transfer.h"
#include "business/licence.h"
#include "business/sample/people.h"
#include "business/users.h"

namespace tusk::cli {
namespace {

using core::make_change;

constexpr std::uint64_t seed = 20261124;  // the same contacts in every demo

const core::RecordType& type_of(const char* name) {
  return core::registry().get(name);
}

struct Employee {
  const char* first_name;
  const char* last_name;
  const char* initials;
  const char* email;
  const char* mobile;
  const char* title;
  std::size_t department;
};

constexpr std::array departments{std::pair("Ledning", "LED"), std::pair("Bygg", "BYGG"),
                                 std::pair("Försäljning", "SÄLJ"), std::pair("Ekonomi", "EKO")};
constexpr std::array employees{
    Employee{"Anna", "Berg", "AB", "anna@norrsken.example", "070-174 06 01",
             "Verkställande direktör", 0},
    Employee{"Erik", "Lind", "EL", "erik@norrsken.example", "070-174 06 02", "Projektledare", 1},
    Employee{"Karin", "Öberg", "KÖ", "karin@norrsken.example", "070-174 06 03", "Säljare", 2},
    Employee{"Håkan", "Nordin", "HN", "hakan@norrsken.example", "070-174 06 04", "Ekonomichef", 3},
    Employee{"Łukasz", "Wiśniewski", "ŁW", "lukasz@norrsken.example", "070-174 06 05", "Platschef",
             1},
    Employee{"Solveig", "Hansen", "SH", "solveig@norrsken.example", "070-174 06 06", "Säljare", 2}};

business::NewCompany norrsken() {
  business::NewCompany company("Norrsken Bygg AB");
  company.details = make_change(type_of("company"), {{"organisation_number", "559012-3451"},
                                                     {"address_line_1", "Skeppsbrogatan 12"},
                                                     {"postal_code", "972 38"},
                                                     {"city", "Luleå"},
                                                     {"country", "SE"},
                                                     {"phone", "0980-319 200"},
                                                     {"email", "info@norrsken.example"},
                                                     {"website", "https://www.norrsken.example"},
                                                     {"managing_director", "Anna Berg"},
                                                     {"language", "sv"},
                                                     {"currency", "SEK"}});
  return company;
}

// Ids of the employees, in order.
std::vector<core::RecordId> add_staff(const business::CompanyDatabase& company,
                                      const business::Actor& actor) {
  std::vector<core::RecordId> department_ids;
  for (const auto& [name, code] : departments) {
    const auto record =
        company.create(type_of("department"),
                       make_change(type_of("department"), {{"name", name}, {"code", code}}), actor);
    department_ids.push_back(record.id);
  }
  std::vector<core::RecordId> ids;
  for (const Employee& employee : employees) {
    const auto record = company.create(
        type_of("employee"),
        make_change(type_of("employee"),
                    {{"first_name", employee.first_name},
                     {"last_name", employee.last_name},
                     {"name", std::string(employee.first_name) + " " + employee.last_name},
                     {"initials", employee.initials},
                     {"email", employee.email},
                     {"mobile", employee.mobile},
                     {"job_title", employee.title},
                     {"department", department_ids.at(employee.department)}}),
        actor);
    ids.push_back(record.id);
  }
  return ids;
}

void link_user(const business::CompanyDatabase& company, const business::Actor& actor,
               const char* user_name, core::RecordId employee) {
  const auto record = business::get_user_record(company, user_name);
  company.update(type_of("user"), record.id, make_change(type_of("user"), {{"employee", employee}}),
                 actor);
}

std::vector<core::RecordId> properties_of(const business::CompanyDatabase& company,
                                          const business::Actor& actor, const char* kind) {
  storage::RecordQuery query;
  query.filters.push_back({"kind", storage::Comparison::equal, core::Value(kind)});
  query.limit = storage::max_page_size;
  std::vector<core::RecordId> ids;
  for (const auto& record : company.list(type_of("property"), query, actor).records)
    ids.push_back(record.id);
  return ids;
}

// What files of contacts do not say: who looks after them, and the values of the drop-downs.
void add_references(business::ImportPlan& plan, core::Random& random,
                    const std::vector<core::RecordId>& staff,
                    const std::vector<std::pair<const char*, std::vector<core::RecordId>>>& lists) {
  const core::RecordType& contact = type_of("contact");
  const auto set = [&](core::Change& change, const char* field,
                       const std::vector<core::RecordId>& ids) {
    if (ids.empty() || random.below(4) == 0) return;
    change.set(contact, contact.get_field(field), core::Value(ids[random.below(ids.size())]));
  };
  for (business::ContactStep& step : plan.steps) {
    set(step.change, "our_reference", staff);
    for (const auto& [field, ids] : lists) set(step.change, field, ids);
  }
}

void add_contacts(const business::CompanyDatabase& company, const business::Actor& actor,
                  const std::vector<core::RecordId>& staff) {
  business::sample::People people(seed);
  business::ParsedContacts parsed;
  for (business::ExistingContact& made : people.make_contacts(demo_contacts)) {
    business::ImportedContact contact{.line = parsed.contacts.size() + 1,
                                      .contact = std::move(made.fields)};
    for (business::ExistingPerson& person : made.persons)
      contact.persons.push_back(std::move(person.fields));
    parsed.contacts.push_back(std::move(contact));
  }
  business::ImportPlan plan = business::plan_import(parsed, {});
  add_references(plan, people.random(), staff,
                 {{"status", properties_of(company, actor, "contact_status")},
                  {"category", properties_of(company, actor, "contact_category")},
                  {"line_of_business", properties_of(company, actor, "line_of_business")},
                  {"payment_terms", properties_of(company, actor, "payment_terms")}});
  const auto written = business::carry_out(company, actor, plan, [](const auto&) { return true; });
  if (written.refused.empty()) return;
  throw core::Error(core::ErrorCode::internal, written.refused.front().reason);
}

}  // namespace

void set_up_demo_office(const std::filesystem::path& folder, const DemoPeople& people,
                        const business::Environment& environment) {
  auto installation = business::Installation::create(folder, "", environment);
  business::add_first_user(installation, "anna", people.super_user.name);
  const auto anna = business::get_actor(installation, "anna");
  business::save_licence(installation, anna,
                         {.holder = "Norrsken Bygg AB",
                          .contact_person = people.super_user.name,
                          .phone = "0980-319 200",
                          .email = people.super_user.email,
                          .number = "DEMO-1"});
  business::add_company(installation, anna, norrsken());
  business::User erik;
  erik.user_name = "erik";
  erik.full_name = people.member.name;
  business::add_user(installation, anna, erik);
  const auto company =
      business::open_company(installation, business::list_companies(installation).front());
  const auto staff = add_staff(company, anna);
  link_user(company, anna, "anna", staff.at(0));
  link_user(company, anna, "erik", staff.at(1));
  add_contacts(company, anna, staff);
}

}  // namespace tusk::cli
