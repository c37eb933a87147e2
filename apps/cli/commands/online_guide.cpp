#include "cli/commands/online_guide.h"

#include <boost/json.hpp>

#include "business/computers.h"
#include "cli/browser_log_in.h"
#include "cli/commands/online_progress.h"
#include "cli/commands/snapshot_report.h"
#include "cli/output.h"
#include "cli/password_input.h"
#include "connection/guide_work.h"
#include "connection/state.h"

namespace tusk::cli {
namespace {

namespace json = boost::json;
using connection::Action;
using connection::Guide;
using connection::GuideState;
using connection::GuideWork;

connection::CallOptions call_options(const Context& context, const ConnectArguments& arguments) {
  return {.ca_file = arguments.ca_file,
          .language = context.language(),
          .ask_code = code_asker(arguments.code_file, context.language()),
          .show_address = show_in_browser(context)};
}

connection::GuideAnswers answers_from(Context& context, const GuideWork& work,
                                      const ConnectArguments& arguments) {
  connection::GuideAnswers answers = work.first_answers();
  if (!arguments.url.empty()) answers.online_url = arguments.url;
  if (!arguments.email.empty()) answers.email = arguments.email;
  if (!arguments.person_name.empty()) answers.person_name = arguments.person_name;
  answers.create_identity = arguments.create_identity;
  answers.by_browser = arguments.browser;
  if (!arguments.computer.empty())
    answers.computer_uuid = business::get_computer(context.installation(), arguments.computer).uuid;
  return answers;
}

std::string ask_for_password(const Context& context, const std::string& file,
                             const connection::GuideAnswers& answers) {
  return read_password(
      file, core::say("Lösenord till Tusk ID för {}", "Tusk ID password of {}", answers.email),
      answers.create_identity ? Repeat::yes : Repeat::no, context.language());
}

void do_work(Context& context, Guide& guide, const GuideWork& work) {
  SnapshotReport report(context);
  work.run(guide, std::ref(report));
}

// ---- as told ----

void require_success(const Guide& guide) {
  if (guide.error()) throw core::Error(*guide.error());
}

// To the next step and through the work that it begins with.
void go_on(Context& context, Guide& guide, const GuideWork& work, Action action) {
  const auto problems = guide.problems();
  if (action == Action::next && !problems.empty())
    throw core::Error(core::ErrorCode::invalid, problems.front().text, problems);
  guide.act(action);
  if (!guide.is_working()) return;
  do_work(context, guide, work);
  require_success(guide);
}

// ---- in a dialogue ----

// The number of the option that somebody chose; Enter takes `suggested`.
std::size_t ask_which(const Context& context, const std::vector<std::string>& options,
                      std::size_t suggested) {
  for (std::size_t i = 0; i < options.size(); ++i)
    print_line(fmt::format("  {}  {}", i + 1, options[i]));
  for (;;) {
    const std::string answer =
        ask(core::say("Nummer [{}]", "Number [{}]", suggested + 1), context.language());
    if (answer.empty()) return suggested;
    for (std::size_t i = 0; i < options.size(); ++i) {
      if (answer == std::to_string(i + 1)) return i;
    }
    print_line(core::say("Skriv ett nummer från 1 till {}.", "Write a number from 1 to {}.",
                         options.size())
                   .in(context.language()));
  }
}

std::string ask_value(const Context& context, const core::Text& question,
                      const std::string& suggested) {
  if (suggested.empty()) return ask(question, context.language());
  const std::string answer = ask(core::Text{fmt::format("{} [{}]", question.sv, suggested),
                                            fmt::format("{} [{}]", question.en, suggested)},
                                 context.language());
  return answer.empty() ? suggested : answer;
}

// One thing that a person may do at this step, and how it is done.
struct Choice {
  std::string label;
  std::function<void()> act;
};

class Dialogue {
 public:
  Dialogue(Context& context, Guide& guide, const GuideWork& work, const ConnectArguments& arguments)
      : context_(context), guide_(guide), work_(work), arguments_(arguments) {}

  void run(const business::CompanyDatabase& company) {
    while (!guide_.is_over()) {
      show_head();
      if (guide_.state() == GuideState::synchronising) {
        follow(company);
      } else if (guide_.is_working()) {
        do_work(context_, guide_, work_);
      } else {
        ask_person();
      }
    }
    show_head();
    if (guide_.state() == GuideState::put_off) show_command();
  }

 private:
  [[nodiscard]] core::Language language() const { return context_.language(); }

