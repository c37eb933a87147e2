#include "storage/digest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/record.h"
#include "storage/change_log.h"
#include "storage/record_store.h"
#include "storage/schema.h"
#include "storage/testing/both_engines.h"

namespace tusk::storage {
namespace {

using core::RecordType;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

const RecordType& contact() {
  return core::registry().get("contact");
}

// A company database with some contacts, made by the SQL of another program.
class Company {
 public:
  explicit Company(Engine engine, core::Side side = core::Side::office)
      : place_(engine), database_(place_.open()) {
    migrate_company(*database_, core::registry(), side);
    write(*database_,
          [&](Transaction& t) { initialise_company(t, core::registry(), side, "uuid"); });
  }

  void run(std::string_view sql) {
    write(*database_, [&](Transaction& t) { t.prepare_company(sql)->run(); });
  }
  void add(core::RecordId id, std::string_view name, const char* phone) {
    write(*database_, [&](Transaction& t) {
      const auto statement = t.prepare_company(
          "INSERT INTO contact({company_column}id, name, phone, number, is_customer, active, note) "
          "VALUES ({company_value}$1, $2, $3, $4, $5, $6, 'två\nrader')");
      statement->bind(id).bind(name);
      if (phone == nullptr) {
        statement->bind_null();
      } else {
        statement->bind(phone);
      }
      statement->bind(id + 1000).bind(id % 2 == 0).bind(true).run();
    });
  }
  [[nodiscard]] TypeDigest digest(const RecordType& type = contact()) {
    return read(*database_, [&](Transaction& t) { return make_digest(t, type); });
  }
  template <typename Work>
  auto look(Work&& work) {
    return read(*database_, std::forward<Work>(work));
  }

