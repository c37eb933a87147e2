#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands/commands.h"
#include "cli/commands/register_actions.h"

namespace tusk::cli {
namespace {

struct RecordArguments {
  std::string type;
  std::string which;
  std::vector<std::string> values;
  std::vector<std::string> seen;
  ListOptions list;
};

std::string known_types(const Context& context) {
  std::string text = context.words("Register: ett av", "Register: one of");
  for (const core::RecordType& type : core::registry().types()) text += " " + type.name;
  return text;
}

}  // namespace

void add_record_command(CLI::App& app, Context& context) {
  CLI::App* record =
      app.add_subcommand("record", context.words("Läs och skriv poster i vilket register som helst",
                                                 "Read and write the records of any register"));
  record->require_subcommand(1);
  const auto arguments = std::make_shared<RecordArguments>();
  const auto add = [&](const char* name, const std::string& description) {
    CLI::App* command = record->add_subcommand(name, description);
    command->add_option("TYPE", arguments->type, known_types(context))->required();
    return command;
  };
  const auto which = [&](CLI::App* command) {
    command
        ->add_option("ID", arguments->which,
                     context.words("Id, nummer (1001 eller #1001) eller hela namnet",
                                   "Id, number (1001 or #1001) or whole name"))
        ->required();
  };
  const auto values = [&](CLI::App* command) {
    command
        ->add_option("FIELD=VALUE", arguments->values,
                     context.words("Värden; \"fält=\" tömmer ett fält",
                                   "Values; \"field=\" empties a field"))
        ->required();
  };

  CLI::App* list = add("list", context.words("Lista poster", "List records"));
  add_list_options(context, *list, arguments->list);
  list->callback([&context, arguments] {
    context.choose(
        [&context, arguments] { return list_records(context, arguments->type, arguments->list); });
  });
  CLI::App* get = add("get", context.words("Visa en post", "Show one record"));
  which(get);
  get->callback([&context, arguments] {
    context.choose(
        [&context, arguments] { return show_record(context, arguments->type, arguments->which); });
  });
  CLI::App* create = add("add", context.words("Lägg till en post", "Add a record"));
  values(create);
  create->callback([&context, arguments] {
    context.choose(
        [&context, arguments] { return add_record(context, arguments->type, arguments->values); });
  });
  CLI::App* set = add("set", context.words("Ändra fält i en post", "Change fields of a record"));
  which(set);
  values(set);
  set->add_option("--seen", arguments->seen,
                  context.words("Fält=värde som du såg det: har någon annan ändrat det sedan dess "
                                "sparas ingenting; kan upprepas",
                                "Field=value as you saw it: if somebody else has changed it since, "
                                "nothing is saved; may be repeated"))
      ->take_all()
      ->expected(1);
  set->callback([&context, arguments] {
    context.choose([&context, arguments] {
      return change_record(context, arguments->type, arguments->which, arguments->values,
                           arguments->seen);
    });
  });
  CLI::App* remove = add("delete", context.words("Ta bort en post", "Delete a record"));
  which(remove);
  remove->callback([&context, arguments] {
    context.choose([&context, arguments] {
      return remove_record(context, arguments->type, arguments->which);
    });
  });
}

}  // namespace tusk::cli
