#include "core/json.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "core/error.h"

namespace tusk::core {
namespace {

namespace json = boost::json;

Error refusal_of(std::string_view text) {
  try {
    (void)parse_json(text);
  } catch (const Error& error) {
    return error;
  }
  return Error(ErrorCode::internal, say("Texten godtogs.", "The text was accepted."));
}

TEST(ParseJson, RefusesDepthAndRubbish) {
  EXPECT_NO_THROW((void)parse_json(std::string(30, '[') + std::string(30, ']')));
  for (const std::string& wrong :
       {std::string(40, '[') + std::string(40, ']'), std::string("{\"a\": 1} x"), std::string("{"),
        std::string(), std::string("\"\xED\xA0\x80\""), std::string("\"\\ud800\""),
        std::string("[1,]"), std::string("{\"a\": 1} {}")}) {
    EXPECT_EQ(refusal_of(wrong).code(), ErrorCode::invalid) << wrong;
  }
}

TEST(ParseJson, ReadsWhatBoostReads) {
  for (const char* text :
       {R"({"a": {"b": [1, -2, 18446744073709551615, 2.5e3, true, null, "å\n"]}})", " [ ] ", "\"\"",
        "{}", R"([{"a": 1}, {"a": 2, "b": {"a": 3}}])"}) {
    EXPECT_EQ(json::serialize(parse_json(text)), json::serialize(json::parse(text))) << text;
  }
}

// IN-1: two readers of one text must not take different values for the same key.
TEST(ParseJson, RefusesAKeyThatIsThereTwice) {
  for (const char* text :
       {R"({"name": 1, "phone": 2, "name": 3})", R"([{"x": {"name": 1, "name": 1}}])",
        R"({"name": {"a": 1}, "other": [], "\u006eame": 2})"}) {
    const Error error = refusal_of(text);
    ASSERT_EQ(error.code(), ErrorCode::invalid) << text;
    ASSERT_EQ(error.problems().size(), 1U) << text;
    EXPECT_EQ(error.problems()[0].field, "name") << text;
  }
  EXPECT_NO_THROW((void)parse_json(R"({"a": {"b": 1}, "b": {"a": 1, "b": [{"a": 1}, {"a": 1}]}})"));
}

}  // namespace
}  // namespace tusk::core
