#include "business/prerequisites.h"

#include <array>

#include "business/installation.h"
#include "business/licence.h"
#include "business/online_licence.h"
#include "business/users.h"

namespace tusk::business {
namespace {

struct CompanyField {
  const char* field;
  const char* sv;
  const char* en;
};

constexpr std::array company_fields{
    CompanyField{"name", "namn", "a name"},
    CompanyField{"organisation_number", "organisationsnummer", "an organisation number"},
    CompanyField{"address_line_1", "adress", "an address"},
    CompanyField{"postal_code", "postnummer", "a postal code"},
    CompanyField{"city", "ort", "a city"},
    CompanyField{"country", "land", "a country"},
    CompanyField{"phone", "telefon", "a telephone number"},
    CompanyField{"email", "e-post", "an e-mail address"}};

void check_actor(std::vector<Prerequisite>& list, const CompanyDatabase& company,
                 const Actor& actor) {
  list.push_back({"user.super_user", actor.super_user,
                  core::say("{} är superanvändare.", "{} is a super user.", actor.full_name),
                  core::say("En superanvändare ansluter, eller gör {} till superanvändare.",
                            "A super user connects, or makes {} a super user.", actor.full_name)});
  const core::RecordType& user_type = core::registry().get("user");
  const core::RecordType& employee_type = core::registry().get("employee");
  core::Value employee_id;
  if (const auto user = company.find_by(user_type, "user_name", core::Value(actor.user_name)))
    employee_id = core::value_of(user_type, *user, "employee");
  list.push_back({"user.employee", !employee_id.is_null(),
                  core::say("{} är kopplad till en anställd.", "{} is linked to an employee.",
                            actor.full_name),
                  core::say("Koppla användaren till en anställd: tusk user set {} --employee "
                            "NUMMER.",
                            "Link the user to an employee: tusk user set {} --employee NUMBER.",
                            actor.user_name)});
  bool has_email = false;
  if (!employee_id.is_null()) {
    const auto employee = company.find_by(employee_type, "id", employee_id);
    has_email = employee && !core::value_of(employee_type, *employee, "email").is_null();
  }
  list.push_back({"employee.email", has_email,
                  core::say("Den anställda har en e-postadress.",
                            "The employee has an e-mail "
                            "address."),
                  core::say("Fyll i den i personalregistret: tusk employee set NUMMER email=…",
                            "Fill it in in the employee register: tusk employee set NUMBER "
                            "email=…")});
}

void check_company(std::vector<Prerequisite>& list, const CompanyDatabase& company) {
  const core::RecordType& type = core::registry().get("company");
  const core::Record record = company.company_record();
  for (const CompanyField& wanted : company_fields) {
    list.push_back(
        {std::string("company.") + wanted.field,
         !core::value_of(type, record, wanted.field).is_null(),
         core::say("Företaget har {}.", "The company has {}.", wanted.sv),
         core::say("Fyll i det i företagsinformationen: tusk company set {}=…",
                   "Fill it in in the company information: tusk company set {}=…", wanted.field)});
    list.back().text.en = fmt::format("The company has {}.", wanted.en);
  }
  list.push_back({"company.sample", !company.company().sample,
                  core::say("Företagsdatabasen är inte en exempeldatabas.",
                            "The company database is not a sample database."),
                  core::say("Lägg upp ett riktigt företag: tusk company add NAMN.",
                            "Add a real company: tusk company add NAME.")});
}

void check_licence(std::vector<Prerequisite>& list, Installation& installation,
                   const Company& company) {
  const Licence licence = load_licence(installation);
  const auto add = [&](const char* name, const std::string& value, core::Text text) {
    list.push_back({std::string("licence.") + name, !value.empty(), std::move(text),
                    core::say("Fyll i det i licensen: tusk licence set {}=…",
                              "Fill it in in the licence: tusk licence set {}=…", name)});
  };
  add("holder", licence.holder, {"Licensen har en innehavare.", "The licence has a holder."});
  add("contact_person", licence.contact_person,
      {"Licensen har en kontaktperson.", "The licence has a contact person."});
  add("phone", licence.phone,
      {"Licensen har ett telefonnummer.", "The licence has a telephone number."});
  list.push_back(
      {"licence.online", has_online_licence(installation, company.number),
       core::say("Licensen omfattar Tusk Online för {}.", "The licence has Tusk Online for {}.",
                 company.name),
       core::say("Tilldela företaget tilläggslicensen: tusk licence assign {}",
                 "Assign the add-on to the company: tusk licence assign {}", company.number)});
}

}  // namespace

std::vector<Prerequisite> check_prerequisites(Installation& installation,
                                              const CompanyDatabase& company, const Actor& actor) {
  std::vector<Prerequisite> list;
  check_actor(list, company, actor);
  check_company(list, company);
  check_licence(list, installation, company.company());
  return list;
}

void require_prerequisites(const std::vector<Prerequisite>& prerequisites) {
  std::vector<core::Problem> problems;
  for (const Prerequisite& prerequisite : prerequisites) {
    if (prerequisite.met) continue;
    problems.push_back({prerequisite.name, "", prerequisite.remedy});
  }
  if (problems.empty()) return;
  throw core::Error(
      core::ErrorCode::conflict,
      core::say("Företaget kan inte anslutas än: {} saker fattas.",
                "The company cannot be connected yet: {} things are missing.", problems.size()),
      std::move(problems));
}

}  // namespace tusk::business
