// tusk online trace FILE: what support needs to know, in a text file.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <filesystem>
#include <memory>

#include "cli/commands/online.h"
#include "cli/output.h"
#include "cli/service/sync_service.h"
#include "connection/trace.h"
#include "core/error.h"
#include "platform/secret_file.h"

namespace tusk::cli {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

struct OnlineTraceArguments {
  std::string file;
  bool force = false;
};

connection::TraceProgram this_program(Context& context) {
  const ServiceState service = load_service_state(context.installation());
  return {.version = TUSK_VERSION,
          .is_service_running = service.is_running,
          .has_systemd = service.has_systemd,
          .unit_state = service.has_unit ? service.unit_state : "",
          .starts_with_computer = service.starts_with_computer};
}

int write_trace(Context& context, const OnlineTraceArguments& arguments) {
  const auto company = context.look_at_company();
  business::require_super_user(context.actor());
  if (fs::exists(arguments.file) && !arguments.force) {
    throw core::Error(core::ErrorCode::conflict,
                      core::say("Filen {} finns redan. Välj ett annat namn, eller skriv över den "
                                "med --force.",
                                "The file {} exists already. Choose another name, or overwrite it "
                                "with --force.",
                                arguments.file));
  }
  platform::write_secret_file(
      fs::absolute(arguments.file),
      connection::make_trace(context.installation(), company, this_program(context)));
  if (context.json()) {
    print(json::value({{"file", arguments.file}}));
  } else {
    print_line(core::say("Spårloggen är skriven till {}. Skicka den till supporten.",
                         "The trace log was written to {}. Send it to support.", arguments.file)
                   .in(context.language()));
  }
  return 0;
}

}  // namespace

void add_trace_command(CLI::App& online, Context& context) {
  const auto arguments = std::make_shared<OnlineTraceArguments>();
  CLI::App* trace = online.add_subcommand(
      "trace", context.words("Skriv en spårlogg för supporten, utan nycklar och personuppgifter",
                             "Write a trace log for support, without keys and personal data"));
  trace->add_option("FILE", arguments->file, context.words("Filen", "The file"))->required();
  trace->add_flag(
      "--force", arguments->force,
      context.words("Skriv över filen om den finns", "Overwrite the file if it exists"));
  trace->callback([&context, arguments] {
    context.choose([&context, arguments] { return write_trace(context, *arguments); });
  });
}

}  // namespace tusk::cli
