// tusk online status: whether it works, and what to do if not.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json.hpp>

#include "business/prerequisites.h"
#include "cli/commands/online.h"
#include "cli/output.h"
#include "core/record_json.h"
#include "replica/conflict_log.h"
#include "replica/connection.h"
#include "replica/lease.h"
#include "replica/problems.h"
#include "replica/round_log.h"
#include "storage/change_log.h"

namespace tusk::cli {
namespace {

namespace json = boost::json;

// A service that missed so many rounds has stopped (and at least a minute: a slow line is no stop).
constexpr int missed_rounds = 4;
constexpr core::Microseconds least_silence = core::seconds(60);

enum class Condition {
  unconnected,
  disconnected,
  first_sync,
  waiting,  // connected, no round yet
  synchronised,
  catching_up,
  failing,  // the last round ended in an error
  stopped,  // no rounds any more
  needs_resync
};

const char* name_of(Condition condition) {
  switch (condition) {
    case Condition::unconnected:
      return "never";
    case Condition::disconnected:
      return "disconnected";
    case Condition::first_sync:
      return "first_sync";
    case Condition::waiting:
      return "waiting";
    case Condition::synchronised:
      return "synchronised";
    case Condition::catching_up:
      return "catching_up";
    case Condition::failing:
      return "failing";
    case Condition::stopped:
      return "service_stopped";
    case Condition::needs_resync:
      return "needs_resync";
  }
  return "";
}

struct Status {
  replica::State state;
  replica::Lease lease;
  std::optional<replica::RoundRow> last;
  std::int64_t pending = 0;
  std::int64_t conflicts = 0;
  std::int64_t problems = 0;
  std::optional<replica::AuditRow> audit;  // the last
  Condition condition = Condition::unconnected;
};

Condition condition_of(const Status& status, core::Microseconds now) {
  switch (status.state.mode) {
    case replica::Mode::unconnected:
      return Condition::unconnected;
    case replica::Mode::disconnected:
      return Condition::disconnected;
    case replica::Mode::needs_resync:
      return Condition::needs_resync;
    case replica::Mode::first_sync:
      return Condition::first_sync;
    case replica::Mode::connected:
      break;
  }
  const core::Microseconds silence =
      std::max(least_silence, core::seconds(missed_rounds * status.state.interval_seconds));
  const bool has_round = status.last && status.last->started_at >= status.state.connected_at;
  const core::Microseconds heard = has_round ? status.last->ended_at : status.state.connected_at;
  if (now - heard > silence) return Condition::stopped;
  if (!has_round) return Condition::waiting;
  if (!status.last->ok) return Condition::failing;
  return status.pending > 0 ? Condition::catching_up : Condition::synchronised;
}

Status load_status(Context& context, const business::CompanyDatabase& company) {
  Status status;
  storage::read(company.database(), [&](storage::Transaction& transaction) {
    status.state = replica::load_state(transaction);
    status.lease = replica::load_lease(transaction);
    status.last = replica::last_round(transaction);
    status.conflicts = replica::count_conflicts(transaction);
    status.problems = replica::count_problems(transaction);
    if (auto audits = replica::list_audits(transaction, 1); !audits.empty())
      status.audit = std::move(audits.front());
    if (status.state.mode == replica::Mode::connected)
      status.pending = storage::count_after(transaction, status.state.own_acked.sequence);
  });
  status.condition = condition_of(status, context.clock().now());
  return status;
}

core::Text describe(const Status& status, core::Microseconds now) {
  switch (status.condition) {
    case Condition::unconnected:
      return core::say("Företaget har aldrig varit anslutet till Tusk Online.",
                       "The company has never been connected to Tusk Online.");
    case Condition::disconnected:
      return core::say(
          "Företaget är frånkopplat från Tusk Online. Anslut igen: tusk online "
          "connect ADRESS.",
          "The company is disconnected from Tusk Online. Connect again: tusk online "
          "connect URL.");
    case Condition::first_sync:
      return core::say(
          "Den första synkroniseringen pågår. Följ den med: tusk online progress "
          "--follow",
          "The first synchronisation is under way. Follow it with: tusk online "
          "progress --follow");
    case Condition::waiting:
      return core::say("Anslutet; Tusk Sync har inte hunnit börja. Kör tjänsten tusk-syncd?",
                       "Connected; Tusk Sync has not begun yet. Is the service tusk-syncd "
                       "running?");
    case Condition::synchronised:
      return core::say("Synkroniserat för {} s sedan.", "Synchronised {} s ago.",
                       std::max<core::Microseconds>(0, now - status.last->ended_at) / 1'000'000);
    case Condition::catching_up:
      return core::say("Synkroniserar: {} ändringar är på väg till Tusk Online.",
                       "Synchronising: {} changes are on their way to Tusk Online.",
                       status.pending);
    case Condition::failing:
      return core::Text{
          "Synkroniseringen lyckas inte; ändringarna är kvar och förs över så snart det går. " +
              status.last->message.sv,
          "Synchronisation does not succeed; the changes are kept and taken over as soon as "
          "possible. " +
              status.last->message.en};
    case Condition::stopped: {
      const core::Microseconds heard =
          status.last ? status.last->ended_at : status.state.connected_at;
      std::string computer = status.lease.holder_name;
      if (computer.empty()) computer = status.last ? status.last->computer : "–";
      return core::say(
          "Tusk Sync har stannat: ingen runda på {} min (dator: {}). Starta den: "
          "systemctl start tusk-syncd.",
          "Tusk Sync has stopped: no round for {} min (computer: {}). Start it: "
          "systemctl start tusk-syncd.",
          (now - heard) / 60'000'000, computer);
    }
    case Condition::needs_resync:
      return replica::rewound_text();
  }
  return {};
}

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

int show_status(Context& context) {
  const auto company = context.look_at_company();
  const auto actor = context.actor();
  const Status status = load_status(context, company);
  const core::Language language = context.language();
  const core::Microseconds now = context.clock().now();
  const bool connected = status.state.mode != replica::Mode::unconnected &&
                         status.state.mode != replica::Mode::disconnected;
  // What is missing matters to who has yet to connect.
  std::vector<business::Prerequisite> prerequisites;
  if (!connected)
    prerequisites = business::check_prerequisites(context.installation(), company, actor);
  if (context.json()) {
    print_json(status, prerequisites, language, now);
    return 0;
  }
  print_line(describe(status, now).in(language));
  if (connected) print_connection(status, language);
  for (const business::Prerequisite& prerequisite : prerequisites) {
    print_line((prerequisite.met ? "  ✓ " : "  ✗ ") + prerequisite.text.in(language));
    if (!prerequisite.met) print_line("      " + prerequisite.remedy.in(language));
  }
  return 0;
}

}  // namespace

std::optional<core::Text> why_no_rounds(Context& context,
                                        const business::CompanyDatabase& company) {
  const Status status = load_status(context, company);
  switch (status.condition) {
    case Condition::waiting:
    case Condition::synchronised:
    case Condition::catching_up:
      return std::nullopt;
    case Condition::unconnected:
    case Condition::disconnected:
    case Condition::first_sync:
    case Condition::failing:
    case Condition::stopped:
    case Condition::needs_resync:
      return describe(status, context.clock().now());
  }
  return std::nullopt;
}

void add_status_command(CLI::App& online, Context& context) {
  online
      .add_subcommand("status", context.words("Hur synkroniseringen går; före anslutningen: vad "
                                              "som fattas",
                                              "How synchronisation is doing; before connecting: "
                                              "what is missing"))
      ->callback([&context] { context.choose([&context] { return show_status(context); }); });
}

}  // namespace tusk::cli
