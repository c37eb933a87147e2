#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands/commands.h"
#include "cli/commands/register_actions.h"

namespace tusk::cli {
namespace {

struct Arguments {
  std::string type;
  std::string which;
  std::vector<std::string> values;
  ListOptions list;
};

std::string known_types() {
  std::string text = "Register: one of";
  for (const core::RecordType& type : core::registry().types()) text += " " + type.name;
  return text;
}

}  // namespace

void add_record_command(CLI::App& app, Context& context) {
  CLI::App* record = app.add_subcommand("record", "Read and write the records of any register");
  record->require_subcommand(1);
  const auto arguments = std::make_shared<Arguments>();
  const auto add = [&](const char* name, const char* description) {
    CLI::App* command = record->add_subcommand(name, description);
    command->add_option("TYPE", arguments->type, known_types())->required();
    return command;
  };
  const auto which = [&](CLI::App* command) {
    command->add_option("ID", arguments->which, "Id, number (1001 or #1001) or whole name")
        ->required();
  };
  const auto values = [&](CLI::App* command) {
    command->add_option("FIELD=VALUE", arguments->values, "Values; \"field=\" empties a field")
        ->required();
  };

  CLI::App* list = add("list", "List records");
  add_list_options(*list, arguments->list);
  list->callback([&context, arguments] {
    context.choose(
        [&context, arguments] { return list_records(context, arguments->type, arguments->list); });
  });
  CLI::App* get = add("get", "Show one record");
  which(get);
  get->callback([&context, arguments] {
    context.choose(
        [&context, arguments] { return show_record(context, arguments->type, arguments->which); });
  });
  CLI::App* create = add("add", "Add a record");
  values(create);
  create->callback([&context, arguments] {
    context.choose(
        [&context, arguments] { return add_record(context, arguments->type, arguments->values); });
  });
  CLI::App* set = add("set", "Change fields of a record");
  which(set);
  values(set);
  set->callback([&context, arguments] {
    context.choose([&context, arguments] {
      return change_record(context, arguments->type, arguments->which, arguments->values);
    });
  });
  CLI::App* remove = add("delete", "Delete a record");
  which(remove);
  remove->callback([&context, arguments] {
    context.choose([&context, arguments] {
      return remove_record(context, arguments->type, arguments->which);
    });
  });
}

}  // namespace tusk::cli
