// Tusk Sync as the office sees it: the real program against a real installation, with a line to an
// online side in the same process.

#include "syncd/program.h"

#include <gtest/gtest.h>

#include <thread>

#include "business/users.h"
#include "core/testing/temporary_folder.h"
#include "platform/secret_file.h"
#include "platform/system_random.h"
#include "syncd/testing/line.h"

namespace tusk::syncd {
namespace {

// So long that nothing in these tests happens because the time has come.
constexpr int never = 3600;

class ProgramTest : public ::testing::Test {
 protected:
  ProgramTest()
      : online_(folder_.path() / "online.db"),
        installation_(business::Installation::create(folder_.path() / "office", "",
                                                     {clock_, random_, "KONTOR-1"})) {
    business::add_first_user(installation_, "anna", "Anna Berg");
    company_ = business::add_company(installation_, business::get_actor(installation_, "anna"),
                                     business::NewCompany("Norrsken Bygg AB"));
    office_ = storage::open_database(business::address_of(installation_, company_));
  }
  ~ProgramTest() override { stop(); }

  void connect(const std::string& device, const std::string& secret, int interval = never) {
    platform::write_secret_file(installation_.device_key_path(company_.number),
                                business::format_device_key({device, device, secret}));
    const storage::RecordStore store(core::registry(), core::Side::office);
    storage::write(*office_, [&](storage::Transaction& transaction) {
      replica::begin_connection(transaction, store,
                                {.online_url = "https://online.example",
                                 .company_id = "c_1",
                                 .device_id = device,
                                 .connected_by = "Anna Berg",
                                 .connected_by_email = "anna@norrsken.example",
                                 .interval_seconds = interval},
                                clock_);
    });
  }
  void disconnect() {
    storage::write(*office_,
                   [](storage::Transaction& transaction) { replica::end_connection(transaction); });
  }

  void start() {
    program_ = std::make_unique<Program>(
        ProgramOptions{
            .data = installation_.folder(),
            .connect = [this](const RemoteAddress& address) { return online_.connect(address); }},
        clock_, random_);
    thread_ = std::thread([this] { program_->run(); });
  }
  void stop() {
    if (!program_) return;
    program_->stop();
    thread_.join();
    program_.reset();
  }

  // Asks until it is so; false if it takes half a minute. SQLite tells other connections nothing.
  template <typename Condition>
  [[nodiscard]] bool eventually(Condition&& condition) {
    const auto end = clock_.steady() + core::seconds(30);
    while (clock_.steady() < end) {
      if (condition()) return true;
      std::this_thread::yield();
    }
    return false;
  }
  [[nodiscard]] bool wait_for_contact_in_office(const std::string& name) {
    return eventually([&] { return fixtures::has_contact(*office_, core::Side::office, name); });
  }

