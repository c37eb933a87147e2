#include "connection/guide.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace tusk::connection {
namespace {

// Where each thing that a person may do leads.
struct Way {
  GuideState from;
  Action action;
  GuideState to;
};
constexpr std::array ways{
    Way{GuideState::checking_prerequisites, Action::cancel, GuideState::cancelled},
    Way{GuideState::prerequisites, Action::next, GuideState::tusk_id},
    Way{GuideState::prerequisites, Action::check_again, GuideState::checking_prerequisites},
    Way{GuideState::prerequisites, Action::cancel, GuideState::cancelled},
    Way{GuideState::tusk_id, Action::next, GuideState::checking_tusk_id},
    Way{GuideState::tusk_id, Action::back, GuideState::prerequisites},
    Way{GuideState::tusk_id, Action::cancel, GuideState::cancelled},
    Way{GuideState::checking_tusk_id, Action::cancel, GuideState::cancelled},
    Way{GuideState::computer, Action::next, GuideState::time},
    Way{GuideState::computer, Action::back, GuideState::tusk_id},
    Way{GuideState::computer, Action::cancel, GuideState::cancelled},
    Way{GuideState::time, Action::now, GuideState::connecting},
    Way{GuideState::time, Action::later, GuideState::put_off},
    Way{GuideState::time, Action::back, GuideState::computer},
    Way{GuideState::time, Action::cancel, GuideState::cancelled},
    Way{GuideState::synchronising, Action::close, GuideState::closed},
    Way{GuideState::synchronising, Action::cancel, GuideState::giving_up},
    Way{GuideState::stopped, Action::try_again, GuideState::connecting_again},
    Way{GuideState::stopped, Action::close, GuideState::closed},
    Way{GuideState::stopped, Action::cancel, GuideState::giving_up}};

// Where each work leads.
struct Work {
  GuideState at;
  GuideState succeeded;
  GuideState failed;
};
constexpr std::array works{
    Work{GuideState::checking_prerequisites, GuideState::prerequisites, GuideState::prerequisites},
    Work{GuideState::checking_tusk_id, GuideState::computer, GuideState::tusk_id},
    // All or nothing: a failure leaves the company as it was.
    Work{GuideState::connecting, GuideState::synchronising, GuideState::time},
    Work{GuideState::connecting_again, GuideState::synchronising, GuideState::stopped},
    Work{GuideState::synchronising, GuideState::connected, GuideState::stopped},
    Work{GuideState::giving_up, GuideState::cancelled, GuideState::stopped}};

const Way* find_way(GuideState from, Action action) {
  const auto* found = std::find_if(ways.begin(), ways.end(), [&](const Way& way) {
    return way.from == from && way.action == action;
  });
  return found == ways.end() ? nullptr : found;
}

const Work* find_work(GuideState at) {
  const auto* found =
      std::find_if(works.begin(), works.end(), [&](const Work& work) { return work.at == at; });
  return found == works.end() ? nullptr : found;
}

[[noreturn]] void refuse(const char* what, GuideState state) {
  throw std::logic_error(std::string("guide: ") + what + " at " + name_of(state));
}

void require_state(const char* what, GuideState state, GuideState wanted) {
  if (state != wanted) refuse(what, state);
}

void require_value(std::vector<core::Problem>& problems, const char* field,
                   const std::string& value, core::Text text) {
  if (value.empty()) problems.push_back({field, "", std::move(text)});
}

std::vector<core::Problem> problems_of_tusk_id(const GuideAnswers& answers) {
  std::vector<core::Problem> problems;
  require_value(problems, "online_url", answers.online_url,
                {"Fyll i serverns adress, t.ex. https://online.exempel.se.",
                 "Fill in the server's address, e.g. https://online.example.com."});
  if (answers.by_browser) return problems;
  require_value(problems, "email", answers.email,
                {"Fyll i den e-postadress som är ditt Tusk ID.",
                 "Fill in the e-mail address that is your Tusk ID."});
  require_value(problems, "password", answers.password,
                {"Fyll i lösenordet till ditt Tusk ID.", "Fill in the password of your Tusk ID."});
  if (answers.create_identity) {
    require_value(problems, "person_name", answers.person_name,
                  {"Fyll i ditt namn: ett nytt Tusk ID behöver det.",
                   "Fill in your name: a new Tusk ID needs it."});
  }
  return problems;
}

template <typename Is>
const GuideComputer* find_computer(const std::vector<GuideComputer>& computers, const Is& is) {
  const auto found = std::find_if(computers.begin(), computers.end(), is);
  return found == computers.end() ? nullptr : &*found;
}

// What stands in the drop-down before anybody touches it.
const GuideComputer* suggest(const std::vector<GuideComputer>& computers) {
  if (const auto* one = find_computer(computers, [](const auto& it) { return it.is_chosen; }))
    return one;
  // Of several that hold the database (one computer may have several names) this one.
  if (const auto* one = find_computer(
          computers, [](const auto& it) { return it.is_recommended && it.is_this; })) {
    return one;
  }
  if (const auto* one = find_computer(computers, [](const auto& it) { return it.is_recommended; }))
    return one;
  return find_computer(computers, [](const auto& it) { return it.is_this; });
}

}  // namespace

