// tusk backup FILE | --all FOLDER | verify FILE

#include "cli/commands/backup.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>

#include "archive/reader.h"
#include "cli/commands/commands.h"
#include "cli/output.h"
#include "cli/password_input.h"
#include "core/record_json.h"

namespace tusk::cli {
namespace {

namespace json = boost::json;

struct BackupArguments {
  std::string file;
  std::string folder;
  std::string password_file;
  bool force = false;
};

bool shows_progress(const Context& context) {
  return !context.json() && ::isatty(STDERR_FILENO) != 0;
}

core::Text name_of(business::BackupStep step) {
  switch (step) {
    case business::BackupStep::writing:
      return {"Skriver", "Writing"};
    case business::BackupStep::verifying:
      return {"Kontrollerar", "Verifying"};
    case business::BackupStep::loading:
      return {"Läser in", "Loading"};
  }
  return {};
}

json::object to_json(const std::string& file, const archive::Summary& summary) {
  json::object sections;
  for (const archive::Section& section : summary.header.sections) {
    sections[section.name] = section.rows;
  }
  json::object object;
  object["file"] = file;
  object["subject"] = summary.header.subject;
  object["company_name"] = summary.header.company_name;
  object["database_uuid"] = summary.header.database_uuid;
  object["made_at"] = core::format_timestamp(summary.header.made_at);
  object["program"] = summary.header.program;
  object["bytes"] = summary.bytes;
  object["rows"] = summary.trailer.rows;
  object["hash"] = archive::to_hex(summary.hash);
  object["verified"] = true;
  object["mended_texts"] = summary.mended_texts;
  object["sections"] = std::move(sections);
  return object;
}

void print_summary(const Context& context, const std::string& file,
                   const archive::Summary& summary) {
  print_line(core::say("{}: {} rader, {} byte, läst tillbaka och kontrollerad.",
                       "{}: {} rows, {} bytes, read back and verified.", file, summary.trailer.rows,
                       summary.bytes)
                 .in(context.language()));
  if (summary.mended_texts == 0) return;
  print_remark(core::say("{} texter innehöll byte som inte är text; de står som \uFFFD i kopian.",
                         "{} texts held bytes that are no text; they stand as \uFFFD in the copy.",
                         summary.mended_texts)
                   .in(context.language()));
}

business::BackupOptions options_of(const Context& context, const BackupArguments& arguments) {
  return {.program = TUSK_VERSION,
          .password = archive_password(context, arguments.password_file),
          .overwrite = arguments.force,
          .on_progress = show_backup_progress(context)};
}

int back_up_company(Context& context, const BackupArguments& arguments) {
  const auto options = options_of(context, arguments);
  const auto backup = business::back_up_company(context.installation(), context.actor(),
                                                context.company(), arguments.file, options);
  end_backup_progress(context);
  if (context.json()) {
    print(json::value(to_json(arguments.file, backup.summary)));
  } else {
    print_summary(context, arguments.file, backup.summary);
  }
  return 0;
}

int back_up_all(Context& context, const BackupArguments& arguments) {
  const auto options = options_of(context, arguments);
  const auto backups = business::back_up_installation(context.installation(), context.actor(),
                                                      arguments.folder, options);
  end_backup_progress(context);
  json::array list;
  for (const auto& backup : backups) {
    if (context.json()) {
      list.push_back(to_json(backup.file.string(), backup.summary));
    } else {
      print_summary(context, backup.file.string(), backup.summary);
    }
  }
  if (context.json()) print(json::value({{"backups", std::move(list)}}));
  return 0;
}

int back_up(Context& context, const BackupArguments& arguments) {
  if (arguments.file.empty() == arguments.folder.empty()) {
    throw core::invalid_field(
        "FILE", arguments.file,
        core::say("Ange en fil att skriva företaget till, eller --all och en mapp för hela "
                  "installationen.",
                  "Give a file to write the company to, or --all and a folder for the whole "
                  "installation."));
  }
  return arguments.folder.empty() ? back_up_company(context, arguments)
                                  : back_up_all(context, arguments);
}

int verify(Context& context, const BackupArguments& arguments) {
  const auto show = show_backup_progress(context);
  const auto summary =
      archive::verify_archive(arguments.file, archive_password(context, arguments.password_file),
                              [&](const archive::Progress& progress) {
                                if (show) show(business::BackupStep::verifying, progress);
                              });
  end_backup_progress(context);
  if (context.json()) {
    print(json::value(to_json(arguments.file, summary)));
    return 0;
  }
  print_line(core::say("{} är hel: {}, {}, {} rader.", "{} is whole: {}, {}, {} rows.",
                       arguments.file,
                       summary.header.subject == "system" ? "system" : summary.header.company_name,
                       format_local_time(summary.header.made_at), summary.trailer.rows)
                 .in(context.language()));
  return 0;
}

void add_password_option(CLI::App* command, const Context& context, BackupArguments& arguments) {
  command->add_option("--password-file", arguments.password_file,
                      context.words("Fil med säkerhetskopians lösenord; - för standard input. Utan "
                                    "lösenordet kan ingen läsa kopian.",
                                    "File with the backup's password; - for standard input. "
                                    "Without the password nobody can read the backup."));
}

}  // namespace

business::OnBackupProgress show_backup_progress(const Context& context) {
  if (!shows_progress(context)) return {};
  return [&context](business::BackupStep step, const archive::Progress& progress) {
    print_progress(fmt::format("{}: {} {} / {} ({} / {})", name_of(step).in(context.language()),
                               progress.section, progress.section_rows_done, progress.section_rows,
                               progress.rows_done, progress.rows));
  };
}

void end_backup_progress(const Context& context) {
  if (shows_progress(context)) print_progress("");
}

std::string archive_password(const Context& context, const std::string& file) {
  if (file.empty()) return {};
  return read_password(file, {"Säkerhetskopians lösenord", "Password of the backup"}, Repeat::no,
                       context.language());
}

void add_backup_command(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "backup", context.words("Säkerhetskopiera ett företag (FILE) eller hela installationen "
                              "(--all), också medan andra arbetar",
                              "Back up a company (FILE) or the whole installation (--all), also "
                              "while others work"));
  const auto arguments = std::make_shared<BackupArguments>();
  command->add_option("FILE", arguments->file,
                      context.words("Filen att skriva (.tusk)", "The file to write (.tusk)"));
  command
      ->add_option("--all", arguments->folder,
                   context.words("Mapp för alla företag och systemdatabasen",
                                 "Folder for all companies and the system database"))
      ->type_name("FOLDER");
  command->add_flag("--force", arguments->force,
                    context.words("Skriv över det som finns", "Overwrite what is there"));
  add_password_option(command, context, *arguments);
  CLI::App* check =
      command->add_subcommand("verify", context.words("Läs en säkerhetskopia och säg om den är hel",
                                                      "Read a backup and say whether it is whole"));
  check->add_option("FILE", arguments->file, context.words("Filen", "The file"))->required();
  add_password_option(check, context, *arguments);
  command->require_subcommand(0, 1);
  command->callback([&context, arguments, command] {
    const bool verifies = !command->get_subcommands().empty();
    context.choose([&context, arguments, verifies] {
      return verifies ? verify(context, *arguments) : back_up(context, *arguments);
    });
  });
}

}  // namespace tusk::cli
