#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands/commands.h"
#include "cli/commands/register_actions.h"

namespace tusk::cli {
namespace {

constexpr const char* employee_type = "employee";

struct EmployeeArguments {
  std::string which;
  std::vector<std::string> values;
  ListOptions list;
};

// Who gives first and last name need not write the whole name too.
std::vector<std::string> with_whole_name(std::vector<std::string> values) {
  std::string first;
  std::string last;
  for (const std::string& value : values) {
    if (value.starts_with("name=")) return values;
    if (value.starts_with("first_name=")) first = value.substr(value.find('=') + 1);
    if (value.starts_with("last_name=")) last = value.substr(value.find('=') + 1);
  }
  values.push_back("name=" + first + (first.empty() || last.empty() ? "" : " ") + last);
  return values;
}

}  // namespace

void add_employee_command(CLI::App& app, Context& context) {
  CLI::App* employee =
      app.add_subcommand("employee", context.words("Personalregistret", "The employee register"));
  employee->require_subcommand(1);
  const auto arguments = std::make_shared<EmployeeArguments>();

  CLI::App* list =
      employee->add_subcommand("list", context.words("Lista anställda", "List employees"));
  add_list_options(context, *list, arguments->list);
  list->callback([&context, arguments] {
    context.choose(
        [&context, arguments] { return list_records(context, employee_type, arguments->list); });
  });
  CLI::App* add = employee->add_subcommand(
      "add", context.words("Lägg upp en anställd: first_name=Anna last_name=Berg email=…",
                           "Add an employee: first_name=Anna last_name=Berg email=…") +
                 describe_fields(context, employee_type));
  add->add_option("FIELD=VALUE", arguments->values, context.words("Värden", "Values"))->required();
  add->callback([&context, arguments] {
    context.choose([&context, arguments] {
      return add_record(context, employee_type, with_whole_name(arguments->values));
    });
  });
  CLI::App* set =
      employee->add_subcommand("set", context.words("Ändra en anställd", "Change an employee") +
                                          describe_fields(context, employee_type));
  set->add_option("EMPLOYEE", arguments->which,
                  context.words("Id, nummer eller hela namnet", "Id, number or whole name"))
      ->required();
  set->add_option("FIELD=VALUE", arguments->values, context.words("Värden", "Values"))->required();
  set->callback([&context, arguments] {
    context.choose([&context, arguments] {
      return change_record(context, employee_type, arguments->which, arguments->values);
    });
  });
  CLI::App* deactivate = employee->add_subcommand(
      "deactivate",
      context.words("Den anställda har slutat: åtkomsten online upphör vid nästa synkronisering",
                    "The employee has left: access online ends with the next synchronisation"));
  deactivate
      ->add_option("EMPLOYEE", arguments->which,
                   context.words("Id, nummer eller hela namnet", "Id, number or whole name"))
      ->required();
  deactivate->callback([&context, arguments] {
    context.choose([&context, arguments] {
      return change_record(context, employee_type, arguments->which, {"active=no"});
    });
  });
}

}  // namespace tusk::cli
