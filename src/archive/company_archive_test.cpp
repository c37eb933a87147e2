// A company into an archive and out of it again, on and between both engines.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "archive/company_export.h"
#include "archive/limits.h"
#include "archive/loader.h"
#include "archive/reader.h"
#include "archive/row_text.h"
#include "core/testing/temporary_folder.h"
#include "core/types/types.h"
#include "storage/change_log.h"
#include "storage/record_store.h"
#include "storage/schema.h"
#include "storage/testing/both_engines.h"

namespace tusk::archive {
namespace {

using core::Side;
using storage::Engine;
using storage::Transaction;
using testing::HasSubstr;

// One register with every kind of field, references to itself and to another register.
core::Registry registry_of_kinds() {
  using namespace core::types;
  const auto of = [](core::FieldKind kind, int number, std::string name) {
    return make_field(kind, number, std::move(name), {"Fält", "Field"});
  };
  core::RecordType group{.number = 1, .name = "group_of", .label = {"Grupp", "Group"}};
  group.fields = {text(0, "name", {"Namn", "Name"}).search()};
  group.title_field = "name";
  core::RecordType node{.number = 2, .name = "node", .label = {"Nod", "Node"}};
  core::Field choice = of(core::FieldKind::choice, 13, "f_choice");
  choice.choices = {{"a", {"A", "A"}}, {"b", {"B", "B"}}};
  node.fields = {text(0, "name", {"Namn", "Name"}).search(),
                 of(core::FieldKind::long_text, 1, "f_long_text"),
                 note(2, "f_note", {"N", "N"}),
                 email(3, "f_email", {"E", "E"}),
                 phone(4, "f_phone", {"T", "T"}).search(),
                 url(5, "f_url", {"U", "U"}),
                 integer(6, "f_integer", {"H", "I"}).once(),
                 money(7, "f_money", {"M", "M"}),
                 percent(8, "f_percent", {"P", "P"}),
                 boolean(9, "f_boolean", {"B", "B"}),
                 boolean(10, "f_on", {"B", "B"}).initially(true),
                 date(11, "f_date", {"D", "D"}),
                 of(core::FieldKind::timestamp, 12, "f_timestamp"),
                 std::move(choice),
                 country(14, "f_country", {"L", "C"}),
                 language(15, "f_language", {"S", "L"}),
                 currency(16, "f_currency", {"V", "C"}),
                 reference(17, "group", {"G", "G"}, "group_of"),
                 reference(18, "parent", {"F", "P"}, "node"),
                 reference(19, "follows", {"F", "F"}, "node").restrict_delete(),
                 note(20, "secret", {"H", "S"}).office_only()};
  node.title_field = "name";
  core::RecordType hidden{.number = 3, .name = "hidden", .label = {"Dold", "Hidden"}};
  hidden.scope = core::Scope::office_only;
  hidden.fields = {text(0, "name", {"Namn", "Name"})};
  hidden.title_field = "name";
  return core::Registry({std::move(group), std::move(node), std::move(hidden)});
}

class CompanyArchive : public storage::BothEngines {
 protected:
  CompanyArchive() { make_company(database()); }

  void make_company(storage::Database& database) {
    storage::migrate_company(database, registry_, Side::office);
    storage::write(database, [&](Transaction& transaction) {
      storage::initialise_company(transaction, registry_, Side::office, "uuid");
    });
  }

  static void run(Transaction& transaction, std::string_view sql) {
    transaction.prepare_company(sql)->run();
  }

  void insert_node(Transaction& transaction, std::int64_t id,
                   const std::vector<core::Value>& rest) {
    const auto insert = transaction.prepare_company(
        "INSERT INTO node({company_column}id, name, f_note, f_integer, f_boolean, f_on, \"group\") "
        "VALUES ({company_value}$1, $2, $3, $4, $5, $6, $7)");
    insert->bind(id);
    for (const core::Value& value : rest) insert->bind(value);
    insert->run();
  }

