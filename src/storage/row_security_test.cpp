// Row-level security on PostgreSQL: the guard behind the statements that name the company. TE-3.

#include "storage/row_security.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/id.h"
#include "storage/connection_pool.h"
#include "storage/database_role.h"
#include "storage/schema.h"
#include "storage/testing/both_engines.h"
#include "storage/testing/temporary_postgres.h"

namespace tusk::storage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Companies 1 and 2, each with a contact of its own.
class RowSecurity : public testing::Test {
 protected:
  RowSecurity() : place_(Engine::postgres), database_(place_.open()), other_(place_.open(2)) {
    migrate_company(*database_, core::registry(), core::Side::online);
    for (Database* database : {database_.get(), other_.get()}) {
      write(*database, [](Transaction& t) {
        initialise_company(t, core::registry(), core::Side::online, "uuid");
        t.prepare_company(
             "INSERT INTO contact({company_column}id, name) VALUES ({company_value}1, $1)")
            ->bind("Company " + std::to_string(t.company()))
            .run();
      });
    }
  }

  // What the server says to a statement that names no company.
  static std::string refusal_of(Database& database, const std::string& sql) {
    try {
      write(database, [&](Transaction& t) { t.prepare(sql)->run(); });
    } catch (const core::Error& error) {
      return error.what();
    }
    return "";
  }

  // Names of all contacts that a statement without a company sees.
  static std::vector<std::string> seen(Database& database) {
    return read(database, [](Transaction& t) {
      std::vector<std::string> names;
      const auto row = t.prepare("SELECT name FROM contact ORDER BY name");
      while (row->step()) names.emplace_back(row->text(0));
      return names;
    });
  }

  TestDatabase place_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<Database> other_;
};

// REQ: SEC-5
TEST_F(RowSecurity, AStatementThatForgetsTheCompanySeesItsOwnAlone) {
  EXPECT_THAT(seen(*database_), ElementsAre("Company 1"));
  EXPECT_THAT(seen(*other_), ElementsAre("Company 2"));
  write(*database_, [](Transaction& t) {
    EXPECT_EQ(t.prepare("UPDATE contact SET name = 'Renamed'")->run(), 1);
    EXPECT_EQ(t.prepare("DELETE FROM sync_log")->run(), 2);
    EXPECT_FALSE(t.prepare("SELECT 1 FROM contact WHERE company_id = 2")->step());
  });
  EXPECT_THAT(seen(*other_), ElementsAre("Company 2"));
  write(*database_, [](Transaction& t) { EXPECT_EQ(t.prepare("DELETE FROM contact")->run(), 1); });
  EXPECT_THAT(seen(*other_), ElementsAre("Company 2"));
}

// REQ: SEC-5
TEST_F(RowSecurity, NothingIsWrittenIntoAnotherCompany) {
  for (const char* sql :
       {"INSERT INTO contact(company_id, id, name) VALUES (2, 7, 'Smuggled')",
        "UPDATE contact SET company_id = 2, id = 7",
        "INSERT INTO contact(company_id, id, name) VALUES (2, 1, 'Smuggled') ON "
        "CONFLICT (company_id, id) DO UPDATE SET name = 'Smuggled'",
        "INSERT INTO sync_log(company_id, type_number, record_id, operation, mask, "
        "changed_at) VALUES (2, 1, 1, 1, 1, 1)"}) {
    EXPECT_THAT(refusal_of(*database_, sql), HasSubstr("row-level security")) << sql;
  }
  EXPECT_THAT(seen(*other_), ElementsAre("Company 2"));
}

// REQ: SEC-5
TEST_F(RowSecurity, WithoutACompanyEveryStatementFails) {
  const std::vector<std::string> statements = {
      "SELECT name FROM contact", "UPDATE contact SET name = ''", "DELETE FROM contact",
      "INSERT INTO contact(company_id, id, name) VALUES (1, 7, 'Smuggled')"};
  // A new connection has never heard of the setting.
  const auto nobody = place_.open(0);
  for (const std::string& sql : statements) {
    EXPECT_THAT(refusal_of(*nobody, sql), HasSubstr("unrecognized configuration parameter")) << sql;
  }
  // One that served a company has it as an empty text.
  const auto after = database_->as_company(0);
  for (const std::string& sql : statements) {
    EXPECT_THAT(refusal_of(*after, sql), HasSubstr("invalid input syntax for type bigint")) << sql;
  }
  EXPECT_THAT(seen(*database_), ElementsAre("Company 1"));
}

