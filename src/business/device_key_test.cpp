// How a computer of the office gets a key of its own.

#include "business/device_key.h"

#include <gtest/gtest.h>

#include "business/computers.h"
#include "business/office_testing.h"

namespace tusk::business {
namespace {

const DeviceKey key{"d_first", "d_second", "0123456789abcdef"};

TEST(DeviceKeyTest, ItIsReadAsItWasWritten) {
  const DeviceKey read = parse_device_key(format_device_key(key));
  EXPECT_EQ(read.connection, key.connection);
  EXPECT_EQ(read.device_id, key.device_id);
  EXPECT_EQ(read.secret, key.secret);
}

TEST(DeviceKeyTest, ADamagedOneIsRefusedWithWhatToDo) {
  for (const char* text : {"", "\n", "a b", "a b c d", "a  c", " a b"}) {
    try {
      (void)parse_device_key(text);
      ADD_FAILURE() << text;
    } catch (const core::Error& error) {
      EXPECT_EQ(error.code(), core::ErrorCode::invalid);
      EXPECT_NE(error.text().en.find("tusk online update"), std::string::npos);
    }
  }
}

class KeyRequestTest : public Office {
 protected:
  core::SeededRandom& random() { return random_; }

 private:
  core::SeededRandom random_{11};
};

TUSK_ON_BOTH_ENGINES(KeyRequestTest);

TEST_P(KeyRequestTest, OnlyTheComputerThatAskedCanReadTheAnswer) {
  const ComputerKey own = make_computer_key(random());
  note_service(installation(), {"1.0.0", own.public_key});
  EXPECT_FALSE(ask_for_device_key(installation(), 1, "d_first", own));
  EXPECT_FALSE(ask_for_device_key(installation(), 1, "d_first", own));  // asked already

  const std::string sealed = storage::write(installation().system(), [](auto& transaction) {
    EXPECT_TRUE(list_key_requests(transaction, 2, "d_first").empty());
    EXPECT_TRUE(list_key_requests(transaction, 1, "d_other").empty());
    const auto requests = list_key_requests(transaction, 1, "d_first");
    EXPECT_EQ(requests.size(), 1U);
    answer_key_request(transaction, 1, requests.front(), key);
    EXPECT_TRUE(list_key_requests(transaction, 1, "d_first").empty());
    const auto row = transaction.prepare("SELECT sealed FROM system_key_request");
    EXPECT_TRUE(row->step());
    return std::string(row->text(0));
  });
  EXPECT_EQ(sealed.find(key.secret), std::string::npos);
  EXPECT_EQ(sealed.find(key.device_id), std::string::npos);

  const auto taken = ask_for_device_key(installation(), 1, "d_first", own);
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->secret, key.secret);
}

TEST_P(KeyRequestTest, AnAnswerForAnotherKeyOfThisComputerIsAskedForAnew) {
  note_service(installation(), {"1.0.0", make_computer_key(random()).public_key});
  const ComputerKey lost = make_computer_key(random());
  EXPECT_FALSE(ask_for_device_key(installation(), 1, "d_first", lost));
  const auto answer = [&] {
    storage::write(installation().system(), [](auto& transaction) {
      for (const KeyRequest& request : list_key_requests(transaction, 1, "d_first"))
        answer_key_request(transaction, 1, request, key);
    });
  };
  answer();
  const ComputerKey own = make_computer_key(random());
  note_service(installation(), {"1.0.0", own.public_key});
  EXPECT_FALSE(ask_for_device_key(installation(), 1, "d_first", own));
  answer();
  EXPECT_TRUE(ask_for_device_key(installation(), 1, "d_first", own));
}

}  // namespace
}  // namespace tusk::business
