// tusk online status: whether it works, and what to do if not.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "cli/commands/online.h"
#include "cli/output.h"
#include "connection/page.h"
#include "connection/state.h"
#include "core/record_json.h"

namespace tusk::cli {
namespace {

namespace json = boost::json;
using connection::Cause;
using connection::Status;

json::value time_or_null(core::Microseconds at) {
  return at == 0 ? json::value() : json::value(core::format_timestamp(at));
}

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value() : json::value(text);
}

json::array to_json(const std::vector<business::Prerequisite>& prerequisites,
                    core::Language language) {
  json::array list;
  for (const business::Prerequisite& prerequisite : prerequisites) {
    list.push_back({{"name", prerequisite.name},
                    {"met", prerequisite.met},
                    {"text", prerequisite.text.in(language)},
                    {"remedy", prerequisite.remedy.in(language)}});
  }
  return list;
}

void print_json(const Status& status, const std::vector<business::Prerequisite>& prerequisites,
                core::Language language, core::Microseconds now) {
  json::object object;
  object["state"] = name_of(status.condition);
  object["message"] = describe(status, now).in(language);
  object["cause"] =
      status.cause == Cause::none ? json::value() : json::value(name_of(status.cause));
  object["remedy"] = text_or_null(remedy_of(status).in(language));
  object["online_url"] = text_or_null(status.state.online_url);
  object["company_id"] = text_or_null(status.state.online_company_id);
  object["connected_by"] = text_or_null(status.state.connected_by);
  object["connected_by_email"] = text_or_null(status.state.connected_by_email);
  object["connected_at"] = time_or_null(status.state.connected_at);
  object["last_round_at"] = time_or_null(status.last ? status.last->ended_at : 0);
  object["computer"] = text_or_null(status.lease.holder_name);
  object["interval_seconds"] = status.state.interval_seconds;
  object["pending"] = status.pending;
  object["conflicts"] = status.conflicts;
  object["problems"] = status.problems;
  object["last_audit"] =
      status.audit ? json::value(replica::name_of(status.audit->state)) : json::value();
  object["prerequisites"] = to_json(prerequisites, language);
  print(json::value(std::move(object)));
}

void print_connection(const Status& status, core::Language language) {
  const auto line = [&](const core::Text& label, const std::string& value) {
    if (!value.empty()) print_line(fmt::format("  {:<22}{}", label.in(language), value));
  };
  line({"Server", "Server"}, status.state.online_url);
  std::string who = status.state.connected_by;
  if (!status.state.connected_by_email.empty()) who += " <" + status.state.connected_by_email + ">";
  line({"Anslutet av", "Connected by"}, who);
  line({"Sedan", "Since"}, format_local_time(status.state.connected_at));
  line({"Senaste rundan", "Last round"},
       status.last ? format_local_time(status.last->ended_at) : "");
  line({"Dator", "Computer"}, status.lease.holder_name);
  line({"Väntar på att skickas", "Waiting to be sent"}, std::to_string(status.pending));
  line({"Konflikter", "Conflicts"}, std::to_string(status.conflicts));
  if (status.audit) {
    const core::Microseconds at =
        status.audit->ended_at != 0 ? status.audit->ended_at : status.audit->requested_at;
    line({"Senaste jämförelsen", "Last comparison"},
         format_local_time(at) + "  " + describe_audit(*status.audit).in(language));
  }
  if (status.problems > 0) {
    line({"Kommer inte över", "Do not get across"},
         core::say("{} poster: tusk online problems", "{} records: tusk online problems",
                   status.problems)
             .in(language));
  }
}

int show_status_of_company(Context& context) {
  const auto company = context.look_at_company();
  const auto [status, prerequisites] =
      connection::load_page(context.installation(), company, [&] { return context.actor(); });
  const core::Language language = context.language();
  const core::Microseconds now = context.clock().now();
  if (context.json()) {
    print_json(status, prerequisites, language, now);
    return 0;
  }
  print_line(describe(status, now).in(language));
  if (const core::Text remedy = remedy_of(status); !remedy.en.empty())
    print_line(remedy.in(language));
  if (connection::is_connected(status.state)) print_connection(status, language);
  for (const business::Prerequisite& prerequisite : prerequisites) {
    print_line((prerequisite.met ? "  ✓ " : "  ✗ ") + prerequisite.text.in(language));
    if (!prerequisite.met) print_line("      " + prerequisite.remedy.in(language));
  }
  return 0;
}

int show_status(Context& context) {
  try {
    return show_status_of_company(context);
  } catch (const core::Error&) {
    if (!connection::is_disk_full(context.data_folder())) throw;
  }
  const Status status = connection::make_disk_full(context.data_folder());
  const core::Microseconds now = context.clock().now();
  if (context.json()) {
    print_json(status, {}, context.language(), now);
  } else {
    print_line(describe(status, now).in(context.language()));
    print_line(remedy_of(status).in(context.language()));
  }
  return 0;
}

}  // namespace

void add_status_command(CLI::App& online, Context& context) {
  online
      .add_subcommand("status", context.words("Hur synkroniseringen går; före anslutningen: vad "
                                              "som fattas",
                                              "How synchronisation is doing; before connecting: "
                                              "what is missing"))
      ->callback([&context] { context.choose([&context] { return show_status(context); }); });
}

}  // namespace tusk::cli
