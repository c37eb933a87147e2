// tusk service: whether Tusk Sync runs on this computer; starting and stopping it.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "cli/commands/commands.h"
#include "cli/output.h"
#include "cli/service/sync_service.h"

namespace tusk::cli {
namespace {

namespace json = boost::json;

core::Text describe(const ServiceState& state) {
  if (state.is_running) {
    return core::say("Tusk Sync går på den här datorn (process {}).",
                     "Tusk Sync is running on this computer (process {}).", state.process_id);
  }
  return core::say("Tusk Sync går inte på den här datorn. Starta den: tusk service start",
                   "Tusk Sync is not running on this computer. Start it: tusk service start");
}

core::Text describe_unit(const ServiceState& state) {
  if (!state.has_systemd) {
    return {"Datorn styrs inte av systemd: tjänsten startar inte med datorn av sig själv.",
            "This computer is not run by systemd: the service does not start with it by itself."};
  }
  if (!state.has_unit) {
    return core::say(
        "systemd har ingen tjänst {} för den här installationen; se "
        "packaging/systemd.",
        "systemd has no service {} for this installation; see packaging/systemd.", sync_unit);
  }
  return state.starts_with_computer
             ? core::say("systemd: {} är {}, och startar med datorn.",
                         "systemd: {} is {}, and starts with the computer.", sync_unit,
                         state.unit_state)
             : core::say(
                   "systemd: {} är {}, och startar inte med datorn. Ändra det: sudo "
                   "systemctl enable {}",
                   "systemd: {} is {}, and does not start with the computer. Change that: "
                   "sudo systemctl enable {}",
                   sync_unit, state.unit_state, sync_unit);
}

int show(Context& context) {
  const ServiceState state = load_service_state(context.installation());
  if (context.json()) {
    print(json::value(
        {{"running", state.is_running},
         {"process_id", state.process_id == 0 ? json::value() : json::value(state.process_id)},
         {"systemd", state.has_systemd},
         {"unit", state.has_unit ? json::value(state.unit_state) : json::value()},
         {"starts_with_computer", state.has_unit && state.starts_with_computer},
         {"log", state.log_file.string()}}));
    return 0;
  }
  print_line(describe(state).in(context.language()));
  print_line(describe_unit(state).in(context.language()));
  print_line(core::say("Logg: {}", "Log: {}", state.log_file.string()).in(context.language()));
  return 0;
}

}  // namespace

void add_service_command(CLI::App& app, Context& context) {
  CLI::App* service =
      app.add_subcommand("service", context.words("Tjänsten Tusk Sync på den här datorn",
                                                  "The service Tusk Sync on this computer"));
  service->require_subcommand(1);
  service->add_subcommand("status", context.words("Om den går", "Whether it is running"))
      ->callback([&context] { context.choose([&context] { return show(context); }); });
  service->add_subcommand("start", context.words("Starta den", "Start it"))->callback([&context] {
    context.choose([&context] {
      start_service(context.installation());
      return show(context);
    });
  });
  service->add_subcommand("stop", context.words("Stoppa den", "Stop it"))->callback([&context] {
    context.choose([&context] {
      stop_service(context.installation());
      return show(context);
    });
  });
}

}  // namespace tusk::cli
