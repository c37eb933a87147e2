#include <gtest/gtest.h>

#include <algorithm>

#include "business/import/contacts.h"
#include "business/import/export.h"
#include "business/import/matching.h"
#include "business/import/words.h"
#include "core/validation.h"

namespace tusk::business {
namespace {

const core::RecordType& type_of(const char* name) {
  return core::registry().get(name);
}

// Does what the caller of plan_import does, in memory.
void apply(const ImportPlan& plan, std::vector<ExistingContact>& database) {
  const auto write = [](const char* type_name, FieldTexts& fields, const core::Change& change) {
    core::Record record = core::make_record(type_of(type_name), 1);
    for (const core::Field& field : type_of(type_name).fields) {
      const std::size_t i = type_of(type_name).index_of(field);
      if (change.has(field)) record.values[i] = change.values[i];
    }
    for (const auto& [name, text] : texts_of(type_of(type_name), record)) {
      const core::Field& field = type_of(type_name).get_field(name);
      if (change.has(field) || !fields.contains(name)) fields[name] = text;
    }
  };
  for (const ContactStep& step : plan.steps) {
    auto contact = std::find_if(database.begin(), database.end(), [&](const ExistingContact& c) {
      return step.id && c.id == *step.id;
    });
    if (contact == database.end()) {
      database.push_back({static_cast<core::RecordId>(database.size() + 1), {}, {}});
      contact = std::prev(database.end());
    }
    write("contact", contact->fields, step.change);
    for (const PersonStep& person : step.persons) {
      auto held =
          std::find_if(contact->persons.begin(), contact->persons.end(),
                       [&](const ExistingPerson& p) { return person.id && p.id == *person.id; });
      if (held == contact->persons.end()) {
        contact->persons.push_back(
            {contact->id * 10'000 + static_cast<core::RecordId>(contact->persons.size()), {}});
        held = std::prev(contact->persons.end());
      }
      write("contact_person", held->fields, person.change);
    }
  }
}

std::vector<Outcome> outcomes_of(const ImportPlan& plan) {
  std::vector<Outcome> outcomes;
  for (const auto& [line, outcome] : plan.outcomes) outcomes.push_back(outcome);
  return outcomes;
}

TEST(Matching, Keys) {
  for (const char* phone : {"08-123 45 67", "+46 (0)8 123 45 67", "0046 8 1234567", "+4681234567"})
    EXPECT_EQ(phone_key(phone), "4681234567") << phone;
  EXPECT_EQ(phone_key("+47 22 12 34 56"), "4722123456");
  EXPECT_EQ(phone_key("112"), "");
  for (const char* number : {"556677-8899", "5566778899", "SE556677889901", "165566778899"})
    EXPECT_EQ(organisation_number_key(number), "5566778899") << number;
  EXPECT_EQ(fold_name("  ÅSA  Östberg-Lindén, AB."), "åsa östberg linden ab");
  EXPECT_EQ(fold_name("A\u030Asa O\u0308berg Linde\u0301n"), fold_name("Åsa Öberg Lindén"));
  EXPECT_NE(fold_name("Åsa"), fold_name("Asa"));
  EXPECT_EQ(fold_name("ŁUKASZ ŻÓŁĆ"), fold_name("łukasz żółć"));
  EXPECT_EQ(fold_name("أَحْمَد"), fold_name("احمد"));
}

TEST(ImportPlan, PeopleOfOneOrganisationShareItsContact) {
  const ImportPlan plan = plan_import(
      parse_contacts("Förnamn,Efternamn,Företag,E-postadress\nAnna,Berg,Bygg AB,a@x.example\n"
                     "Bo,Ek,BYGG ab.,b@x.example\nEva,Lind,,e@x.example\n"),
      {});
  ASSERT_EQ(plan.steps.size(), 2U);
  EXPECT_EQ(plan.steps[0].persons.size(), 2U);
  EXPECT_EQ(plan.report.taken, 3U);
  EXPECT_EQ(plan.report.contacts_added, 2U);
  EXPECT_EQ(plan.report.persons_added, 2U);
  EXPECT_TRUE(plan.report.warnings.empty());
}

TEST(ImportPlan, DuplicatesWithinTheFileAddOnlyWhatIsMissing) {
  const ImportPlan plan =
      plan_import(parse_contacts("Förnamn,Efternamn,Mobiltelefon,E-postadress,Ort\n"
                                 "Anna,Berg,070-111 22 33,anna@x.example,\n"
                                 "ANNA,Berg,+46 70 111 22 33,,Kiruna\n"
                                 "Anna,Berg,,annan@y.example,\n"),
                  {});
  EXPECT_EQ(outcomes_of(plan), (std::vector{Outcome::taken, Outcome::duplicate, Outcome::taken}));
  ASSERT_EQ(plan.steps.size(), 2U);
  const auto& contact = type_of("contact");
  EXPECT_EQ(plan.steps[0].change.values[contact.index_of(contact.get_field("city"))], "Kiruna");
}

TEST(ImportPlan, ExistingRecordsGetTheirEmptyFieldsFilledAndNothingElse) {
  const std::vector<ExistingContact> existing{
      {7,
       {{"name", "Bygg AB"}, {"organisation_number", "556677-8899"}, {"phone", "08-1 23 45"}},
       {{8, {{"name", "Anna Berg"}, {"email", "anna@x.example"}}}}}};
  const ImportPlan plan = plan_import(
      parse_contacts(
          "Namn,Företag,Organisationsnummer,E-post,Mobil,Växel,Ort\n"
          "Anna Berg,Byggbolaget AB,5566778899,ANNA@x.example,070-1 11 11,08-99 99 99,Luleå\n"
          "Anna Berg,Bygg AB,,anna@x.example,,,\n"),
      existing);
  EXPECT_EQ(outcomes_of(plan), (std::vector{Outcome::changed, Outcome::unchanged}));
  ASSERT_EQ(plan.steps.size(), 1U);
  EXPECT_EQ(plan.steps[0].id, 7);
  EXPECT_EQ(plan.steps[0].change.mask, type_of("contact").get_field("city").bit());
  ASSERT_EQ(plan.steps[0].persons.size(), 1U);
  EXPECT_EQ(plan.steps[0].persons[0].id, 8);
  EXPECT_EQ(plan.steps[0].persons[0].change.mask,
            type_of("contact_person").get_field("mobile").bit());
  // The other name and the other telephone are not taken, and that is said.
  ASSERT_EQ(plan.report.warnings.size(), 2U);
  EXPECT_EQ(plan.report.warnings[0].field, "name");
  EXPECT_EQ(plan.report.warnings[1].field, "phone");
  EXPECT_EQ(plan.report.warnings[1].value, "08-99 99 99");
  EXPECT_EQ(plan.report.warnings[1].line, 2U);
}

TEST(ImportPlan, DifferentOrganisationNumbersAreDifferentOrganisations) {
  const ImportPlan plan = plan_import(
      parse_contacts("Namn,Organisationsnummer\nBygg AB,556677-8899\nBygg AB,556600-0001\n"), {});
  EXPECT_EQ(plan.report.contacts_added, 2U);
}

// A mistyped number makes no two firms one; a new name of the same firm does not make it two.
TEST(ImportPlan, ANumberAloneIsNoFirmIfNameAndPlaceSayOtherwise) {
  const ImportPlan plan =
      plan_import(parse_contacts("Namn,Organisationsnummer,Ort\nBygg AB,556677-8899,Luleå\n"
                                 "Kranar HB,556677-8899,Kiruna\nNya Bygg AB,5566778899,Luleå\n"),
                  {});
  EXPECT_EQ(plan.report.contacts_added, 2U);
  ASSERT_EQ(plan.report.lookalikes.size(), 1U);
  EXPECT_EQ(plan.report.lookalikes[0].line, 3U);
  EXPECT_EQ(plan.report.lookalikes[0].field, "organisation_number");
}

TEST(ImportPlan, WhereANameFitsSeveralTheChoiceIsReported) {
  const std::vector<ExistingContact> existing{
      {1, {{"name", "ICA Nära"}, {"city", "Luleå"}}, {}},
      {2, {{"name", "ICA Nära"}, {"city", "Kiruna"}, {"phone", "0980-2"}}, {}}};
  const ImportPlan plan =
      plan_import(parse_contacts("Förnamn,Efternamn,Företag\nBo,Ek,ICA Nära\n"), existing);
  EXPECT_EQ(plan.report.persons_added, 1U);
  ASSERT_EQ(plan.report.lookalikes.size(), 1U);
  EXPECT_NE(plan.report.lookalikes[0].reason.sv.find("Luleå"), std::string::npos);
}

TEST(ImportPlan, TheSameAddressUnderAnotherNameIsPointedOut) {
  const ImportPlan plan = plan_import(
      parse_contacts("Förnamn,Efternamn,E-postadress\nAnna,Berg,a@x.example\nA,B,A@x.example\n"),
      {});
  EXPECT_EQ(plan.report.contacts_added, 2U);
  EXPECT_TRUE(plan.report.warnings.empty());
  ASSERT_EQ(plan.report.lookalikes.size(), 1U);
  EXPECT_EQ(plan.report.lookalikes[0].line, 3U);
  EXPECT_NE(plan.report.lookalikes[0].reason.en.find("Anna Berg"), std::string::npos);
}

// A common name is no person: both stay, and the user is told.
TEST(ImportPlan, PrivatePersonsOfOneNameStayApartUnlessADetailAgrees) {
  const std::vector<ExistingContact> existing{
      {1, {{"name", "Anna Berg"}, {"is_private", "true"}, {"phone", "08-11 11 11"}}, {}}};
  const ImportPlan plan = plan_import(
      parse_contacts("Förnamn,Efternamn,E-postadress,Mobiltelefon\nAnna,Berg,a@x.example,\n"
                     "Anna,Berg,,+46 8 11 11 11\nAnna,Berg,A@X.example,\nAnna,Berg,,\n"),
      existing);
  EXPECT_EQ(outcomes_of(plan), (std::vector{Outcome::taken, Outcome::changed, Outcome::duplicate,
                                            Outcome::unchanged}));
  ASSERT_EQ(plan.report.lookalikes.size(), 1U);
  EXPECT_EQ(plan.report.lookalikes[0].line, 2U);
  EXPECT_NE(plan.report.lookalikes[0].reason.sv.find("08-11 11 11"), std::string::npos);
}

TEST(ImportPlan, BranchesOfOneNameInTwoTownsStayApart) {
  const ImportPlan plan =
      plan_import(parse_contacts("Företag,Telefon,Ort\nICA Nära,0920-1 11 11,Luleå\n"
                                 "ICA Nära,0980-2 22 22,Kiruna\nICA Nära,0920-11111,Boden\n"),
                  {});
  EXPECT_EQ(plan.report.contacts_added, 2U);
  ASSERT_EQ(plan.report.lookalikes.size(), 1U);
  EXPECT_EQ(plan.report.lookalikes[0].line, 3U);
}

TEST(ImportPlan, TheSameFileTwiceChangesNothing) {
  const ParsedContacts parsed = parse_contacts(
      "BEGIN:VCARD\nFN:Anna Berg\nORG:Bygg AB\nTEL:08-1 23 45\nBDAY:1980-01-01\nEND:VCARD\n"
      "BEGIN:VCARD\nFN:Anna Berg\nORG:Bygg AB\nEND:VCARD\n"
      "BEGIN:VCARD\nFN:Bo Ek\nEND:VCARD\nBEGIN:VCARD\nEND:VCARD\n");
  std::vector<ExistingContact> database;
  const ImportPlan first = plan_import(parsed, database);
  EXPECT_EQ(outcomes_of(first),
            (std::vector{Outcome::taken, Outcome::duplicate, Outcome::taken, Outcome::refused}));
  apply(first, database);
  const ImportPlan second = plan_import(parsed, database);
  EXPECT_TRUE(second.steps.empty());
  EXPECT_EQ(second.report.unchanged, 3U);
  EXPECT_EQ(second.report.refused, 1U);
  EXPECT_EQ(second.report.entries, 4U);
}

TEST(Export, SpreadsheetsRunNothing) {
  const std::string csv = contacts_to_csv(
      {{1,
        {{"name", "=HYPERLINK(1)"}, {"phone", "+46 8 1"}, {"note", "@x"}, {"discount", "7.50"}},
        {}}});
  EXPECT_NE(csv.find("'=HYPERLINK(1)"), std::string::npos);
  EXPECT_NE(csv.find(",'+46 8 1,"), std::string::npos);
  EXPECT_NE(csv.find(",'@x,"), std::string::npos);
  EXPECT_NE(csv.find(",7.50,"), std::string::npos);
}

TEST(Export, WhatIsForTheOfficeOnlyStays) {
  const std::vector<ExistingContact> contacts{
      {1, {{"name", "Bygg AB"}, {"bank_account", "123-4567"}, {"credit_limit", "999.00"}}, {}}};
  EXPECT_EQ(contacts_to_csv(contacts).find("123-4567"), std::string::npos);
  EXPECT_EQ(contacts_to_vcard(contacts).find("999.00"), std::string::npos);
}

TEST(Export, LinesAreFoldedBetweenCharacters) {
  std::string name;
  for (int i = 0; i < 60; ++i) name += "åح😀";
  const std::string vcard = contacts_to_vcard({{1, {{"name", name}}, {}}});
  for (std::size_t at = 0; at < vcard.size();) {
    const auto end = vcard.find("\r\n", at);
    ASSERT_NE(end, std::string::npos);
    EXPECT_LE(end - at, 75U);
    EXPECT_TRUE(core::is_clean_text(std::string_view(vcard).substr(at, end - at)));
    at = end + 2;
  }
  EXPECT_EQ(parse_contacts(vcard).contacts.at(0).contact.at("name"), name);
}

}  // namespace
}  // namespace tusk::business
