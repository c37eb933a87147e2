#include "api/records.h"

#include <gmock/gmock.h>

#include "core/error.h"

namespace tusk::api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct RecordsTest : testing::Test {
  const core::RecordType& type = core::registry().get("contact");
  const core::FieldMask online = core::synchronised_mask(type);
};

TEST_F(RecordsTest, APageNamesWhatItsRecordsReferTo) {
  RecordPage page;
  page.records = {core::make_record(type, 7)};
  page.total = 1;
  page.references["employee"][9] = "Anna Berg";
  const std::string text = to_json(type, page, online);
  EXPECT_THAT(text, HasSubstr(R"("total":1)"));
  EXPECT_THAT(text, HasSubstr(R"("next_cursor":null)"));
  EXPECT_THAT(text, HasSubstr(R"("references":{"employee":{"9":"Anna Berg"}})"));
  EXPECT_THAT(text, Not(HasSubstr("credit_limit")));
}

TEST_F(RecordsTest, AChangeHasWhatWasSentAndNothingElse) {
  const core::Change change =
      parse_change(type, R"({"fields":{"name":"Norrsken","phone":null}})", online);
  EXPECT_TRUE(change.has(type.get_field("name")));
  EXPECT_TRUE(change.has(type.get_field("phone")));
  EXPECT_FALSE(change.has(type.get_field("mobile")));
}

TEST_F(RecordsTest, WhatOnlyTheOfficeHasIsAsUnknownAsWhatNobodyHas) {
  for (const char* name : {"credit_limit", "no_such_field"}) {
    try {
      (void)parse_change(type, std::string(R"({"fields":{")") + name + R"(":1}})", online);
      ADD_FAILURE() << name << " was taken";
    } catch (const core::Error& error) {
      EXPECT_EQ(error.code(), core::ErrorCode::invalid);
      EXPECT_EQ(error.problems().front().field, name);
    }
  }
}

TEST_F(RecordsTest, ABodyOfAnotherShapeIsExplained) {
  for (const char* body : {"[]", "{}", R"({"fields":[]})"}) {
    try {
      (void)parse_change(type, body, online);
      ADD_FAILURE() << body << " was taken";
    } catch (const core::Error& error) {
      EXPECT_THAT(error.text().sv, HasSubstr("fields"));
    }
  }
}

}  // namespace
}  // namespace tusk::api
