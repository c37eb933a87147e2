// Properties that hold for any contacts and any bytes. A failure prints its seed; to replay it:
//   TUSK_SEED=<seed> tusk_business_test --gtest_filter='ContactProperties.*'

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>

#include "business/import/contacts.h"
#include "business/import/encoding.h"
#include "business/import/export.h"
#include "core/error.h"
#include "core/random.h"
#include "core/validation.h"

namespace tusk::business {
namespace {

constexpr std::uint64_t rounds = 300;

std::uint64_t first_seed() {
  const char* given = std::getenv("TUSK_SEED");
  return given == nullptr ? 20'240 : std::strtoull(given, nullptr, 10);
}

template <typename Body>
void for_seeds(Body body) {
  const bool one = std::getenv("TUSK_SEED") != nullptr;
  for (std::uint64_t seed = first_seed(); seed < first_seed() + (one ? 1 : rounds); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    core::SeededRandom random(seed);
    body(random);
    if (testing::Test::HasFailure()) return;
  }
}

constexpr std::array words{
    "Berg",  "Åsa",       "Øystein",     "Żółć",  "أحمد",   "=SUM(A1)", "+46", "-1",
    "@x",    "a;b",       "c,d",         "\\",    "\\n",    "\"q\"",    "'",   "'=x",
    "😀",     "END:VCARD", "x:y",         "l=",    "é",      "ß",        "&",   "<b>",
    "100 %", "Ünal",      "BEGIN:VCARD", "semi;", "comma,", "quote\"",  "tab"};

std::string any_text(core::Random& random, std::size_t most, bool lines) {
  std::string text;
  const std::size_t count = 1 + random.below(most);
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += lines && random.below(4) == 0 ? "\n" : " ";
    text += words.at(random.below(words.size()));
  }
  return text;
}

// Names differ, so that no two records are the same.
FieldTexts any_fields(core::Random& random, const core::RecordType& type, const std::string& name) {
  FieldTexts fields;
  for (const core::Field& field : type.fields) {
    if (field.scope == core::Scope::office_only || field.name == "number") continue;
    if (random.below(3) == 0 && field.name != "address_line_1") continue;
    switch (field.kind) {
      case core::FieldKind::text:
        fields[field.name] =
            any_text(random, field.max_length > 0 && field.max_length < 60 ? 1 : 3, false);
        break;
      case core::FieldKind::note:
        fields[field.name] = any_text(random, random.below(10) == 0 ? 400 : 20, true);
        break;
      case core::FieldKind::email:
        fields[field.name] = "m" + random.hex(3) + "@x.example";
        break;
      case core::FieldKind::phone:
        fields[field.name] = "+46 8 " + std::to_string(random.below(1'000'000));
        break;
      case core::FieldKind::url:
        fields[field.name] = "https://x.example/a;b,c?" + random.hex(2);
        break;
      case core::FieldKind::percent:
        fields[field.name] = "12.50";
        break;
      case core::FieldKind::boolean:
        fields[field.name] = random.below(2) == 0 ? "true" : "false";
        break;
      case core::FieldKind::country:
        fields[field.name] = random.below(2) == 0 ? "SE" : "NO";
        break;
      case core::FieldKind::language:
        fields[field.name] = "sv";
        break;
      case core::FieldKind::currency:
        fields[field.name] = "SEK";
        break;
      default:
        break;
    }
  }
  // Line 2 alone would be read as line 1; there always is a line 1.
  if (type.find_field("delivery_address_line_1") != nullptr)
    fields["delivery_address_line_1"] = "Leveransgatan 1";
  fields["name"] = name;
  return fields;
}

std::vector<ExistingContact> any_contacts(core::Random& random) {
  std::vector<ExistingContact> contacts;
  const std::size_t count = 1 + random.below(5);
  for (std::size_t i = 0; i < count; ++i) {
    ExistingContact contact;
    contact.id = static_cast<core::RecordId>(i + 1);
    contact.fields = any_fields(random, core::registry().get("contact"),
                                std::to_string(i) + " " + any_text(random, 3, false));
    contact.fields["organisation_number"] = "55660000" + std::to_string(10 + i);
    contact.fields["is_private"] = random.below(2) == 0 ? "true" : "false";
    contact.fields["active"] = "true";
    const std::size_t persons = contact.fields["is_private"] == "true" ? 0 : random.below(3);
    for (std::size_t p = 0; p < persons; ++p) {
      contact.persons.push_back({static_cast<core::RecordId>(100 + p),
                                 any_fields(random, core::registry().get("contact_person"),
                                            std::to_string(p) + " " + any_text(random, 2, false))});
      contact.persons.back().fields["active"] = "true";
    }
    contacts.push_back(std::move(contact));
  }
  return contacts;
}

// Back in an empty database, every field stands as it did; and against the database that the file
// came from there is nothing to do.
void expect_round_trip(const std::string& file, const std::vector<ExistingContact>& contacts) {
  const ParsedContacts parsed = parse_contacts(file);
  EXPECT_TRUE(parsed.refused.empty());
  const ImportPlan again = plan_import(parsed, contacts);
  EXPECT_TRUE(again.steps.empty()) << file;
  for (const ImportProblem& warning : again.report.warnings) {
    EXPECT_EQ(warning.field, "number")
        << warning.line << ' ' << warning.reason.en << ' ' << warning.value;
  }
  const ImportPlan fresh = plan_import(parsed, {});
  ASSERT_EQ(fresh.steps.size(), contacts.size()) << file;
  for (std::size_t i = 0; i < contacts.size(); ++i) {
    const auto compare = [](const char* type_name, const core::Change& change,
                            const FieldTexts& wanted) {
      const core::RecordType& type = core::registry().get(type_name);
      for (const core::Field& field : type.fields) {
        const auto text = wanted.find(field.name);
        const core::Value value =
            text == wanted.end() ? core::Value() : core::parse_value(type, field, text->second);
        const core::Value& got = change.values[type.index_of(field)];
        // A default that is not written down is taken by the new record anyway.
        if (got.is_null() && value == field.default_value) continue;
        EXPECT_EQ(core::to_display(got), core::to_display(value)) << field.name;
      }
    };
    compare("contact", fresh.steps[i].change, contacts[i].fields);
    ASSERT_EQ(fresh.steps[i].persons.size(), contacts[i].persons.size());
    for (std::size_t p = 0; p < contacts[i].persons.size(); ++p)
      compare("contact_person", fresh.steps[i].persons[p].change, contacts[i].persons[p].fields);
  }
}

TEST(ContactProperties, CsvRoundTrip) {
  for_seeds([](core::Random& random) {
    const std::vector<ExistingContact> contacts = any_contacts(random);
    expect_round_trip(contacts_to_csv(contacts), contacts);
  });
}

TEST(ContactProperties, VcardRoundTrip) {
  for_seeds([](core::Random& random) {
    const std::vector<ExistingContact> contacts = any_contacts(random);
    expect_round_trip(contacts_to_vcard(contacts), contacts);
  });
}

// However a program folds, also in the middle of a character.
TEST(ContactProperties, FoldingAtAnyWidth) {
  for_seeds([](core::Random& random) {
    const std::string note = any_text(random, 60, true);
    std::string escaped;
    for (const char c : note) {
      if (c == '\n') {
        escaped += "\\n";
        continue;
      }
      if (c == '\\' || c == ',' || c == ';') escaped += '\\';
      escaped += c;
    }
    const std::string line = "NOTE:" + escaped;
    const std::size_t width = 1 + random.below(90);
    const std::string newline = random.below(2) == 0 ? "\r\n" : "\n";
    std::string folded;
    for (std::size_t at = 0; at < line.size(); at += width)
      folded += (at == 0 ? "" : newline + " ") + line.substr(at, width);
    const ParsedContacts parsed = parse_contacts("BEGIN:VCARD" + newline + "FN:Bo Ek" + newline +
                                                 folded + newline + "END:VCARD" + newline);
    ASSERT_EQ(parsed.contacts.size(), 1U);
    EXPECT_EQ(parsed.contacts[0].contact.at("note"), note) << "width " << width;
  });
}

// A file of well-formed parts in any order with random damage: never a crash, every entry is
// accounted for, everything that comes out can be stored.
TEST(ContactProperties, AnyBytes) {
  constexpr std::array parts{"BEGIN:VCARD\r\n",
                             "END:VCARD\n",
                             "FN:Anna\n",
                             "N:a;b;c;d;e;f\n",
                             "TEL;TYPE=\"cell,:",
                             "item1.X-ABLabel",
                             "ADR:;;;;;;;;",
                             "\r",
                             "\n",
                             ";",
                             ",",
                             "\"",
                             "\"\"",
                             "=C3=A5",
                             "ENCODING=QUOTED-PRINTABLE:",
                             "NOTE;CHARSET=x:",
                             "=\n",
                             "\t",
                             " ",
                             "Name,Phone 1 - Value\n",
                             "E-mail 1 - Type",
                             "\xFF\xFE",
                             "\xEF\xBB\xBF",
                             "AGENT:\n",
                             "\\",
                             "'=1",
                             "PREF=99999999999999999999",
                             "\xC3",
                             "\xF0\x9F",
                             "ORG:"};
  for_seeds([&](core::Random& random) {
    std::string bytes;
    const std::size_t count = random.below(200);
    for (std::size_t i = 0; i < count; ++i) {
      if (random.below(5) == 0) {
        bytes += static_cast<char>(random.below(256));
      } else {
        bytes += parts.at(random.below(parts.size()));
      }
    }
    try {
      const ParsedContacts parsed = parse_contacts(bytes);
      for (const ImportedContact& entry : parsed.contacts) {
        EXPECT_FALSE(entry.contact.at("name").empty());
        for (const auto& [name, text] : entry.contact) EXPECT_TRUE(core::is_clean_text(text));
      }
      const ImportReport report = plan_import(parsed, {}).report;
      EXPECT_EQ(report.entries, parsed.contacts.size() + parsed.refused.size());
      EXPECT_EQ(report.entries, report.taken + report.changed + report.unchanged +
                                    report.duplicates + report.refused);
    } catch (const core::Error& error) {
      EXPECT_EQ(error.code(), core::ErrorCode::invalid);
    }
  });
}

TEST(ContactProperties, DecodingGivesCleanTextOfAnyBytes) {
  for_seeds([](core::Random& random) {
    std::string bytes;
    for (std::size_t i = random.below(300); i > 0; --i)
      bytes += static_cast<char>(random.below(256));
    EXPECT_TRUE(core::is_clean_text(decode_text(bytes).text));
    EXPECT_TRUE(core::is_clean_text(decode_text(bytes, "iso-8859-1").text));
    EXPECT_TRUE(core::is_clean_text(decode_text(without_byte_order_mark("\xFF\xFE" + bytes)).text));
  });
}

}  // namespace
}  // namespace tusk::business
