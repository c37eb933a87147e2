// tusk api-user key: what an API user is known by.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <filesystem>
#include <memory>

#include "business/api_keys.h"
#include "cli/commands/api_user.h"
#include "cli/output.h"
#include "core/record_json.h"
#include "platform/secret_file.h"

namespace tusk::cli {
namespace {

namespace json = boost::json;
using business::ApiKey;

struct ApiKeyArguments {
  std::string user;
  std::string label;
  std::string key_file;
  std::string key;
};

json::value time_to_json(core::Microseconds at) {
  return at == 0 ? json::value() : json::value(core::format_timestamp(at));
}

json::object to_json(const ApiKey& key) {
  json::object object;
  object["name"] = key.name;
  object["label"] = key.label;
  object["created_at"] = time_to_json(key.created_at);
  object["created_by"] = key.created_by;
  object["last_used_at"] = time_to_json(key.last_used_at);
  object["revoked_at"] = time_to_json(key.revoked_at);
  object["revoked_by"] = key.revoked_by.empty() ? json::value() : json::value(key.revoked_by);
  return object;
}

std::string revocation(const ApiKey& key, core::Language language) {
  if (key.revoked_at == 0) return "";
  return core::say("indragen {} av {}", "revoked {} by {}", format_local_time(key.revoked_at),
                   key.revoked_by)
      .in(language);
}

void print_keys(const Context& context, const std::vector<ApiKey>& keys) {
  const core::Language language = context.language();
  Table table(language == core::Language::swedish
                  ? std::vector<std::string>{"Nyckel", "Till", "Skapad", "Av", "Senast använd",
                                             "Anmärkning"}
                  : std::vector<std::string>{"Key", "For", "Created", "By", "Last used", "Remark"});
  for (const ApiKey& key : keys) {
    table.add({key.name + "_…", key.label, format_local_time(key.created_at), key.created_by,
               format_local_time(key.last_used_at), revocation(key, language)});
  }
  print(table);
}

int list_keys(Context& context, const ApiKeyArguments& arguments) {
  const auto keys =
      business::list_api_keys(context.installation(), get_api_user(context, arguments.user));
  if (!context.json()) {
    print_keys(context, keys);
    return 0;
  }
  json::array list;
  for (const ApiKey& key : keys) list.push_back(to_json(key));
  print(json::value({{"keys", std::move(list)}}));
  return 0;
}

// Before a key is made that could not be kept.
void require_free(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) return;
  throw core::invalid_field(
      "key-file", file.string(),
      core::say("Filen finns redan. Välj en annan, så att ingen nyckel skrivs över.",
                "The file exists already. Choose another, so that no key is overwritten."));
}

int add_key(Context& context, const ApiKeyArguments& arguments) {
  if (!arguments.key_file.empty()) require_free(arguments.key_file);
  const auto user = get_api_user(context, arguments.user);
  const auto actor = context.actor();
  const auto made = business::add_api_key(context.installation(), actor, user, arguments.label);
  if (!arguments.key_file.empty()) {
    try {
      platform::write_secret_file(arguments.key_file, made.secret + "\n");
    } catch (...) {
      business::revoke_api_key(context.installation(), actor, user, made.key.name);
      throw;
    }
  }
  if (context.json()) {
    json::object object = to_json(made.key);
    if (arguments.key_file.empty()) object["key"] = made.secret;
    print(json::value(std::move(object)));
    return 0;
  }
  if (!arguments.key_file.empty()) {
    print_line(core::say("Nyckeln {}_… är skriven till {}, som bara du får läsa.",
                         "The key {}_… has been written to {}, which only you may read.",
                         made.key.name, arguments.key_file)
                   .in(context.language()));
    return 0;
  }
  print_line(made.secret);
  print_remark(context.words("Spara nyckeln nu: den visas bara den här gången.",
                             "Keep the key now: it is shown this one time only."));
  return 0;
}

int revoke_key(Context& context, const ApiKeyArguments& arguments) {
  const auto key = business::revoke_api_key(context.installation(), context.actor(),
                                            get_api_user(context, arguments.user), arguments.key);
  if (context.json()) {
    print(json::value(to_json(key)));
  } else {
    print_line(core::say("Nyckeln {}_… ({}) är indragen och gäller inte längre.",
                         "The key {}_… ({}) is revoked and no longer valid.", key.name, key.label)
                   .in(context.language()));
  }
  return 0;
}

}  // namespace

void add_api_key_command(CLI::App& api_user, Context& context) {
  CLI::App* key = api_user.add_subcommand(
      "key", context.words("API-användarens nycklar", "The API user's keys"));
  key->require_subcommand(1);
  const auto arguments = std::make_shared<ApiKeyArguments>();
  const auto with_user = [&](const char* command, const std::string& description,
                             int (*action)(Context&, const ApiKeyArguments&)) {
    CLI::App* added = key->add_subcommand(command, description);
    added
        ->add_option("API_USER", arguments->user,
                     context.words("API-användarens namn", "The API user's name"))
        ->required();
    added->callback([&context, arguments, action] {
      context.choose([&context, arguments, action] { return action(context, *arguments); });
    });
    return added;
  };
  with_user("list", context.words("Lista nycklar", "List keys"), list_keys);
  CLI::App* add = with_user("add",
                            context.words("Gör en nyckel; den visas bara den gången",
                                          "Make a key; it is shown that one time only"),
                            add_key);
  add->add_option("--label", arguments->label,
                  context.words("Vad den ska användas till", "What it is for"))
      ->required();
  add->add_option(
      "--key-file", arguments->key_file,
      context.words("Skriv nyckeln till den här filen (0600) i stället för att visa den",
                    "Write the key to this file (0600) instead of showing it"));
  CLI::App* revoke =
      with_user("revoke", context.words("Dra in en nyckel", "Revoke a key"), revoke_key);
  revoke
      ->add_option("KEY", arguments->key,
                   context.words("Nyckelns namn ur listan: tusk_ och 12 tecken",
                                 "The key's name from the list: tusk_ and 12 characters"))
      ->required();
}

}  // namespace tusk::cli