 private:
  TestDatabase place_;
  std::unique_ptr<Database> database_;
};

void add_some(Company& company) {
  for (core::RecordId id = 1; id <= 40; ++id) company.add(id, "Åkeri " + std::to_string(id), "08");
  company.add(core::make_record_id(core::Side::online, 0, 1), "Online", nullptr);
}

class Digest : public testing::TestWithParam<Engine> {};
TUSK_ON_BOTH_ENGINES(Digest);

TEST_P(Digest, OneChangeIsSeenInItsBucketAndNowhereElse) {
  Company company(GetParam());
  add_some(company);
  const TypeDigest before = company.digest();
  EXPECT_EQ(before.count(), 41);

  const std::vector<std::pair<std::string, int>> changes = {
      {"UPDATE contact SET phone = '080' WHERE {company} AND id = 7", 7},
      {"UPDATE contact SET phone = '' WHERE {company} AND id = 8", 8},
      {"UPDATE contact SET phone = NULL WHERE {company} AND id = 9", 9},
      {"UPDATE contact SET active = FALSE WHERE {company} AND id = 10", 10},
      {"UPDATE contact SET discount = 0 WHERE {company} AND id = 11", 11},
      {"UPDATE contact SET note = 'en' WHERE {company} AND id = 12", 12},
      {"DELETE FROM contact WHERE {company} AND id = 13", 13},
      {"INSERT INTO contact({company_column}id, name) VALUES ({company_value}1044, 'Ny')", 20}};
  TypeDigest last = before;
  for (const auto& [sql, bucket] : changes) {
    company.run(sql);
    const TypeDigest now = company.digest();
    EXPECT_THAT(now.differing(last), ElementsAre(bucket)) << sql;
    last = now;
  }
  EXPECT_THAT(last.differing(before), ElementsAre(7, 8, 9, 10, 11, 12, 13, 20));
}

TEST_P(Digest, StampsAndWhatOnlyTheOfficeHasPlayNoPart) {
  Company company(GetParam());
  add_some(company);
  const TypeDigest before = company.digest();
  company.run(
      "UPDATE contact SET changed_at = 5, changed_by = 'X', created_at = 3 WHERE {company}");
  company.run("UPDATE contact SET credit_limit = 5, bank_account = '1-2' WHERE {company}");
  EXPECT_EQ(company.digest(), before);
}

TEST_P(Digest, OrderPlaysNoPart) {
  Company forwards(GetParam());
  Company backwards(GetParam());
  for (core::RecordId id = 1; id <= 30; ++id) forwards.add(id * 1024, "A", "08");
  for (core::RecordId id = 30; id >= 1; --id) backwards.add(id * 1024, "A", "08");
  EXPECT_EQ(forwards.digest(), backwards.digest());
  EXPECT_EQ(forwards.digest().buckets[0].count, 30);
}

TEST_P(Digest, ValuesThatChangePlacesAreNoticed) {
  Company company(GetParam());
  company.add(1, "A", "08");
  company.add(1025, "A", "031");
  const TypeDigest before = company.digest();
  company.run("UPDATE contact SET phone = CASE id WHEN 1 THEN '031' ELSE '08' END WHERE {company}");
  EXPECT_THAT(company.digest().differing(before), ElementsAre(1)) << "between two records";
  company.run("UPDATE contact SET mobile = phone, phone = NULL WHERE {company} AND id = 1");
  const TypeDigest moved = company.digest();
  company.run("UPDATE contact SET fax = mobile, mobile = NULL WHERE {company} AND id = 1");
  EXPECT_THAT(company.digest().differing(moved), ElementsAre(1)) << "between two fields";
}

TEST_P(Digest, IsMadeInPagesAndOnlyOfItsCompany) {
  Company company(GetParam());
  constexpr const char* many =
      "INSERT INTO contact({company_column}id, name) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
      "SELECT i + 1 FROM n WHERE i < 12000) SELECT {company_value}i, 'N' || i FROM n";
  company.look([](Transaction&) {});
  company.run(many);
  const TypeDigest digest = company.digest();
  EXPECT_EQ(digest.count(), 12'000);
  EXPECT_EQ(digest.buckets[1].count, 12);
  company.run("UPDATE contact SET name = 'x' WHERE {company} AND id = 5000");
  EXPECT_THAT(company.digest().differing(digest), ElementsAre(bucket_of(5000)));
}

TEST_P(Digest, RowsCanBeListedByBucketAndTakenOut) {
  Company company(GetParam());
  add_some(company);
  company.add(1031, "Mer", "08");
  const std::vector<int> buckets = {7, 1};
  company.look([&](Transaction& t) {
    const auto rows = list_row_hashes(t, contact(), buckets);
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_EQ(rows[0].id, 1);
    EXPECT_EQ(rows[1].id, 7);
    EXPECT_EQ(rows[2].id, 1031);
    EXPECT_EQ(rows[3].id, core::make_record_id(core::Side::online, 0, 1));
    EXPECT_EQ(find_row_hash(t, contact(), 1031), rows[2]);
    EXPECT_EQ(find_row_hash(t, contact(), 5000), std::nullopt);
    EXPECT_THAT(list_row_hashes(t, contact(), {}), IsEmpty());

    TypeDigest digest = make_digest(t, contact());
    digest.take_out(rows[1]);
    digest.take_out(rows[2]);
    EXPECT_EQ(digest.buckets[7], DigestBucket());
    digest.add(rows[2]);
    digest.add(rows[1]);
    EXPECT_EQ(digest, make_digest(t, contact()));
  });
}

TEST_P(Digest, ARegisterThatOnlyTheOfficeHasIsAProgrammersError) {
  Company company(GetParam());
  const auto types = core::registry().types();
  for (const RecordType& type : types) {
    if (type.is_synchronised()) {
      EXPECT_EQ(company.digest(type).count(), 0) << type.name;
    } else {
      EXPECT_THROW((void)company.digest(type), std::logic_error) << type.name;
    }
  }
}

TEST(DigestOfBothEngines, TheSameDataHasTheSameDigestEverywhere) {
  Company office(Engine::sqlite);
  add_some(office);
  const TypeDigest digest = office.digest();
  for (const Engine engine : {Engine::sqlite, Engine::postgres}) {
    for (const core::Side side : {core::Side::office, core::Side::online}) {
      Company other(engine, side);
      add_some(other);
      EXPECT_EQ(other.digest(), digest) << name_of(engine) << ", " << core::name_of(side);
    }
  }
}

TEST(DigestOfBothEngines, StaysWhatItWas) {
  // Both sides may be of different versions: the bytes that are hashed must never change.
  Company company(Engine::sqlite);
  company.add(7, "Åkeri 7", "08");
  company.look([](Transaction& t) {
    EXPECT_EQ(format_hash(find_row_hash(t, contact(), 7)->hash),
              "d1016ad12848f9d3d7acbd2be74fb92d");
  });
}

TEST(Hash128, AddsWithCarry) {
  Hash128 sum{0, ~0ULL};
  sum += {1, 1};
  EXPECT_EQ(sum, (Hash128{2, 0}));
  sum -= {1, 1};
  EXPECT_EQ(sum, (Hash128{0, ~0ULL}));
  sum -= {1, 0};
  EXPECT_EQ(sum, (Hash128{~0ULL, ~0ULL})) << "below zero it starts over";
}

TEST(Hash128, IsWrittenAndRead) {
  const Hash128 hash{0x0123456789abcdefULL, 0xfedcba9876543210ULL};
  EXPECT_EQ(format_hash(hash), "0123456789abcdeffedcba9876543210");
  EXPECT_EQ(parse_hash(format_hash(hash)), hash);
  for (const char* wrong :
       {"", "0123", "0123456789abcdeffedcba987654321g", "+123456789abcdeffedcba9876543210",
        "0123456789abcdeffedcba98765432100"}) {
    EXPECT_EQ(parse_hash(wrong), std::nullopt) << wrong;
  }
}

TEST(Buckets, ConsecutiveIdsOfBothSidesSpread) {
  for (const core::Side side : {core::Side::office, core::Side::online}) {
    std::vector<int> counts(digest_buckets);
    for (std::int64_t counter = 1; counter <= 4 * digest_buckets; ++counter) {
      ++counts[static_cast<std::size_t>(bucket_of(core::make_record_id(side, 3, counter)))];
    }
    EXPECT_THAT(counts, testing::Each(4));
  }
}

}  // namespace
}  // namespace tusk::storage