Guide Guide::watching() {
  Guide guide;
  guide.state_ = GuideState::synchronising;
  return guide;
}

Step Guide::step() const {
  switch (state_) {
    case GuideState::checking_prerequisites:
    case GuideState::prerequisites:
      return Step::prerequisites;
    case GuideState::tusk_id:
    case GuideState::checking_tusk_id:
      return Step::tusk_id;
    case GuideState::computer:
      return Step::computer;
    case GuideState::time:
      return Step::time;
    case GuideState::connecting:
    case GuideState::connecting_again:
    case GuideState::synchronising:
    case GuideState::stopped:
    case GuideState::giving_up:
      return Step::first_sync;
    case GuideState::connected:
    case GuideState::put_off:
    case GuideState::cancelled:
    case GuideState::closed:
      return Step::done;
  }
  return Step::done;
}

bool Guide::is_working() const {
  return find_work(state_) != nullptr;
}

bool Guide::is_over() const {
  return step() == Step::done;
}

bool Guide::meets_prerequisites() const {
  return !prerequisites_.empty() &&
         std::all_of(prerequisites_.begin(), prerequisites_.end(),
                     [](const business::Prerequisite& one) { return one.met; });
}

void Guide::answer(GuideAnswers answers) {
  const bool is_asked = state_ == GuideState::checking_prerequisites ||
                        state_ == GuideState::tusk_id || state_ == GuideState::computer;
  if (!is_asked) refuse("answer", state_);
  answers_ = std::move(answers);
}

std::vector<core::Problem> Guide::problems() const {
  std::vector<core::Problem> problems;
  if (state_ == GuideState::prerequisites) {
    for (const business::Prerequisite& one : prerequisites_) {
      if (!one.met) problems.push_back({one.name, "", one.remedy});
    }
  }
  if (state_ == GuideState::tusk_id) return problems_of_tusk_id(answers_);
  if (state_ == GuideState::computer) {
    const auto* chosen = find_computer(
        computers_, [this](const auto& one) { return one.uuid == answers_.computer_uuid; });
    if (chosen == nullptr) {
      problems.push_back(
          {"computer",
           answers_.computer_uuid,
           {"Välj datorn som ska synkronisera.", "Choose the computer that is to synchronise."}});
    }
  }
  return problems;
}

bool Guide::has(Action action) const {
  // Without a password there is nothing to connect with: only who has gone through the guide has
  // given one, or has logged in in the browser and can do so again.
  if (action == Action::try_again && answers_.password.empty() && !answers_.by_browser)
    return false;
  return find_way(state_, action) != nullptr;
}

bool Guide::may(Action action) const {
  if (!has(action)) return false;
  if (action != Action::next) return true;
  if (state_ == GuideState::prerequisites) return meets_prerequisites();
  return problems().empty();
}

void Guide::act(Action action) {
  if (!may(action)) refuse(name_of(action), state_);
  error_.reset();
  go_to(find_way(state_, action)->to);
}

void Guide::found(std::vector<business::Prerequisite> prerequisites) {
  require_state("prerequisites found", state_, GuideState::checking_prerequisites);
  prerequisites_ = std::move(prerequisites);
}

void Guide::found(std::vector<GuideComputer> computers) {
  require_state("computers found", state_, GuideState::checking_tusk_id);
  computers_ = std::move(computers);
  const auto* given = find_computer(
      computers_, [this](const auto& one) { return one.uuid == answers_.computer_uuid; });
  if (given != nullptr) return;
  const GuideComputer* suggested = suggest(computers_);
  answers_.computer_uuid = suggested == nullptr ? "" : suggested->uuid;
}

void Guide::found_log_in(std::string access_token) {
  const bool is_for_it = state_ == GuideState::checking_tusk_id ||
                         state_ == GuideState::connecting || state_ == GuideState::connecting_again;
  if (!is_for_it) refuse("log-in found", state_);
  access_token_ = std::move(access_token);
}

void Guide::succeeded() {
  const Work* work = find_work(state_);
  if (work == nullptr) refuse("succeeded", state_);
  error_.reset();
  go_to(work->succeeded);
}

void Guide::failed(core::Error error) {
  const Work* work = find_work(state_);
  if (work == nullptr) refuse("failed", state_);
  // What was found before may be true no more.
  if (state_ == GuideState::checking_prerequisites) prerequisites_.clear();
  error_ = std::move(error);
  go_to(work->failed);
}

void Guide::go_to(GuideState state) {
  state_ = state;
  if (!is_over()) return;
  answers_.password.clear();
  access_token_.clear();
}

}  // namespace tusk::connection
