// tusk online connect | update | cancel | disconnect; how connecting goes is in online_guide.h

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <functional>
#include <memory>
#include <utility>

#include "cli/browser_log_in.h"
#include "cli/commands/online.h"
#include "cli/commands/online_guide.h"
#include "cli/commands/online_progress.h"
#include "cli/commands/snapshot_report.h"
#include "cli/output.h"
#include "cli/password_input.h"
#include "connection/connecting.h"
#include "connection/ending.h"
#include "connection/state.h"
#include "core/record_json.h"

namespace tusk::cli {
namespace {

namespace json = boost::json;

struct OnlineConnectionArguments {
  ConnectArguments connect;
  bool yes = false;
  bool force = false;
};

int connect(Context& context, const OnlineConnectionArguments& arguments) {
  return arguments.connect.url.empty() ? connect_in_dialogue(context, arguments.connect)
                                       : connect_as_told(context, arguments.connect);
}

int tell_of_new_key(Context& context) {
  if (context.json()) {
    print(json::value({{"connected", true}, {"key_renewed", true}}));
  } else {
    print_line(context.words("Den här datorn har fått en ny nyckel. Synkroniseringen fortsätter.",
                             "This computer has got a new key. Synchronisation goes on."));
  }
  return 0;
}

int update(Context& context, const OnlineConnectionArguments& arguments) {
  const auto company = context.open_company();
  const auto actor = context.actor();
  // Before anybody types a password.
  business::require_super_user(actor);
  const replica::State state = connection::load_state(company);
  connection::require_connected(state);
  connection::ConnectOptions options{
      .ca_file = arguments.connect.ca_file,
      .email = arguments.connect.email.empty() ? state.connected_by_email : arguments.connect.email,
      .language = context.language(),
      .ask_code = code_asker(arguments.connect.code_file, context.language())};
  if (arguments.connect.browser) {
    options.access_token = log_in_by_browser(context, company,
                                             {.deed = connection::BrowserDeed::update,
                                              .online_url = state.online_url,
                                              .ca_file = arguments.connect.ca_file,
                                              .email = options.email});
  } else {
    options.password = read_password(
        arguments.connect.password_file,
        core::say("Lösenord till Tusk ID för {}", "Tusk ID password of {}", options.email),
        Repeat::no, options.language);
  }
  const auto update = [&] {
    SnapshotReport report(context);
    return connection::update_connection(context.installation(), company, actor, options,
                                         std::ref(report));
  }();
  if (update == connection::Update::key_renewed) return tell_of_new_key(context);
  return follow_and_tell(context, company, arguments.connect.no_wait);
}

connection::CallOptions call_options(const Context& context,
                                     const OnlineConnectionArguments& arguments) {
  return {.ca_file = arguments.connect.ca_file,
          .language = context.language(),
          .ask_code = code_asker(arguments.connect.code_file, context.language())};
}

int cancel(Context& context, const OnlineConnectionArguments& arguments) {
  const auto company = context.open_company();
  connection::cancel_first_sync(
      context.installation(), company, context.actor(),
      arguments.force ? connection::Tell::nobody : connection::Tell::server,
      call_options(context, arguments));
  if (context.json()) {
    print(json::value({{"cancelled", true}}));
  } else {
    print_line(context.words(
        "Den första synkroniseringen är avbruten. Allt finns kvar på kontoret, och ingenting av "
        "den finns online.",
        "The first synchronisation was given up. Everything is still in the office, and nothing "
        "of it is online."));
  }
  return 0;
}

void confirm(const Context& context, const OnlineConnectionArguments& arguments,
             const std::string& company) {
  if (arguments.yes) return;
  const std::string answer =
      ask(core::say("Webbåtkomsten till {} upphör genast, och uppgifterna online tas bort. Det som "
                    "finns på kontoret är kvar. Skriv företagets namn för att fortsätta",
                    "Web access to {} ends at once, and the data online is removed. What is in the "
                    "office stays. Write the company's name to go on",
                    company),
          context.language());
  if (answer == company) return;
  throw core::Error(core::ErrorCode::invalid,
                    core::say("Ingenting är ändrat: svaret var inte {}.",
                              "Nothing has been changed: the answer was not {}.", company));
}

// Step 1 of disconnecting: the Tusk ID of whoever connected.
api::DisconnectRequest log_in_to_disconnect(Context& context,
                                            const OnlineConnectionArguments& arguments,
                                            const business::CompanyDatabase& company) {
  const replica::State state = connection::load_state(company);
  api::DisconnectRequest request{.email = arguments.connect.email.empty()
                                              ? state.connected_by_email
                                              : arguments.connect.email};
  if (arguments.connect.browser) {
    const BrowserArguments browser{.deed = connection::BrowserDeed::disconnect,
                                   .online_url = state.online_url,
                                   .ca_file = arguments.connect.ca_file,
                                   .email = std::exchange(request.email, {})};
    request.access_token = log_in_by_browser(context, company, browser);
    return request;
  }
  request.password = read_password(
      arguments.connect.password_file,
      core::say("Lösenord till Tusk ID för {}", "Tusk ID password of {}", request.email),
      Repeat::no, context.language());
  return request;
}

// Whom it will meet.
api::OnlinePeople show_people_online(const Context& context, api::OnlinePeople online) {
  if (context.json()) return online;
  const core::Language language = context.language();
  if (online.people.empty()) {
    print_line(context.words("Ingen är inloggad på webben just nu.",
                             "Nobody is logged in on the web at this moment."));
    return online;
  }
  print_line(context.words("Inloggade på webben just nu, och får veta det i sin webbläsare:",
                           "Logged in on the web at this moment, and told in their browsers:"));
  for (const api::OnlinePerson& person : online.people) {
    print_line(core::say("  {} <{}>, sedan {}, gjorde senast något {}",
                         "  {} <{}>, since {}, last did something {}", person.name, person.email,
                         format_local_time(person.since.at),
                         format_local_time(person.last_activity.at))
                   .in(language));
  }
  return online;
}

json::array to_json(const api::OnlinePeople& online) {
  json::array list;
  for (const api::OnlinePerson& person : online.people) {
    list.push_back({{"name", person.name},
                    {"email", person.email},
                    {"since", core::format_timestamp(person.since.at)},
                    {"last_activity", core::format_timestamp(person.last_activity.at)}});
  }
  return list;
}

// Two steps: the Tusk ID that answers for the connection, and a confirmation by whoever has seen
// who is logged in on the web. With --force the server can't be told.
int disconnect(Context& context, const OnlineConnectionArguments& arguments) {
  const auto company = context.open_company();
  const auto actor = context.actor();
  business::Installation& installation = context.installation();
  const auto call = call_options(context, arguments);
  connection::require_disconnectable(company, actor);
  std::optional<api::DisconnectRequest> log_in;
  api::OnlinePeople online;
  if (!arguments.force) {
    log_in = log_in_to_disconnect(context, arguments, company);
    online = show_people_online(
        context, connection::check_disconnecting(installation, company, *log_in, call));
  }
  confirm(context, arguments, company.company().name);
  connection::disconnect_company(installation, company, actor, log_in, call);
  if (context.json()) {
    print(json::value({{"disconnected", true},
                       {"online_told", !arguments.force},
                       {"people_online", to_json(online)}}));
    return 0;
  }
  print_line(core::say("{} är frånkopplat. Allt finns kvar på kontoret.",
                       "{} is disconnected. Everything is still in the office.",
                       company.company().name)
                 .in(context.language()));
  if (arguments.force) {
    print_line(context.words(
        "Servern har inte fått veta det. Be den som sköter den att ta bort företaget där.",
        "The server has not been told. Ask whoever runs it to remove the company there."));
  }
  return 0;
}

void add_log_in_options(CLI::App* command, const Context& context,
                        OnlineConnectionArguments& arguments) {
  command->add_option("--password-file", arguments.connect.password_file,
                      context.words("Fil med lösenordet till Tusk ID; - för standard input (annars "
                                    "en fråga)",
                                    "File with the Tusk ID password; - for standard input "
                                    "(default: ask)"));
  command->add_option("--code-file", arguments.connect.code_file,
                      context.words("Fil med en kod för tvåstegsinloggning; - för standard input "
                                    "(annars en fråga, när den behövs)",
                                    "File with a code for two-step log-in; - for standard input "
                                    "(default: ask, when one is needed)"));
  command->add_option("--ca-file", arguments.connect.ca_file,
                      context.words("PEM-fil med utfärdare att lita på (annars datorns)",
                                    "PEM file with the authorities to trust (default: the "
                                    "computer's)"));
  add_browser_option(*command, context, arguments.connect.browser);
}

}  // namespace

void add_connection_commands(CLI::App& online, Context& context) {
  const auto arguments = std::make_shared<OnlineConnectionArguments>();
  const auto run = [&context,
                    arguments](int (*action)(Context&, const OnlineConnectionArguments&)) {
    return [&context, arguments, action] {
      context.choose([&context, arguments, action] { return action(context, *arguments); });
    };
  };
  CLI::App* connect_command =
      online.add_subcommand("connect", context.words("Anslut företaget till Tusk Online",
                                                     "Connect the company to Tusk "
                                                     "Online"));
  connect_command->add_option(
      "URL", arguments->connect.url,
      context.words("Serverns adress, t.ex. https://online.exempel.se; utan den frågar en guide "
                    "efter allt som behövs",
                    "Address of the server, e.g. https://online.example.com; without it "
                    "a guide asks for all that is needed"));
  connect_command->add_option("--email", arguments->connect.email,
                              context.words("Tusk ID (annars den anställdas e-postadress)",
                                            "Tusk ID (default: the employee's e-mail address)"));
  connect_command->add_flag("--create-identity", arguments->connect.create_identity,
                            context.words("Skapa Tusk ID för adressen", "Create the Tusk ID"));
  connect_command->add_option("--person-name", arguments->connect.person_name,
                              context.words("Namn på ett nytt Tusk ID (annars användarens)",
                                            "Name of a new Tusk ID (default: the user's)"));
  connect_command->add_option(
      "--computer", arguments->connect.computer,
      context.words("Dator som ska synkronisera (annars den här); se tusk online computers",
                    "Computer that is to synchronise (default: this one); see tusk online "
                    "computers"));
  const auto add_no_wait = [&](CLI::App* command) {
    command->add_flag("--no-wait", arguments->connect.no_wait,
                      context.words("Följ inte den första synkroniseringen",
                                    "Do not follow the first synchronisation"));
  };
  add_no_wait(connect_command);
  add_log_in_options(connect_command, context, *arguments);
  connect_command->callback([arguments, &context, choose = run(connect)] {
    // Without the address somebody has to be there who can be asked.
    if (arguments->connect.url.empty() && (context.json() || !can_ask()))
      throw CLI::RequiredError("URL");
    choose();
  });

  CLI::App* update_command = online.add_subcommand(
      "update",
      context.words("Uppdatera anslutningen: efter ett nytt lösenord, eller när en av databaserna "
                    "har återställts",
                    "Update the connection: after a new password, or when one of the databases "
                    "was put back"));
  update_command->add_option(
      "--email", arguments->connect.email,
      context.words("Tusk ID (annars den som anslöt)", "Tusk ID (default: who connected)"));
  add_no_wait(update_command);
  add_log_in_options(update_command, context, *arguments);
  update_command->callback(run(update));

  CLI::App* cancel_command = online.add_subcommand(
      "cancel",
      context.words("Ge upp den första synkroniseringen", "Give up the first synchronisation"));
  cancel_command->add_flag(
      "--force", arguments->force,
      context.words("Även om servern inte kan nås", "Also if the server can't be reached"));
  cancel_command->callback(run(cancel));

  CLI::App* disconnect_command = online.add_subcommand(
      "disconnect", context.words("Koppla ifrån: webbåtkomsten upphör, uppgifterna online tas bort",
                                  "Disconnect: web access ends, the data online is removed"));
  disconnect_command->add_option(
      "--email", arguments->connect.email,
      context.words("Tusk ID (annars den som anslöt)", "Tusk ID (default: who connected)"));
  disconnect_command->add_flag("--yes", arguments->yes, context.words("Fråga inte", "Do not ask"));
  disconnect_command->add_flag(
      "--force", arguments->force,
      context.words("Glöm anslutningen här, när servern inte kan nås eller inte känner den längre",
                    "Forget the connection here, when the server can't be reached or no longer "
                    "knows it"));
  add_log_in_options(disconnect_command, context, *arguments);
  disconnect_command->callback(run(disconnect));
}

}  // namespace tusk::cli
