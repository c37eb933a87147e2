#include "cli/commands/online.h"

#include <CLI/CLI.hpp>

#include "cli/commands/commands.h"

namespace tusk::cli {

void add_online_command(CLI::App& app, Context& context) {
  CLI::App* online = app.add_subcommand(
      "online", context.words("Anslutningen till Tusk Online", "The connection to Tusk Online"));
  online->require_subcommand(1);
  add_connection_commands(*online, context);
  add_change_user_command(*online, context);
  add_progress_command(*online, context);
  add_status_command(*online, context);
  add_trace_command(*online, context);
  add_computer_commands(*online, context);
  add_history_commands(*online, context);
  add_problem_commands(*online, context);
  add_audit_commands(*online, context);
}

}  // namespace tusk::cli
