#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>

#include "business/import/export.h"
#include "business/import/transfer.h"
#include "cli/commands/commands.h"
#include "cli/file_argument.h"
#include "cli/output.h"

namespace tusk::cli {
namespace {

struct ExportArguments {
  std::string file;
  std::string format;
  bool overwrite = false;
};

std::string format_of(const ExportArguments& arguments) {
  if (!arguments.format.empty()) return arguments.format;
  for (const char* format : {"csv", "vcf"}) {
    if (arguments.file.ends_with(std::string(".") + format)) return format;
  }
  throw core::invalid_field(
      "format", arguments.file,
      core::say("Filens namn säger inte vilket format den ska ha. Sluta det med .csv eller .vcf, "
                "eller ange --format.",
                "The file's name does not say which format it is to have. End it in .csv or .vcf, "
                "or give --format."));
}

int export_contacts(Context& context, const ExportArguments& arguments) {
  const std::string format = format_of(arguments);
  const auto company = context.open_company();
  const auto contacts = business::load_contacts(company, context.actor());
  write_file_argument(
      arguments.file,
      format == "csv" ? business::contacts_to_csv(contacts) : business::contacts_to_vcard(contacts),
      arguments.overwrite ? Overwrite::yes : Overwrite::no);
  if (arguments.file == "-") return 0;
  std::size_t persons = 0;
  for (const auto& contact : contacts) persons += contact.persons.size();
  if (context.json()) {
    print(boost::json::value({{"file", arguments.file},
                              {"format", format},
                              {"contacts", contacts.size()},
                              {"contact_persons", persons}}));
  } else {
    print_line(core::say("{} kontakter och {} kontaktpersoner står i {}.",
                         "{} contacts and {} contact persons are in {}.", contacts.size(), persons,
                         arguments.file)
                   .in(context.language()));
  }
  return 0;
}

}  // namespace

void add_export_command(CLI::App& app, Context& context) {
  CLI::App* command =
      app.add_subcommand("export", context.words("Skriv uppgifter till filer", "Write files"));
  command->require_subcommand(1);
  CLI::App* contacts = command->add_subcommand(
      "contacts",
      context.words("Alla kontakter och kontaktpersoner som CSV eller vCard. Det som bara finns på "
                    "kontoret (kreditgräns, bankkonto, personnummer) följer inte med.",
                    "All contacts and contact persons as CSV or vCard. What is for the office only "
                    "(credit limit, bank account, national id number) is left out."));
  const auto arguments = std::make_shared<ExportArguments>();
  contacts
      ->add_option("FILE", arguments->file,
                   context.words("Filen (.csv eller .vcf); - för standard output",
                                 "The file (.csv or .vcf); - for standard output"))
      ->required();
  contacts
      ->add_option("--format", arguments->format,
                   context.words("csv eller vcf (annars efter filens namn)",
                                 "csv or vcf (default: by the file's name)"))
      ->type_name("csv|vcf")
      ->check(CLI::IsMember({"csv", "vcf"}).description(""));
  contacts->add_flag("--overwrite", arguments->overwrite,
                     context.words("Skriv över filen om den finns",
                                   "Overwrite the file if it is "
                                   "there"));
  contacts->callback([&context, arguments] {
    context.choose([&context, arguments] { return export_contacts(context, *arguments); });
  });
}

}  // namespace tusk::cli
