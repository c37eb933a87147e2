#include "storage/presence.h"

#include <gmock/gmock.h>

#include <fstream>

#include "storage/testing/both_engines.h"

namespace tusk::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class PresenceTest : public BothEngines {
 protected:
  [[nodiscard]] std::unique_ptr<Presence> announce(Database& on) {
    return write(on, [&](Transaction& transaction) {
      return announce_presence(transaction, folder(), random_);
    });
  }
  std::vector<std::int64_t> present() {
    return write(database(),
                 [&](Transaction& transaction) { return list_present(transaction, folder()); });
  }
  [[nodiscard]] std::filesystem::path folder() const { return folder_ / "sessions"; }

 private:
  core::TemporaryFolder folder_;
  core::SeededRandom random_{5};
};
TUSK_ON_BOTH_ENGINES(PresenceTest);

TEST_P(PresenceTest, IsListedUntilItIsGone) {
  EXPECT_THAT(present(), IsEmpty());
  auto other = place().open();
  auto one = announce(*other);
  const auto two = announce(database());
  EXPECT_NE(one->key(), two->key());
  EXPECT_THAT(present(), UnorderedElementsAre(one->key(), two->key()));
  one.reset();
  other.reset();
  // The server ends a connection on its own time.
  while (present().size() > 1) {
  }
  EXPECT_THAT(present(), ElementsAre(two->key()));
}

TEST_P(PresenceTest, OutlivesATransactionThatIsRolledBack) {
  core::SeededRandom random(6);
  std::unique_ptr<Presence> presence;
  {
    const auto transaction = database().begin(Access::write);
    presence = announce_presence(*transaction, folder(), random);
  }
  EXPECT_THAT(present(), ElementsAre(presence->key()));
  write(database(), [&](Transaction& transaction) { presence->renew(transaction); });
  EXPECT_THAT(present(), ElementsAre(presence->key()));
}

TEST_P(PresenceTest, TwoWithTheSameRandomnessGetDifferentKeys) {
  const auto other = place().open();
  core::SeededRandom random(8);
  core::SeededRandom same(8);
  const auto announce_with = [&](Database& on, core::Random& source) {
    return write(on, [&](Transaction& transaction) {
      return announce_presence(transaction, folder(), source);
    });
  };
  const auto one = announce_with(*other, random);
  const auto two = announce_with(database(), same);
  EXPECT_NE(one->key(), two->key());
}

TEST(Presence, FilesThatTheDeadLeftAreTakenAwayAndOthersAreNot) {
  const TestDatabase place(Engine::sqlite);
  const auto database = place.open();
  const core::TemporaryFolder folder;
  for (const char* name : {"17.lock", "notes.txt", "x.lock"}) std::ofstream(folder / name) << "";
  const auto present = write(*database, [&](Transaction& transaction) {
    return list_present(transaction, folder.path());
  });
  EXPECT_THAT(present, IsEmpty());
  EXPECT_FALSE(std::filesystem::exists(folder / "17.lock"));
  EXPECT_TRUE(std::filesystem::exists(folder / "notes.txt"));
  EXPECT_TRUE(std::filesystem::exists(folder / "x.lock"));
}

}  // namespace
}  // namespace tusk::storage