// REQ: SEC-5
TEST_F(RowSecurity, AConnectionOfThePoolSeesWhomItServes) {
  ConnectionPool pool([this] { return place_.open(0); }, 1);
  for (const int company : {1, 2, 1}) {
    const auto lease = pool.take();
    // The same prepared statement of the same connection each time.
    EXPECT_THAT(seen(*lease->as_company(company)),
                ElementsAre("Company " + std::to_string(company)));
  }
  // Nor does a transaction that failed leave its company behind.
  const auto lease = pool.take();
  EXPECT_NE(refusal_of(*lease->as_company(1), "INSERT INTO contact(company_id) VALUES (1)"), "");
  EXPECT_THAT(seen(*lease->as_company(2)), ElementsAre("Company 2"));
  EXPECT_THAT(refusal_of(*lease, "SELECT name FROM contact"), HasSubstr("bigint"));
}

// REQ: SEC-5
TEST_F(RowSecurity, HoldsForTheLinesOfABulkInsert) {
  write(*database_, [](Transaction& t) {
    const auto insert = t.insert_many({"contact", {"id", "name", "is_customer", "status"}});
    insert->add(std::int64_t{2});
    const auto text = [&](std::string_view value) { insert->add(value); };
    text("A \"quoted\", {braced} \\ line\nand NULL");
    insert->add(true);
    insert->add_null();
    insert->end_row();
    insert->add(std::int64_t{3});
    text("NULL");
    insert->add(false);
    insert->add_null();
    insert->end_row();
    insert->finish();
  });
  EXPECT_THAT(seen(*database_),
              ElementsAre("A \"quoted\", {braced} \\ line\nand NULL", "Company 1", "NULL"));
  EXPECT_THAT(seen(*other_), ElementsAre("Company 2"));
}

// A table that is new here must get a policy; one that can't have one stands in this list, and in
// decision 0021, with the reason.
// REQ: SEC-5
TEST_F(RowSecurity, EveryTableOfACompanyHasAPolicy) {
  for (const core::Side side : {core::Side::office, core::Side::online}) {
    const TestDatabase fresh(Engine::postgres);
    const auto database = fresh.open(0);
    migrate_company(*database, core::registry(), side);
    read(*database, [](Transaction& t) {
      // Which version all companies' tables have: no company's data.
      EXPECT_THAT(list_unguarded_tables(t), ElementsAre("schema_version"));
      EXPECT_GT(list_company_tables(t).size(), 15U);
    });
  }
  write(*database_, [](Transaction& t) {
    t.execute("CREATE TABLE forgotten(company_id BIGINT NOT NULL)");
    EXPECT_THAT(list_unguarded_tables(t), ElementsAre("forgotten", "schema_version"));
    t.execute("ALTER TABLE contact NO FORCE ROW LEVEL SECURITY");
    EXPECT_THAT(list_unguarded_tables(t), ElementsAre("contact", "forgotten", "schema_version"));
  });
}

// Foreign keys, TRUNCATE and views go past policies: keys carry the company, TRUNCATE is refused
// (schema_postgres_test.cpp), and there are no views.
// REQ: SEC-5
TEST_F(RowSecurity, EveryKeyCarriesTheCompany) {
  read(*database_, [](Transaction& t) {
    const auto keys = t.prepare(
        "SELECT conname, (SELECT attname FROM pg_attribute WHERE attrelid = conrelid AND attnum = "
        "conkey[1]), CASE WHEN contype = 'f' THEN (SELECT attname FROM pg_attribute WHERE attrelid "
        "= confrelid AND attnum = confkey[1]) ELSE 'company_id' END, contype = 'f' "
        "FROM pg_constraint WHERE contype IN ('f', 'p', 'u') AND connamespace = "
        "CAST(current_schema() AS regnamespace)");
    int references = 0;
    while (keys->step()) {
      EXPECT_EQ(keys->text(1), "company_id") << keys->text(0);
      EXPECT_EQ(keys->text(2), "company_id") << keys->text(0);
      if (keys->boolean(3)) ++references;
    }
    EXPECT_GT(references, 10);
    EXPECT_FALSE(t.prepare("SELECT 1 FROM pg_views WHERE schemaname = current_schema()")->step());
  });
}

