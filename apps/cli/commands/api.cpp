// tusk api: the office's own REST interface, for other programs.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <future>
#include <memory>

#include "cli/api/api_program.h"
#include "cli/api/limits.h"
#include "cli/commands/commands.h"
#include "cli/output.h"
#include "platform/computer.h"
#include "platform/logging.h"
#include "platform/stop_signal.h"
#include "platform/supervisor.h"

namespace tusk::cli {
namespace {

struct ApiArguments {
  std::string address = "127.0.0.1";
  std::uint16_t port = api_default_port;
  std::string certificate;
  std::string key;
  std::vector<std::string> hosts;
  int idle_seconds = api_idle_seconds;
  std::string log_level = "info";
};

std::optional<http::TlsFiles> tls_of(const ApiArguments& arguments) {
  if (arguments.certificate.empty() && arguments.key.empty()) return std::nullopt;
  if (!arguments.certificate.empty() && !arguments.key.empty()) {
    return http::TlsFiles{arguments.certificate, arguments.key};
  }
  throw core::invalid_field(
      "tls", "",
      core::say("Ange både --tls-certificate och --tls-key, eller ingen av dem.",
                "Give both --tls-certificate and --tls-key, or neither."));
}

std::string url_of(const ApiArguments& arguments, std::uint16_t port) {
  const bool is_ipv6 = arguments.address.find(':') != std::string::npos;
  return (arguments.certificate.empty() ? "http://" : "https://") +
         (is_ipv6 ? "[" + arguments.address + "]" : arguments.address) + ":" + std::to_string(port);
}

int serve(Context& context, const ApiArguments& arguments) {
  std::promise<void> stopped;
  // First: threads that are older would die of the signal.
  const platform::StopSignal on_stop([&stopped] { stopped.set_value(); });
  const auto folder = context.data_folder();
  business::Environment environment = context.environment();
  environment.program = "tusk api";
  ApiProgram program({.data_folder = folder,
                      .address = arguments.address,
                      .port = arguments.port,
                      .tls = tls_of(arguments),
                      .hosts = arguments.hosts,
                      .idle_time = core::seconds(arguments.idle_seconds)},
                     environment);
  platform::set_up_logging({.file = folder / "log" / "tusk-api.log",
                            .level = platform::parse_log_level(arguments.log_level)});
  program.start();
  const std::string url = url_of(arguments, program.port());
  if (context.json()) {
    print(boost::json::value({{"ready", true}, {"url", url}, {"port", program.port()}}));
  } else {
    print_line(core::say("Svarar på {} tills du trycker Ctrl-C.",
                         "Answers at {} until you press Ctrl-C.", url)
                   .in(context.language()));
  }
  platform::log(platform::LogLevel::info, "ready",
                {{"url", url}, {"port", std::to_string(program.port())}});
  platform::notify_ready();
  stopped.get_future().wait();
  platform::notify_stopping();
  program.stop();
  platform::log(platform::LogLevel::info, "stopped");
  return 0;
}

}  // namespace

void add_api_command(CLI::App& app, Context& context) {
  const auto arguments = std::make_shared<ApiArguments>();
  CLI::App* command = app.add_subcommand(
      "api", context.words("Kör det lokala REST-gränssnittet för andra program, tills du trycker "
                           "Ctrl-C",
                           "Run the local REST interface for other programs, until you press "
                           "Ctrl-C"));
  command->add_option("--address", arguments->address,
                      context.words("Adress att svara på (annars 127.0.0.1); en som andra når "
                                    "kräver TLS",
                                    "Address to answer at (default: 127.0.0.1); one that others "
                                    "reach requires TLS"));
  command->add_option(
      "--port", arguments->port,
      context.words("Port (annars 8322); 0: någon ledig", "Port (default: 8322); 0: any free one"));
  command->add_option("--tls-certificate", arguments->certificate,
                      context.words("PEM-fil med certifikatet och dess kedja",
                                    "PEM file with the certificate and its chain"));
  command->add_option(
      "--tls-key", arguments->key,
      context.words("PEM-fil med certifikatets nyckel, som bara du får läsa",
                    "PEM file with the certificate's key, which only you may read"));
  command
      ->add_option("--host", arguments->hosts,
                   context.words("Namn som program når datorn under; kan upprepas",
                                 "Name that programs reach this computer by; may be repeated"))
      ->take_all()
      ->expected(1);
  command
      ->add_option(
          "--idle", arguments->idle_seconds,
          context.words("Sekunder utan anrop tills en API-användare loggas ut (annars 300)",
                        "Seconds without a request until an API user is logged out "
                        "(default: 300)"))
      ->check(CLI::Range(1, 86400));
  command
      ->add_option("--log-level", arguments->log_level,
                   context.words("debug, info, warning eller error (annars info)",
                                 "debug, info, warning or error (default: info)"))
      ->check(CLI::IsMember({"debug", "info", "warning", "error"}));
  command->callback([&context, arguments] {
    context.choose([&context, arguments] { return serve(context, *arguments); });
  });
}

}  // namespace tusk::cli
