#include "online/master_key.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "online/online_testing.h"
#include "platform/secret_file.h"

namespace tusk::online::testing {
namespace {

class MasterKeyTest : public OnlineTest {
 protected:
  [[nodiscard]] std::filesystem::path file() const { return config_.data_folder / "master.key"; }
  std::string seal(const std::string& secret) {
    return program_->services().sealing.seal(random_, secret, "test");
  }
  std::string open(const std::string& sealed) {
    return program_->services().sealing.open(sealed, "test");
  }
};

TEST_F(MasterKeyTest, IsMadeOnceForItsOwnerAlone) {
  struct stat status {};
  ASSERT_EQ(::stat(file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  const std::string sealed = seal("hemlig");
  restart();
  EXPECT_EQ(open(sealed), "hemlig");
}

TEST_F(MasterKeyTest, AMissingFileIsNotMadeAnewForADirectoryThatHasOne) {
  const std::string key = platform::read_secret_file(file());
  platform::remove_secret_file(file());
  try {
    restart();
    FAIL() << "the server started";
  } catch (const core::Error& error) {
    EXPECT_EQ(error.code(), core::ErrorCode::not_found);
    EXPECT_THAT(error.text().en, ::testing::HasSubstr("master.key"));
  }
  platform::write_secret_file(file(), key);
  restart();
}

}  // namespace
}  // namespace tusk::online::testing
