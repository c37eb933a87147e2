#include "storage/schema.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "core/id.h"
#include "storage/change_log.h"
#include "storage/record_store.h"
#include "storage/testing/both_engines.h"

namespace tusk::storage {
namespace {

// A write of another program: SQL of its own, no stamp.
void foreign_write(Transaction& transaction, std::string_view sql) {
  transaction.prepare_company(sql)->run();
}

class Capture : public testing::TestWithParam<std::tuple<Engine, core::Side>> {
 protected:
  Capture() : place_(std::get<0>(GetParam())), database_(place_.open()) {
    migrate_company(*database_, core::registry(), side());
    write(*database_,
          [&](Transaction& t) { initialise_company(t, core::registry(), side(), "uuid"); });
  }
  [[nodiscard]] static core::Side side() { return std::get<1>(GetParam()); }

  TestDatabase place_;
  std::unique_ptr<Database> database_;
};

// REQ: SYN-1
TEST_P(Capture, LogsFieldsOfForeignWritesAndKeepsDeletedValues) {
  write(*database_, [&](Transaction& t) {
    foreign_write(
        t, "INSERT INTO contact({company_column}id, name) VALUES ({company_value}1, 'Berg')");
    foreign_write(t, "UPDATE contact SET phone = '08', name = 'Berg' WHERE {company}");
    foreign_write(t, "UPDATE contact SET name = 'Berg' WHERE {company}");
    foreign_write(t, "DELETE FROM contact WHERE {company}");
    assign_positions(t);
    const auto entries = entries_after(t, 0, 10);
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_EQ(entries[0].operation, LogOperation::full);
    EXPECT_EQ(entries[0].mask, core::synchronised_mask(core::registry().get("contact")));
    EXPECT_GT(entries[0].stamp.at, 1'700'000'000'000'000);
    EXPECT_EQ(entries[1].operation, LogOperation::update);
    EXPECT_EQ(entries[1].mask, core::registry().get("contact").get_field("phone").bit());
    EXPECT_EQ(entries[2].operation, LogOperation::remove);
    EXPECT_EQ(head(t).sequence, 3);
    EXPECT_EQ(salt_at(t, 3), head(t).salt);
    EXPECT_NE(salt_at(t, 2), salt_at(t, 3));
  });
}

TEST_P(Capture, TheImageOfADeletedRecordIsTheSameOnBothEngines) {
  write(*database_, [&](Transaction& t) {
    foreign_write(t,
                  "INSERT INTO department({company_column}id, name, code, active) "
                  "VALUES ({company_value}1, 'Åk \"X\"\n\\', NULL, TRUE)");
    foreign_write(t, "DELETE FROM department WHERE {company}");
    const auto entries = entries_after(t, 0, 10);
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[1].image, R"({"name":"Åk \"X\"\n\\","code":null,"active":true})");
  });
}

TEST_P(Capture, WritesOfTheOtherSideAreNotLogged) {
  write(*database_, [&](Transaction& t) {
    {
      const Applying applying(t);
      foreign_write(
          t, "INSERT INTO contact({company_column}id, name) VALUES ({company_value}1, 'Ek')");
    }
    EXPECT_FALSE(has_entries_after(t, 0));
    foreign_write(t, "UPDATE contact SET name = 'Berg' WHERE {company}");
    EXPECT_EQ(count_after(t, 0), 1);
  });
  write(*database_, [&](Transaction& t) {
    const Applying applying(t);
    foreign_write(t, "DELETE FROM contact WHERE {company}");
  });
  // The mark went with its transaction.
  write(*database_, [&](Transaction& t) {
    foreign_write(t,
                  "INSERT INTO contact({company_column}id, name) VALUES ({company_value}2, 'Alm')");
    EXPECT_EQ(count_after(t, 0), 2);
  });
}

// With the mark committed nothing would be captured any more.
TEST(CaptureMark, AMergeWhoseMarkCannotBeTakenAwayDoesNotCommit) {
  const TestDatabase place(Engine::sqlite);
  const auto database = place.open();
  migrate_company(*database, core::registry(), core::Side::office);
  write(*database, [](Transaction& t) {
    t.execute(
        "CREATE TRIGGER broken BEFORE DELETE ON sync_apply BEGIN SELECT RAISE(ABORT, ''); END");
  });
  EXPECT_THROW(write(*database, [](Transaction& t) { const Applying applying(t); }), core::Error);
  write(*database,
        [](Transaction& t) { EXPECT_FALSE(t.prepare("SELECT 1 FROM sync_apply")->step()); });
}

TEST_P(Capture, EntriesLoseTheirBitsAndTheLogItsBeginning) {
  write(*database_, [&](Transaction& t) {
    append(t, 7, 1, LogOperation::update, 0b110, {"Anna", 5});
    append(t, 7, 2, LogOperation::full, 0b111, {"Erik", 6}, "{}");
    assign_positions(t);
    auto entries = entries_after(t, 0, 10);
    clear_bits(t, entries.at(0).entry_id, 0b010);
    EXPECT_EQ(entries_of(t, 7, 1, 0).at(0).mask, 0b100U);
    clear_bits(t, entries.at(0).entry_id, 0b100);
    clear_entry(t, entries.at(1).entry_id);
    entries = entries_after(t, 0, 10);
    EXPECT_EQ(entries.at(0).operation, LogOperation::nothing);
    EXPECT_EQ(entries.at(1).operation, LogOperation::nothing);
    EXPECT_EQ(entries.at(1).stamp, (core::Stamp{"Erik", 6}));
    EXPECT_EQ(entries.at(1).image, "{}");
    EXPECT_EQ(entries_after(t, 0, 1).size(), 1U);
    prune(t, 99);
    EXPECT_EQ(head(t).sequence, 2);
    EXPECT_EQ(entries_after(t, 0, 10).size(), 1U);
  });
}

TEST_P(Capture, PositionsAreNeverGivenTwice) {
  write(*database_, [&](Transaction& t) {
    append(t, 7, 1, LogOperation::update, 1, {});
    assign_positions(t);
    t.prepare_company("DELETE FROM sync_log WHERE {company}")->run();
    EXPECT_EQ(head(t), LogPosition{});
    append(t, 7, 1, LogOperation::update, 1, {});
    assign_positions(t);
    assign_positions(t);
    EXPECT_EQ(head(t).sequence, 2);
  });
}

INSTANTIATE_TEST_SUITE_P(BothSides, Capture,
                         testing::Combine(testing::Values(Engine::sqlite, Engine::postgres),
                                          testing::Values(core::Side::office, core::Side::online)),
                         [](const auto& parameter) {
                           const bool office = std::get<1>(parameter.param) == core::Side::office;
                           return name_of(std::get<0>(parameter.param)) +
                                  (office ? "_office" : "_online");
                         });

core::RecordType firm(std::vector<core::Field> fields) {
  return {.number = 1,
          .name = "firm",
          .label = {"Firma", "Firm"},
          .label_plural = {"Firmor", "Firms"},
          .fields = std::move(fields),
          .title_field = "name"};
}

core::Field text(int number, const char* name) {
  core::Field field;
  field.number = number;
  field.name = name;
  field.label = {name, name};
  field.searchable = true;
  return field;
}

class Migration : public BothEngines {};
TUSK_ON_BOTH_ENGINES(Migration);

// What an older program wrote is there for the newer one, and its new fields can be searched.
TEST_P(Migration, AddsTypesAndFieldsAndKeepsWhatThereIs) {
  const core::Registry older({firm({text(0, "name")})});
  core::RecordType branch = firm({text(0, "name")});
  branch.number = 2;
  branch.name = "branch";
  core::Field head_office;
  head_office.number = 2;
  head_office.name = "owner";
  head_office.label = {"Ägare", "Owner"};
  head_office.kind = core::FieldKind::reference;
  head_office.reference_type = "firm";
  const core::Registry newer({firm({text(0, "name"), text(1, "town"), head_office}), branch});

  migrate_company(database(), older, core::Side::office);
  write(database(), [&](Transaction& t) {
    initialise_company(t, older, core::Side::office, "uuid");
    foreign_write(t,
                  "INSERT INTO firm({company_column}id, name) VALUES ({company_value}1, 'Berg')");
  });
  migrate_company(database(), newer, core::Side::office);
  write(database(), [&](Transaction& t) {
    foreign_write(t, "UPDATE firm SET town = 'Umeå' WHERE {company}");
    foreign_write(t,
                  "INSERT INTO branch({company_column}id, name) VALUES ({company_value}1, 'Norr')");
    const auto entries = entries_after(t, 0, 10);
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_EQ(entries[1].mask, core::FieldMask{2});
    EXPECT_EQ(entries[2].type_number, 2);
    const RecordStore store(newer, core::Side::office);
    const auto page = store.list(t, newer.get("firm"), {.search = "berg umeå"});
    ASSERT_EQ(page.records.size(), 1U);
    EXPECT_EQ(core::title_of(newer.get("firm"), page.records[0]), "Berg");
    foreign_write(t,
                  "INSERT INTO firm({company_column}id, name, owner) VALUES ({company_value}2, "
                  "'Dotter', 1)");
    foreign_write(t, "DELETE FROM firm WHERE {company} AND id = 1");
    EXPECT_TRUE(store.get(t, newer.get("firm"), 2).values.at(2).is_null());
  });
}

// What a table has beside its rows, and where that stands in the schema: elsewhere if it was made
// anew.
std::map<std::string, std::int64_t> places_of_parts(Database& database, const char* table) {
  return read(database, [&](Transaction& t) {
    const auto statement = t.prepare(
        "SELECT name, rowid FROM sqlite_schema WHERE tbl_name = $1 OR name LIKE $1 || '_search%'");
    statement->bind(table);
    std::map<std::string, std::int64_t> places;
    while (statement->step()) places.emplace(statement->text(0), statement->integer(1));
    return places;
  });
}

// In a large register each index and the search table take long to make.
TEST(SqliteMigration, MakesNothingAnewThatIsAsItShouldBe) {
  const TestDatabase place(Engine::sqlite);
  const auto database = place.open();
  const core::Registry older({firm({text(0, "name")})});
  core::Field town = text(1, "town");
  town.searchable = false;
  const core::Registry newer({firm({text(0, "name"), town})});
  migrate_company(*database, older, core::Side::office);
  // The last: what is made anew comes after it, and never where it was.
  write(*database, [](Transaction& t) { t.execute("CREATE TABLE last(x)"); });
  const auto before = places_of_parts(*database, "firm");
  migrate_company(*database, newer, core::Side::office);
  const auto after = places_of_parts(*database, "firm");
  std::set<std::string> made_anew;
  for (const auto& [name, at] : after) {
    if (!before.contains(name) || before.at(name) != at) made_anew.insert(name);
  }
  // The capture knows every field.
  EXPECT_EQ(made_anew, (std::set<std::string>{"firm_updated", "firm_inserted", "firm_deleted"}));
  EXPECT_EQ(after.size(), before.size());
}

TEST(SqliteMigration, MakesAnewWhatSomebodyChanged) {
  const TestDatabase place(Engine::sqlite);
  const auto database = place.open();
  migrate_company(*database, core::registry(), core::Side::office);
  const auto before = places_of_parts(*database, "contact");
  write(*database, [](Transaction& t) {
    t.execute(
        "DROP INDEX contact_by_title; DROP TRIGGER contact_updated; CREATE TRIGGER contact_updated "
        "AFTER UPDATE ON contact BEGIN SELECT 1; END; CREATE INDEX other ON contact(name); UPDATE "
        "schema_version SET registry = ''");
  });
  migrate_company(*database, core::registry(), core::Side::office);
  write(*database, [](Transaction& t) {
    initialise_company(t, core::registry(), core::Side::office, "uuid");
    foreign_write(
        t, "INSERT INTO contact({company_column}id, name) VALUES ({company_value}1, 'Berg')");
    foreign_write(t, "UPDATE contact SET name = 'Dal' WHERE {company} AND id = 1");
    EXPECT_EQ(entries_after(t, 0, 10).size(), 2U);
  });
  std::set<std::string> names;
  std::set<std::string> names_before;
  for (const auto& [name, at] : places_of_parts(*database, "contact")) names.insert(name);
  for (const auto& [name, at] : before) names_before.insert(name);
  EXPECT_EQ(names, names_before);
}

TEST_P(Migration, ChangesNothingTheSecondTime) {
  migrate_company(database(), core::registry(), core::Side::online);
  reopen();
  // A reader would notice a change of the tables: it holds a lock on them.
  const auto other = place().open();
  const auto reader = other->begin(Access::read);
  EXPECT_FALSE(reader->prepare_company("SELECT 1 FROM contact WHERE {company}")->step());
  migrate_company(database(), core::registry(), core::Side::online);
}

TEST_P(Migration, BringsTablesOfTheFirstVersionUpToDate) {
  // As version 1 made them, where they were otherwise.
  migrate_company(database(), core::registry(), core::Side::office);
  write(database(), [&](Transaction& t) {
    initialise_company(t, core::registry(), core::Side::office, "uuid");
    const bool is_postgres = t.engine() == Engine::postgres;
    t.execute(
        "DROP TABLE sync_audit; ALTER TABLE sync_state DROP COLUMN audit_every_days;"
        "DROP TABLE sync_quarantine; UPDATE sync_state SET schema_version = 1;"
        "UPDATE schema_version SET version = 1, registry = ''");
    t.execute(is_postgres
                  ? "CREATE TABLE sync_quarantine(company_id BIGINT NOT NULL, type_number "
                    "BIGINT NOT NULL, record_id BIGINT NOT NULL, reason TEXT, since BIGINT, "
                    "PRIMARY KEY (company_id, type_number, record_id))"
                  : "CREATE TABLE sync_quarantine(type_number INTEGER, record_id INTEGER, "
                    "reason TEXT, since INTEGER, PRIMARY KEY (type_number, record_id))");
    foreign_write(t,
                  "INSERT INTO sync_quarantine({company_column}type_number, record_id, reason, "
                  "since) VALUES ({company_value}7, 12, 'Värdet är taget. / The value is taken.', "
                  "5)");
  });
  reopen();
  migrate_company(database(), core::registry(), core::Side::office);
  write(database(), [&](Transaction& t) {
    const auto row = t.prepare_company(
        "SELECT type_number, record_id, place, reason_sv, reason_en, since FROM sync_quarantine "
        "WHERE {company}");
    ASSERT_TRUE(row->step());
    EXPECT_EQ(row->integer(0), 7);
    EXPECT_EQ(row->integer(1), 12);
    EXPECT_EQ(row->integer(2), 0);
    EXPECT_EQ(row->text(3), "Värdet är taget.");
    EXPECT_EQ(row->text(4), "The value is taken.");
    EXPECT_EQ(row->integer(5), 5);
    const auto state = t.prepare_company(
        "SELECT schema_version, audit_every_days FROM sync_state WHERE {company}");
    ASSERT_TRUE(state->step());
    EXPECT_EQ(state->integer(0), schema_version);
    EXPECT_EQ(state->integer(1), 7);
    EXPECT_FALSE(t.prepare_company("SELECT 1 FROM sync_audit WHERE {company}")->step());
  });
}

TEST_P(Migration, RefusesADatabaseOfANewerProgram) {
  migrate_company(database(), core::registry(), core::Side::office);
  write(database(),
        [](Transaction& t) { t.execute("UPDATE schema_version SET version = version + 1"); });
  EXPECT_THROW(migrate_company(database(), core::registry(), core::Side::office), core::Error);
}

}  // namespace
}  // namespace tusk::storage
