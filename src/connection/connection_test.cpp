#include <gmock/gmock.h>

#include "api/office_messages.h"
#include "business/device_key.h"
#include "business/licence.h"
#include "business/office_testing.h"
#include "business/session.h"
#include "connection/change_user.h"
#include "connection/computers.h"
#include "connection/connecting.h"
#include "connection/ending.h"
#include "connection/guide_work.h"
#include "connection/page.h"
#include "connection/state.h"
#include "connection/trace.h"
#include "platform/secret_file.h"

namespace tusk::connection {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAreArray;

class OfficeConnection : public business::Office {
 protected:
  // Where nobody listens.
  static constexpr const char* nowhere = "http://127.0.0.1:1";
};

TUSK_ON_BOTH_ENGINES(OfficeConnection);

// REQ: CON-5
TEST_P(OfficeConnection, TheServerAsksForWhatTheOfficeLooksAt) {
  const auto company = add_norrsken();
  std::vector<std::string> looked_at;
  for (const auto& one : business::check_prerequisites(installation(), company, anna()))
    looked_at.push_back(one.name);
  EXPECT_THAT(looked_at, UnorderedElementsAreArray(api::connect_prerequisites));
}

// REQ: CON-5
TEST_P(OfficeConnection, ThePageListsWhatIsMissingBeforeThereIsAConnection) {
  const auto company = add_norrsken();
  const Page page = load_page(installation(), company, [this] { return anna(); });
  EXPECT_EQ(page.status.condition, Condition::unconnected);
  EXPECT_FALSE(page.prerequisites.empty());
  EXPECT_EQ(page.status.cause, Cause::none);
}

TEST_P(OfficeConnection, TheGuideFindsWhatIsMissing) {
  const auto company = add_norrsken();
  const GuideWork work(installation(), company, anna(), {});
  Guide guide;
  work.run(guide, {});
  EXPECT_EQ(guide.state(), GuideState::prerequisites);
  EXPECT_FALSE(guide.error());
  EXPECT_FALSE(guide.meets_prerequisites());
  EXPECT_FALSE(guide.may(Action::next));
}

// REQ: CON-1
TEST_P(OfficeConnection, TheGuideIsForSuperUsers) {
  const auto company = add_norrsken();
  const GuideWork work(installation(), company, add_erik(), {});
  Guide guide;
  work.run(guide, {});
  ASSERT_TRUE(guide.error());
  EXPECT_EQ(guide.error()->code(), core::ErrorCode::forbidden);
  EXPECT_FALSE(guide.may(Action::next));
}

// REQ: FST-3
TEST_P(OfficeConnection, AServerThatIsNotThereLeavesTheCompanyAsItWas) {
  const auto company = add_norrsken();
  const std::int64_t number = company.company().number;
  EXPECT_ANY_THROW(connect_company(installation(), company, anna(),
                                   {.online_url = nowhere, .email = "a@b.example", .password = "x"},
                                   {}));
  EXPECT_EQ(load_state(company).mode, replica::Mode::unconnected);
  EXPECT_FALSE(std::filesystem::exists(installation().first_sync_path(number)));
  EXPECT_FALSE(std::filesystem::exists(installation().device_key_path(number)));
  EXPECT_NO_THROW((void)business::log_in_to_company(installation(), company.company(), anna()));
}

// REQ: FST-1
TEST_P(OfficeConnection, TheGuideKnowsWhoIsInTheWay) {
  const auto company = add_norrsken();
  const auto erik = add_erik();
  const GuideWork work(installation(), company, anna(), {});
  const auto own = business::log_in_to_company(installation(), company.company(), anna());
  EXPECT_THAT(work.find_others(), IsEmpty());
  const auto there = open_again();
  const auto theirs = business::log_in_to_company(*there, company.company(), erik);
  const auto others = work.find_others();
  ASSERT_THAT(others, SizeIs(1));
  EXPECT_EQ(others[0].full_name, "Erik Lind");
}

TEST_P(OfficeConnection, WhatNeedsAConnectionSaysThatThereIsNone) {
  const auto company = add_norrsken();
  const auto conflict = [&](const auto& call) {
    EXPECT_EQ(error_of(call).code(), core::ErrorCode::conflict);
  };
  conflict([&] { require_disconnectable(company, anna()); });
  conflict([&] { disconnect_company(installation(), company, anna(), std::nullopt, {}); });
  conflict([&] { cancel_first_sync(installation(), company, anna(), Tell::nobody, {}); });
  conflict([&] { (void)require_email_to_take_over(company, anna()); });
  conflict([&] { (void)update_connection(installation(), company, anna(), {}, {}); });
}

// REQ: CON-1
TEST_P(OfficeConnection, EverythingThatChangesTheConnectionIsForSuperUsers) {
  const auto company = add_norrsken();
  const auto erik = add_erik();
  const auto forbidden = [&](const auto& call) {
    EXPECT_EQ(error_of(call).code(), core::ErrorCode::forbidden);
  };
  forbidden([&] { require_unconnected(company, erik); });
  forbidden([&] { require_disconnectable(company, erik); });
  forbidden([&] { disconnect_company(installation(), company, erik, std::nullopt, {}); });
  forbidden([&] { cancel_first_sync(installation(), company, erik, Tell::nobody, {}); });
  forbidden([&] { (void)change_user(installation(), company, erik, {}, {}); });
  forbidden([&] { (void)update_connection(installation(), company, erik, {}, {}); });
  forbidden([&] { (void)choose_computer(installation(), company, erik, "KONTOR-1"); });
  forbidden([&] { connect_company(installation(), company, erik, {}, {}); });
}

// REQ: PCS-1, PCS-4
TEST_P(OfficeConnection, AComputerIsChosenFromTheList) {
  const auto company = add_norrsken();
  EXPECT_EQ(choose_computer(installation(), company, anna(), "kontor-1").name, "KONTOR-1");
  const auto computers = load_computers(installation(), company).computers;
  ASSERT_THAT(computers, SizeIs(1));
  EXPECT_TRUE(computers[0].is_chosen);
  EXPECT_EQ(computers[0].role, ComputerRole::off);
  EXPECT_EQ(remarks_on(computers[0]).en.substr(0, 6), "chosen");
  EXPECT_EQ(error_of([&] { (void)choose_computer(installation(), company, anna(), "X"); }).code(),
            core::ErrorCode::not_found);
}

TEST_P(OfficeConnection, TheTraceNamesNobody) {
  const auto company = add_norrsken();
  const std::string text = make_trace(installation(), company, {.version = "1.2.3"});
  EXPECT_NE(text.find("version = 1.2.3"), std::string::npos);
  for (const char* secret : {"KONTOR-1", "Norrsken", "Anna"})
    EXPECT_EQ(text.find(secret), std::string::npos) << secret;
}

}  // namespace
}  // namespace tusk::connection
