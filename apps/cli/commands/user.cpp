#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>

#include "business/users.h"
#include "cli/commands/commands.h"
#include "cli/output.h"
#include "cli/password_input.h"
#include "cli/records.h"
#include "core/record_json.h"

namespace tusk::cli {
namespace {

namespace json = boost::json;

struct UserArguments {
  std::string user_name;
  std::string full_name;
  bool super_user = false;
  bool ask_password = false;
  std::string super_user_value;
  std::string active_value;
  std::string employee;
  std::string profile;
  std::string password_file;
};

json::object to_json(const business::User& user) {
  json::object object;
  object["user_name"] = user.user_name;
  object["full_name"] = user.full_name;
  object["super_user"] = user.super_user;
  object["active"] = user.active;
  object["has_password"] = user.has_password;
  object["last_login_at"] = user.last_login_at == 0
                                ? json::value()
                                : json::value(core::format_timestamp(user.last_login_at));
  return object;
}

void print_users(Context& context, const std::vector<business::User>& users) {
  const core::Language language = context.language();
  const bool swedish = language == core::Language::swedish;
  Table table(swedish
                  ? std::vector<std::string>{"Användarnamn", "Namn", "Superanvändare", "Aktiv",
                                             "Lösenord", "Senast inloggad"}
                  : std::vector<std::string>{context.words("Användarnamn", "User name"), "Name",
                                             "Super user", "Active", "Password", "Last log-in"});
  for (const business::User& user : users) {
    table.add({user.user_name, user.full_name, yes_no(user.super_user, language),
               yes_no(user.active, language), yes_no(user.has_password, language),
               format_local_time(user.last_login_at)});
  }
  print(table);
}

int list_users(Context& context) {
  const auto users = business::list_users(context.installation());
  if (!context.json()) {
    print_users(context, users);
    return 0;
  }
  json::array list;
  for (const business::User& user : users) list.push_back(to_json(user));
  print(json::value({{"users", std::move(list)}}));
  return 0;
}

void print_user(Context& context, const std::string& user_name) {
  const business::User user = business::get_user(context.installation(), user_name);
  if (context.json()) {
    print(json::value(to_json(user)));
  } else {
    print_users(context, {user});
  }
}

// Employee and access profile are the company's own.
void link(Context& context, const UserArguments& arguments) {
  std::vector<std::string> values;
  const auto add = [&](const char* field, const std::string& given) {
    if (!given.empty()) values.push_back(std::string(field) + "=" + (given == "-" ? "" : given));
  };
  add("employee", arguments.employee);
  add("access_profile", arguments.profile);
  if (values.empty()) return;
  const auto company = context.open_company();
  const auto actor = context.actor();
  const core::RecordType& type = core::registry().get("user");
  const auto record = business::get_user_record(company, arguments.user_name);
  company.update(type, record.id, parse_changes(company, type, values, actor), actor);
}

void ask_and_set_password(Context& context, const std::string& user_name, const std::string& file) {
  const std::string password =
      read_password(file, core::say("Nytt lösenord för {}", "New password of {}", user_name),
                    Repeat::yes, context.language());
  business::set_password(context.installation(), context.actor(), user_name, password);
}

int add_user(Context& context, const UserArguments& arguments) {
  business::User user;
  user.user_name = arguments.user_name;
  user.full_name = arguments.full_name;
  user.super_user = arguments.super_user;
  user = business::add_user(context.installation(), context.actor(), user);
  link(context, arguments);
  if (arguments.ask_password || !arguments.password_file.empty())
    ask_and_set_password(context, user.user_name, arguments.password_file);
  print_user(context, user.user_name);
  return 0;
}

std::optional<bool> optional_flag(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text == "yes" || text == "ja";
}

int change_user(Context& context, const UserArguments& arguments) {
  business::UserChange change;
  if (!arguments.full_name.empty()) change.full_name = arguments.full_name;
  change.super_user = optional_flag(arguments.super_user_value);
  change.active = optional_flag(arguments.active_value);
  business::change_user(context.installation(), context.actor(), arguments.user_name, change);
  link(context, arguments);
  print_user(context, arguments.user_name);
  return 0;
}

int change_password(Context& context, const UserArguments& arguments) {
  ask_and_set_password(context, arguments.user_name, arguments.password_file);
  if (context.json()) {
    print_user(context, arguments.user_name);
  } else {
    print_line(core::say("Lösenordet för {} är bytt.", "The password of {} has been changed.",
                         arguments.user_name)
                   .in(context.language()));
  }
  return 0;
}

void add_link_options(const Context& context, CLI::App* command, UserArguments& arguments) {
  command->add_option("--employee", arguments.employee,
                      context.words("Anställd i företaget: id, nummer eller namn; - för ingen",
                                    "Employee in the company: id, number or name; - for none"));
  command->add_option("--profile", arguments.profile,
                      context.words("Behörighetsprofil i företaget: id eller namn; - för ingen",
                                    "Access profile in the company: id or name; - for none"));
}

}  // namespace

void add_user_command(CLI::App& app, Context& context) {
  CLI::App* user = app.add_subcommand(
      "user", context.words("Kontorets användarkonton", "The office's user accounts"));
  user->require_subcommand(1);
  const auto arguments = std::make_shared<UserArguments>();
  const auto run = [&context, arguments](int (*action)(Context&, const UserArguments&)) {
    return [&context, arguments, action] {
      context.choose([&context, arguments, action] { return action(context, *arguments); });
    };
  };

  user->add_subcommand("list", context.words("Lista användare", "List users"))
      ->callback([&context] { context.choose([&context] { return list_users(context); }); });
  CLI::App* add = user->add_subcommand("add", context.words("Lägg upp en användare", "Add a user"));
  add->add_option(
         "USER", arguments->user_name,
         context.words("Användarnamn: a–z, siffror, . _ -", "User name: a-z, digits, . _ -"))
      ->required();
  add->add_option("--full-name", arguments->full_name,
                  context.words("Fullständigt namn", "Full name"))
      ->required();
  add->add_flag("--super-user", arguments->super_user,
                context.words("Får göra allt", "May do everything"));
  add->add_flag("--password", arguments->ask_password,
                context.words("Fråga efter ett lösenord", "Ask for a password"));
  add->add_option("--password-file", arguments->password_file,
                  context.words("Fil med lösenordet; - för standard input",
                                "File with the password; - for standard input"));
  add_link_options(context, add, *arguments);
  add->callback(run(add_user));
  CLI::App* set = user->add_subcommand("set", context.words("Ändra en användare", "Change a user"));
  set->add_option("USER", arguments->user_name, context.words("Användarnamn", "User name"))
      ->required();
  set->add_option("--full-name", arguments->full_name,
                  context.words("Fullständigt namn", "Full name"));
  const auto yes_or_no = CLI::IsMember({"yes", "no", "ja", "nej"});
  set->add_option("--super-user", arguments->super_user_value,
                  context.words("ja eller nej", "yes or no"))
      ->check(yes_or_no);
  set->add_option("--active", arguments->active_value, context.words("ja eller nej", "yes or no"))
      ->check(yes_or_no);
  add_link_options(context, set, *arguments);
  set->callback(run(change_user));
  CLI::App* password =
      user->add_subcommand("password", context.words("Sätt ett lösenord", "Set a password"));
  password->add_option("USER", arguments->user_name, context.words("Användarnamn", "User name"))
      ->required();
  password->add_option(
      "--password-file", arguments->password_file,
      context.words("Fil med lösenordet; - för standard input (annars en fråga)",
                    "File with the password; - for standard input (default: ask)"));
  password->callback(run(change_password));
}

}  // namespace tusk::cli
