// tusk online audit | audits: whether both sides hold the same.

#include <poll.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "api/sync_messages.h"
#include "cli/commands/online.h"
#include "cli/output.h"
#include "connection/diagnosis.h"
#include "replica/audit_log.h"

namespace tusk::cli {
namespace {

constexpr int look_every_ms = 200;
constexpr int most_days = 365;

struct OnlineAuditArguments {
  int limit = 20;
  int every_days = -1;
};

api::Audit to_message(const replica::AuditRow& row, core::Language language) {
  return {.number = row.number,
          .requested_by = api::unless_empty(row.requested_by),
          .started_at = api::unless_never(row.started_at),
          .ended_at = api::unless_never(row.ended_at),
          .computer = api::unless_empty(row.computer),
          .compared = row.compared,
          .differing = row.differing,
          .repaired = row.repaired,
          .done_percent = row.done_percent,
          .result = static_cast<api::AuditState>(row.state),
          .message = api::unless_empty(row.message.in(language))};
}

std::string seconds_of(const replica::AuditRow& row) {
  if (row.ended_at == 0) return "";
  return fmt::format("{:.1f} s", static_cast<double>(row.ended_at - row.started_at) / 1e6);
}

int show_audits(Context& context, const OnlineAuditArguments& arguments) {
  const auto company = context.open_company();
  business::require_super_user(context.actor());
  const core::Language language = context.language();
  const auto rows = storage::read(company.database(), [&](storage::Transaction& transaction) {
    return replica::list_audits(transaction, arguments.limit);
  });
  if (context.json()) {
    api::AuditList list;
    for (const auto& row : rows) list.audits.push_back(to_message(row, language));
    print_line(api::to_json(list));
    return 0;
  }
  if (rows.empty()) {
    print_line(context.words("Ingen jämförelse är gjord. Gör en: tusk online audit",
                             "No comparison has been made. Make one: tusk online audit"));
    return 0;
  }
  const bool swedish = language == core::Language::swedish;
  Table table(swedish ? std::vector<std::string>{"Tid", "Dator", "Beställd av", "Jämförda", "Olika",
                                                 "Rättade", "Tog", "Resultat"}
                      : std::vector<std::string>{"Time", "Computer", "Asked for by", "Compared",
                                                 "Differing", "Repaired", "Took", "Result"});
  for (const std::size_t column : {3, 4, 5, 6}) table.align_right(column);
  for (const auto& row : rows) {
    table.add({format_local_time(row.ended_at != 0 ? row.ended_at : row.requested_at), row.computer,
               row.requested_by.empty() ? context.words("sig själv", "itself") : row.requested_by,
               std::to_string(row.compared), std::to_string(row.differing),
               std::to_string(row.repaired), seconds_of(row), describe_audit(row).in(language)});
  }
  print(table);
  return 0;
}

// Until it has ended. Throws Error{conflict} that says why nothing happens, if nothing does.
replica::AuditRow wait_for_end(Context& context, const business::CompanyDatabase& company,
                               std::int64_t number) {
  for (;;) {
    const auto row = storage::read(company.database(), [&](storage::Transaction& transaction) {
      return replica::find_audit(transaction, number);
    });
    if (!row || row->ended_at != 0) {
      print_progress("");
      return row.value_or(replica::AuditRow{});
    }
    if (const auto why = connection::why_no_rounds(context.installation(), company)) {
      print_progress("");
      throw core::Error(
          core::ErrorCode::conflict,
          {"Jämförelsen är beställd och görs när synkroniseringen går. " + why->sv,
           "The comparison is asked for and will be made when synchronisation runs. " + why->en});
    }
    print_progress(row->state == replica::AuditState::requested
                       ? context.words("Väntar på Tusk Sync …", "Waiting for Tusk Sync …")
                       : core::say("Jämför: {} %", "Comparing: {} %", row->done_percent)
                             .in(context.language()));
    (void)poll(nullptr, 0, look_every_ms);
  }
}

int run_audit(Context& context, const OnlineAuditArguments& arguments) {
  const auto company = context.open_company();
  const auto actor = context.actor();
  business::require_super_user(actor);
  if (arguments.every_days >= 0) {
    storage::write(company.database(), [&](storage::Transaction& transaction) {
      replica::save_audit_interval(transaction, arguments.every_days);
    });
    print_line(arguments.every_days == 0
                   ? context.words("Jämförelser görs bara när någon ber om dem.",
                                   "Comparisons are made only when somebody asks for them.")
                   : core::say("Jämförelser görs var {}:e dag.",
                               "Comparisons are made every {} days.", arguments.every_days)
                         .in(context.language()));
    return 0;
  }
  const core::Stamp by = company.stamp(actor);
  const std::int64_t number =
      storage::write(company.database(), [&](storage::Transaction& transaction) {
        return replica::request_audit(transaction, by.by, by.at);
      });
  const replica::AuditRow row = wait_for_end(context, company, number);
  if (context.json()) {
    print_line(api::to_json(to_message(row, context.language())));
  } else {
    print_line(core::say("{} poster jämförda på {}. ", "{} records compared in {}. ", row.compared,
                         seconds_of(row))
                   .in(context.language()) +
               describe_audit(row).in(context.language()));
  }
  return row.state == replica::AuditState::failed ? 6 : 0;
}

}  // namespace

core::Text describe_audit(const replica::AuditRow& row) {
  switch (row.state) {
    case replica::AuditState::requested:
      return {"Väntar.", "Waiting."};
    case replica::AuditState::running:
      return core::say("Pågår: {} %.", "Under way: {} %.", row.done_percent);
    case replica::AuditState::equal:
      return {"Lika.", "Equal."};
    case replica::AuditState::repaired:
      return core::say("{} var olika och är rättade: tusk online conflicts.",
                       "{} were different and are repaired: tusk online conflicts.", row.differing);
    case replica::AuditState::failed:
      return row.message;
  }
  return {};
}

void add_audit_commands(CLI::App& online, Context& context) {
  const auto arguments = std::make_shared<OnlineAuditArguments>();
  CLI::App* audits = online.add_subcommand(
      "audits", context.words("Jämförelserna av kontorets och webbens uppgifter, den nyaste först",
                              "Comparisons of the office's and the web's data, the newest first"));
  audits
      ->add_option("--limit", arguments->limit,
                   context.words("Högst så många (1–500)", "At most so many (1-500)"))
      ->check(CLI::Range(1, 500));
  audits->callback([&context, arguments] {
    context.choose([&context, arguments] { return show_audits(context, *arguments); });
  });
  CLI::App* audit = online.add_subcommand(
      "audit",
      context.words("Jämför kontorets och webbens uppgifter nu, och rätta vad som skiljer",
                    "Compare the office's and the web's data now, and repair what differs"));
  audit
      ->add_option("--every", arguments->every_days,
                   context.words("Gör det av sig självt med så många dagars mellanrum (0: aldrig)",
                                 "Do it by itself every so many days (0: never)"))
      ->check(CLI::Range(0, most_days));
  audit->callback([&context, arguments] {
    context.choose([&context, arguments] { return run_audit(context, *arguments); });
  });
}

}  // namespace tusk::cli
