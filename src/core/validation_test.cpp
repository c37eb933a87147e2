#include "core/validation.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/id.h"

namespace tusk::core {
namespace {

const RecordType& contact() {
  return registry().get("contact");
}

Error error_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "no error";
  return Error(ErrorCode::internal, {});
}

TEST(ParseValue, ReadsWhatPeopleType) {
  const auto parse = [](const char* field, const char* text) {
    return parse_value(contact(), contact().get_field(field), text);
  };
  EXPECT_EQ(parse("name", "  Åkes Bageri "), Value("Åkes Bageri"));
  EXPECT_EQ(parse("phone", "   "), Value());
  EXPECT_EQ(parse("is_customer", "Ja"), Value(true));
  EXPECT_EQ(parse("is_customer", "no"), Value(false));
  EXPECT_EQ(parse("credit_limit", "1 234,5"), Value(123450));
  EXPECT_EQ(parse("credit_limit", "-0.05"), Value(-5));
  EXPECT_EQ(parse("discount", "12.5"), Value(1250));
  EXPECT_EQ(parse("country", "se"), Value("SE"));
  EXPECT_EQ(parse("email", "Anna@Exempel.SE"), Value("Anna@exempel.se"));
}

TEST(ParseValue, NamesFieldValueAndRemedy) {
  const Error error =
      error_of([] { (void)parse_value(contact(), contact().get_field("email"), "anna"); });
  ASSERT_EQ(error.problems().size(), 1U);
  EXPECT_EQ(error.problems()[0].field, "email");
  EXPECT_EQ(error.problems()[0].value, "anna");
  EXPECT_NE(error.text().sv.find("namn@exempel.se"), std::string::npos);
  EXPECT_NE(error.text().en.find("name@example.com"), std::string::npos);
}

TEST(ParseValue, RefusesNumbersThatWouldLoseSomething) {
  for (const char* text : {"1,234", "12x", "1,2,3", "", "99999999999999999999"}) {
    if (*text == '\0') continue;
    EXPECT_THROW((void)parse_value(contact(), contact().get_field("credit_limit"), text), Error)
        << text;
  }
}

TEST(FindProblem, DatesExist) {
  const Field& field = registry().get("employee").get_field("employed_from");
  EXPECT_FALSE(find_problem(field, Value("2024-02-29")));
  for (const char* wrong :
       {"2023-02-29", "2024-13-01", "2024-00-10", "24-01-01", "2024-01-32", "2024/01/01"}) {
    EXPECT_TRUE(find_problem(field, Value(wrong))) << wrong;
  }
}

TEST(FindProblem, LengthIsInCharactersNotBytes) {
  const Field& name = contact().get_field("name");
  std::string text;
  for (int i = 0; i < 200; ++i) text += "å";
  EXPECT_FALSE(find_problem(name, Value(text)));
  EXPECT_TRUE(find_problem(name, Value(text + "å")));
}

TEST(CleanText, RefusesWhatIsNotText) {
  EXPECT_TRUE(is_clean_text("Łódź, محمد, 𝄞\n\t"));
  EXPECT_FALSE(is_clean_text(std::string_view("a\0b", 3)));
  EXPECT_FALSE(is_clean_text("\xC0\xAF"));          // overlong
  EXPECT_FALSE(is_clean_text("\xED\xA0\x80"));      // lone surrogate
  EXPECT_FALSE(is_clean_text("\xF4\x90\x80\x80"));  // beyond Unicode
  EXPECT_FALSE(is_clean_text("abc\xC3"));           // cut off
  EXPECT_FALSE(is_clean_text("\x1b[31m"));
}

TEST(CheckNew, ReportsEveryProblemAtOnce) {
  Record record = make_record(contact(), 1);
  record.values[contact().index_of(contact().get_field("email"))] = "fel";
  const Error error = error_of([&] { check_new(contact(), record); });
  ASSERT_EQ(error.problems().size(), 2U);
  EXPECT_EQ(error.problems()[0].field, "name");
  EXPECT_EQ(error.problems()[1].field, "email");
}

// REQ: SYN-4
TEST(CheckChange, OnlineMayNotWriteWhatTheOfficeOwns) {
  Change change(contact());
  change.set(contact(), contact().get_field("discount"), 500);
  EXPECT_NO_THROW(check_change(contact(), change, Side::office));
  const Error error = error_of([&] { check_change(contact(), change, Side::online); });
  EXPECT_EQ(error.problems().at(0).field, "discount");
}

RC_GTEST_PROP(Normalise, IsIdempotent, (const std::string& text)) {
  for (const Field& field : contact().fields) {
    if (field.kind == FieldKind::boolean || field.kind == FieldKind::integer) continue;
    const Value once = normalise(field, Value(text));
    RC_ASSERT(normalise(field, once) == once);
  }
}

}  // namespace
}  // namespace tusk::core
