// tusk online change-user: another super user answers for the connection.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>

#include "cli/browser_log_in.h"
#include "cli/commands/online.h"
#include "cli/output.h"
#include "cli/password_input.h"
#include "connection/change_user.h"
#include "connection/state.h"

namespace tusk::cli {
namespace {

namespace json = boost::json;

struct OnlineChangeUserArguments {
  std::string password_file;
  std::string code_file;
  std::string person_name;
  std::string ca_file;
  bool create_identity = false;
  bool browser = false;
};

// Whoever gives the command takes the connection over, with their own Tusk ID.
int change_user(Context& context, const OnlineChangeUserArguments& arguments) {
  const auto company = context.open_company();
  const business::Actor actor = context.actor();
  api::HandOverRequest request{
      .email = connection::require_email_to_take_over(company, actor),
      .create_identity = arguments.create_identity,
      .person_name = arguments.person_name.empty() ? actor.full_name : arguments.person_name};
  if (arguments.browser) {
    request.access_token =
        log_in_by_browser(context, company,
                          {.deed = connection::BrowserDeed::change_user,
                           .online_url = connection::load_state(company).online_url,
                           .ca_file = arguments.ca_file,
                           .email = request.email});
  } else {
    request.password = read_password(
        arguments.password_file,
        core::say("Lösenord till Tusk ID för {}", "Tusk ID password of {}", request.email),
        arguments.create_identity ? Repeat::yes : Repeat::no, context.language());
  }
  const auto changed =
      connection::change_user(context.installation(), company, actor, request,
                              {.ca_file = arguments.ca_file,
                               .language = context.language(),
                               .ask_code = code_asker(arguments.code_file, context.language())});
  if (context.json()) {
    print(json::value({{"connected_by", changed.connected_by},
                       {"connected_by_email", request.email},
                       {"before", changed.before}}));
    return 0;
  }
  print_line(core::say("{} står nu för anslutningen, i stället för {}.",
                       "{} now answers for the connection, instead of {}.", changed.connected_by,
                       changed.before)
                 .in(context.language()));
  return 0;
}

}  // namespace

void add_change_user_command(CLI::App& online, Context& context) {
  const auto arguments = std::make_shared<OnlineChangeUserArguments>();
  CLI::App* command = online.add_subcommand(
      "change-user",
      context.words("Byt användare: superanvändaren som ger kommandot står för anslutningen",
                    "Change user: the super user who gives the command answers for the "
                    "connection"));
  command->add_flag("--create-identity", arguments->create_identity,
                    context.words("Skapa Tusk ID för adressen", "Create the Tusk ID"));
  command->add_option("--person-name", arguments->person_name,
                      context.words("Namn på ett nytt Tusk ID (annars användarens)",
                                    "Name of a new Tusk ID (default: the user's)"));
  command->add_option("--password-file", arguments->password_file,
                      context.words("Fil med lösenordet till Tusk ID; - för standard input (annars "
                                    "en fråga)",
                                    "File with the Tusk ID password; - for standard input "
                                    "(default: ask)"));
  command->add_option("--code-file", arguments->code_file,
                      context.words("Fil med en kod för tvåstegsinloggning; - för standard input "
                                    "(annars en fråga, när den behövs)",
                                    "File with a code for two-step log-in; - for standard input "
                                    "(default: ask, when one is needed)"));
  command->add_option("--ca-file", arguments->ca_file,
                      context.words("PEM-fil med utfärdare att lita på (annars datorns)",
                                    "PEM file with the authorities to trust (default: the "
                                    "computer's)"));
  add_browser_option(*command, context, arguments->browser);
  command->callback([&context, arguments] {
    context.choose([&context, arguments] { return change_user(context, *arguments); });
  });
}

}  // namespace tusk::cli
