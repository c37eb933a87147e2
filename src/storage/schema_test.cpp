#include "storage/schema.h"

#include <gtest/gtest.h>

#include "core/id.h"
#include "storage/change_log.h"

namespace tusk::storage {
namespace {

class Capture : public testing::TestWithParam<core::Side> {};

// REQ: SYN-1
TEST_P(Capture, LogsFieldsOfForeignWritesAndKeepsDeletedValues) {
  const auto database = open_database({.location = ":memory:", .company = 1});
  migrate_company(*database, core::registry(), GetParam());
  write(*database, [](Transaction& t) {
    initialise_company(t, core::Side::office, "uuid");
    t.execute("INSERT INTO contact(id, name) VALUES (1, 'Berg')");
    t.execute("UPDATE contact SET phone = '08', name = 'Berg'");
    t.execute("DELETE FROM contact");
    const auto entries = entries_after(t, 0, 10);
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_EQ(entries[0].operation, LogOperation::full);
    EXPECT_EQ(entries[1].mask, core::registry().get("contact").get_field("phone").bit());
    EXPECT_EQ(entries[2].operation, LogOperation::remove);
    EXPECT_NE(entries[2].image.find("Berg"), std::string::npos);
    EXPECT_EQ(head(t).sequence, 3);
    const Applying applying(t);
    t.execute("INSERT INTO contact(id, name) VALUES (2, 'Ek')");
    EXPECT_EQ(count_after(t, 3), 0);
    prune(t, 99);
    EXPECT_EQ(head(t).sequence, 3);
  });
}

INSTANTIATE_TEST_SUITE_P(BothSides, Capture,
                         testing::Values(core::Side::office, core::Side::online));

}  // namespace
}  // namespace tusk::storage
