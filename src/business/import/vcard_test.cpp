#include <gtest/gtest.h>

#include "business/import/contacts.h"
#include "business/import/vcard_reader.h"
#include "core/error.h"

namespace tusk::business {
namespace {

ImportedContact only(const std::string& bytes) {
  const ParsedContacts parsed = parse_contacts(bytes);
  EXPECT_EQ(parsed.format, ContactFormat::vcard);
  EXPECT_EQ(parsed.contacts.size(), 1U);
  return parsed.contacts.empty() ? ImportedContact{} : parsed.contacts.front();
}

std::string card(const std::string& lines) {
  return "BEGIN:VCARD\r\nVERSION:3.0\r\n" + lines + "END:VCARD\r\n";
}

TEST(VcardImport, PersonAtCompanyBecomesContactWithContactPerson) {
  const ImportedContact entry = only(
      card("N:Berg;Anna;;Dr.;\r\nFN:Anna Berg\r\nORG:Norrsken Bygg AB;Inköp\r\nTITLE:Inköpschef\r\n"
           "TEL;TYPE=WORK,VOICE:08-123 45 67\r\nTEL;TYPE=CELL:070-111 22 33\r\n"
           "TEL;TYPE=WORK;TYPE=FAX:08-123 45 68\r\n"
           "EMAIL;TYPE=INTERNET,PREF:anna@norrsken.example\r\n"
           "ADR;TYPE=WORK:;;Storgatan 1;Kiruna;;981 31;Sverige\r\n"
           "ADR;TYPE=HOME:;;Hemvägen 2;Luleå;;972 31;Sweden\r\nURL:https://norrsken.example\r\n"
           "NOTE:Ring först\\, helst\\nföre nio\r\n"));
  EXPECT_EQ(entry.contact, (FieldTexts{{"name", "Norrsken Bygg AB"},
                                       {"fax", "08-123 45 68"},
                                       {"website", "https://norrsken.example"},
                                       {"address_line_1", "Storgatan 1"},
                                       {"postal_code", "981 31"},
                                       {"city", "Kiruna"},
                                       {"country", "SE"}}));
  ASSERT_EQ(entry.persons.size(), 1U);
  EXPECT_EQ(entry.persons[0], (FieldTexts{{"name", "Anna Berg"},
                                          {"title", "Inköpschef"},
                                          {"department", "Inköp"},
                                          {"phone", "08-123 45 67"},
                                          {"mobile", "070-111 22 33"},
                                          {"email", "anna@norrsken.example"},
                                          {"address_line_1", "Hemvägen 2"},
                                          {"postal_code", "972 31"},
                                          {"city", "Luleå"},
                                          {"country", "SE"},
                                          {"note", "Ring först, helst\nföre nio"}}));
  EXPECT_TRUE(entry.warnings.empty());
}

TEST(VcardImport, PersonWithoutOrganisationIsPrivate) {
  const ImportedContact entry = only(
      "BEGIN:VCARD\nVERSION:4.0\nN:Nowak;Zbigniew;;;\nTEL;VALUE=uri;PREF=1;TYPE=\"voice,home\":"
      "tel:+48-22-555-01-02;ext=7\nTEL;PREF=2;TYPE=cell:+48 600 100 200\nEND:VCARD\n");
  EXPECT_EQ(entry.contact, (FieldTexts{{"name", "Zbigniew Nowak"},
                                       {"is_private", "true"},
                                       {"phone", "+48-22-555-01-02 ext 7"},
                                       {"mobile", "+48 600 100 200"}}));
  EXPECT_TRUE(entry.persons.empty());
}

TEST(VcardImport, OrganisationCardsAreContacts) {
  EXPECT_EQ(only(card("KIND:org\r\nFN:Fjord Data AS\r\nTEL:+47 22 12 34 56\r\n")).contact,
            (FieldTexts{{"name", "Fjord Data AS"}, {"phone", "+47 22 12 34 56"}}));
  const ImportedContact apple =
      only(card("N:Berg;Anna;;;\r\nFN:Bygg AB\r\nORG:Bygg AB;\r\nX-ABShowAs:COMPANY\r\n"));
  EXPECT_EQ(apple.contact.at("name"), "Bygg AB");
  ASSERT_EQ(apple.persons.size(), 1U);
  EXPECT_EQ(apple.persons[0].at("name"), "Anna Berg");
  // Outlook names a company's card by the company and leaves N empty.
  EXPECT_TRUE(only(card("N:;;;;\r\nFN:Bygg AB\r\nORG:Bygg AB\r\n")).persons.empty());
}

TEST(VcardImport, VersionTwoOneWithQuotedPrintable) {
  const ImportedContact entry = only(
      "BEGIN:VCARD\r\nVERSION:2.1\r\n"
      "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=85berg;G=C3=B6sta;;;\r\n"
      "TEL;CELL;PREF:0701112233\r\n"
      "NOTE;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:f=F6rsta raden=0D=0Aandra =\r\nraden\r\n"
      "END:VCARD\r\n");
  EXPECT_EQ(entry.contact.at("name"), "Gösta Åberg");
  EXPECT_EQ(entry.contact.at("mobile"), "0701112233");
  EXPECT_EQ(entry.contact.at("note"), "första raden\nandra raden");
}

TEST(VcardImport, GroupsGiveLabelsAndWhatNoFieldHoldsStandsInTheNote) {
  const ImportedContact entry =
      only(card("FN:Åsa Öberg\r\nitem1.TEL:08-11 22 33\r\nitem1.X-ABLabel:Sommarstuga\r\n"
                "item2.TEL;TYPE=home;TYPE=pref:08-44 55 66\r\nBDAY:1980-02-29\r\n"
                "EMAIL:asa@example.se\r\nEMAIL:inte en adress\r\nX-SKYPE:asa.o\r\n"));
  EXPECT_EQ(entry.contact.at("phone"), "08-44 55 66");
  EXPECT_EQ(entry.contact.at("email"), "asa@example.se");
  EXPECT_EQ(entry.contact.at("note"),
            "Telefon (Sommarstuga): 08-11 22 33\nE-post: inte en adress\n"
            "Födelsedag: 1980-02-29\nX-SKYPE: asa.o");
}

TEST(VcardImport, WhatAFieldCannotHoldIsKeptAndReported) {
  const std::string long_name(250, 'x');
  const ImportedContact entry = only(
      card("FN:" + long_name + "\r\nEMAIL:anna(at)example.se\r\nADR:;;Gata 1;Ort;;1;Atlantis\r\n"));
  EXPECT_EQ(entry.contact.at("name"), std::string(200, 'x'));
  EXPECT_FALSE(entry.contact.contains("email"));
  EXPECT_FALSE(entry.contact.contains("country"));
  EXPECT_EQ(entry.contact.at("note"),
            "Namn: " + long_name + "\nE-post: anna(at)example.se\nLand: Atlantis");
  ASSERT_EQ(entry.warnings.size(), 3U);
  EXPECT_EQ(entry.warnings[1].field, "email");
  EXPECT_EQ(entry.warnings[1].value, "anna(at)example.se");
  EXPECT_EQ(entry.warnings[1].line, 1U);
  EXPECT_FALSE(entry.warnings[1].reason.en.empty());
  EXPECT_FALSE(entry.warnings[1].remedy.sv.empty());
}

TEST(VcardImport, BrokenCardsAreReportedByLineAndDoNotStopTheRest) {
  const ParsedContacts parsed = parse_contacts(
      "BEGIN:VCARD\nVERSION:3.0\nFN:Bo Ek\nEND:VCARD\n"          // 1-4
      "lös text\n"                                               // 5
      "BEGIN:VCARD\nFN:Utan Slut\n"                              // 6-7
      "BEGIN:VCARD\nFN:Eva Lind\nskräp utan kolon\nEND:VCARD\n"  // 8-11
      "BEGIN:VCARD\nKIND:group\nFN:Gruppen\nEND:VCARD\n"         // 12-15
      "BEGIN:VCARD\nNOTE:ingen\nEND:VCARD\n"                     // 16-18
      "BEGIN:VCARD\nFN:Sist\n");                                 // 19
  ASSERT_EQ(parsed.contacts.size(), 2U);
  EXPECT_EQ(parsed.contacts[0].contact.at("name"), "Bo Ek");
  EXPECT_EQ(parsed.contacts[1].contact.at("name"), "Eva Lind");
  ASSERT_EQ(parsed.contacts[1].warnings.size(), 1U);
  EXPECT_EQ(parsed.contacts[1].warnings[0].line, 10U);
  std::vector<std::size_t> lines;
  for (const ImportProblem& problem : parsed.refused) {
    lines.push_back(problem.line);
    EXPECT_FALSE(problem.reason.sv.empty());
    EXPECT_FALSE(problem.remedy.en.empty());
  }
  EXPECT_EQ(lines, (std::vector<std::size_t>{5, 6, 12, 16, 19}));
}

TEST(VcardImport, BytesOfOtherCharacterSets) {
  const auto name = [](const std::string& bytes) { return only(bytes).contact.at("name"); };
  EXPECT_EQ(name("\xEF\xBB\xBF"
                 "BEGIN:VCARD\nFN:G\xC3\xB6sta\nEND:VCARD\n"),
            "Gösta");
  EXPECT_EQ(name("BEGIN:VCARD\nFN:G\xF6sta \x80\nEND:VCARD\n"), "Gösta €");
  // One bad line does not spoil the others.
  EXPECT_EQ(name("BEGIN:VCARD\nNOTE:\xE5\nFN:G\xC3\xB6sta\nEND:VCARD\n"), "Gösta");
  // Folded in the middle of a character.
  EXPECT_EQ(name("BEGIN:VCARD\nFN:G\xC3\n \xB6sta\nEND:VCARD\n"), "Gösta");
  std::string utf16 = "\xFF\xFE";
  for (const char c : std::string("BEGIN:VCARD\nFN:Bo\nEND:VCARD\n")) utf16 += {c, '\0'};
  EXPECT_EQ(name(utf16), "Bo");
}

TEST(VcardImport, PicturesAreLeftOutAndSaidToBe) {
  const ImportedContact entry =
      only(card("FN:Bo Ek\r\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n SkZJRg==\r\n"));
  ASSERT_EQ(entry.warnings.size(), 1U);
  EXPECT_EQ(entry.warnings[0].field, "PHOTO");
  EXPECT_FALSE(entry.contact.contains("note"));
}

TEST(VcardImport, AssistantsCardWithinACardIsSkipped) {
  const ImportedContact entry = only(
      "BEGIN:VCARD\nFN:Bo Ek\nAGENT:\nBEGIN:VCARD\nFN:Hjälp\nEND:VCARD\nTITLE:Vd\nEND:VCARD\n");
  EXPECT_EQ(entry.contact.at("name"), "Bo Ek");
  EXPECT_EQ(entry.contact.at("note"), "Befattning: Vd");
}

TEST(VcardImport, ComponentsAreSplitAtUnescapedSemicolons) {
  EXPECT_EQ(vcard_components("a\\;b;c\\,d;;\\\\;"),
            (std::vector<std::string>{"a;b", "c,d", "", "\\", ""}));
  EXPECT_EQ(unescape_vcard("C:\\temp\\\\x\\n\\"), "C:\\temp\\x\n\\");
}

TEST(VcardImport, EmptyAndForeignFilesAreRefusedWithWhatToDo) {
  EXPECT_THROW((void)parse_contacts(""), core::Error);
  EXPECT_THROW((void)parse_contacts(" \r\n"), core::Error);
  EXPECT_THROW((void)parse_contacts("%PDF-1.4\n..."), core::Error);
}

}  // namespace
}  // namespace tusk::business
