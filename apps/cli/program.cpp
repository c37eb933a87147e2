#include "cli/program.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <string_view>

#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/exit_code.h"
#include "cli/output.h"

namespace tusk::cli {
namespace {

void add_global_options(CLI::App& app, GlobalOptions& options) {
  app.add_option("--data", options.data,
                 "Data folder of the installation (default: $XDG_DATA_HOME/tusk or "
                 "~/.local/share/tusk)")
      ->type_name("DIR");
  app.add_flag("--json", options.json, "Machine-readable output; errors as JSON on stderr");
  app.add_option("--language", options.language, "Language of the output: sv or en (default: LANG)")
      ->check(CLI::IsMember({"sv", "en"}));
  app.add_option("--user", options.user, "Office user who acts (default: the only super user)")
      ->type_name("NAME");
  app.add_option("--company", options.company, "Company by number or name (default: the only one)")
      ->type_name("NUMBER|NAME");
}

// A wrong command line may have kept --json from being read; what was asked for still holds.
bool asks_for_json(int argc, char** argv) {
  return std::any_of(argv, argv + argc,
                     [](const char* argument) { return std::string_view(argument) == "--json"; });
}

}  // namespace

int run(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  Context context;
  CLI::App app("Tusk: set up the office, keep its registers, connect it to Tusk Online.", "tusk");
  app.set_version_flag("--version", "tusk " TUSK_VERSION);
  app.require_subcommand(1);
  // Global options may also stand after the command. Commands inherit this when they are added.
  app.fallthrough();
  add_global_options(app, context.options());
  add_all_commands(app, context);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    const core::Error usage(
        core::ErrorCode::invalid,
        core::say("{} Se tusk --help.", "{} See tusk --help.", std::string(error.what())));
    print_error(usage, context.language(), asks_for_json(argc, argv));
    return exit_usage;
  }
  try {
    return context.run_chosen_command();
  } catch (const core::Error& error) {
    print_error(error, context.language(), context.options().json);
    return exit_code_of(error.code());
  } catch (const std::exception& error) {
    print_error(core::Error(core::ErrorCode::internal,
                            core::say("Ett fel i programmet: {}.", "A defect of the program: {}.",
                                      std::string(error.what()))),
                context.language(), context.options().json);
    return exit_code_of(core::ErrorCode::internal);
  }
}

}  // namespace tusk::cli
