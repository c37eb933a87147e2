#include "business/import/transfer.h"

#include <gmock/gmock.h>

#include "business/import/export.h"
#include "business/import/limits.h"
#include "business/office_testing.h"
#include "business/sample/people.h"

namespace tusk::business {
namespace {

class Transfer : public Office {
 protected:
  static bool go_on(const ImportProgress&) { return true; }
};
TUSK_ON_BOTH_ENGINES(Transfer);

TEST_P(Transfer, ContactsGoInOnceWithTheirPersonsAndNumbers) {
  const CompanyDatabase company = add_norrsken();
  const ParsedContacts parsed = parse_contacts(
      "Förnamn,Efternamn,Företag,E-postadress\nAnna,Berg,Bygg AB,a@x.example\n"
      "Bo,Ek,Bygg AB,b@x.example\nEva,Lind,,e@x.example\n");
  const ImportPlan plan = plan_import(parsed, load_contacts(company, anna()));
  const ImportedSteps written = carry_out(company, anna(), plan, go_on);
  EXPECT_EQ(written.done, 2U);
  EXPECT_TRUE(written.refused.empty());
  const auto contacts = load_contacts(company, anna());
  ASSERT_EQ(contacts.size(), 2U);
  EXPECT_EQ(contacts[0].fields.at("name"), "Bygg AB");
  EXPECT_EQ(contacts[0].persons.size(), 2U);
  EXPECT_EQ(contacts[0].fields.at("number"), "1001");
  EXPECT_TRUE(plan_import(parsed, contacts).steps.empty());
}

// What is in the database goes out and comes into another as it was.
TEST_P(Transfer, AnExportIsTheDatabase) {
  const CompanyDatabase company = add_norrsken();
  sample::People people(1);
  ParsedContacts parsed;
  for (const ExistingContact& made : people.make_contacts(120)) {
    ImportedContact contact{.line = parsed.contacts.size(), .contact = made.fields};
    for (const ExistingPerson& person : made.persons) contact.persons.push_back(person.fields);
    parsed.contacts.push_back(contact);
  }
  (void)carry_out(company, anna(), plan_import(parsed, {}), go_on);
  const auto contacts = load_contacts(company, anna());
  EXPECT_GT(contacts.size(), 100U);
  for (const std::string& file : {contacts_to_csv(contacts), contacts_to_vcard(contacts)}) {
    const ImportPlan again = plan_import(parse_contacts(file), contacts);
    EXPECT_EQ(again.report.unchanged, again.report.entries);
    for (const ContactStep& step : again.steps) {
      ADD_FAILURE() << "entry in line " << step.line << ": " << file.substr(0, file.find('\n'))
                    << " changes fields " << step.change.mask << " and " << step.persons.size()
                    << " persons";
    }
  }
}

TEST_P(Transfer, StoppingLeavesWholeBlocksAndTheNextRunTakesTheRest) {
  const CompanyDatabase company = add_norrsken();
  std::string csv = "Företag,Telefon\n";
  const std::size_t count = limits::import_block + 20;
  for (std::size_t i = 0; i < count; ++i) csv += fmt::format("Firma {} AB,0920-{:05}\n", i, i);
  const ParsedContacts parsed = parse_contacts(csv);
  int blocks = 0;
  const ImportedSteps first =
      carry_out(company, anna(), plan_import(parsed, load_contacts(company, anna())),
                [&](const ImportProgress&) { return ++blocks < 2; });
  EXPECT_TRUE(first.stopped);
  EXPECT_EQ(first.done, limits::import_block);
  EXPECT_EQ(load_contacts(company, anna()).size(), limits::import_block);
  const ImportPlan rest = plan_import(parsed, load_contacts(company, anna()));
  EXPECT_EQ(rest.steps.size(), 20U);
  EXPECT_FALSE(carry_out(company, anna(), rest, go_on).stopped);
  EXPECT_EQ(load_contacts(company, anna()).size(), count);
}

// Somebody deleted one contact between the plan and the writing: the others go in all the same.
TEST_P(Transfer, OneRefusedContactDoesNotKeepTheOthersOut) {
  const CompanyDatabase company = add_norrsken();
  (void)carry_out(company, anna(), plan_import(parse_contacts("Företag\nBygg AB\n"), {}), go_on);
  const auto known = load_contacts(company, anna());
  const ImportPlan plan =
      plan_import(parse_contacts("Företag,Ort\nBygg AB,Luleå\nPlåt AB,Boden\n"), known);
  company.remove(type_of("contact"), known.at(0).id, anna());
  const ImportedSteps written = carry_out(company, anna(), plan, go_on);
  EXPECT_EQ(written.done, 1U);
  ASSERT_EQ(written.refused.size(), 1U);
  EXPECT_EQ(written.refused[0].line, 2U);
  EXPECT_EQ(load_contacts(company, anna()).at(0).fields.at("name"), "Plåt AB");
}

TEST_P(Transfer, WhoMayOnlyReadImportsNothing) {
  const CompanyDatabase company = add_norrsken();
  const Actor erik = add_erik();
  const auto reading =
      company.find_by(type_of("access_profile"), "name", core::Value("Läsbehörighet"));
  company.update(type_of("user"), get_user_record(company, "erik").id,
                 core::make_change(type_of("user"), {{"access_profile", reading->id}}), anna());
  const ImportPlan plan = plan_import(parse_contacts("Företag\nBygg AB\n"), {});
  EXPECT_EQ(error_of([&] { (void)carry_out(company, erik, plan, go_on); }).code(),
            core::ErrorCode::forbidden);
  EXPECT_TRUE(load_contacts(company, erik).empty());
}

}  // namespace
}  // namespace tusk::business
