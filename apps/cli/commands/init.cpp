#include <pwd.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>

#include "business/users.h"
#include "cli/commands/commands.h"
#include "cli/output.h"
#include "cli/password_input.h"

namespace tusk::cli {
namespace {

namespace json = boost::json;

struct InitArguments {
  std::string database;
  std::string company_name;
  std::string full_name;
  bool ask_password = false;
  std::string password_file;
};

std::string log_in_name() {
  const passwd* entry = ::getpwuid(::getuid());
  return entry == nullptr ? std::string("admin") : std::string(entry->pw_name);
}

// A crash between making the databases and the first user leaves an installation that nobody can
// use; running the command again goes on from there.
business::Installation make_installation(Context& context, const InitArguments& arguments) {
  const auto folder = context.data_folder();
  if (business::Installation::exists(folder)) {
    auto unfinished = business::Installation::open(folder, context.environment());
    if (business::list_users(unfinished).empty()) return unfinished;
  }
  return business::Installation::create(folder, arguments.database, context.environment());
}

void add_first_user(Context& context, business::Installation& installation,
                    const InitArguments& arguments) {
  const std::string name = context.options().user.empty() ? log_in_name() : context.options().user;
  const auto user = business::add_first_user(
      installation, name, arguments.full_name.empty() ? name : arguments.full_name);
  context.options().user = user.user_name;
}

int init(Context& context, const InitArguments& arguments) {
  const bool with_password = arguments.ask_password || !arguments.password_file.empty();
  const std::string password =
      with_password ? read_password(arguments.password_file, {"Lösenord", "Password"}, Repeat::yes,
                                    context.language())
                    : std::string();
  auto installation = make_installation(context, arguments);
  // On a server that other computers use already there are users and companies.
  const bool joined = !business::list_users(installation).empty();
  if (!joined) add_first_user(context, installation, arguments);
  const auto actor = joined && context.options().user.empty()
                         ? business::default_actor(installation)
                         : business::get_actor(installation, context.options().user);
  if (with_password) business::set_password(installation, actor, actor.user_name, password);
  if (!arguments.company_name.empty()) {
    business::add_company(installation, actor, business::NewCompany(arguments.company_name));
  }
  const auto companies = business::list_companies(installation);
  if (context.json()) {
    json::array names;
    for (const auto& company : companies)
      names.push_back({{"number", company.number}, {"name", company.name}});
    print(
        json::value({{"data", installation.folder().string()},
                     {"database", installation.server().empty() ? "sqlite" : installation.server()},
                     {"joined", joined},
                     {"user", actor.user_name},
                     {"companies", std::move(names)}}));
    return 0;
  }
  const core::Language language = context.language();
  print_line(core::say("Installationen i {} är klar. Superanvändare: {}.",
                       "The installation in {} is ready. Super user: {}.",
                       installation.folder().string(), actor.user_name)
                 .in(language));
  for (const auto& company : companies) {
    print_line(
        core::say("Företag {}: {}", "Company {}: {}", company.number, company.name).in(language));
  }
  if (companies.empty()) {
    print_line(core::say("Lägg upp det första företaget: tusk company add NAMN",
                         "Add the first company: tusk company add NAME")
                   .in(language));
  }
  return 0;
}

}  // namespace

void add_init_command(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "init",
      context.words(
          "Lägg upp en installation: systemdatabas, första superanvändare (--user), företag",
          "Set up an installation: system database, first super user (--user), company"));
  const auto arguments = std::make_shared<InitArguments>();
  command->add_option("--database", arguments->database,
                      context.words("postgresql://användare@server/databas för flera datorer "
                                    "(lösenord i ~/.pgpass); annars SQLite i datamappen",
                                    "postgresql://user@server/database for several computers "
                                    "(password in ~/.pgpass); default: SQLite in the data folder"));
  command->add_option("--company-name", arguments->company_name,
                      context.words("Det första företagets namn", "Name of the first company"));
  command->add_option("--full-name", arguments->full_name,
                      context.words("Den första superanvändarens fullständiga namn",
                                    "Full name of the first super user"));
  command->add_flag(
      "--password", arguments->ask_password,
      context.words("Fråga efter superanvändarens lösenord", "Ask for the super user's password"));
  command->add_option("--password-file", arguments->password_file,
                      context.words("Fil med superanvändarens lösenord; - för standard input",
                                    "File with the super user's password; - for standard input"));
  command->callback([&context, arguments] {
    context.choose([&context, arguments] { return init(context, *arguments); });
  });
}

}  // namespace tusk::cli
