#include "core/edit.h"

#include <gtest/gtest.h>

#include "core/registry.h"

namespace tusk::core {
namespace {

const RecordType& contact() {
  return registry().get("contact");
}

FieldMask bit(std::string_view field) {
  return contact().get_field(field).bit();
}

Record record_with(const FieldValues& values) {
  Record record = make_record(contact(), 7);
  const Change change = make_change(contact(), values);
  for (std::size_t i = 0; i < record.values.size(); ++i) {
    if (change.has(contact().fields[i])) record.values[i] = change.values[i];
  }
  return record;
}

TEST(Edit, OfAFieldThatNobodyElseChangedIsWritten) {
  const Record seen = record_with({{"city", "Luleå"}, {"phone", "1"}});
  const Record current = record_with({{"city", "Umeå"}, {"phone", "1"}});
  const auto merge = merge_edit(contact(), make_change(contact(), {{"phone", "2"}}),
                                all_of(contact(), seen), current);
  EXPECT_EQ(merge.collisions, 0U);
  EXPECT_EQ(merge.change.mask, bit("phone"));
}

TEST(Edit, OfAFieldThatSomebodyElseChangedOtherwiseCollides) {
  const Record seen = record_with({{"city", "Luleå"}, {"phone", "1"}});
  const Record current = record_with({{"city", "Umeå"}, {"phone", "1"}});
  const auto merge =
      merge_edit(contact(), make_change(contact(), {{"phone", "2"}, {"city", "Kiruna"}}),
                 all_of(contact(), seen), current);
  EXPECT_EQ(merge.collisions, bit("city"));
}

TEST(Edit, ToWhatIsThereAlreadyWritesNothingAndCollidesWithNothing) {
  const Record seen = record_with({{"city", "Luleå"}});
  const Record current = record_with({{"city", "Umeå"}});
  const auto merge = merge_edit(contact(), make_change(contact(), {{"city", "Umeå"}}),
                                all_of(contact(), seen), current);
  EXPECT_EQ(merge.collisions, 0U);
  EXPECT_EQ(merge.change.mask, 0U);
}

TEST(Edit, OfAFieldThatNobodyLookedAtIsWrittenWhateverItIs) {
  const Record current = record_with({{"city", "Umeå"}});
  const auto merge = merge_edit(contact(), make_change(contact(), {{"city", "Kiruna"}}),
                                Change(contact()), current);
  EXPECT_EQ(merge.collisions, 0U);
  EXPECT_EQ(merge.change.mask, bit("city"));
}

TEST(Edit, EmptyingAndFillingAFieldAreChanges) {
  const Record seen = record_with({{"city", "Luleå"}});
  const Record emptied = record_with({});
  EXPECT_EQ(merge_edit(contact(), make_change(contact(), {{"city", "Umeå"}}),
                       all_of(contact(), seen), emptied)
                .collisions,
            bit("city"));
  EXPECT_EQ(merge_edit(contact(), make_change(contact(), {{"city", Value()}}),
                       all_of(contact(), emptied), seen)
                .collisions,
            bit("city"));
}

}  // namespace
}  // namespace tusk::core
