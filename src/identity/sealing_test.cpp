#include "identity/sealing.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace tusk::identity {
namespace {

template <typename Work>
core::ErrorCode code_of(Work&& work) {
  try {
    (void)work();
  } catch (const core::Error& error) {
    return error.code();
  }
  ADD_FAILURE() << "nothing was thrown";
  return core::ErrorCode::internal;
}

class SealingTest : public ::testing::Test {
 protected:
  core::SeededRandom random_{7};
  std::string key_ = Sealing::make_master_key(random_);
  std::string other_ = Sealing::make_master_key(random_);
};

TEST_F(SealingTest, OpensWhatItSealed) {
  const Sealing sealing(key_ + "\n");
  for (const std::string& secret : {std::string(), std::string("hemlig"), std::string(5000, 'x')}) {
    const std::string sealed = sealing.seal(random_, secret, "test");
    EXPECT_EQ(sealed.find("hemlig"), std::string::npos);
    EXPECT_EQ(sealing.open(sealed, "test"), secret);
  }
  EXPECT_NE(sealing.seal(random_, "hemlig", "test"), sealing.seal(random_, "hemlig", "test"));
}

TEST_F(SealingTest, AChangedTextOrAnotherPurposeDoesNotOpen) {
  const Sealing sealing(key_);
  const std::string sealed = sealing.seal(random_, "hemlig", "anna");
  EXPECT_EQ(code_of([&] { return sealing.open(sealed, "erik"); }), core::ErrorCode::internal);
  for (std::size_t at = sealed.find('.'); at < sealed.size(); ++at) {
    std::string changed = sealed;
    changed[at] = changed[at] == '0' ? '1' : '0';
    EXPECT_EQ(code_of([&] { return sealing.open(changed, "anna"); }), core::ErrorCode::internal);
  }
  for (const std::string& cut : {std::string(), sealed.substr(0, 9), sealed.substr(0, 70)})
    EXPECT_EQ(code_of([&] { return sealing.open(cut, "anna"); }), core::ErrorCode::internal);
}

TEST_F(SealingTest, AnOlderMasterKeyStillOpens) {
  const std::string sealed = Sealing(key_).seal(random_, "hemlig", "test");
  const Sealing both(other_ + "\n" + key_ + "\n");
  EXPECT_EQ(both.open(sealed, "test"), "hemlig");
  const std::string renewed = both.seal(random_, "hemlig", "test");
  EXPECT_EQ(Sealing(other_).open(renewed, "test"), "hemlig");
  EXPECT_EQ(code_of([&] { return Sealing(other_).open(sealed, "test"); }),
            core::ErrorCode::unavailable);
}

TEST_F(SealingTest, RefusesAFileThatIsNone) {
  for (const std::string& wrong :
       {std::string(), std::string("\n"), std::string("abc"), key_ + "0", key_.substr(1) + "g"})
    EXPECT_EQ(code_of([&] { return Sealing(wrong).derive("", ""); }), core::ErrorCode::invalid);
}

TEST_F(SealingTest, DerivesTheSameOfTheSameOnly) {
  const Sealing sealing(key_);
  const std::string derived = sealing.derive("text", "purpose");
  EXPECT_EQ(derived.size(), 64U);
  EXPECT_EQ(Sealing(key_).derive("text", "purpose"), derived);
  EXPECT_NE(sealing.derive("texts", "purpose"), derived);
  EXPECT_NE(sealing.derive("text", "purposes"), derived);
  EXPECT_NE(Sealing(other_).derive("text", "purpose"), derived);
}

}  // namespace
}  // namespace tusk::identity
