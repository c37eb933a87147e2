#include <gmock/gmock.h>

#include "business/computers.h"
#include "business/licence.h"
#include "business/office_testing.h"
#include "business/online_licence.h"
#include "business/prerequisites.h"

namespace tusk::business {
namespace {

using core::ErrorCode;
using core::Value;
using testing::HasSubstr;
using testing::IsEmpty;

class Companies : public Office {
 protected:
  static std::vector<std::string> unmet(const std::vector<Prerequisite>& all) {
    std::vector<std::string> names;
    for (const Prerequisite& one : all) {
      if (!one.met) names.push_back(one.name);
    }
    return names;
  }
};
TUSK_ON_BOTH_ENGINES(Companies);

TEST_P(Companies, AnInstallationIsMadeOnceAndOpenedAgain) {
  EXPECT_TRUE(Installation::exists(folder()));
  EXPECT_EQ(error_of([&] { (void)Installation::create(folder(), "", environment()); }).code(),
            ErrorCode::conflict);
  EXPECT_EQ(
      error_of([&] { (void)Installation::open(folder() / "elsewhere", environment()); }).code(),
      ErrorCode::not_found);
  Installation again = Installation::open(folder(), environment());
  EXPECT_EQ(again.computer_uuid(), installation().computer_uuid());
  EXPECT_EQ(list_users(again).size(), 1U);
  const auto computers = list_computers(again);
  ASSERT_EQ(computers.size(), 1U);
  EXPECT_EQ(computers[0].name, "KONTOR-1");
}

TEST_P(Companies, ANewCompanyHasWhatItsPeopleNeedAtOnce) {
  const CompanyDatabase company = add_norrsken();
  EXPECT_EQ(core::title_of(type_of("company"), company.company_record()), "Norrsken Bygg AB");
  EXPECT_GT(company.list(type_of("property"), {}, anna()).total, 20);
  EXPECT_EQ(company.list(type_of("access_profile"), {}, anna()).total, 3);
  EXPECT_EQ(company.list(type_of("user"), {}, anna()).total, 1);
}

TEST_P(Companies, AreFoundByNumberAndByName) {
  add_norrsken();
  NewCompany other("Fjäll & Bygd HB");
  add_company(installation(), anna(), other);
  EXPECT_EQ(get_company(installation(), "2").name, "Fjäll & Bygd HB");
  EXPECT_EQ(get_company(installation(), "NORRSKEN bygg AB").number, 1);
  EXPECT_THAT(error_of([&] { (void)get_company(installation(), "3"); }).text().en,
              HasSubstr("1 Norrsken Bygg AB, 2 Fjäll & Bygd HB"));
  add_company(installation(), anna(), other);
  EXPECT_EQ(error_of([&] { (void)get_company(installation(), "Fjäll & Bygd HB"); }).code(),
            ErrorCode::conflict);
}

TEST_P(Companies, OnlySuperUsersAddThem) {
  const Actor erik = add_erik();
  EXPECT_EQ(error_of([&] { add_company(installation(), erik, NewCompany("X AB")); }).code(),
            ErrorCode::forbidden);
  const core::Error error = error_of([&] { add_company(installation(), anna(), NewCompany("")); });
  EXPECT_EQ(error.problems().at(0).field, "name");
  EXPECT_THAT(list_companies(installation()), IsEmpty());
}

TEST_P(Companies, ANewNameIsTheNameEverywhere) {
  CompanyDatabase company = add_norrsken();
  company.update(type_of("company"), company.company_record().id,
                 core::make_change(type_of("company"), {{"name", "Norrsken Bygg & Plåt AB"}}),
                 anna());
  (void)open_company(installation(), company.company());
  EXPECT_EQ(get_company(installation(), "1").name, "Norrsken Bygg & Plåt AB");
  EXPECT_EQ(error_of([&] {
              company.remove(type_of("company"), company.company_record().id, anna());
            }).code(),
            ErrorCode::conflict);
}

TEST_P(Companies, AccessProfilesDecideWhoMayDoWhat) {
  const CompanyDatabase company = add_norrsken();
  const Actor erik = add_erik();
  const auto& contact = type_of("contact");
  const auto profile = [&](const char* name) {
    return company.find_by(type_of("access_profile"), "name", Value(name))->id;
  };
  // Standard: contacts in full, employees to read, settings not at all.
  const auto made = company.create(contact, core::make_change(contact, {{"name", "Bo Ek"}}), erik);
  EXPECT_EQ(made.changed.by, "Erik Lind");
  EXPECT_EQ(company.list(type_of("employee"), {}, erik).total, 0);
  EXPECT_EQ(error_of([&] {
              company.create(type_of("employee"),
                             core::make_change(type_of("employee"), {{"name", "Bo"}}), erik);
            }).code(),
            ErrorCode::forbidden);

  company.update(type_of("user"), get_user_record(company, "erik").id,
                 core::make_change(type_of("user"), {{"access_profile", profile("Läsbehörighet")}}),
                 anna());
  EXPECT_NO_THROW((void)company.get(contact, made.id, erik));
  const core::Error refused = error_of([&] { company.remove(contact, made.id, erik); });
  EXPECT_EQ(refused.code(), ErrorCode::forbidden);
  EXPECT_THAT(refused.text().sv, HasSubstr("Erik Lind"));

  company.update(type_of("user"), get_user_record(company, "erik").id,
                 core::make_change(type_of("user"), {{"access_profile", Value()}}), anna());
  EXPECT_EQ(error_of([&] { (void)company.get(contact, made.id, erik); }).code(),
            ErrorCode::forbidden);
}

TEST_P(Companies, BuiltInProfilesStayAsTheyAre) {
  const CompanyDatabase company = add_norrsken();
  const auto& type = type_of("access_profile");
  const auto standard = company.find_by(type, "name", Value("Standard"));
  EXPECT_EQ(
      error_of([&] {
        company.update(type, standard->id, core::make_change(type, {{"settings", "full"}}), anna());
      }).code(),
      ErrorCode::conflict);
  EXPECT_EQ(error_of([&] { company.remove(type, standard->id, anna()); }).code(),
            ErrorCode::conflict);
}

TEST_P(Companies, TheLicenceIsKeptAndChecked) {
  save_licence(installation(), anna(),
               {.holder = " Norrsken Bygg AB ", .contact_person = "Anna Berg", .phone = "0920-1"});
  EXPECT_EQ(load_licence(installation()).holder, "Norrsken Bygg AB");
  const core::Error error =
      error_of([&] { save_licence(installation(), anna(), {.email = "no address"}); });
  EXPECT_EQ(error.problems().at(0).field, "email");
  EXPECT_EQ(load_licence(installation()).contact_person, "Anna Berg");
  EXPECT_EQ(error_of([&] { save_licence(installation(), add_erik(), {}); }).code(),
            ErrorCode::forbidden);
}

// REQ: CON-4
TEST_P(Companies, TheOnlineLicenceIsEachCompanysOwnAndTheFirstHasIt) {
  const auto add = [&](const char* name, bool sample) {
    NewCompany wanted(name);
    wanted.sample = sample;
    return add_company(installation(), anna(), wanted);
  };
  const auto has = [&](const Company& company) {
    return has_online_licence(installation(), company.number);
  };
  const Company sample = add("Exempel AB", true);
  const Company first = add("Norrsken Bygg AB", false);
  const Company second = add("Nordlunds Rör AB", false);
  EXPECT_FALSE(has(sample));
  EXPECT_TRUE(has(first));
  EXPECT_FALSE(has(second));
  const CompanyDatabase opened = open_company(installation(), second);
  const auto unmet_names = [&] {
    return unmet(check_prerequisites(installation(), opened, anna()));
  };
  EXPECT_THAT(unmet_names(), testing::Contains("licence.online"));
  assign_online_licence(installation(), anna(), second);
  EXPECT_THAT(unmet_names(), testing::Not(testing::Contains("licence.online")));
  withdraw_online_licence(installation(), anna(), first);
  EXPECT_FALSE(has(first));
  EXPECT_TRUE(has(second));
  EXPECT_EQ(error_of([&] { assign_online_licence(installation(), anna(), sample); }).code(),
            ErrorCode::conflict);
  const Actor erik = add_erik();
  EXPECT_EQ(error_of([&] { assign_online_licence(installation(), erik, first); }).code(),
            ErrorCode::forbidden);
  EXPECT_EQ(error_of([&] { withdraw_online_licence(installation(), erik, second); }).code(),
            ErrorCode::forbidden);
}

// REQ: CON-1, CON-2, CON-3, CON-4, CON-5
TEST_P(Companies, ConnectingNeedsEachPrerequisiteAndSaysWhereToMendIt) {
  const CompanyDatabase company = add_norrsken();
  auto list = check_prerequisites(installation(), company, anna());
  EXPECT_THAT(unmet(list),
              testing::ElementsAre("user.employee", "employee.email", "company.organisation_number",
                                   "company.address_line_1", "company.postal_code", "company.city",
                                   "company.country", "company.phone", "company.email",
                                   "licence.holder", "licence.contact_person", "licence.phone"));
  for (const Prerequisite& one : list) {
    EXPECT_FALSE(one.text.sv.empty() || one.text.en.empty()) << one.name;
    EXPECT_FALSE(one.remedy.sv.empty() || one.remedy.en.empty()) << one.name;
  }
  const core::Error error = error_of([&] { require_prerequisites(list); });
  EXPECT_EQ(error.code(), ErrorCode::conflict);
  EXPECT_EQ(error.problems().size(), 12U);

  company.update(type_of("company"), company.company_record().id,
                 core::make_change(type_of("company"), {{"organisation_number", "556677-8899"},
                                                        {"address_line_1", "Storgatan 1"},
                                                        {"postal_code", "972 38"},
                                                        {"city", "Luleå"},
                                                        {"country", "SE"},
                                                        {"phone", "0920-100 00"},
                                                        {"email", "info@norrsken.example"}}),
                 anna());
  save_licence(installation(), anna(),
               {.holder = "Norrsken Bygg AB", .contact_person = "Anna Berg", .phone = "0920-1"});
  const auto employee = company.create(
      type_of("employee"), core::make_change(type_of("employee"), {{"name", "Anna Berg"}}), anna());
  company.update(type_of("user"), get_user_record(company, "anna").id,
                 core::make_change(type_of("user"), {{"employee", employee.id}}), anna());
  list = check_prerequisites(installation(), company, anna());
  EXPECT_THAT(unmet(list), testing::ElementsAre("employee.email"));
  company.update(type_of("employee"), employee.id,
                 core::make_change(type_of("employee"), {{"email", "anna@norrsken.example"}}),
                 anna());
  list = check_prerequisites(installation(), company, anna());
  EXPECT_THAT(unmet(list), IsEmpty());
  EXPECT_NO_THROW(require_prerequisites(list));
  // Nobody but a super user, whatever is filled in.
  EXPECT_THAT(unmet(check_prerequisites(installation(), company, add_erik())),
              testing::Contains("user.super_user"));
}

}  // namespace
}  // namespace tusk::business
