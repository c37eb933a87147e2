#include "cli/program.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <string_view>

#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/output.h"
#include "platform/exit_code.h"

namespace tusk::cli {
namespace {

void add_global_options(CLI::App& app, Context& context) {
  GlobalOptions& options = context.options();
  app.add_option("--data", options.data,
                 context.words("Installationens datamapp (annars $XDG_DATA_HOME/tusk eller "
                               "~/.local/share/tusk)",
                               "Data folder of the installation (default: $XDG_DATA_HOME/tusk or "
                               "~/.local/share/tusk)"))
      ->type_name("DIR");
  app.add_flag("--json", options.json,
               context.words("Svar för program; fel som JSON på standard error",
                             "Machine-readable output; errors as JSON on standard error"));
  app.add_option("--language", options.language,
                 context.words("Språk: sv eller en (annars datorns)",
                               "Language: sv or en (default: the computer's)"))
      ->type_name("sv|en")
      ->check(CLI::IsMember({"sv", "en"}).description(""));
  app.add_option("--user", options.user,
                 context.words("Kontorets användare som gör detta (annars den enda "
                               "superanvändaren)",
                               "Office user who acts (default: the only super user)"))
      ->type_name("NAME");
  app.add_option("--company", options.company,
                 context.words("Företag, nummer eller namn (annars det enda)",
                               "Company by number or name (default: the only one)"))
      ->type_name("COMPANY");
}

// What stands in --help in the language of the output too.
void name_parts_of_help(CLI::App& app, const Context& context) {
  const auto formatter = std::make_shared<CLI::Formatter>();
  formatter->column_width(32);
  if (context.language() == core::Language::swedish) {
    formatter->label("Usage", "Användning");
    formatter->label("OPTIONS", "VAL");
    formatter->label("SUBCOMMAND", "KOMMANDO");
    formatter->label("SUBCOMMANDS", "KOMMANDON");
    formatter->label("Positionals", "Argument");
    formatter->label("REQUIRED", "(måste anges)");
    formatter->label("TEXT", "TEXT");
  } else {
    formatter->label("SUBCOMMAND", "COMMAND");
    formatter->label("Positionals", "Arguments");
    formatter->label("REQUIRED", "(required)");
  }
  app.formatter(formatter);
  app.option_defaults()->group(context.words("Val", "Options"));
  app.set_help_flag("-h,--help", context.words("Visa denna hjälp", "Show this help"));
}

// --language and --json hold also for --help and for a command line that can't be read.
void read_ahead(int argc, char** argv, GlobalOptions& options) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument(argv[i]);
    if (argument == "--json") options.json = true;
    std::string_view language;
    if (argument == "--language" && i + 1 < argc) language = argv[i + 1];
    if (argument.starts_with("--language=")) language = argument.substr(11);
    if (language == "sv" || language == "en") options.language = language;
  }
}

core::Text describe(const CLI::ParseError& error) {
  const std::string detail = error.what();
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    const std::string rest = detail.substr(std::min(detail.find(": ") + 2, detail.size()));
    return core::say("Okänt argument: {}.", "Unknown argument: {}.", rest);
  }
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    if (detail.find("subcommand") != std::string::npos)
      return core::say("Ett kommando saknas.", "A command is missing.");
    return core::say("{} saknas.", "{} is missing.", detail.substr(0, detail.find(" is required")));
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr ||
      dynamic_cast<const CLI::ConversionError*>(&error) != nullptr ||
      dynamic_cast<const CLI::ValidationError*>(&error) != nullptr) {
    return core::say("Fel värde på kommandoraden: {}.", "A wrong value on the command line: {}.",
                     detail);
  }
  return core::say("Kommandoraden kan inte läsas: {}.", "The command line can't be read: {}.",
                   detail);
}

int report(const core::Error& error, const Context& context) {
  print_error(error, context.language(), context.json());
  return platform::exit_code_of(error.code());
}

}  // namespace

int run(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  Context context;
  read_ahead(argc, argv, context.options());
  CLI::App app(context.words("Tusk: lägg upp kontoret, sköt dess register och anslut det till Tusk "
                             "Online.",
                             "Tusk: set up the office, keep its registers, connect it to Tusk "
                             "Online."),
               "tusk");
  name_parts_of_help(app, context);
  app.set_version_flag("--version", "tusk " TUSK_VERSION,
                       context.words("Visa version", "Show the version"));
  app.group(context.words("Kommandon", "Commands"));
  app.require_subcommand(1);
  // Global options may also stand after the command. Commands inherit this when they are added.
  app.fallthrough();
  add_global_options(app, context);
  add_all_commands(app, context);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    const core::Text text = describe(error);
    report(core::Error(core::ErrorCode::invalid,
                       core::Text{text.sv + " Se tusk --help.", text.en + " See tusk --help."}),
           context);
    return platform::exit_usage;
  }
  try {
    return context.run_chosen_command();
  } catch (const core::Error& error) {
    return report(error, context);
  } catch (const std::exception& error) {
    return report(core::Error(core::ErrorCode::internal,
                              core::say("Ett fel i programmet: {}.", "A defect of the program: {}.",
                                        std::string(error.what()))),
                  context);
  }
}

}  // namespace tusk::cli
