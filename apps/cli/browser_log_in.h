#pragma once

// --browser: log in with the Tusk ID in the browser instead of giving the password here.

#include <string>

#include "cli/context.h"
#include "connection/browser_log_in.h"

namespace CLI {
class App;
}

namespace tusk::cli {

// Opens the browser where there is a display, and prints the address (on standard error) so that
// one can do it oneself.
[[nodiscard]] connection::ShowAddress show_in_browser(const Context& context);

struct BrowserArguments {
  connection::BrowserDeed deed;
  std::string online_url;
  std::string ca_file;
  std::string email;  // suggested
};
// The access token. Throws what connection::log_in_by_browser() throws.
[[nodiscard]] std::string log_in_by_browser(Context& context,
                                            const business::CompanyDatabase& company,
                                            const BrowserArguments& arguments);

// Of a command that has options for the password; call it when those are there.
void add_browser_option(CLI::App& command, const Context& context, bool& browser);

}  // namespace tusk::cli
