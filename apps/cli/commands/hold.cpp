// tusk company hold: keeps everybody else out for as long as the command runs.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <future>
#include <memory>

#include "business/hold.h"
#include "cli/commands/company.h"
#include "cli/output.h"
#include "platform/stop_signal.h"

namespace tusk::cli {
namespace {

int hold(Context& context, const std::string& reason) {
  std::promise<void> stopped;
  // Before the hold: a stop that comes at once is not missed.
  const platform::StopSignal on_stop([&stopped] { stopped.set_value(); });
  const business::Company company = context.company();
  const core::Text told = reason.empty() ? core::Text{"Underhåll pågår", "Maintenance is going on"}
                                         : core::Text{reason, reason};
  const auto hold = business::hold_company(context.installation(), company, context.actor(), told);
  if (context.json()) {
    print(boost::json::value({{"held", true}, {"company", company.number}}));
  } else {
    print_line(core::say("{} är stängt för alla andra tills du trycker Ctrl-C.",
                         "{} is closed to everybody else until you press Ctrl-C.", company.name)
                   .in(context.language()));
  }
  stopped.get_future().wait();
  return 0;
}

}  // namespace

void add_hold_command(CLI::App& company, Context& context) {
  const auto reason = std::make_shared<std::string>();
  CLI::App* command = company.add_subcommand(
      "hold", context.words("Håll alla andra borta från företaget tills du trycker Ctrl-C",
                            "Keep everybody else out of the company until you press Ctrl-C"));
  command->add_option(
      "--reason", *reason,
      context.words("Varför, för dem som försöker logga in", "Why, for those who try to log in"));
  command->callback([&context, reason] {
    context.choose([&context, reason] { return hold(context, *reason); });
  });
}

}  // namespace tusk::cli