// REQ: SEC-5
TEST_F(RowSecurity, TablesFromBeforeThePoliciesGetThem) {
  write(*database_, [](Transaction& t) {
    for (const std::string& table : list_company_tables(t)) {
      t.execute("DROP POLICY tusk_company ON \"" + table + "\"; ALTER TABLE \"" + table +
                "\" DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY");
    }
    t.execute(
        "ALTER TABLE contact DROP COLUMN title_key; UPDATE sync_state SET schema_version = 2;"
        "UPDATE schema_version SET version = 2, registry = ''");
  });
  migrate_company(*place_.open(0), core::registry(), core::Side::online);
  // Also what the migration says of each company: it is about all of them.
  for (Database* database : {database_.get(), other_.get()}) {
    read(*database, [](Transaction& t) {
      const auto state = t.prepare("SELECT schema_version FROM sync_state");
      ASSERT_TRUE(state->step());
      EXPECT_EQ(state->integer(0), schema_version);
      EXPECT_FALSE(state->step());
      EXPECT_THAT(list_unguarded_tables(t), ElementsAre("schema_version"));
    });
  }
  // And once more, over tables that have policies.
  write(*database_, [](Transaction& t) {
    t.execute("UPDATE schema_version SET registry = ''; ALTER TABLE contact DROP COLUMN category");
  });
  migrate_company(*place_.open(0), core::registry(), core::Side::online);
  EXPECT_THAT(seen(*database_), ElementsAre("Company 1"));
}

// The program's role, which owns nothing.
class ProgramRole : public RowSecurity {
 protected:
  ProgramRole() {
    write(*database_,
          [](Transaction& t) { grant_to_program(t, TemporaryPostgres::role_of_program); });
    program_ = open_database(place_.address_as(TemporaryPostgres::role_of_program));
  }
  std::unique_ptr<Database> program_;
};

// REQ: SEC-5
TEST_F(ProgramRole, WorksInACompanyAndChangesNoTable) {
  EXPECT_NO_THROW(migrate_company(*program_, core::registry(), core::Side::online));
  EXPECT_THAT(seen(*program_), ElementsAre("Company 1"));
  write(*program_, [](Transaction& t) {
    EXPECT_EQ(t.prepare("UPDATE contact SET name = 'Renamed'")->run(), 1);
    EXPECT_EQ(t.prepare("DELETE FROM contact")->run(), 1);
    erase_company(t, core::registry(), core::Side::online);
  });
  EXPECT_THAT(seen(*other_), ElementsAre("Company 2"));
  for (const char* sql :
       {"ALTER TABLE contact DISABLE ROW LEVEL SECURITY", "DROP POLICY tusk_company ON contact",
        "ALTER TABLE contact NO FORCE ROW LEVEL SECURITY", "TRUNCATE contact CASCADE",
        "UPDATE schema_version SET version = 1", "CREATE TABLE own(a BIGINT)"}) {
    EXPECT_NE(refusal_of(*program_, sql), "") << sql;
  }
}

TEST_F(ProgramRole, IsToldThatTheOwnerHasToMigrate) {
  write(*database_, [](Transaction& t) { t.execute("UPDATE schema_version SET registry = ''"); });
  try {
    migrate_company(*program_, core::registry(), core::Side::online);
    FAIL() << "the tables are those of another version";
  } catch (const core::Error& error) {
    EXPECT_EQ(error.code(), core::ErrorCode::conflict);
    EXPECT_THAT(error.text().sv, HasSubstr("tusk-online database migrate"));
    EXPECT_THAT(error.text().en, HasSubstr("--role program"));
  }
}

TEST_F(ProgramRole, KnowsWhetherPoliciesHoldForARole) {
  const auto role_of = [&](const std::string& name) {
    return read(*open_database(place_.address_as(name)),
                [](Transaction& t) { return load_role(t); });
  };
  EXPECT_FALSE(role_of("program").bypasses_row_security);
  EXPECT_FALSE(role_of("tusk").bypasses_row_security);
  EXPECT_TRUE(role_of("superuser").is_superuser);
  EXPECT_TRUE(role_of("superuser").bypasses_row_security);
  EXPECT_TRUE(role_of("program").searches_by_index);
  const auto superuser = open_database(place_.address_as("superuser"));
  write(*superuser, [](Transaction& t) {
    t.execute("CREATE ROLE exempt LOGIN BYPASSRLS");
    for (const char* role : {"superuser", "exempt", "tusk", "nobody at all"}) {
      EXPECT_THROW(grant_to_program(t, role), core::Error) << role;
    }
  });
  EXPECT_TRUE(role_of("exempt").bypasses_row_security);
  EXPECT_FALSE(role_of("exempt").is_superuser);
}

}  // namespace
}  // namespace tusk::storage