  void show_head() {
    if (!shown_ || *shown_ != guide_.step()) {
      print_line("");
      print_line("— " + connection::title_of(guide_.step()).in(language()) + " —");
    }
    shown_ = guide_.step();
    print_line(connection::explain(guide_).in(language()));
    if (!guide_.error()) return;
    print_line(guide_.error()->text().in(language()));
    for (const core::Problem& problem : guide_.error()->problems())
      print_line("  " + problem.text.in(language()));
  }

  void follow(const business::CompanyDatabase& company) {
    const auto progress = arguments_.no_wait
                              ? connection::load_progress(context_.installation(), company)
                              : follow_progress(context_, company, Show::terminal_line);
    print_line(connection::progress_line(progress).in(language()));
    do_work(context_, guide_, work_);
    // Nobody waits, or Tusk Sync does not run here: whenever it does, it goes on.
    if (guide_.state() == GuideState::synchronising) guide_.act(Action::close);
  }

  void ask_person() {
    std::vector<Choice> choices;
    std::size_t suggested = 0;
    switch (guide_.step()) {
      case connection::Step::prerequisites:
        show_prerequisites();
        break;
      case connection::Step::tusk_id:
        offer_tusk_id(choices);
        suggested = guide_.answers().by_browser ? 1 : guide_.answers().create_identity ? 2 : 0;
        break;
      case connection::Step::computer:
        suggested = offer_computers(choices);
        break;
      case connection::Step::time:
        show_others();
        break;
      case connection::Step::first_sync:
      case connection::Step::done:
        break;
    }
    offer_actions(choices);
    std::vector<std::string> labels;
    for (const Choice& choice : choices) labels.push_back(choice.label);
    choices[ask_which(context_, labels, suggested)].act();
  }

  // What leads on, back and away, as far as the step has not said it in its own words.
  void offer_actions(std::vector<Choice>& choices) {
    for (const Action action : {Action::next, Action::check_again, Action::now, Action::later,
                                Action::try_again, Action::back, Action::close, Action::cancel}) {
      const bool is_said = action == Action::next && !choices.empty();
      if (is_said || !guide_.may(action)) continue;
      choices.push_back(
          {connection::label_of(action).in(language()), [this, action] { guide_.act(action); }});
    }
  }

  void show_prerequisites() const {
    for (const business::Prerequisite& one : guide_.prerequisites()) {
      print_line((one.met ? "  ✓ " : "  ✗ ") + one.text.in(language()));
      if (!one.met) print_line("      " + one.remedy.in(language()));
    }
  }

  void offer_tusk_id(std::vector<Choice>& choices) {
    choices.push_back({context_.words("Logga in med mitt Tusk ID", "Log in with my Tusk ID"),
                       [this] { fill_in_tusk_id(false); }});
    choices.push_back({context_.words("Logga in i webbläsaren", "Log in in the browser"),
                       [this] { go_to_browser(); }});
    choices.push_back({context_.words("Skapa ett Tusk ID", "Create a Tusk ID"),
                       [this] { fill_in_tusk_id(true); }});
  }

  void go_to_browser() {
    connection::GuideAnswers answers = guide_.answers();
    answers.create_identity = false;
    answers.by_browser = true;
    answers.password.clear();
    answers.online_url =
        ask_value(context_, {"Serverns adress", "Address of the server"}, answers.online_url);
    go_on_with(std::move(answers));
  }

  void fill_in_tusk_id(bool create) {
    connection::GuideAnswers answers = guide_.answers();
    answers.create_identity = create;
    answers.by_browser = false;
    answers.online_url =
        ask_value(context_, {"Serverns adress", "Address of the server"}, answers.online_url);
    answers.email =
        ask_value(context_, {"Tusk ID (e-postadress)", "Tusk ID (e-mail address)"}, answers.email);
    if (create)
      answers.person_name = ask_value(context_, {"Ditt namn", "Your name"}, answers.person_name);
    answers.password = ask_for_password(context_, arguments_.password_file, answers);
    go_on_with(std::move(answers));
  }

  void go_on_with(connection::GuideAnswers answers) {
    guide_.answer(std::move(answers));
    if (guide_.may(Action::next)) {
      guide_.act(Action::next);
      return;
    }
    for (const core::Problem& problem : guide_.problems()) print_line(problem.text.in(language()));
  }

