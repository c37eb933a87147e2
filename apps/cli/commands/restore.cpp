// tusk restore FILE | --all FOLDER

#include "business/restore.h"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>

#include "business/users.h"
#include "cli/commands/backup.h"
#include "cli/commands/commands.h"
#include "cli/output.h"

namespace tusk::cli {
namespace {

namespace json = boost::json;

struct RestoreArguments {
  std::string file;
  std::string folder;
  std::string database;
  std::string name;
  std::string password_file;
  bool as_new = false;
};

json::object to_json(const business::Restored& restored) {
  json::object object;
  object["number"] = restored.company.number;
  object["name"] = restored.company.name;
  object["rows"] = restored.rows;
  object["kept_aside"] =
      restored.kept_aside.empty() ? json::value() : json::value(restored.kept_aside.string());
  object["users_without_account"] = restored.users_without_account;
  return object;
}

void print_restored(const Context& context, const business::Restored& restored) {
  const core::Language language = context.language();
  print_line(core::say("{} (nummer {}) är återställt: {} rader.",
                       "{} (number {}) has been restored: {} rows.", restored.company.name,
                       restored.company.number, restored.rows)
                 .in(language));
  if (!restored.kept_aside.empty()) {
    print_line(core::say("Det som fanns där förut ligger kvar i {}.",
                         "What was there before is kept in {}.", restored.kept_aside.string())
                   .in(language));
  }
  if (restored.users_without_account > 0) {
    print_line(core::say("{} användare i kopian har inget konto här och är nu inaktiva; lägg upp "
                         "dem med \"tusk user add\".",
                         "{} users of the backup have no account here and are inactive now; add "
                         "them with \"tusk user add\".",
                         restored.users_without_account)
                   .in(language));
  }
}

// A new computer has no installation yet.
business::Installation open_or_make(Context& context, const RestoreArguments& arguments) {
  const auto folder = context.data_folder();
  if (business::Installation::exists(folder)) {
    return business::Installation::open(folder, context.environment());
  }
  return business::Installation::create(folder, arguments.database, context.environment());
}

int restore_all(Context& context, const RestoreArguments& arguments,
                const business::RestoreOptions& options) {
  business::Installation installation = open_or_make(context, arguments);
  const bool empty = business::list_users(installation).empty();
  const auto actor = empty ? business::program_actor()
                     : context.options().user.empty()
                         ? business::default_actor(installation)
                         : business::get_actor(installation, context.options().user);
  const auto all = business::restore_installation(installation, actor, arguments.folder, options);
  end_backup_progress(context);
  json::array list;
  for (const auto& restored : all) {
    if (context.json()) {
      list.push_back(to_json(restored));
    } else {
      print_restored(context, restored);
    }
  }
  if (context.json()) print(json::value({{"restored", std::move(list)}}));
  return 0;
}

int restore_one(Context& context, const RestoreArguments& arguments,
                const business::RestoreOptions& options) {
  const auto actor = context.actor();
  const auto restored = arguments.as_new
                            ? business::restore_as_new(context.installation(), actor,
                                                       arguments.file, arguments.name, options)
                            : business::restore_company(context.installation(), actor,
                                                        context.company(), arguments.file, options);
  end_backup_progress(context);
  if (context.json()) {
    print(json::value(to_json(restored)));
  } else {
    print_restored(context, restored);
  }
  return 0;
}

int restore(Context& context, const RestoreArguments& arguments) {
  if (arguments.file.empty() == arguments.folder.empty()) {
    throw core::invalid_field(
        "FILE", arguments.file,
        core::say("Ange en säkerhetskopia att läsa, eller --all och mappen med en hel "
                  "installation.",
                  "Give a backup to read, or --all and the folder with a whole installation."));
  }
  const business::RestoreOptions options{
      .program = TUSK_VERSION,
      .password = archive_password(context, arguments.password_file),
      .on_progress = show_backup_progress(context)};
  return arguments.folder.empty() ? restore_one(context, arguments, options)
                                  : restore_all(context, arguments, options);
}

}  // namespace

void add_restore_command(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "restore",
      context.words("Återställ ett företag (FILE) eller hela installationen (--all); det som fanns "
                    "sparas vid sidan av",
                    "Restore a company (FILE) or the whole installation (--all); what was there "
                    "is kept aside"));
  const auto arguments = std::make_shared<RestoreArguments>();
  command->add_option("FILE", arguments->file,
                      context.words("Säkerhetskopian (.tusk)", "The backup (.tusk)"));
  command
      ->add_option("--all", arguments->folder,
                   context.words("Mapp som \"tusk backup --all\" har skrivit",
                                 "Folder that \"tusk backup --all\" has written"))
      ->type_name("FOLDER");
  CLI::Option* as_new = command->add_flag(
      "--as-new", arguments->as_new, context.words("Som ett företag till", "As one more company"));
  command
      ->add_option("--name", arguments->name,
                   context.words("Det nya företagets namn (annars kopians)",
                                 "Name of the new company (default: the backup's)"))
      ->needs(as_new);
  command->add_option("--database", arguments->database,
                      context.words("Med --all på en ny dator: postgresql://… (annars SQLite)",
                                    "With --all on a new computer: postgresql://… (default: "
                                    "SQLite)"));
  command->add_option("--password-file", arguments->password_file,
                      context.words("Fil med säkerhetskopians lösenord; - för standard input",
                                    "File with the backup's password; - for standard input"));
  command->callback([&context, arguments] {
    context.choose([&context, arguments] { return restore(context, *arguments); });
  });
}

}  // namespace tusk::cli
