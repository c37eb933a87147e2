#include "cli/commands/company.h"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>

#include "cli/commands/commands.h"
#include "cli/commands/register_actions.h"
#include "cli/output.h"
#include "cli/records.h"
#include "core/record_json.h"

namespace tusk::cli {
namespace {

namespace json = boost::json;

struct CompanyArguments {
  std::string name;
  bool sample = false;
  std::vector<std::string> values;
};

const core::RecordType& company_type() {
  return core::registry().get("company");
}

json::object to_json(const business::Company& company) {
  json::object object;
  object["number"] = company.number;
  object["name"] = company.name;
  object["location"] = company.location.empty() ? json::value() : json::value(company.location);
  object["sample"] = company.sample;
  object["created_at"] = core::format_timestamp(company.created_at);
  return object;
}

int list_companies(Context& context) {
  const auto companies = business::list_companies(context.installation());
  const core::Language language = context.language();
  if (context.json()) {
    json::array list;
    for (const auto& company : companies) list.push_back(to_json(company));
    print(json::value({{"companies", std::move(list)}}));
    return 0;
  }
  const bool swedish = language == core::Language::swedish;
  Table table(swedish ? std::vector<std::string>{"Nummer", "Namn", "Exempel", "Upplagt"}
                      : std::vector<std::string>{"Number", "Name", "Sample", "Created"});
  table.align_right(0);
  for (const auto& company : companies) {
    table.add({std::to_string(company.number), company.name, yes_no(company.sample, language),
               format_local_time(company.created_at)});
  }
  print(table);
  return 0;
}

int add_company(Context& context, const CompanyArguments& arguments) {
  business::NewCompany wanted(arguments.name);
  wanted.sample = arguments.sample;
  wanted.details = parse_changes(company_type(), arguments.values);
  const auto company = business::add_company(context.installation(), context.actor(), wanted);
  if (context.json()) {
    print(json::value(to_json(company)));
  } else {
    print_line(core::say("Företaget {} är upplagt med nummer {}.",
                         "The company {} has been added with number {}.", company.name,
                         company.number)
                   .in(context.language()));
  }
  return 0;
}

int show_company(Context& context) {
  const auto company = context.open_company();
  print_record(context, company, company_type(), company.company_record());
  return 0;
}

int change_company(Context& context, const CompanyArguments& arguments) {
  const auto company = context.open_company();
  const auto actor = context.actor();
  const auto record = company.company_record();
  const auto changed =
      company.update(company_type(), record.id,
                     parse_changes(company, company_type(), arguments.values, actor), actor);
  // Opening it again takes a new name over into the system database.
  static_cast<void>(business::open_company(context.installation(), company.company()));
  print_record(context, company, company_type(), changed);
  return 0;
}

}  // namespace

void add_company_command(CLI::App& app, Context& context) {
  CLI::App* company = app.add_subcommand(
      "company", context.words("Installationens företag", "The companies of the installation"));
  company->require_subcommand(1);
  const auto arguments = std::make_shared<CompanyArguments>();

  company->add_subcommand("list", context.words("Lista företag", "List companies"))
      ->callback([&context] { context.choose([&context] { return list_companies(context); }); });
  CLI::App* add = company->add_subcommand(
      "add", context.words("Lägg upp en företagsdatabas", "Add a company database") +
                 describe_fields(context, "company"));
  add->add_option("NAME", arguments->name, context.words("Företagets namn", "Name of the company"))
      ->required();
  add->add_option("FIELD=VALUE", arguments->values,
                  context.words("Fler uppgifter om företaget", "Further company information"));
  add->add_flag(
      "--sample", arguments->sample,
      context.words("För att prova; kan inte anslutas", "For trying out; can't be connected"));
  add->callback([&context, arguments] {
    context.choose([&context, arguments] { return add_company(context, *arguments); });
  });
  company
      ->add_subcommand("show",
                       context.words("Visa företagsinformationen", "Show the company information"))
      ->callback([&context] { context.choose([&context] { return show_company(context); }); });
  CLI::App* set = company->add_subcommand(
      "set", context.words("Ändra företagsinformationen", "Change the company information") +
                 describe_fields(context, "company"));
  set->add_option("FIELD=VALUE", arguments->values,
                  context.words("Värden, t.ex. city=Luleå", "Values, e.g. city=Luleå"))
      ->required();
  set->callback([&context, arguments] {
    context.choose([&context, arguments] { return change_company(context, *arguments); });
  });
  add_hold_command(*company, context);
}

}  // namespace tusk::cli
