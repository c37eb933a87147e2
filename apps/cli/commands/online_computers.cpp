// tusk online computers: which computers there are, and which of them synchronises.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>

#include "cli/commands/online.h"
#include "cli/output.h"
#include "connection/computers.h"
#include "core/record_json.h"
#include "replica/take_overs.h"

namespace tusk::cli {
namespace {

namespace json = boost::json;
using connection::OfficeComputer;
using connection::OfficeComputers;

json::value time_or_null(core::Microseconds at) {
  return at == 0 ? json::value() : json::value(core::format_timestamp(at));
}

json::object to_json(const OfficeComputer& one) {
  return {{"name", one.computer.name},
          {"uuid", one.computer.uuid},
          {"role", name_of(one.role)},
          {"chosen", one.is_chosen},
          {"recommended", one.computer.holds_database},
          {"last_seen_at", time_or_null(one.computer.service_seen_at)},
          {"version", one.computer.service_version.empty()
                          ? json::value()
                          : json::value(one.computer.service_version)}};
}

json::object to_json(const replica::TakeOver& take_over, core::Language language) {
  return {{"token", take_over.token},
          {"at", core::format_timestamp(take_over.at)},
          {"computer", take_over.to_name},
          {"computer_uuid", take_over.to_uuid},
          {"from", take_over.from_name.empty() ? json::value() : json::value(take_over.from_name)},
          {"reason", replica::name_of(take_over.reason)},
          {"text", replica::describe(take_over).in(language)}};
}

void print_json(const OfficeComputers& all, core::Language language) {
  json::array computers;
  json::value chosen;
  for (const OfficeComputer& one : all.computers) {
    if (one.is_chosen) chosen = one.computer.name;
    computers.push_back(to_json(one));
  }
  json::array take_overs;
  for (const replica::TakeOver& each : all.take_overs)
    take_overs.push_back(to_json(each, language));
  print(json::value({{"chosen", std::move(chosen)},
                     {"computers", std::move(computers)},
                     {"take_overs", std::move(take_overs)}}));
}

void print_text(const OfficeComputers& all, core::Language language) {
  const bool swedish = language == core::Language::swedish;
  Table table(
      swedish ? std::vector<std::string>{"Dator", "Roll", "Senast sedd", "Version", "Anmärkning"}
              : std::vector<std::string>{"Computer", "Role", "Last seen", "Version", "Remark"});
  for (const OfficeComputer& one : all.computers) {
    const core::Microseconds seen = one.computer.service_seen_at;
    table.add({one.computer.name, label_of(one.role).in(language),
               seen == 0 ? "–" : format_local_time(seen),
               one.computer.service_version.empty() ? "–" : one.computer.service_version,
               remarks_on(one).in(language)});
  }
  print(table);
  if (all.take_overs.empty()) return;
  print_line("");
  for (const replica::TakeOver& each : all.take_overs) {
    print_line(format_local_time(each.at) + "  " + replica::describe(each).in(language));
  }
}

int show_computers(Context& context) {
  const auto company = context.look_at_company();
  const OfficeComputers all = connection::load_computers(context.installation(), company);
  if (context.json()) {
    print_json(all, context.language());
  } else {
    print_text(all, context.language());
  }
  return 0;
}

int choose(Context& context, const std::string& name) {
  const auto company = context.open_company();
  const business::Computer computer =
      connection::choose_computer(context.installation(), company, context.actor(), name);
  if (context.json()) {
    print(json::value({{"chosen", computer.name}, {"uuid", computer.uuid}}));
    return 0;
  }
  print_line(
      core::say("{} är vald att synkronisera.", "{} is chosen to synchronise.", computer.name)
          .in(context.language()));
  if (!computer.is_running) {
    print_line(core::say("Tusk Sync går inte på {} nu. Tills den gör det synkroniserar en annan "
                         "dator, eller ingen.",
                         "Tusk Sync is not running on {} now. Until it is, another computer "
                         "synchronises, or none.",
                         computer.name)
                   .in(context.language()));
  }
  return 0;
}
}  // namespace

void add_computer_commands(CLI::App& online, Context& context) {
  CLI::App* computers = online.add_subcommand(
      "computers", context.words("Datorerna på kontoret: vilken som synkroniserar, vilka som är "
                                 "beredda, vem som tog över när",
                                 "The office's computers: which synchronises, which stand by, who "
                                 "took over when"));
  const auto name = std::make_shared<std::string>();
  CLI::App* choose_command = computers->add_subcommand(
      "choose", context.words("Välj datorn som ska synkronisera; för superanvändare",
                              "Choose the computer that is to synchronise; for super users"));
  choose_command
      ->add_option("NAME", *name, context.words("Datorns namn eller id", "Its name or id"))
      ->required();
  choose_command->callback(
      [&context, name] { context.choose([&context, name] { return choose(context, *name); }); });
  computers->callback([&context, choose_command] {
    if (choose_command->parsed()) return;
    context.choose([&context] { return show_computers(context); });
  });
}

}  // namespace tusk::cli