  core::TemporaryFolder folder_;
  platform::SystemClock clock_;
  platform::SystemRandom random_;
  fixtures::OnlineSide online_;
  business::Installation installation_;
  business::Company company_;
  std::unique_ptr<storage::Database> office_;
  std::unique_ptr<Program> program_;
  std::thread thread_;
};

// REQ: SYN-1
TEST_F(ProgramTest, WhatTheOfficeHasComesOnlineWhenItIsConnected) {
  fixtures::add_contact(*office_, core::Side::office, "Bygg & Måleri");
  connect("d1", "key");
  start();
  EXPECT_TRUE(online_.wait_for_contact("Bygg & Måleri"));
}

TEST_F(ProgramTest, ACompanyThatIsConnectedLaterIsFound) {
  start();
  fixtures::add_contact(*office_, core::Side::office, "Senare AB");
  connect("d1", "key");
  EXPECT_TRUE(online_.wait_for_contact("Senare AB"));
}

// REQ: SYN-1, SYN-2
TEST_F(ProgramTest, AnEditInTheOfficeDoesNotWaitForTheInterval) {
  connect("d1", "key");
  start();
  ASSERT_TRUE(online_.wait_for_tries(1));
  for (int i = 0; i < 20; ++i) {
    const std::string name = "Kontakt " + std::to_string(i);
    fixtures::add_contact(*office_, core::Side::office, name);
    ASSERT_TRUE(online_.wait_for_contact(name)) << name;
  }
}

// REQ: SYN-1, SYN-2
TEST_F(ProgramTest, AnEditOnlineDoesNotWaitForTheInterval) {
  connect("d1", "key");
  start();
  ASSERT_TRUE(online_.wait_for_tries(1));
  for (int i = 0; i < 20; ++i) {
    const std::string name = "Kund " + std::to_string(i);
    online_.add_contact(name);
    ASSERT_TRUE(wait_for_contact_in_office(name)) << name;
  }
}

// REQ: SYN-3
TEST_F(ProgramTest, AfterALostLineEverythingIsCaughtUpWith) {
  connect("d1", "key", 1);
  start();
  ASSERT_TRUE(online_.wait_for_tries(1));
  online_.set_line(false);
  fixtures::add_contact(*office_, core::Side::office, "Under avbrottet");
  online_.add_contact("Online under avbrottet");
  ASSERT_TRUE(online_.wait_for_tries(online_.tries() + 2));
  online_.set_line(true);
  EXPECT_TRUE(online_.wait_for_contact("Under avbrottet"));
  EXPECT_TRUE(wait_for_contact_in_office("Online under avbrottet"));
}

TEST_F(ProgramTest, ItStopsThoughTheServerDoesNotAnswer) {
  online_.hang();
  connect("d1", "key");
  start();
  ASSERT_TRUE(online_.wait_for_tries(1));
  stop();
  // The next computer need not wait for the lease.
  EXPECT_EQ(storage::read(*office_,
                          [](storage::Transaction& transaction) {
                            return replica::load_lease(transaction).holder_uuid;
                          }),
            "");
}

TEST_F(ProgramTest, AConnectionThatWasMadeAnewIsUsedWithItsNewKey) {
  online_.accept_only("new-key");
  connect("d1", "old-key");
  start();
  ASSERT_TRUE(online_.wait_for_tries(1));
  disconnect();
  fixtures::add_contact(*office_, core::Side::office, "Efter återanslutning");
  connect("d2", "new-key");
  EXPECT_TRUE(online_.wait_for_contact("Efter återanslutning"));
}

// REQ: BAK-4
TEST_F(ProgramTest, ARewindStopsTheRoundsAndIsToldToTheOnlineSide) {
  connect("d1", "key");
  start();
  fixtures::add_contact(*office_, core::Side::office, "Före AB");
  ASSERT_TRUE(online_.wait_for_contact("Före AB"));
  online_.know_more_than_the_office();
  fixtures::add_contact(*office_, core::Side::office, "Efter AB");
  EXPECT_TRUE(online_.wait_for_rewinds(1));
  EXPECT_EQ(storage::read(*office_,
                          [](storage::Transaction& transaction) {
                            return replica::load_state(transaction).mode;
                          }),
            replica::Mode::needs_resync);
}

// REQ: REC-1
TEST_F(ProgramTest, TheSnapshotOfWhoeverUpdatesTheConnectionIsLeftAlone) {
  connect("d1", "key");
  storage::write(*office_, [](storage::Transaction& transaction) {
    replica::State state = replica::load_state(transaction);
    state.mode = replica::Mode::needs_resync;
    replica::save_state(transaction, state);
  });
  const std::filesystem::path snapshot = installation_.first_sync_path(company_.number);
  platform::write_secret_file(snapshot, "just taken");
  start();
  EXPECT_TRUE(online_.wait_for_rewinds(1));
  EXPECT_TRUE(std::filesystem::exists(snapshot));
}

TEST_F(ProgramTest, ASnapshotThatIsLeftOverIsRemoved) {
  connect("d1", "key");
  const std::filesystem::path snapshot = installation_.first_sync_path(company_.number);
  platform::write_secret_file(snapshot, "sent long ago");
  start();
  EXPECT_TRUE(eventually([&] { return !std::filesystem::exists(snapshot); }));
}

TEST_F(ProgramTest, OneCompanysTroubleIsNotTheOthers) {
  const auto other = business::add_company(
      installation_, business::get_actor(installation_, "anna"), business::NewCompany("Andra AB"));
  connect("d1", "key");
  // The first has lost its key; the second is well.
  platform::remove_secret_file(installation_.device_key_path(company_.number));
  company_ = other;
  office_ = storage::open_database(business::address_of(installation_, other));
  fixtures::add_contact(*office_, core::Side::office, "Hos den andra");
  connect("d2", "key");
  start();
  EXPECT_TRUE(online_.wait_for_contact("Hos den andra"));
}

TEST_F(ProgramTest, ASecondServiceForTheSameFolderIsRefused) {
  start();
  try {
    const Program second({.data = installation_.folder()}, clock_, random_);
    FAIL();
  } catch (const core::Error& error) {
    EXPECT_EQ(error.code(), core::ErrorCode::conflict);
  }
}

TEST_F(ProgramTest, AMissingInstallationIsExplained) {
  try {
    const Program program({.data = folder_.path() / "none"}, clock_, random_);
    FAIL();
  } catch (const core::Error& error) {
    EXPECT_EQ(error.code(), core::ErrorCode::not_found);
    EXPECT_NE(error.text().sv.find("tusk init"), std::string::npos) << error.text().sv;
    EXPECT_NE(error.text().en.find("tusk init"), std::string::npos) << error.text().en;
  }
}

}  // namespace
}  // namespace tusk::syncd
