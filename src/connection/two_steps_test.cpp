// Who is asked for a code, and how often.

#include "connection/two_steps.h"

#include <gmock/gmock.h>

namespace tusk::connection {
namespace {

using ::testing::ElementsAre;

core::Error code_needed() {
  return {core::ErrorCode::unauthenticated, {"kod", "code"}, {{"code", "", {"kod", "code"}}}};
}

core::Error refused() {
  return {core::ErrorCode::unauthenticated, {"fel", "wrong"}};
}

class TwoStepsTest : public ::testing::Test {
 protected:
  // A server that knows one code.
  std::string call(const std::optional<std::string>& code) {
    calls_.push_back(code.value_or("none"));
    if (!code) throw code_needed();
    if (*code != "287082") throw refused();
    return "done";
  }
  std::string run(const AskCode& ask) {
    return with_code(ask, [this](const std::optional<std::string>& code) { return call(code); });
  }

  std::vector<std::string> calls_;
};

TEST_F(TwoStepsTest, NobodyIsAskedWhoseServerWantsNoCode) {
  const AskCode ask = [](int) -> std::optional<std::string> {
    ADD_FAILURE() << "asked";
    return std::nullopt;
  };
  EXPECT_EQ(with_code(ask, [](const auto& code) { return code.has_value(); }), false);
  EXPECT_THROW(with_code(ask, [](const auto&) -> int { throw refused(); }), core::Error);
}

TEST_F(TwoStepsTest, AWrongCodeIsAskedForAgain) {
  EXPECT_EQ(run([](int attempt) { return attempt == 1 ? "000000" : "287082"; }), "done");
  EXPECT_THAT(calls_, ElementsAre("none", "000000", "287082"));
}

TEST_F(TwoStepsTest, ThreeWrongCodesAreEnough) {
  EXPECT_THROW(run([](int) { return "000000"; }), core::Error);
  EXPECT_THAT(calls_, ElementsAre("none", "000000", "000000", "000000"));
}

TEST_F(TwoStepsTest, WithoutACodeItIsWhatTheServerSaid) {
  for (const AskCode& ask : {AskCode(), AskCode([](int) { return std::nullopt; })}) {
    try {
      run(ask);
      FAIL();
    } catch (const core::Error& error) {
      EXPECT_TRUE(is_code_needed(error));
    }
  }
}

}  // namespace
}  // namespace tusk::connection
