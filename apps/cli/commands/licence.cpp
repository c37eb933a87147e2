#include "business/licence.h"

#include <CLI/CLI.hpp>
#include <array>
#include <boost/json.hpp>
#include <memory>

#include "business/companies.h"
#include "business/online_licence.h"
#include "cli/commands/commands.h"
#include "cli/output.h"

namespace tusk::cli {
namespace {

namespace json = boost::json;

struct Entry {
  const char* name;
  std::string business::Licence::*member;
};

constexpr std::array entries{Entry{"holder", &business::Licence::holder},
                             Entry{"contact_person", &business::Licence::contact_person},
                             Entry{"phone", &business::Licence::phone},
                             Entry{"email", &business::Licence::email},
                             Entry{"number", &business::Licence::number}};

int show_licence(Context& context) {
  const business::Licence licence = business::load_licence(context.installation());
  json::object object;
  for (const Entry& entry : entries) {
    const std::string& value = licence.*entry.member;
    if (context.json()) {
      object[entry.name] = value.empty() ? json::value() : json::value(value);
    } else {
      print_line(fmt::format("{:<16}{}", entry.name, value.empty() ? "–" : value));
    }
  }
  json::array online;
  std::string names;
  for (const business::Company& company : business::list_companies(context.installation())) {
    if (!business::has_online_licence(context.installation(), company.number)) continue;
    online.push_back({{"number", company.number}, {"name", company.name}});
    names += (names.empty() ? "" : ", ") + company.name;
  }
  if (!context.json()) {
    print_line(fmt::format("{:<16}{}", "Tusk Online", names.empty() ? "–" : names));
    return 0;
  }
  object["online"] = std::move(online);
  print(json::value(std::move(object)));
  return 0;
}

// `change`: assign_online_licence, withdraw_online_licence.
int change_add_on(Context& context, const std::string& company,
                  void (*change)(business::Installation&, const business::Actor&,
                                 const business::Company&)) {
  change(context.installation(), context.actor(),
         business::get_company(context.installation(), company));
  return show_licence(context);
}

void set_value(business::Licence& licence, const std::string& argument) {
  const auto equals = argument.find('=');
  std::string known;
  for (const Entry& entry : entries) {
    known += (known.empty() ? "" : ", ") + std::string(entry.name);
    if (equals == std::string::npos || argument.substr(0, equals) != entry.name) continue;
    licence.*entry.member = argument.substr(equals + 1);
    return;
  }
  throw core::invalid_field(
      argument.substr(0, equals), argument,
      core::say("Skriv fält=värde; licensens fält är: {}.",
                "Write field=value; the fields of the licence are: {}.", known));
}

int change_licence(Context& context, const std::vector<std::string>& values) {
  business::Licence licence = business::load_licence(context.installation());
  for (const std::string& value : values) set_value(licence, value);
  business::save_licence(context.installation(), context.actor(), licence);
  return show_licence(context);
}

}  // namespace

void add_licence_command(CLI::App& app, Context& context) {
  CLI::App* licence =
      app.add_subcommand("licence", context.words("Vem installationen är licensierad till",
                                                  "Whom the installation is licensed to"));
  licence->require_subcommand(1);
  licence->add_subcommand("show", context.words("Visa licensen", "Show the licence"))
      ->callback([&context] { context.choose([&context] { return show_licence(context); }); });
  const auto values = std::make_shared<std::vector<std::string>>();
  CLI::App* set = licence->add_subcommand(
      "set", context.words("Ändra licensen: holder contact_person phone email number",
                           "Change the licence: holder contact_person phone email number"));
  set->add_option("FIELD=VALUE", *values, "Values, e.g. holder=\"Norrsken Bygg AB\"")->required();
  set->callback([&context, values] {
    context.choose([&context, values] { return change_licence(context, *values); });
  });
  const auto company = std::make_shared<std::string>();
  const auto add = [&](const char* name, std::string help, auto change) {
    CLI::App* command = licence->add_subcommand(name, std::move(help));
    command->add_option("COMPANY", *company, context.words("Nummer eller namn", "Number or name"))
        ->required();
    command->callback([&context, company, change] {
      context.choose(
          [&context, company, change] { return change_add_on(context, *company, change); });
    });
  };
  add("assign",
      context.words("Tilldela ett företag tilläggslicensen Tusk Online",
                    "Assign the add-on Tusk Online to a company"),
      business::assign_online_licence);
  add("withdraw",
      context.words("Ta tillbaka tilläggslicensen från ett företag som inte är anslutet",
                    "Take the add-on back from a company that is not connected"),
      business::withdraw_online_licence);
}

}  // namespace tusk::cli
