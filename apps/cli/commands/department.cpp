#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands/commands.h"
#include "cli/commands/register_actions.h"

namespace tusk::cli {
namespace {

constexpr const char* department_type = "department";

struct DepartmentArguments {
  std::string which;
  std::vector<std::string> values;
  ListOptions list;
};

}  // namespace

void add_department_command(CLI::App& app, Context& context) {
  CLI::App* department = app.add_subcommand(
      "department", context.words("Företagets avdelningar", "Departments of the company"));
  department->require_subcommand(1);
  const auto arguments = std::make_shared<DepartmentArguments>();

  CLI::App* list =
      department->add_subcommand("list", context.words("Lista avdelningar", "List departments"));
  add_list_options(context, *list, arguments->list);
  list->callback([&context, arguments] {
    context.choose(
        [&context, arguments] { return list_records(context, department_type, arguments->list); });
  });
  CLI::App* add =
      department->add_subcommand("add", context.words("Lägg upp en avdelning", "Add a department") +
                                            describe_fields(context, department_type));
  add->add_option("NAME", arguments->which,
                  context.words("Avdelningens namn", "Name of the department"))
      ->required();
  add->add_option("FIELD=VALUE", arguments->values,
                  context.words("Fler värden, t.ex. code=BYGG", "Further values, e.g. code=BYGG"));
  add->callback([&context, arguments] {
    context.choose([&context, arguments] {
      auto values = arguments->values;
      values.push_back("name=" + arguments->which);
      return add_record(context, department_type, values);
    });
  });
  CLI::App* set =
      department->add_subcommand("set", context.words("Ändra en avdelning", "Change a department") +
                                            describe_fields(context, department_type));
  set->add_option("DEPARTMENT", arguments->which, context.words("Id eller namn", "Id or name"))
      ->required();
  set->add_option("FIELD=VALUE", arguments->values, context.words("Värden", "Values"))->required();
  set->callback([&context, arguments] {
    context.choose([&context, arguments] {
      return change_record(context, department_type, arguments->which, arguments->values);
    });
  });
}

}  // namespace tusk::cli
