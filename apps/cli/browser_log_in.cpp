#include "cli/browser_log_in.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include "business/installation.h"
#include "platform/browser.h"

namespace tusk::cli {

connection::ShowAddress show_in_browser(const Context& context) {
  return [language = context.language()](const std::string& address, std::uint16_t port) {
    const auto print = [&](const core::Text& text) {
      fmt::print(stderr, "{}\n", text.in(language));
    };
    const bool is_opened = platform::open_in_browser(address);
    if (is_opened) {
      print({"Logga in i webbläsaren. Om den inte öppnas, öppna adressen själv:",
             "Log in in the browser. If it does not open, open the address yourself:"});
    } else {
      print({"Öppna adressen i en webbläsare och logga in:",
             "Open the address in a browser, and log in:"});
    }
    fmt::print(stderr, "\n  {}\n\n", address);
    if (!is_opened) {
      print(
          core::say("Webbläsaren ska vara på den här datorn, eller nå dess port {} (ssh -L "
                    "{}:127.0.0.1:{} DATOR). Väntar; avbryt med Ctrl-C.",
                    "The browser must be on this computer, or reach its port {} (ssh -L "
                    "{}:127.0.0.1:{} COMPUTER). Waiting; stop with Ctrl-C.",
                    port, port, port));
    }
    std::fflush(stderr);
  };
}

std::string log_in_by_browser(Context& context, const business::CompanyDatabase& company,
                              const BrowserArguments& arguments) {
  connection::BrowserLogIn wanted =
      connection::browser_log_in_for(context.installation(), company, arguments.deed);
  wanted.online_url = arguments.online_url;
  wanted.ca_file = arguments.ca_file;
  wanted.email = arguments.email;
  wanted.language = context.language();
  wanted.show = show_in_browser(context);
  return connection::log_in_by_browser(wanted, context.installation().environment().random);
}

void add_browser_option(CLI::App& command, const Context& context, bool& browser) {
  CLI::Option* option = command.add_flag(
      "--browser", browser,
      context.words("Logga in i webbläsaren i stället för att ge lösenordet här; fungerar med "
                    "passnycklar, men inte för att skapa ett Tusk ID",
                    "Log in in the browser instead of giving the password here; works with "
                    "passkeys, but not to create a Tusk ID"));
  for (const char* other :
       {"--password-file", "--code-file", "--create-identity", "--person-name"}) {
    if (CLI::Option* found = command.get_option_no_throw(other)) option->excludes(found);
  }
}

}  // namespace tusk::cli
