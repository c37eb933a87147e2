// Two people in the office who have the same record open.

#include <gmock/gmock.h>

#include "business/office_testing.h"
#include "core/edit.h"

namespace tusk::business {
namespace {

using testing::HasSubstr;

class Edits : public Office {
 protected:
  Edits() {
    company_.emplace(add_norrsken());
    there_ = open_again();
    other_.emplace(open_company(*there_, company_->company()));
    erik_ = get_actor(*there_, "anna");
    erik_.full_name = "Erik Lind";
    record_ =
        company_->create(contact(), change({{"name", "Ahlgrens"}, {"city", "Luleå"}}), anna());
  }
  [[nodiscard]] static const core::RecordType& contact() { return type_of("contact"); }
  [[nodiscard]] static core::Change change(const core::FieldValues& values) {
    return core::make_change(contact(), values);
  }
  [[nodiscard]] core::Change seen() const { return core::all_of(contact(), record_); }
  [[nodiscard]] core::Value now(std::string_view field) {
    return core::value_of(contact(), company_->get(contact(), record_.id, anna()), field);
  }

  std::optional<CompanyDatabase> company_;
  std::unique_ptr<Installation> there_;
  std::optional<CompanyDatabase> other_;
  Actor erik_;
  core::Record record_;
};

TEST_P(Edits, OfDifferentFieldsGoTogether) {
  other_->update(contact(), record_.id, change({{"city", "Umeå"}}), seen(), erik_);
  company_->update(contact(), record_.id, change({{"phone", "0980-1"}}), seen(), anna());
  EXPECT_EQ(now("city"), core::Value("Umeå"));
  EXPECT_EQ(now("phone"), core::Value("0980-1"));
}

TEST_P(Edits, OfTheSameFieldTheLaterOneIsToldWhatItIsNowAndNothingIsWritten) {
  other_->update(contact(), record_.id, change({{"city", "Umeå"}}), seen(), erik_);
  const core::Error error = error_of([&] {
    company_->update(contact(), record_.id, change({{"city", "Kiruna"}, {"phone", "0980-1"}}),
                     seen(), anna());
  });
  EXPECT_EQ(error.code(), core::ErrorCode::conflict);
  EXPECT_THAT(error.text().sv, HasSubstr("Erik Lind har ändrat samma sak i Ahlgrens"));
  ASSERT_EQ(error.problems().size(), 1U);
  EXPECT_EQ(error.problems().front().field, "city");
  EXPECT_EQ(error.problems().front().value, "Kiruna");
  EXPECT_THAT(error.problems().front().text.sv, HasSubstr("Ort är nu ”Umeå”"));
  EXPECT_THAT(error.problems().front().text.en, HasSubstr("City is “Umeå” now"));
  EXPECT_EQ(now("city"), core::Value("Umeå"));
  EXPECT_TRUE(now("phone").is_null());
  // Having seen that, the same edit goes.
  const core::Record newer = company_->get(contact(), record_.id, anna());
  company_->update(contact(), record_.id, change({{"city", "Kiruna"}}),
                   core::all_of(contact(), newer), anna());
  EXPECT_EQ(now("city"), core::Value("Kiruna"));
}

TEST_P(Edits, ToTheSameValueDoNotCollide) {
  other_->update(contact(), record_.id, change({{"city", "Umeå"}}), seen(), erik_);
  company_->update(contact(), record_.id, change({{"city", "Umeå"}}), seen(), anna());
  EXPECT_EQ(now("city"), core::Value("Umeå"));
  EXPECT_EQ(company_->get(contact(), record_.id, anna()).changed.by, "Erik Lind");
}

TEST_P(Edits, OfARecordThatIsGoneAreRefused) {
  other_->remove(contact(), record_.id, erik_);
  EXPECT_EQ(error_of([&] {
              company_->update(contact(), record_.id, change({{"city", "Umeå"}}), seen(), anna());
            }).code(),
            core::ErrorCode::not_found);
}

TUSK_ON_BOTH_ENGINES(Edits);

}  // namespace
}  // namespace tusk::business
