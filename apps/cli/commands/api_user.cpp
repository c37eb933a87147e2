// tusk api-user: the programs that may work in a company over the local REST interface.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>

#include "business/api_keys.h"
#include "business/api_users.h"
#include "cli/commands/api_user.h"
#include "cli/commands/commands.h"
#include "cli/output.h"
#include "cli/records.h"
#include "core/record_json.h"

namespace tusk::cli {
namespace {

namespace json = boost::json;
using business::ApiUser;

struct ApiUserArguments {
  std::string name;
  std::string new_name;
  std::string profile;
  std::string active;
};

// Names of the access profiles of a company.
class ProfileNames {
 public:
  explicit ProfileNames(Context& context) : company_(context.look_at_company()) {}
  [[nodiscard]] std::string of(core::RecordId profile) const {
    if (profile == 0) return "";
    const core::RecordType& type = core::registry().get("access_profile");
    const auto record = company_.find(type, profile, business::program_actor());
    return record ? core::title_of(type, *record) : "";
  }

 private:
  business::CompanyDatabase company_;
};

json::object to_json(const ApiUser& user, const ProfileNames& profiles) {
  json::object object;
  object["name"] = user.name;
  object["uuid"] = user.uuid;
  object["company"] = user.company;
  const std::string profile = profiles.of(user.access_profile);
  object["access_profile"] = profile.empty()
                                 ? json::value()
                                 : json::value({{"id", user.access_profile}, {"name", profile}});
  object["active"] = user.active;
  object["created_at"] = core::format_timestamp(user.created_at);
  return object;
}

void print_table(Context& context, const std::vector<ApiUser>& users,
                 const ProfileNames& profiles) {
  const core::Language language = context.language();
  Table table(language == core::Language::swedish
                  ? std::vector<std::string>{"Namn", "Behörighetsprofil", "Aktiv", "Upplagd"}
                  : std::vector<std::string>{"Name", "Access profile", "Active", "Added"});
  for (const ApiUser& user : users) {
    const std::string profile = profiles.of(user.access_profile);
    table.add({user.name, profile.empty() ? "–" : profile, yes_no(user.active, language),
               format_local_time(user.created_at)});
  }
  print(table);
}

void print_user(Context& context, const ApiUser& user) {
  const ProfileNames profiles(context);
  if (context.json()) {
    print(json::value(to_json(user, profiles)));
  } else {
    print_table(context, {user}, profiles);
  }
}

int list_users(Context& context) {
  const auto users = business::list_api_users(context.installation(), context.company().number);
  if (!context.json() && users.empty()) {
    print_line(context.words("Företaget har inga API-användare.", "The company has no API users."));
    return 0;
  }
  const ProfileNames profiles(context);
  if (!context.json()) {
    print_table(context, users, profiles);
    return 0;
  }
  json::array list;
  for (const ApiUser& user : users) list.push_back(to_json(user, profiles));
  print(json::value({{"api_users", std::move(list)}}));
  return 0;
}

// "-": none.
core::RecordId find_profile(const business::CompanyDatabase& company, const std::string& text,
                            const business::Actor& actor) {
  if (text == "-") return 0;
  return find_record(company, core::registry().get("access_profile"), text, actor).id;
}

int add_user(Context& context, const ApiUserArguments& arguments) {
  const auto actor = context.actor();
  const auto user = [&] {
    const auto company = context.open_company();
    return business::add_api_user(context.installation(), company, actor, arguments.name,
                                  find_profile(company, arguments.profile, actor));
  }();
  print_user(context, user);
  return 0;
}

int change_user(Context& context, const ApiUserArguments& arguments) {
  const auto actor = context.actor();
  const auto user = [&] {
    const auto company = context.open_company();
    business::ApiUserChange change;
    if (!arguments.new_name.empty()) change.name = arguments.new_name;
    if (!arguments.profile.empty()) {
      change.access_profile = find_profile(company, arguments.profile, actor);
    }
    if (!arguments.active.empty()) {
      change.active = arguments.active == "yes" || arguments.active == "ja";
    }
    return business::change_api_user(context.installation(), company, actor,
                                     get_api_user(context, arguments.name), change);
  }();
  print_user(context, user);
  return 0;
}

int remove_user(Context& context, const ApiUserArguments& arguments) {
  const ApiUser user = get_api_user(context, arguments.name);
  business::remove_api_user(context.installation(), context.actor(), user);
  if (context.json()) {
    print(json::value({{"name", user.name}, {"removed", true}}));
  } else {
    print_line(core::say("{} är borttagen, med sina nycklar. Det som är gjort står kvar.",
                         "{} is removed, with its keys. What it has done stays.", user.name)
                   .in(context.language()));
  }
  return 0;
}

}  // namespace

ApiUser get_api_user(Context& context, const std::string& name) {
  return business::get_api_user(context.installation(), context.company().number, name);
}

void add_api_user_command(CLI::App& app, Context& context) {
  CLI::App* user = app.add_subcommand(
      "api-user", context.words("API-användare: program som får arbeta i ett företag (tusk api)",
                                "API users: programs that may work in a company (tusk api)"));
  user->require_subcommand(1);
  const auto arguments = std::make_shared<ApiUserArguments>();
  const auto run = [&context, arguments](int (*action)(Context&, const ApiUserArguments&)) {
    return [&context, arguments, action] {
      context.choose([&context, arguments, action] { return action(context, *arguments); });
    };
  };
  const auto with_name = [&](const char* command, const char* sv, const char* en) {
    CLI::App* added = user->add_subcommand(command, context.words(sv, en));
    added
        ->add_option("NAME", arguments->name,
                     context.words("API-användarens namn, som dess ändringar stämplas med",
                                   "The API user's name, which its changes are stamped with"))
        ->required();
    return added;
  };
  const std::string profile =
      context.words("Behörighetsprofil i företaget: id eller namn; - för ingen",
                    "Access profile in the company: id or name; - for none");

  user->add_subcommand("list", context.words("Lista API-användare", "List API users"))
      ->callback([&context] { context.choose([&context] { return list_users(context); }); });
  CLI::App* add = with_name("add", "Lägg upp en API-användare", "Add an API user");
  add->add_option("--profile", arguments->profile, profile)->required();
  add->callback(run(add_user));
  CLI::App* set = with_name("set", "Ändra en API-användare", "Change an API user");
  set->add_option("--name", arguments->new_name, context.words("Nytt namn", "New name"));
  set->add_option("--profile", arguments->profile, profile);
  set->add_option("--active", arguments->active,
                  context.words("ja eller nej: om dess nycklar släpps in",
                                "yes or no: whether its keys are let in"))
      ->check(CLI::IsMember({"yes", "no", "ja", "nej"}));
  set->callback(run(change_user));
  with_name("remove", "Ta bort en API-användare och dess nycklar",
            "Remove an API user and its keys")
      ->callback(run(remove_user));
  add_api_key_command(*user, context);
}

}  // namespace tusk::cli
