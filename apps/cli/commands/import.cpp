#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <boost/json.hpp>
#include <memory>

#include "business/import/transfer.h"
#include "cli/commands/commands.h"
#include "cli/file_argument.h"
#include "cli/output.h"
#include "platform/stop_signal.h"

namespace tusk::cli {
namespace {

namespace json = boost::json;
using business::ImportProblem;
using business::ImportReport;

// What stopped with Ctrl-C ends with the code that shells give such programs.
constexpr int exit_interrupted = 130;
// Rows of each list on a terminal; --json has them all.
constexpr std::size_t shown_problems = 50;

struct ImportArguments {
  std::string file;
  bool dry_run = false;
};

json::array to_json(const std::vector<ImportProblem>& problems, core::Language language) {
  json::array list;
  for (const ImportProblem& problem : problems) {
    list.push_back({{"line", problem.line},
                    {"field", problem.field},
                    {"value", problem.value},
                    {"reason", problem.reason.in(language)},
                    {"remedy", problem.remedy.in(language)}});
  }
  return list;
}

void print_problems(const core::Text& heading, const std::vector<ImportProblem>& problems,
                    core::Language language) {
  if (problems.empty()) return;
  print_line("");
  print_line(heading.in(language));
  for (std::size_t i = 0; i < std::min(problems.size(), shown_problems); ++i) {
    const ImportProblem& problem = problems[i];
    std::string line = core::say("  rad {}: ", "  line {}: ", problem.line).in(language);
    if (!problem.field.empty()) line += problem.field;
    if (!problem.value.empty())
      line += (problem.field.empty() ? "\"" : " \"") + problem.value + "\"";
    if (!problem.field.empty() || !problem.value.empty()) line += ": ";
    print_line(line + problem.reason.in(language) + " " + problem.remedy.in(language));
  }
  if (problems.size() > shown_problems) {
    print_line(core::say("  … och {} till (--json visar alla).",
                         "  … and {} more (--json shows all).", problems.size() - shown_problems)
                   .in(language));
  }
}

struct Result {
  business::ContactFormat format;
  ImportReport report;
  business::ImportedSteps steps;
  std::size_t all_steps = 0;
  bool dry_run = false;
};

void print_json(const Result& result, core::Language language) {
  const ImportReport& report = result.report;
  json::object object;
  object["format"] = business::name_of(result.format).in(language);
  object["dry_run"] = result.dry_run;
  object["stopped"] = result.steps.stopped;
  object["entries"] = report.entries;
  object["taken"] = report.taken;
  object["changed"] = report.changed;
  object["unchanged"] = report.unchanged;
  object["duplicates"] = report.duplicates;
  object["refused"] = report.refused + result.steps.refused.size();
  object["contacts_added"] = report.contacts_added;
  object["persons_added"] = report.persons_added;
  object["contacts_to_write"] = result.all_steps;
  object["contacts_written"] = result.steps.done;
  json::array refusals = to_json(report.refusals, language);
  for (json::value& late : to_json(result.steps.refused, language)) refusals.push_back(late);
  object["refusals"] = std::move(refusals);
  object["lookalikes"] = to_json(report.lookalikes, language);
  object["warnings"] = to_json(report.warnings, language);
  print(json::value(std::move(object)));
}

void print_text(const Result& result, core::Language language) {
  const ImportReport& report = result.report;
  const auto say = [&](const core::Text& text) { print_line(text.in(language)); };
  const core::Text format = business::name_of(result.format);
  say({fmt::format("{}: {} poster.", format.sv, report.entries),
       fmt::format("{}: {} entries.", format.en, report.entries)});
  Table table({"", ""});
  table.align_right(1);
  const auto row = [&](const core::Text& text, std::size_t count) {
    table.add({text.in(language), std::to_string(count)});
  };
  row({"Nya", "New"}, report.taken);
  row({"Ändrade (tomma fält fyllda)", "Changed (empty fields filled)"}, report.changed);
  row({"Fanns redan", "There already"}, report.unchanged);
  row({"Dubbletter i filen", "Duplicates in the file"}, report.duplicates);
  row({"Avvisade", "Refused"}, report.refused + result.steps.refused.size());
  print(table);
  print_problems({"Avvisade:", "Refused:"}, report.refusals, language);
  print_problems({"Avvisade när de skrevs:", "Refused when written:"}, result.steps.refused,
                 language);
  print_problems({"Troliga dubbletter, att titta på:", "Likely duplicates, to look at:"},
                 report.lookalikes, language);
  print_problems({"Anmärkningar:", "Remarks:"}, report.warnings, language);
  print_line("");
  if (result.dry_run) {
    say({"Ingenting är ändrat (--dry-run).", "Nothing has been changed (--dry-run)."});
  } else if (result.steps.stopped) {
    say(
        core::say("Avbrutet: {} av {} kontakter är inne, var och en hel. Samma kommando igen tar "
                  "resten.",
                  "Stopped: {} of {} contacts are in, each of them whole. The same command again "
                  "takes the rest.",
                  result.steps.done, result.all_steps));
  } else {
    say(core::say("Klart: {} kontakter och {} kontaktpersoner är nya.",
                  "Done: {} contacts and {} contact persons are new.", report.contacts_added,
                  report.persons_added));
  }
}

// One line that counts up while somebody is looking at it.
void show_progress(const business::ImportProgress& progress, core::Language language) {
  print_progress(core::say("Skriver: {} av {} kontakter", "Writing: {} of {} contacts",
                           progress.done, progress.all)
                     .in(language));
}

int import_contacts(Context& context, const ImportArguments& arguments) {
  const core::Language language = context.language();
  std::atomic<bool> stop{false};
  const platform::StopSignal on_stop([&stop] { stop = true; });
  // First of all, so that nobody waits for a long file only to hear that the company is held.
  const auto company = context.open_company();
  const auto actor = context.actor();
  const auto parsed =
      business::parse_contacts(read_file_argument(arguments.file), {.language = language});
  const auto plan = business::plan_import(parsed, business::load_contacts(company, actor));
  Result result{parsed.format, plan.report, {}, plan.steps.size(), arguments.dry_run};
  if (!arguments.dry_run) {
    const bool watched = !context.json() && ::isatty(STDERR_FILENO) == 1;
    result.steps = business::carry_out(company, actor, plan, [&](const auto& progress) {
      if (watched) show_progress(progress, language);
      return !stop;
    });
    if (watched) print_progress("");
  }
  if (context.json()) {
    print_json(result, language);
  } else {
    print_text(result, language);
  }
  return result.steps.stopped ? exit_interrupted : 0;
}

}  // namespace

void add_import_command(CLI::App& app, Context& context) {
  CLI::App* import =
      app.add_subcommand("import", context.words("Ta in uppgifter ur filer", "Take in files"));
  import->require_subcommand(1);
  CLI::App* contacts = import->add_subcommand(
      "contacts",
      context.words(
          "Kontakter och kontaktpersoner ur vCard, Google Kontakter, Outlook eller en "
          "lista (CSV). Tomma fält fylls; det som står i ett fält skrivs aldrig över.",
          "Contacts and contact persons from vCard, Google Contacts, Outlook or a list "
          "(CSV). Empty fields are filled; what stands in a field is never overwritten."));
  const auto arguments = std::make_shared<ImportArguments>();
  contacts
      ->add_option("FILE", arguments->file,
                   context.words("Filen; - för standard input", "The file; - for standard input"))
      ->required();
  contacts->add_flag("--dry-run", arguments->dry_run,
                     context.words("Visa vad som skulle hända, utan att ändra något",
                                   "Show what would happen, without changing anything"));
  contacts->callback([&context, arguments] {
    context.choose([&context, arguments] { return import_contacts(context, *arguments); });
  });
}

}  // namespace tusk::cli
