// tusk online problems: records that do not get across, and what to do about them.

#include <CLI/CLI.hpp>
#include <memory>

#include "api/sync_messages.h"
#include "cli/commands/online.h"
#include "cli/output.h"
#include "replica/problems.h"

namespace tusk::cli {
namespace {

constexpr int most = 500;

struct OnlineProblemsArguments {
  std::string type;
  core::RecordId id = 0;
};

std::vector<replica::Problem> load(const business::CompanyDatabase& company) {
  return storage::read(company.database(), [](storage::Transaction& transaction) {
    return replica::list_problems(transaction, most);
  });
}

void print_problem(const replica::Problem& problem, core::Language language) {
  print_line(replica::describe(core::registry(), problem, core::Side::office).in(language));
  print_line(core::say("  Sedan {}, id {}. ", "  Since {}, id {}. ",
                       format_local_time(problem.since), problem.record_id)
                 .in(language) +
             replica::remedy_of(problem, core::Side::office).in(language));
}

int list_problems(Context& context, const OnlineProblemsArguments&) {
  const auto company = context.open_company();
  business::require_super_user(context.actor());
  const core::Language language = context.language();
  const auto problems = load(company);
  if (context.json()) {
    api::SyncProblemList list;
    for (const auto& problem : problems) {
      const core::RecordType* type = core::registry().find(problem.type_number);
      if (type == nullptr) continue;
      list.problems.push_back(
          {.type = type->name,
           .record_id = problem.record_id,
           .record_name = api::unless_empty(problem.record_name),
           .place = static_cast<api::ProblemPlace>(problem.place),
           .reason = problem.reason.in(language),
           .remedy = replica::remedy_of(problem, core::Side::office).in(language),
           .since = {problem.since}});
    }
    print_line(api::to_json(list));
    return 0;
  }
  if (problems.empty()) {
    print_line(context.words("Alla poster kommer över.", "All records get across."));
    return 0;
  }
  for (const auto& problem : problems) print_problem(problem, language);
  print_line(context.words("Försök igen nu: tusk online problems try-again",
                           "Try again now: tusk online problems try-again"));
  return 0;
}

int try_again(Context& context, const OnlineProblemsArguments& arguments) {
  const auto company = context.open_company();
  const auto actor = context.actor();
  business::require_super_user(actor);
  const core::Stamp by = company.stamp(actor);
  const std::int64_t count =
      storage::write(company.database(), [&](storage::Transaction& transaction) {
        if (arguments.type.empty()) return replica::try_all_again(transaction, company.store(), by);
        replica::try_again(transaction, company.store(), core::registry().get(arguments.type),
                           arguments.id, by);
        return std::int64_t{1};
      });
  if (!context.json()) {
    print_line(core::say("{} poster prövas igen i nästa runda.",
                         "{} records are tried again in the next round.", count)
                   .in(context.language()));
  }
  return 0;
}

}  // namespace

void add_problem_commands(CLI::App& online, Context& context) {
  const auto arguments = std::make_shared<OnlineProblemsArguments>();
  const auto run = [&context, arguments](int (*action)(Context&, const OnlineProblemsArguments&)) {
    context.choose([&context, arguments, action] { return action(context, *arguments); });
  };
  CLI::App* problems = online.add_subcommand(
      "problems", context.words("Poster som inte kommer över, varför, och vad man gör åt det",
                                "Records that do not get across, why, and what to do about it"));
  problems->require_subcommand(0, 1);
  CLI::App* again = problems->add_subcommand(
      "try-again", context.words("Försök igen med alla, eller en post, i nästa runda",
                                 "Try again with all of them, or one record, in the next round"));
  CLI::Option* type = again->add_option("TYPE", arguments->type,
                                        context.words("Register (contact)", "Register (contact)"));
  again->add_option("ID", arguments->id, context.words("Postens id", "Id of the record"))
      ->needs(type);
  // The parent's callback runs after the one of its command.
  problems->callback([run, again] { run(again->parsed() ? try_again : list_problems); });
}

}  // namespace tusk::cli
