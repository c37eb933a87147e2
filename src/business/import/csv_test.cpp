#include <gtest/gtest.h>

#include "business/import/contacts.h"
#include "business/import/csv_reader.h"

namespace tusk::business {
namespace {

using Cells = std::vector<std::string>;

TEST(CsvReader, QuotesNewlinesAndDelimiters) {
  const CsvFile file = read_csv("a;b;c\r\n\"x;\"\"1\"\"\";\"rad 1\r\nrad 2\";z\r\n\r\n1;2;3");
  EXPECT_EQ(file.delimiter, ';');
  ASSERT_EQ(file.rows.size(), 2U);
  EXPECT_EQ(file.rows[0].cells, (Cells{"x;\"1\"", "rad 1\nrad 2", "z"}));
  EXPECT_EQ(file.rows[0].line, 2U);
  EXPECT_EQ(file.rows[1].cells, (Cells{"1", "2", "3"}));
  EXPECT_EQ(file.rows[1].line, 5U);
  EXPECT_EQ(read_csv("a\tb,c\td\n").delimiter, '\t');
  EXPECT_EQ(read_csv("\"a;b\",c\n").delimiter, ',');
}

TEST(CsvReader, AQuoteThatDoesNotCloseSpoilsOnlyItsRow) {
  const CsvFile file =
      read_csv("Name,Note\n\"Anna,x\nBo,\"y z\"\nEva,\"\"\n\"Kim\" K,1\nSist,\"öppen\n");
  Cells names;
  for (const CsvRow& row : file.rows) names.push_back(row.cells.front());
  EXPECT_EQ(names, (Cells{"Bo", "Eva"}));
  ASSERT_EQ(file.refused.size(), 3U);
  EXPECT_EQ(file.refused[0].line, 2U);
  EXPECT_EQ(file.refused[0].value, "\"Anna,x");
  EXPECT_EQ(file.refused[1].line, 5U);
  EXPECT_EQ(file.refused[2].line, 6U);
}

TEST(CsvImport, GoogleOlderHeaders) {
  const ParsedContacts parsed = parse_contacts(
      "Name,Given Name,Additional Name,Family Name,Yomi Name,Birthday,Notes,Group Membership,"
      "E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,"
      "Phone 2 - Value,Address 1 - Type,Address 1 - Formatted,Address 1 - Street,"
      "Address 1 - City,Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,"
      "Address 1 - Country,Address 1 - Extended Address,Organization 1 - Type,"
      "Organization 1 - Name,Organization 1 - Title,Organization 1 - Department,"
      "Website 1 - Type,Website 1 - Value\n"
      "Anna Berg,Anna,,Berg,,1980-01-02,Hej,* myContacts,* Work,"
      "anna@x.example ::: a.berg@x.example,Mobile,070 111,Work,08 222 33,Work,x,Gata 1,Kiruna,"
      "Box 9,,981 31,Sweden,,,Norrsken Bygg AB,Chef,Inköp,,norrsken.example\n");
  EXPECT_EQ(parsed.format, ContactFormat::google_csv);
  ASSERT_EQ(parsed.contacts.size(), 1U);
  const ImportedContact& entry = parsed.contacts[0];
  EXPECT_EQ(entry.contact, (FieldTexts{{"name", "Norrsken Bygg AB"},
                                       {"address_line_1", "Gata 1"},
                                       {"address_line_2", "Box 9"},
                                       {"city", "Kiruna"},
                                       {"postal_code", "981 31"},
                                       {"country", "SE"},
                                       {"website", "norrsken.example"}}));
  EXPECT_EQ(entry.persons.at(0),
            (FieldTexts{{"name", "Anna Berg"},
                        {"title", "Chef"},
                        {"department", "Inköp"},
                        {"mobile", "070 111"},
                        {"phone", "08 222 33"},
                        {"email", "anna@x.example"},
                        {"note", "Hej\n\nE-post: a.berg@x.example\nFödelsedag: 1980-01-02"}}));
  ASSERT_EQ(parsed.warnings.size(), 1U);
  EXPECT_EQ(parsed.warnings[0].field, "Group Membership");
}

TEST(CsvImport, GoogleNewerHeaders) {
  const ParsedContacts parsed = parse_contacts(
      "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,"
      "Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,"
      "Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,"
      "E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Event 1 - Label,Event 1 - Value\n"
      "Omar,,al-Masri,,,,Dr.,,,,,,,,,,* myContacts,* Home,omar@example.org,Mobile,+46 70 1,"
      "Bröllop,2001-05-06\n"
      ",,,,,,,,,,,,,,,,* Other,*,info@example.org,,,,\n");
  ASSERT_EQ(parsed.contacts.size(), 2U);
  EXPECT_EQ(parsed.contacts[0].contact, (FieldTexts{{"name", "Dr. Omar al-Masri"},
                                                    {"is_private", "true"},
                                                    {"mobile", "+46 70 1"},
                                                    {"email", "omar@example.org"},
                                                    {"note", "Bröllop: 2001-05-06"}}));
  EXPECT_EQ(parsed.contacts[1].contact.at("name"), "info@example.org");
  EXPECT_EQ(parsed.contacts[1].warnings.size(), 1U);
}

TEST(CsvImport, OutlookEnglish) {
  const ParsedContacts parsed = parse_contacts(
      "\"Title\",\"First Name\",\"Middle Name\",\"Last Name\",\"Suffix\",\"Company\","
      "\"Department\",\"Job Title\",\"Business Street\",\"Business Street 2\",\"Business City\","
      "\"Business Postal Code\",\"Business Country/Region\",\"Home Street\",\"Home City\","
      "\"Business Fax\",\"Business Phone\",\"Company Main Phone\",\"Mobile Phone\","
      "\"E-mail Address\",\"E-mail Type\",\"E-mail 2 Address\",\"Notes\",\"Priority\","
      "\"Web Page\"\r\n"
      "\"Dr.\",\"Kari\",\"\",\"Nilsen\",\"\",\"Fjord Data AS\",\"IT\",\"CTO\",\"Kaia 1\",\"3. et\","
      "\"Oslo\",\"0150\",\"Norge\",\"Lia 4\",\"Asker\",\"22 11\",\"22 12\",\"22 10\",\"900 11\","
      "\"kari@fjord.example\",\"SMTP\",\"k@fjord.example\",\"To\r\nlinjer\",\"Normal\","
      "\"fjord.example\"\r\n");
  EXPECT_EQ(parsed.format, ContactFormat::outlook_csv);
  ASSERT_EQ(parsed.contacts.size(), 1U);
  EXPECT_EQ(parsed.contacts[0].contact, (FieldTexts{{"name", "Fjord Data AS"},
                                                    {"address_line_1", "Kaia 1"},
                                                    {"address_line_2", "3. et"},
                                                    {"city", "Oslo"},
                                                    {"postal_code", "0150"},
                                                    {"country", "NO"},
                                                    {"fax", "22 11"},
                                                    {"phone", "22 10"},
                                                    {"website", "fjord.example"}}));
  EXPECT_EQ(parsed.contacts[0].persons.at(0),
            (FieldTexts{{"name", "Dr. Kari Nilsen"},
                        {"title", "CTO"},
                        {"department", "IT"},
                        {"phone", "22 12"},
                        {"mobile", "900 11"},
                        {"email", "kari@fjord.example"},
                        {"address_line_1", "Lia 4"},
                        {"city", "Asker"},
                        {"note", "To\nlinjer\n\nE-post: k@fjord.example"}}));
}

TEST(CsvImport, OutlookSwedishInWindows1252) {
  for (const char* place : {" (arbete)", ", arbete", " arbete"}) {
    const std::string suffix(place);
    const auto quoted = [&](const std::string& base) { return "\"" + base + suffix + "\""; };
    const ParsedContacts parsed = parse_contacts(
        "\"Titel\";\"F\xF6"
        "rnamn\";\"Efternamn\";\"F\xF6"
        "retag\";\"Befattning\";" +
        quoted("Gatuadress") + ";" + quoted("Ort") + ";" + quoted("Postnummer") + ";" +
        quoted("Land/region") + ";" + quoted("Telefon") + ";" + quoted("Fax") +
        ";\"Mobiltelefon\";\"E-postadress\";\"Anteckningar\"\r\n"
        "\"\";\"\xC5"
        "sa\";\"\xD6"
        "berg\";\"Bj\xF6"
        "rk & Co\";\"Vd\";\"Gata 1\";\"Ume\xE5"
        "\";\"903 26\";"
        "\"Sverige\";\"090-1\";\"090-2\";\"070-3\";\"asa@bjork.example\";\"Hej\"\r\n");
    EXPECT_EQ(parsed.format, ContactFormat::outlook_csv);
    ASSERT_EQ(parsed.contacts.size(), 1U);
    EXPECT_EQ(parsed.contacts[0].contact, (FieldTexts{{"name", "Björk & Co"},
                                                      {"address_line_1", "Gata 1"},
                                                      {"city", "Umeå"},
                                                      {"postal_code", "903 26"},
                                                      {"country", "SE"},
                                                      {"fax", "090-2"}}));
    EXPECT_EQ(parsed.contacts[0].persons.at(0), (FieldTexts{{"name", "Åsa Öberg"},
                                                            {"title", "Vd"},
                                                            {"phone", "090-1"},
                                                            {"mobile", "070-3"},
                                                            {"email", "asa@bjork.example"},
                                                            {"note", "Hej"}}));
  }
}

TEST(CsvImport, PlainListsByTheLabelsOfTheFields) {
  const ParsedContacts parsed = parse_contacts(
      "Namn;Organisationsnummer;Telefon;Postnummer;Ort;Kund;Favoritfärg\n"
      "Björk & Co;556677-8899;090-1;903 26;Umeå;ja;blå\nAnna Ek;;070-2;;;nej;\n");
  EXPECT_EQ(parsed.format, ContactFormat::other_csv);
  ASSERT_EQ(parsed.contacts.size(), 2U);
  EXPECT_EQ(parsed.contacts[0].contact, (FieldTexts{{"name", "Björk & Co"},
                                                    {"organisation_number", "556677-8899"},
                                                    {"phone", "090-1"},
                                                    {"postal_code", "903 26"},
                                                    {"city", "Umeå"},
                                                    {"is_customer", "ja"},
                                                    {"note", "Favoritfärg: blå"}}));
  EXPECT_EQ(parsed.contacts[1].contact.at("is_private"), "true");
}

TEST(CsvImport, CellsBeyondTheHeaderAreKept) {
  const ParsedContacts parsed = parse_contacts("Namn,E-post\nBo Ek,bo@x.example,mer\n");
  ASSERT_EQ(parsed.contacts.size(), 1U);
  EXPECT_EQ(parsed.contacts[0].contact.at("note"), "Utan rubrik: mer");
  EXPECT_EQ(parsed.contacts[0].warnings.at(0).line, 2U);
}

}  // namespace
}  // namespace tusk::business
