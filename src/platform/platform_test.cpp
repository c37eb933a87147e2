#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>

#include "core/error.h"
#include "core/testing/temporary_folder.h"
#include "platform/lock_file.h"
#include "platform/logging.h"
#include "platform/secret_file.h"
#include "platform/stop_signal.h"
#include "platform/supervisor.h"
#include "platform/system_clock.h"
#include "platform/system_random.h"

namespace tusk::platform {
namespace {

namespace fs = std::filesystem;

class PlatformTest : public testing::Test {
 protected:
  core::TemporaryFolder folder_;
};

TEST_F(PlatformTest, SecretFileIsPrivateAndComesBack) {
  const fs::path file = folder_ / "keys" / "device";
  write_secret_file(file, "first");
  write_secret_file(file, "second");
  EXPECT_EQ(read_secret_file(file), "second");
  struct stat status {};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  EXPECT_EQ(std::distance(fs::directory_iterator(file.parent_path()), {}), 1);
}

TEST_F(PlatformTest, SecretFileThatOthersMayReadIsRefusedWithTheRemedy) {
  const fs::path file = folder_ / "device";
  write_secret_file(file, "secret");
  ::chmod(file.c_str(), 0644);
  try {
    (void)read_secret_file(file);
    FAIL();
  } catch (const core::Error& error) {
    EXPECT_EQ(error.code(), core::ErrorCode::forbidden);
    EXPECT_NE(error.text().en.find("chmod 600"), std::string::npos);
  }
}

TEST_F(PlatformTest, SecretFileThatIsALinkIsRefused) {
  write_secret_file(folder_ / "real", "secret");
  fs::create_symlink(folder_ / "real", folder_ / "link");
  EXPECT_THROW((void)read_secret_file(folder_ / "link"), core::Error);
}

TEST_F(PlatformTest, MissingSecretFileIsNotFound) {
  try {
    (void)read_secret_file(folder_ / "none");
    FAIL();
  } catch (const core::Error& error) {
    EXPECT_EQ(error.code(), core::ErrorCode::not_found);
  }
}

TEST_F(PlatformTest, LogLinesCannotBeForgedByValues) {
  set_up_logging({.file = folder_ / "log", .standard_error = false});
  log(LogLevel::info, "test.event", {{"plain", "word"}, {"hostile", "a\nb=\"c\""}});
  log(LogLevel::debug, "test.unseen");
  set_up_logging({.standard_error = false});
  std::ifstream file(folder_ / "log");
  std::string line;
  ASSERT_TRUE(std::getline(file, line));
  EXPECT_NE(line.find("Z info test.event plain=word hostile=\"a b=\\\"c\\\"\""), std::string::npos)
      << line;
  EXPECT_FALSE(std::getline(file, line));
}

TEST_F(PlatformTest, ASecondHolderOfALockIsRefusedUntilTheFirstIsGone) {
  {
    const LockFile first(folder_ / "lock");
    try {
      const LockFile second(folder_ / "lock");
      FAIL();
    } catch (const core::Error& error) {
      EXPECT_EQ(error.code(), core::ErrorCode::conflict);
      EXPECT_NE(error.text().en.find((folder_ / "lock").string()), std::string::npos);
    }
  }
  EXPECT_NO_THROW(LockFile(folder_ / "lock"));
  EXPECT_THROW(LockFile(folder_ / "none" / "lock"), core::Error);
}

TEST_F(PlatformTest, TheSupervisorThatAsksIsTold) {
  const std::string path = folder_ / "notify";
  const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
  notify_ready();
  ::unsetenv("NOTIFY_SOCKET");
  std::array<char, 64> buffer{};
  const ssize_t size = ::recv(descriptor, buffer.data(), buffer.size(), 0);
  EXPECT_EQ(std::string(buffer.data(), static_cast<std::size_t>(size)), "READY=1");
  ::close(descriptor);
  notify_ready();  // nobody asks: nothing happens
}

TEST(StopSignalTest, CallsBackOnTermination) {
  std::promise<void> stopped;
  const StopSignal signal([&] { stopped.set_value(); });
  ::kill(::getpid(), SIGTERM);
  stopped.get_future().wait();
}

TEST(StopSignalTest, EndsWithoutASignal) {
  bool called = false;
  {
    const StopSignal signal([&] { called = true; });
  }
  EXPECT_FALSE(called);
}

TEST(SystemTest, ClockAndRandomnessMove) {
  const SystemClock clock;
  const auto start = clock.steady();
  EXPECT_GT(clock.now(), 1'700'000'000'000'000);
  EXPECT_LE(start, clock.steady());
  SystemRandom random;
  EXPECT_NE(random.hex(32), random.hex(32));
}

}  // namespace
}  // namespace tusk::platform
