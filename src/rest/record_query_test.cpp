#include "rest/record_query.h"

#include <gmock/gmock.h>

#include "core/error.h"

namespace tusk::rest {
namespace {

using core::Side;
using ::testing::HasSubstr;

const core::RecordType& contact() {
  return core::registry().get("contact");
}

storage::RecordQuery parse(const std::string& query, Side side = Side::online) {
  http::Request request;
  http::set_target(request, "/api/v1/records/contact" + query);
  return parse_record_query(request, contact(), side);
}

TEST(RecordQuery, ReadsWordsConditionsOrderAndPage) {
  const auto query = parse(
      "?q=berg&filter=active:eq:true&filter=city:ne:&filter=changed_at:ge:"
      "2026-11-24T13:42:00.000000Z&sort=-name&limit=7&cursor=abc");
  EXPECT_EQ(query.search, "berg");
  ASSERT_EQ(query.filters.size(), 3U);
  EXPECT_EQ(query.filters[0].value, core::Value(true));
  EXPECT_TRUE(query.filters[1].value.is_null());
  EXPECT_EQ(query.filters[1].comparison, storage::Comparison::not_equal);
  EXPECT_TRUE(query.filters[2].value.is_integer());
  EXPECT_EQ(query.sort, "name");
  EXPECT_TRUE(query.descending);
  EXPECT_EQ(query.limit, 7);
  EXPECT_EQ(query.cursor, "abc");
}

TEST(RecordQuery, AFieldOfTheOfficeAloneIsKnownThereAlone) {
  for (const char* query : {"?sort=credit_limit", "?filter=credit_limit:gt:100"}) {
    EXPECT_NO_THROW((void)parse(query, Side::office));
    try {
      (void)parse(query, Side::online);
      ADD_FAILURE() << query;
    } catch (const core::Error& error) {
      EXPECT_EQ(error.code(), core::ErrorCode::invalid);
      EXPECT_THAT(error.text().en, HasSubstr("credit_limit does not exist in contact"));
    }
  }
}

TEST(RecordQuery, TooManyConditionsAreRefused) {
  std::string query = "?limit=1";
  for (int i = 0; i < 21; ++i) query += "&filter=active:eq:true";
  EXPECT_THROW((void)parse(query), core::Error);
}

}  // namespace
}  // namespace tusk::rest