  // The place of the one that is suggested.
  std::size_t offer_computers(std::vector<Choice>& choices) {
    std::size_t suggested = 0;
    for (const connection::GuideComputer& one : guide_.computers()) {
      if (one.uuid == guide_.answers().computer_uuid) suggested = choices.size();
      const std::string remarks = one.remarks.in(language());
      choices.push_back({one.name + (remarks.empty() ? "" : " (" + remarks + ")"), [this, one] {
                           connection::GuideAnswers answers = guide_.answers();
                           answers.computer_uuid = one.uuid;
                           guide_.answer(std::move(answers));
                           guide_.act(Action::next);
                         }});
    }
    return suggested;
  }

  void show_others() const {
    const auto others = work_.find_others();
    if (others.empty()) {
      print_line(context_.words("Ingen annan är inloggad i företaget just nu.",
                                "Nobody else is logged in to the company at this moment."));
      return;
    }
    print_line(context_.words("Inloggade i företaget just nu:",
                              "Logged in to the company at this moment:"));
    for (const business::SessionInfo& one : others)
      print_line("  " + business::describe(one).in(language()));
  }

  // What does the same another time, without the questions.
  void show_command() const {
    const connection::GuideAnswers& answers = guide_.answers();
    std::string command = fmt::format("tusk online connect {}", answers.online_url);
    command += answers.by_browser ? " --browser" : " --email " + answers.email;
    if (answers.create_identity) command += " --create-identity";
    for (const connection::GuideComputer& one : guide_.computers()) {
      if (one.uuid == answers.computer_uuid) command += fmt::format(" --computer \"{}\"", one.name);
    }
    print_line("  " + command);
  }

  Context& context_;
  Guide& guide_;
  const GuideWork& work_;
  const ConnectArguments& arguments_;
  std::optional<connection::Step> shown_;
};

}  // namespace

// Follows the first synchronisation unless nobody wants to wait, and says how it stands.
int follow_and_tell(Context& context, const business::CompanyDatabase& company, bool no_wait) {
  const connection::FirstSyncProgress progress =
      no_wait
          ? connection::load_progress(context.installation(), company)
          : follow_progress(context, company, context.json() ? Show::nothing : Show::terminal_line);
  const replica::State& state = progress.state;
  if (context.json()) {
    print(json::value({{"connected", state.mode == replica::Mode::connected},
                       {"online_url", state.online_url},
                       {"company_id", state.online_company_id},
                       {"connected_by", state.connected_by},
                       {"connected_by_email", state.connected_by_email},
                       {"first_sync", progress_json(progress, context.language())}}));
  } else {
    print_line(core::say("{} är anslutet till {} av {}.", "{} is connected to {} by {}.",
                         company.company().name, state.online_url, state.connected_by)
                   .in(context.language()));
    print_line(connection::progress_line(progress).in(context.language()));
    if (connection::is_under_way(progress)) {
      print_line(context.words("Följ den med: tusk online progress --follow",
                               "Follow it with: tusk online progress --follow"));
    }
  }
  connection::require_no_failure(progress);
  return 0;
}

int connect_as_told(Context& context, const ConnectArguments& arguments) {
  const auto company = context.open_company();
  const GuideWork work(context.installation(), company, context.actor(),
                       call_options(context, arguments), connection::AskServer::with_connecting);
  Guide guide;
  do_work(context, guide, work);
  require_success(guide);
  // Before anybody types a password.
  business::require_prerequisites(guide.prerequisites());
  connection::GuideAnswers answers = answers_from(context, work, arguments);
  if (answers.computer_uuid.empty()) answers.computer_uuid = context.installation().computer_uuid();
  go_on(context, guide, work, Action::next);
  if (!answers.by_browser)
    answers.password = ask_for_password(context, arguments.password_file, answers);
  guide.answer(std::move(answers));
  go_on(context, guide, work, Action::next);
  go_on(context, guide, work, Action::next);
  go_on(context, guide, work, Action::now);
  return follow_and_tell(context, company, arguments.no_wait);
}

int connect_in_dialogue(Context& context, const ConnectArguments& arguments) {
  const auto company = context.open_company();
  const business::Actor actor = context.actor();
  connection::require_unconnected(company, actor);
  const GuideWork work(context.installation(), company, actor, call_options(context, arguments));
  // One that is under way, or has stopped, is shown.
  const bool has_begun = connection::load_state(company).mode == replica::Mode::first_sync;
  Guide guide = has_begun ? Guide::watching() : Guide();
  if (!has_begun) guide.answer(answers_from(context, work, arguments));
  Dialogue(context, guide, work, arguments).run(company);
  return 0;
}

}  // namespace tusk::cli