  // What is hard to carry: each kind of field, nulls, all sorts of text, cycles.
  void fill() {
    storage::write(database(), [&](Transaction& t) {
      storage::defer_constraints(t);
      run(t, "INSERT INTO group_of({company_column}id, name) VALUES ({company_value}7, 'Åäö')");
      insert_node(t, 1,
                  {"Å 'Bygg\" \\ \xF0\x9F\x90\x98", "rad 1\nrad 2\r\n\tslut \x01\x1f\x7f",
                   std::int64_t{9'007'199'254'740'993}, true, false, std::int64_t{7}});
      insert_node(t, 2, {"x", std::string(1 << 20, 'a') + "å", std::int64_t{-5}, false, true, {}});
      insert_node(t, 3, {{}, {}, {}, false, true, {}});
      insert_node(t, 4, {"NULL", "\\N", std::int64_t{0}, true, true, std::int64_t{7}});
      run(t,
          "UPDATE node SET f_long_text = 'l', f_email = 'a@b.se', f_phone = '08-12 34', f_url = "
          "'https://x', f_money = -100, f_percent = 25, f_date = '2026-11-24', f_timestamp = "
          "1795545000000000, f_choice = 'b', f_country = 'SE', f_language = 'sv', f_currency = "
          "'SEK', secret = 'hemligt', created_at = 5, created_by = 'Anna', changed_at = 6, "
          "changed_by = 'Bo' WHERE {company} AND id = 1");
      // A loop of two, one that names itself, and one that names a later record.
      run(t, "UPDATE node SET parent = 2, follows = 4 WHERE {company} AND id = 1");
      run(t, "UPDATE node SET parent = 1 WHERE {company} AND id = 2");
      run(t, "UPDATE node SET parent = 3 WHERE {company} AND id = 3");
      run(t, "INSERT INTO hidden({company_column}id, name) VALUES ({company_value}1, 'kontor')");
      run(t,
          "INSERT INTO id_counter({company_column}type_number, next) VALUES ({company_value}2, 9)");
      run(t,
          "INSERT INTO number_block({company_column}series, first_number, last_number, "
          "next_number) VALUES ({company_value}'node.f_integer', 1, 100, 17)");
      run(t,
          "INSERT INTO sync_conflict({company_column}id, kind, losing_value) VALUES "
          "({company_value}'c1', 'field', 'förlorat')");
      run(t,
          "INSERT INTO sync_round({company_column}number, result) VALUES ({company_value}3, 'ok')");
      run(t,
          "INSERT INTO sync_quarantine({company_column}type_number, record_id, reason_sv) VALUES "
          "({company_value}2, 4, 'skäl')");
    });
    storage::write(database(), [](Transaction& t) { storage::assign_positions(t); });
  }

  Summary export_to(storage::Database& from, const std::string& name,
                    Content content = Content::everything) {
    return storage::read(from, [&](Transaction& snapshot) {
      return export_company(snapshot, registry_, folder_ / name,
                            {.content = content, .program = "1.0", .now = 1'000'000});
    });
  }

  // As a restore does it: bare, rows, complete, all in one transaction.
  void load(const std::string& name, storage::Database& into, Side side = Side::office) {
    Reader reader(folder_ / name);
    storage::write(into, [&](Transaction& transaction) {
      storage::create_bare_company(transaction, registry_, side);
      Loader loader(registry_, side, reader.header(), reader.source());
      EXPECT_EQ(load_all(reader, loader, transaction), reader.header().rows());
      storage::complete_company(transaction, registry_, side, storage::SearchTables::filled);
    });
  }

  [[nodiscard]] std::string rows_of(const std::string& name) const {
    Reader reader(folder_ / name);
    std::string text;
    for (std::uint32_t index = 1; index + 1 < reader.block_count(); ++index) {
      text += reader.read_block(index).text;
    }
    return text;
  }

  [[nodiscard]] std::int64_t count(storage::Database& of, std::string_view sql) {
    return storage::read(of, [&](Transaction& transaction) {
      const auto statement = transaction.prepare_company(sql);
      return statement->step() ? statement->integer(0) : -1;
    });
  }

  template <typename Work>
  static std::string refusal(Work&& work) {
    try {
      work();
    } catch (const core::Error& error) {
      return error.text().en;
    }
    return "nothing was refused";
  }

  core::TemporaryFolder folder_;
  core::Registry registry_ = registry_of_kinds();
};
TUSK_ON_BOTH_ENGINES(CompanyArchive);

// Also from one engine to the other.
TEST_P(CompanyArchive, HoldsEverythingAndLoadsOnEitherEngine) {
  fill();
  const Summary written = export_to(database(), "a.tusk");
  EXPECT_EQ(written.mended_texts, 0);
  EXPECT_EQ(written.header.database_uuid, "uuid");
  EXPECT_GT(written.header.log_position.sequence, 0);
  EXPECT_EQ(verify_archive(folder_ / "a.tusk").hash, written.hash);
  const std::string rows = rows_of("a.tusk");
  EXPECT_THAT(rows, HasSubstr("\\u0001\\u001f\x7f"));
  for (const Engine engine : {Engine::sqlite, Engine::postgres}) {
    SCOPED_TRACE(storage::name_of(engine));
    const storage::TestDatabase place(engine);
    const auto target = place.open(2);
    load("a.tusk", *target);
    storage::write(*target, [&](Transaction& t) {
      EXPECT_FALSE(storage::has_entries_after(t, 0)) << "the load was captured";
      run(t,
          "INSERT INTO sync_state({company_column}side, database_uuid, schema_version) VALUES "
          "({company_value}'office', 'uuid', 1)");
    });
    static_cast<void>(export_to(*target, "b.tusk"));
    EXPECT_EQ(rows_of("b.tusk"), rows);
    EXPECT_EQ(count(*target, "SELECT parent FROM node WHERE {company} AND id = 1"), 2);
  }
}

// What is loaded is a database like any other: found, sorted, captured, guarded.
TEST_P(CompanyArchive, ALoadedCompanyIsComplete) {
  fill();
  static_cast<void>(export_to(database(), "a.tusk"));
  const storage::TestDatabase place(GetParam());
  const auto target = place.open();
  load("a.tusk", *target);
  storage::migrate_company(*target, registry_, Side::office);
  const core::RecordType& node = registry_.get("node");
  const storage::RecordStore store(registry_, Side::office);
  storage::write(*target, [&](Transaction& t) {
    const auto found = store.list(t, node, {.search = "bygg"});
    ASSERT_EQ(found.records.size(), 1U);
    EXPECT_EQ(core::value_of(node, found.records[0], "secret"), core::Value("hemligt"));
    EXPECT_EQ(found.records[0].changed, (core::Stamp{"Bo", 6}));
    run(t, "UPDATE node SET f_note = 'ny' WHERE {company} AND id = 3");
    EXPECT_TRUE(storage::has_entries_after(t, 0));
  });
  EXPECT_THROW(storage::write(*target,
                              [&](Transaction& t) {
                                run(t, "UPDATE node SET f_integer = 0 WHERE {company} AND id = 3");
                              }),
               storage::ConstraintError);
}

TEST_P(CompanyArchive, ForTheOnlineSideHoldsWhatIsThereAlone) {
  fill();
  static_cast<void>(export_to(database(), "a.tusk", Content::synchronised));
  EXPECT_EQ(rows_of("a.tusk").find("hemligt"), std::string::npos);
  Reader reader(folder_ / "a.tusk");
  for (const Section& section : reader.header().sections) {
    EXPECT_NE(section.name, "hidden");
    EXPECT_NE(section.kind, SectionKind::table);
  }
  const storage::TestDatabase place(GetParam());
  const auto target = place.open();
  load("a.tusk", *target, Side::online);
  EXPECT_EQ(count(*target, "SELECT count(*) FROM node WHERE {company}"), 4);
  // A backup of the office is not for the online side.
  static_cast<void>(export_to(database(), "b.tusk"));
  Reader backup(folder_ / "b.tusk");
  EXPECT_THAT(refusal([&] { Loader(registry_, Side::online, backup.header(), "b"); }),
              HasSubstr("node.secret"));
}

TEST_P(CompanyArchive, BlocksCanBeAppliedInATransactionEach) {
  storage::write(database(), [&](Transaction& t) {
    for (std::int64_t id = 1; id <= 4'100; ++id) {
      insert_node(t, id, {"n", {}, {}, false, true, {}});
    }
    // Each names one that comes in a later block, and the last the first.
    run(t, "UPDATE node SET parent = 4101 - id WHERE {company}");
  });
  static_cast<void>(export_to(database(), "a.tusk"));
  Reader reader(folder_ / "a.tusk");
  const storage::TestDatabase place(GetParam());
  const auto target = place.open();
  storage::write(*target,
                 [&](Transaction& t) { storage::create_bare_company(t, registry_, Side::office); });
  for (std::uint32_t index = 1; index + 1 < reader.block_count(); ++index) {
    Loader loader(registry_, Side::office, reader.header(), "a");  // as after a restart
    const Block block = reader.read_block(index);
    storage::write(*target, [&](Transaction& t) { loader.apply(t, loader.parse(block)); });
  }
  if (GetParam() == Engine::sqlite) {
    EXPECT_THAT(refusal([&] { storage::migrate_company(*target, registry_, Side::office); }),
                HasSubstr("only partly loaded"));
  }
  storage::write(*target, [&](Transaction& t) {
    storage::complete_company(t, registry_, Side::office, storage::SearchTables::filled);
  });
  EXPECT_EQ(count(*target, "SELECT sum(parent) FROM node WHERE {company}"), 4'100 * 4'101 / 2);
}

TEST_P(CompanyArchive, AnOlderSchemaLoadsWithDefaultsAndANewerOneIsRefused) {
  Header header;
  header.sections = {
      {"node", SectionKind::records, {{"id", ColumnKind::integer}, {"name", ColumnKind::text}}, 1}};
  Block block;
  block.section = "node";
  block.rows = 1;
  block.text = "[5,\"Åsa\"]\n";
  const storage::TestDatabase place(GetParam());
  const auto target = place.open();
  storage::write(*target, [&](Transaction& t) {
    storage::create_bare_company(t, registry_, Side::office);
    const Loader loader(registry_, Side::office, header, "a");
    loader.apply(t, loader.parse(block));
    storage::complete_company(t, registry_, Side::office, storage::SearchTables::filled);
  });
  EXPECT_EQ(count(*target, "SELECT id FROM node WHERE {company} AND f_on AND NOT f_boolean"), 5);
  const auto refused = [&](std::size_t section, Column column) {
    Header newer = header;
    newer.sections[section].columns.push_back(std::move(column));
    return refusal([&] { Loader(registry_, Side::office, newer, "a"); });
  };
  EXPECT_THAT(refused(0, {"hologram", ColumnKind::text}), HasSubstr("node.hologram"));
  EXPECT_THAT(refused(0, {"f_note", ColumnKind::integer}), HasSubstr("node.f_note"));
  header.sections[0].name = "invoice";
  EXPECT_THAT(refused(0, {"f_note", ColumnKind::text}), HasSubstr("holds invoice"));
}

TEST_P(CompanyArchive, RowsThatTheDatabaseRefusesAreNamed) {
  Header header;
  header.sections = {{"node",
                      SectionKind::records,
                      {{"id", ColumnKind::integer}, {"group", ColumnKind::integer}},
                      1}};
  const auto load_row = [&](const char* row, std::int64_t rows = 1) {
    Block block;
    block.index = 3;
    block.section = "node";
    block.rows = rows;
    block.text = row;
    return refusal([&] {
      storage::write(database(), [&](Transaction& t) {
        const Loader loader(registry_, Side::office, header, "a");
        loader.apply(t, loader.parse(block));
      });
    });
  };
  EXPECT_THAT(load_row("[1,null]\n[1,null]\n", 2), HasSubstr("a row of node (block 3)"));
  // What a reference names may come later: it is looked at when the transaction is committed.
  EXPECT_NE(load_row("[1,99]\n"), "nothing was refused");
  EXPECT_THAT(load_row("[0,null]\n"), HasSubstr("damaged in block 3"));
  EXPECT_THAT(load_row("[9007199254740992,null]\n"), HasSubstr("damaged in block 3"));
  EXPECT_EQ(load_row("[1,null]\n"), "nothing was refused");
}

// The export sees one moment, whatever is committed while it writes.
TEST_P(CompanyArchive, IsOfOneSnapshot) {
  fill();
  const auto other = place().open();
  storage::read(database(), [&](Transaction& snapshot) {
    static_cast<void>(storage::head(snapshot));  // a snapshot begins with the first statement
    storage::write(*other, [&](Transaction& t) {
      run(t, "UPDATE node SET name = 'senare' WHERE {company}");
      insert_node(t, 50, {"senare", {}, {}, false, true, {}});
    });
    static_cast<void>(
        export_company(snapshot, registry_, folder_ / "a.tusk", {.content = Content::everything}));
  });
  EXPECT_EQ(rows_of("a.tusk").find("senare"), std::string::npos);
}

// The digests are those that the registers themselves have, references within a register included.
TEST_P(CompanyArchive, TellsTheDigestOfEachRegister) {
  fill();
  std::map<int, storage::TypeDigest> told;
  storage::read(database(), [&](Transaction& snapshot) {
    static_cast<void>(export_company(
        snapshot, registry_, folder_ / "a.tusk",
        {.content = Content::synchronised, .on_digest = [&](const storage::TypeDigest& digest) {
           told.emplace(digest.type_number, digest);
         }}));
  });
  EXPECT_FALSE(told.empty());
  std::int64_t rows = 0;
  for (const auto& [number, digest] : told) {
    rows += digest.count();
    EXPECT_EQ(digest, storage::read(database(), [&](Transaction& t) {
                return storage::make_digest(t, *registry_.find(number));
              }));
  }
  EXPECT_GT(rows, 0);
}

// Any process can write bytes to an SQLite database that are no text.
TEST(CompanyArchiveOnSqlite, BytesThatAreNoTextAreReplacedAndCounted) {
  std::string text;
  RowText row(text);
  row.add(std::string_view("a\xff\xc3(\xed\xa0\x80\xf4\x90\x80\x80\xc3"));
  row.add(std::string_view("å\xf0\x9f\x90\x98\xed\x9f\xbf"));
  row.end_row();
  const std::string r = "\xEF\xBF\xBD";
  EXPECT_EQ(text, "[\"a" + r + r + "(" + r + r + r + r + r + r + r + r +
                      "\",\"å\xf0\x9f\x90\x98\xed\x9f\xbf\"]\n");
  EXPECT_EQ(row.mended(), 1);
}

}  // namespace
}  // namespace tusk::archive
