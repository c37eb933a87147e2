#include "core/record.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json.hpp>

#include "core/error.h"
#include "core/json.h"
#include "core/random.h"
#include "core/record_json.h"

namespace tusk::core {
namespace {

const RecordType& contact() {
  return registry().get("contact");
}

TEST(RecordId, HoldsSideIncarnationAndCounterInFiftyThreeBits) {
  const RecordId id = make_record_id(Side::online, max_incarnation, max_counter);
  EXPECT_EQ(id, max_record_id);
  EXPECT_EQ(static_cast<std::int64_t>(static_cast<double>(id)), id);
  EXPECT_EQ(side_of(id), Side::online);
  EXPECT_EQ(side_of(make_record_id(Side::office, max_incarnation, max_counter)), Side::office);
  EXPECT_THROW((void)make_record_id(Side::office, 0, max_counter + 1), Error);
  EXPECT_THROW((void)make_record_id(Side::office, 0, 0), Error);
}

TEST(Etag, ChangesWithAnyFieldAndOnlyWithThem) {
  const Record record = make_record(contact(), 17);
  const std::string before = etag_of(contact(), record);
  for (std::size_t i = 0; i < contact().fields.size(); ++i) {
    Record other = record;
    const FieldKind kind = contact().fields[i].kind;
    if (kind == FieldKind::boolean) {
      other.values[i] = !record.values[i].boolean();
    } else if (record.values[i].is_null()) {
      other.values[i] =
          kind == FieldKind::integer || kind == FieldKind::reference ? Value(7) : Value("x");
    }
    EXPECT_NE(etag_of(contact(), other), before) << contact().fields[i].name;
  }
  Record stamped = record;
  stamped.changed = {"Anna", 5};
  EXPECT_EQ(etag_of(contact(), stamped), before);
}

TEST(Etag, DoesNotConfuseNeighbouringFields) {
  Record a = make_record(contact(), 1);
  Record b = a;
  a.values[contact().index_of(contact().get_field("phone"))] = "12";
  b.values[contact().index_of(contact().get_field("mobile"))] = "12";
  EXPECT_NE(etag_of(contact(), a), etag_of(contact(), b));
}

TEST(Timestamp, ReadsWhatItWrites) {
  EXPECT_EQ(format_timestamp(0), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(format_timestamp(1'795'527'720'123'456), "2026-11-24T13:42:00.123456Z");
  EXPECT_EQ(format_timestamp(-1), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(parse_timestamp("2024-02-29T00:00:00Z"), 1'709'164'800'000'000);
  for (const char* wrong :
       {"", "2026-11-24", "2026-11-24T13:42:00", "2026-11-24T13:42:00+01:00", "x"}) {
    EXPECT_THROW((void)parse_timestamp(wrong), Error) << wrong;
  }
}

RC_GTEST_PROP(Timestamp, RoundTrips, ()) {
  const auto at = *rc::gen::inRange<std::int64_t>(-2'000'000'000'000'000, 8'000'000'000'000'000);
  RC_ASSERT(parse_timestamp(format_timestamp(at)) == at);
}

TEST(ChangeFromJson, NamesEveryWrongField) {
  const auto json = parse_json(R"({"name": 5, "phon": "08", "is_customer": "ja", "city": "Umeå"})");
  try {
    (void)change_from_json(contact(), json.as_object());
    FAIL();
  } catch (const Error& error) {
    ASSERT_EQ(error.problems().size(), 3U);
    EXPECT_EQ(error.problems()[0].field, "name");
    EXPECT_EQ(error.problems()[1].field, "phon");
    EXPECT_NE(error.problems()[1].text.en.find("phone"), std::string::npos);
    EXPECT_EQ(error.problems()[2].field, "is_customer");
  }
}

TEST(Record, JsonCarriesEveryFieldOfTheMaskAndNoOther) {
  Record record = make_record(contact(), 9);
  record.values[contact().index_of(contact().get_field("credit_limit"))] = 5;
  const auto json = record_to_json(contact(), record, synchronised_mask(contact()));
  const auto& fields = json.at("fields").as_object();
  EXPECT_TRUE(fields.contains("phone"));
  EXPECT_FALSE(fields.contains("credit_limit"));
}

TEST(SeededRandom, RepeatsForOneSeedOnly) {
  SeededRandom a(1);
  SeededRandom b(1);
  SeededRandom c(2);
  const std::uint64_t first = a.next();
  EXPECT_EQ(first, b.next());
  EXPECT_NE(first, c.next());
  for (int i = 0; i < 1000; ++i) EXPECT_LT(a.below(7), 7U);
}

}  // namespace
}  // namespace tusk::core
