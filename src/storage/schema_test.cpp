#include "storage/schema.h"

#include <gtest/gtest.h>

#include "core/id.h"
#include "storage/change_log.h"
#include "storage/record_store.h"

namespace tusk::storage {
namespace {

class Capture : public testing::TestWithParam<core::Side> {};

// REQ: SYN-1
TEST_P(Capture, LogsFieldsOfForeignWritesAndKeepsDeletedValues) {
  const auto database = open_database({.location = ":memory:", .company = 1});
  migrate_company(*database, core::registry(), GetParam());
  write(*database, [&](Transaction& t) {
    initialise_company(t, core::registry(), GetParam(), "uuid");
    t.execute("INSERT INTO contact(id, name) VALUES (1, 'Berg')");
    t.execute("UPDATE contact SET phone = '08', name = 'Berg'");
    t.execute("DELETE FROM contact");
    const auto entries = entries_after(t, 0, 10);
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_EQ(entries[0].operation, LogOperation::full);
    EXPECT_EQ(entries[1].mask, core::registry().get("contact").get_field("phone").bit());
    EXPECT_EQ(entries[2].operation, LogOperation::remove);
    EXPECT_NE(entries[2].image.find("Berg"), std::string::npos);
    EXPECT_EQ(head(t).sequence, 3);
    const Applying applying(t);
    t.execute("INSERT INTO contact(id, name) VALUES (2, 'Ek')");
    EXPECT_EQ(count_after(t, 3), 0);
    prune(t, 99);
    EXPECT_EQ(head(t).sequence, 3);
  });
}

core::RecordType firm(std::vector<core::Field> fields) {
  return {.number = 1,
          .name = "firm",
          .label = {"Firma", "Firm"},
          .label_plural = {"Firmor", "Firms"},
          .fields = std::move(fields),
          .title_field = "name"};
}

// What an older program wrote is there for the newer one, and its new fields can be searched.
TEST(Migration, AddsTypesAndFieldsAndKeepsWhatThereIs) {
  const auto text = [](int number, const char* name) {
    core::Field field;
    field.number = number;
    field.name = name;
    field.label = {name, name};
    field.searchable = true;
    return field;
  };
  const core::Registry older({firm({text(0, "name")})});
  core::RecordType branch = firm({text(0, "name")});
  branch.number = 2;
  branch.name = "branch";
  const core::Registry newer({firm({text(0, "name"), text(1, "town")}), branch});

  const auto database = open_database({.location = ":memory:", .company = 1});
  migrate_company(*database, older, core::Side::office);
  write(*database, [&](Transaction& t) {
    initialise_company(t, older, core::Side::office, "uuid");
    t.execute("INSERT INTO firm(id, name) VALUES (1, 'Berg')");
  });
  migrate_company(*database, newer, core::Side::office);
  write(*database, [&](Transaction& t) {
    t.execute("UPDATE firm SET town = 'Umeå'; INSERT INTO branch(id, name) VALUES (1, 'Norr')");
    const auto entries = entries_after(t, 1, 10);
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[0].mask, core::FieldMask{2});
    const RecordStore store(newer, core::Side::office);
    const auto page = store.list(t, newer.get("firm"), {.search = "berg umeå"});
    ASSERT_EQ(page.records.size(), 1U);
    EXPECT_EQ(core::title_of(newer.get("firm"), page.records[0]), "Berg");
  });
}

TEST(Migration, RefusesADatabaseOfANewerProgram) {
  const auto database = open_database({.location = ":memory:", .company = 1});
  migrate_company(*database, core::registry(), core::Side::office);
  write(*database,
        [](Transaction& t) { t.execute("UPDATE schema_version SET version = version + 1"); });
  EXPECT_THROW(migrate_company(*database, core::registry(), core::Side::office), core::Error);
}

INSTANTIATE_TEST_SUITE_P(BothSides, Capture,
                         testing::Values(core::Side::office, core::Side::online));

}  // namespace
}  // namespace tusk::storage
