#include "connection/guide.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>
#include <stdexcept>

namespace tusk::connection {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::array all_actions{Action::next,  Action::back,  Action::check_again,
                                 Action::now,   Action::later, Action::try_again,
                                 Action::close, Action::cancel};
constexpr std::array all_states{GuideState::checking_prerequisites,
                                GuideState::prerequisites,
                                GuideState::tusk_id,
                                GuideState::checking_tusk_id,
                                GuideState::computer,
                                GuideState::time,
                                GuideState::connecting,
                                GuideState::synchronising,
                                GuideState::stopped,
                                GuideState::connecting_again,
                                GuideState::giving_up,
                                GuideState::connected,
                                GuideState::put_off,
                                GuideState::cancelled,
                                GuideState::closed};

// What a person may do at each state, written down a second time: as it is meant.
const std::map<GuideState, std::map<Action, GuideState>> meant{
    {GuideState::checking_prerequisites, {{Action::cancel, GuideState::cancelled}}},
    {GuideState::prerequisites,
     {{Action::next, GuideState::tusk_id},
      {Action::check_again, GuideState::checking_prerequisites},
      {Action::cancel, GuideState::cancelled}}},
    {GuideState::tusk_id,
     {{Action::next, GuideState::checking_tusk_id},
      {Action::back, GuideState::prerequisites},
      {Action::cancel, GuideState::cancelled}}},
    {GuideState::checking_tusk_id, {{Action::cancel, GuideState::cancelled}}},
    {GuideState::computer,
     {{Action::next, GuideState::time},
      {Action::back, GuideState::tusk_id},
      {Action::cancel, GuideState::cancelled}}},
    {GuideState::time,
     {{Action::now, GuideState::connecting},
      {Action::later, GuideState::put_off},
      {Action::back, GuideState::computer},
      {Action::cancel, GuideState::cancelled}}},
    {GuideState::synchronising,
     {{Action::close, GuideState::closed}, {Action::cancel, GuideState::giving_up}}},
    {GuideState::stopped,
     {{Action::try_again, GuideState::connecting_again},
      {Action::close, GuideState::closed},
      {Action::cancel, GuideState::giving_up}}}};

struct Ends {
  GuideState succeeded;
  GuideState failed;
};
const std::map<GuideState, Ends> works{
    {GuideState::checking_prerequisites, {GuideState::prerequisites, GuideState::prerequisites}},
    {GuideState::checking_tusk_id, {GuideState::computer, GuideState::tusk_id}},
    {GuideState::connecting, {GuideState::synchronising, GuideState::time}},
    {GuideState::connecting_again, {GuideState::synchronising, GuideState::stopped}},
    {GuideState::synchronising, {GuideState::connected, GuideState::stopped}},
    {GuideState::giving_up, {GuideState::cancelled, GuideState::stopped}}};

std::vector<business::Prerequisite> prerequisites(bool phone) {
  return {{"company.name", true, {"Namn.", "Name."}, {"Fyll i namnet.", "Fill in the name."}},
          {"company.phone", phone, {"Telefon.", "Phone."}, {"Fyll i den.", "Fill it in."}}};
}

std::vector<GuideComputer> computers() {
  return {{.uuid = "1", .name = "KONTOR-1", .is_this = true},
          {.uuid = "2", .name = "SERVER", .is_recommended = true}};
}

core::Error error() {
  return {core::ErrorCode::unavailable, {"Ingen linje.", "No line."}};
}

GuideAnswers answers() {
  return {.online_url = "https://online.example.com",
          .email = "anna@norrsken.example",
          .password = "tre gula faglar",
          .person_name = "Anna Berg"};
}

// The guide as somebody has brought it there.
Guide guide_at(GuideState state) {
  Guide guide;
  const auto act = [&](Action action) {
    if (guide.state() != state) guide.act(action);
  };
  const auto work = [&](bool succeeds = true) {
    if (guide.state() == state) return;
    succeeds ? guide.succeeded() : guide.failed(error());
  };
  if (state == GuideState::checking_prerequisites) return guide;
  guide.found(prerequisites(true));
  work();
  if (state == GuideState::cancelled) act(Action::cancel);
  if (guide.state() == state) return guide;
  act(Action::next);
  if (guide.state() == state) {
    guide.answer(answers());
    return guide;
  }
  guide.answer(answers());
  act(Action::next);
  if (guide.state() == state) return guide;
  guide.found(computers());
  work();
  act(Action::next);
  if (state == GuideState::put_off) act(Action::later);
  act(Action::now);
  work();
  const bool by_failure = state == GuideState::stopped || state == GuideState::connecting_again ||
                          state == GuideState::giving_up;
  if (by_failure) work(false);
  if (state == GuideState::connecting_again) act(Action::try_again);
  if (state == GuideState::giving_up) act(Action::cancel);
  if (state == GuideState::closed) act(Action::close);
  if (state == GuideState::connected) work();
  return guide;
}

TEST(Guide, EveryStateCanBeReached) {
  for (const GuideState state : all_states)
    EXPECT_EQ(guide_at(state).state(), state) << name_of(state);
}

// REQ: CON-6
TEST(Guide, APersonMayDoWhatIsMeantAtEachStateAndNothingElse) {
  for (const GuideState state : all_states) {
    const auto found = meant.find(state);
    for (const Action action : all_actions) {
      const auto label = std::string(name_of(state)) + " " + name_of(action);
      Guide guide = guide_at(state);
      const bool is_meant = found != meant.end() && found->second.contains(action);
      EXPECT_EQ(guide.may(action), is_meant) << label;
      EXPECT_EQ(guide.has(action), is_meant) << label;
      if (is_meant) {
        guide.act(action);
        EXPECT_EQ(guide.state(), found->second.at(action)) << label;
      } else {
        EXPECT_THROW(guide.act(action), std::logic_error) << label;
        EXPECT_EQ(guide.state(), state) << label;
      }
    }
  }
}

// REQ: CON-6, FST-3
TEST(Guide, WorkLeadsOnWhenItSucceedsAndToAPersonWithTheReasonWhenNot) {
  for (const GuideState state : all_states) {
    Guide good = guide_at(state);
    Guide bad = guide_at(state);
    const auto found = works.find(state);
    EXPECT_EQ(good.is_working(), found != works.end()) << name_of(state);
    if (found == works.end()) {
      EXPECT_THROW(good.succeeded(), std::logic_error) << name_of(state);
      EXPECT_THROW(bad.failed(error()), std::logic_error) << name_of(state);
      EXPECT_EQ(bad.state(), state);
      continue;
    }
    good.succeeded();
    EXPECT_EQ(good.state(), found->second.succeeded) << name_of(state);
    EXPECT_FALSE(good.error()) << name_of(state);
    bad.failed(error());
    EXPECT_EQ(bad.state(), found->second.failed) << name_of(state);
    ASSERT_TRUE(bad.error()) << name_of(state);
    EXPECT_EQ(bad.error()->text().en, "No line.") << name_of(state);
    EXPECT_FALSE(bad.is_over()) << name_of(state);
    EXPECT_TRUE(bad.may(Action::cancel)) << name_of(state);
  }
}

// REQ: FST-3
TEST(Guide, FromEverywhereCancellingEndsWithNothingKeptUnlessItsWorkIsAllOrNothing) {
  const std::set<GuideState> busy{GuideState::connecting, GuideState::connecting_again,
                                  GuideState::giving_up};
  for (const GuideState state : all_states) {
    Guide guide = guide_at(state);
    if (guide.is_over() || busy.contains(state)) {
      EXPECT_FALSE(guide.may(Action::cancel)) << name_of(state);
      continue;
    }
    guide.act(Action::cancel);
    // What has been sent is taken back first.
    if (guide.step() == Step::first_sync) {
      EXPECT_EQ(guide.state(), GuideState::giving_up) << name_of(state);
      guide.succeeded();
    }
    EXPECT_EQ(guide.state(), GuideState::cancelled) << name_of(state);
    EXPECT_THAT(guide.answers().password, IsEmpty());
  }
}

TEST(Guide, AFailureIsForgottenWhenThePersonGoesOn) {
  Guide guide = guide_at(GuideState::connecting);
  guide.failed(error());
  EXPECT_TRUE(guide.error());
  guide.act(Action::back);
  EXPECT_FALSE(guide.error());
}

// REQ: CON-5
TEST(Guide, WhatIsMissingKeepsItFromGoingOnUntilItIsCheckedAgain) {
  Guide guide;
  guide.found(prerequisites(false));
  guide.succeeded();
  EXPECT_TRUE(guide.has(Action::next));
  EXPECT_FALSE(guide.may(Action::next));
  ASSERT_THAT(guide.problems(), SizeIs(1));
  EXPECT_EQ(guide.problems()[0].field, "company.phone");
  EXPECT_EQ(guide.problems()[0].text.en, "Fill it in.");
  EXPECT_THROW(guide.act(Action::next), std::logic_error);
  guide.act(Action::check_again);
  guide.found(prerequisites(true));
  guide.succeeded();
  EXPECT_TRUE(guide.may(Action::next));
}

TEST(Guide, WhereItCouldNotBeCheckedNothingCountsAsMet) {
  Guide guide = guide_at(GuideState::prerequisites);
  guide.act(Action::check_again);
  guide.failed(error());
  EXPECT_THAT(guide.prerequisites(), IsEmpty());
  EXPECT_FALSE(guide.may(Action::next));
}

// REQ: TID-3
TEST(Guide, ATuskIdIsAddressAndPasswordAndANewOneHasANameToo) {
  Guide guide = guide_at(GuideState::prerequisites);
  guide.act(Action::next);
  const auto fields = [&] {
    std::vector<std::string> names;
    for (const core::Problem& problem : guide.problems()) names.push_back(problem.field);
    return names;
  };
  EXPECT_THAT(fields(), ElementsAre("online_url", "email", "password"));
  EXPECT_THROW(guide.act(Action::next), std::logic_error);
  guide.answer({.create_identity = true});
  EXPECT_THAT(fields(), ElementsAre("online_url", "email", "password", "person_name"));
  GuideAnswers whole = answers();
  whole.create_identity = true;
  guide.answer(whole);
  EXPECT_THAT(fields(), IsEmpty());
  guide.act(Action::next);
  EXPECT_EQ(guide.state(), GuideState::checking_tusk_id);
}

TEST(Guide, ARefusedTuskIdIsAskedForAgainWithWhatWasFilledIn) {
  Guide guide = guide_at(GuideState::checking_tusk_id);
  guide.failed({core::ErrorCode::unauthenticated, {"Fel lösenord.", "Wrong password."}});
  EXPECT_EQ(guide.state(), GuideState::tusk_id);
  EXPECT_EQ(guide.error()->text().en, "Wrong password.");
  EXPECT_EQ(guide.answers().email, "anna@norrsken.example");
}

// REQ: PCS-1
TEST(Guide, TheComputerThatHoldsTheDatabaseIsSuggested) {
  Guide guide = guide_at(GuideState::checking_tusk_id);
  guide.found(computers());
  EXPECT_EQ(guide.answers().computer_uuid, "2");
}

TEST(Guide, TheComputerThatWasChosenBeforeOrByThePersonStays) {
  Guide before = guide_at(GuideState::checking_tusk_id);
  auto list = computers();
  list[0].is_chosen = true;
  before.found(list);
  EXPECT_EQ(before.answers().computer_uuid, "1");
  Guide person = guide_at(GuideState::computer);
  GuideAnswers chosen = person.answers();
  chosen.computer_uuid = "1";
  person.answer(chosen);
  person.act(Action::back);
  person.act(Action::next);
  person.found(computers());
  EXPECT_EQ(person.answers().computer_uuid, "1");
}

TEST(Guide, WithoutARecommendedComputerThisOneIsSuggested) {
  Guide guide = guide_at(GuideState::checking_tusk_id);
  auto list = computers();
  list[1].is_recommended = false;
  guide.found(list);
  EXPECT_EQ(guide.answers().computer_uuid, "1");
}

TEST(Guide, AComputerThatIsNotThereCanNotBeChosen) {
  Guide guide = guide_at(GuideState::computer);
  GuideAnswers wrong = guide.answers();
  wrong.computer_uuid = "9";
  guide.answer(wrong);
  EXPECT_FALSE(guide.may(Action::next));
  ASSERT_THAT(guide.problems(), SizeIs(1));
  EXPECT_EQ(guide.problems()[0].field, "computer");
}

TEST(Guide, AnswersAreGivenWhereTheyAreAskedFor) {
  for (const GuideState state : all_states) {
    Guide guide = guide_at(state);
    const bool is_asked = state == GuideState::checking_prerequisites ||
                          state == GuideState::tusk_id || state == GuideState::computer;
    if (is_asked) {
      EXPECT_NO_THROW(guide.answer(answers())) << name_of(state);
    } else {
      EXPECT_THROW(guide.answer(answers()), std::logic_error) << name_of(state);
    }
  }
}

TEST(Guide, WhatWorkFindsIsToldDuringThatWork) {
  for (const GuideState state : all_states) {
    Guide guide = guide_at(state);
    if (state != GuideState::checking_prerequisites) {
      EXPECT_THROW(guide.found(prerequisites(true)), std::logic_error) << name_of(state);
    }
    if (state != GuideState::checking_tusk_id) {
      EXPECT_THROW(guide.found(computers()), std::logic_error) << name_of(state);
    }
  }
}

TEST(Guide, ThePasswordIsKeptNoLongerThanTheGuide) {
  for (const GuideState state : all_states) {
    const Guide guide = guide_at(state);
    EXPECT_TRUE(guide.answers().password.empty() || !guide.is_over()) << name_of(state);
  }
}

TEST(Guide, WhoLogsInInTheBrowserNeedsNoPasswordHere) {
  Guide guide = guide_at(GuideState::tusk_id);
  guide.answer({.online_url = "https://online.example.com", .by_browser = true});
  EXPECT_THAT(guide.problems(), IsEmpty());
  guide.act(Action::next);
  guide.found_log_in("token");
  guide.succeeded();
  EXPECT_EQ(guide.state(), GuideState::computer);
  EXPECT_EQ(guide.access_token(), "token");
  EXPECT_THROW(guide.found_log_in("another"), std::logic_error) << "nobody logs in there";
  guide.act(Action::cancel);
  EXPECT_EQ(guide.access_token(), "") << "kept no longer than the guide";
}

TEST(Guide, WhoLoggedInInTheBrowserCanTryAgainAndLogInAnew) {
  Guide guide = guide_at(GuideState::tusk_id);
  guide.answer({.online_url = "https://online.example.com", .by_browser = true});
  guide.act(Action::next);
  guide.found_log_in("token");
  guide.found(computers());
  guide.succeeded();
  guide.act(Action::next);
  guide.act(Action::now);
  guide.found_log_in({});  // it is good for one try
  guide.succeeded();
  guide.failed(error());
  ASSERT_TRUE(guide.may(Action::try_again));
  guide.act(Action::try_again);
  guide.found_log_in("token-2");
  EXPECT_EQ(guide.access_token(), "token-2");
}

TEST(Guide, OneThatOnlyLooksOnHasNoPasswordToTryAgainWith) {
  Guide guide = Guide::watching();
  EXPECT_EQ(guide.state(), GuideState::synchronising);
  guide.failed(error());
  EXPECT_EQ(guide.state(), GuideState::stopped);
  EXPECT_FALSE(guide.may(Action::try_again));
  EXPECT_TRUE(guide.may(Action::cancel));
  EXPECT_TRUE(guide.may(Action::close));
}

TEST(Guide, EverythingThatPeopleReadIsThereInBothLanguages) {
  const auto expect_text = [](const core::Text& text, const std::string& of) {
    EXPECT_FALSE(text.sv.empty()) << of;
    EXPECT_FALSE(text.en.empty()) << of;
  };
  for (const GuideState state : all_states) {
    const Guide guide = guide_at(state);
    expect_text(explain(guide), name_of(state));
    expect_text(title_of(guide.step()), name_of(guide.step()));
  }
  for (const Action action : all_actions) expect_text(label_of(action), name_of(action));
}

}  // namespace
}  // namespace tusk::connection
