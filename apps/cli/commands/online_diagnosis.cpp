#include "cli/commands/online_diagnosis.h"

#include <algorithm>
#include <filesystem>

#include "cli/commands/online.h"
#include "cli/commands/online_computers.h"
#include "replica/conflict_log.h"
#include "replica/connection.h"
#include "replica/problems.h"
#include "storage/change_log.h"

namespace tusk::cli {
namespace {

// Rounds that are missed for so long do not come (and at least a minute: a slow line is no stop).
constexpr int missed_rounds = 4;
constexpr core::Microseconds least_silence = core::seconds(60);

// Less than that, and SQLite can't keep its log of a round.
constexpr std::uintmax_t least_bytes_free = 1 << 20;

// Who synchronises, or would have to: the holder of the lease, the chosen one, this computer.
const OfficeComputer* find_subject(const OfficeComputers& all, const std::string& own_uuid) {
  const auto find = [&](auto&& is_it) {
    const auto found = std::find_if(all.computers.begin(), all.computers.end(), is_it);
    return found == all.computers.end() ? nullptr : &*found;
  };
  if (const auto* holder = find([](const OfficeComputer& one) { return one.is_holder; }))
    return holder;
  if (const auto* chosen = find([](const OfficeComputer& one) { return one.is_chosen; }))
    return chosen;
  return find([&](const OfficeComputer& one) { return one.computer.uuid == own_uuid; });
}

void find_computers(Status& status, business::Installation& installation,
                    const business::CompanyDatabase& company) {
  const OfficeComputers all = load_computers(installation, company);
  const OfficeComputer* subject = find_subject(all, installation.computer_uuid());
  if (subject == nullptr) return;
  status.computer = subject->computer.name;
  status.is_this_computer = subject->computer.uuid == installation.computer_uuid();
  for (const OfficeComputer& one : all.computers) {
    if (&one != subject && one.computer.is_running) status.stand_in = one.computer.name;
  }
  if (subject->computer.is_running) return;
  // This computer is on, since this program runs. Another that has not stopped cleanly is off, or
  // its network is.
  status.cause = status.is_this_computer || subject->computer.was_stopped ? Cause::service_stopped
                                                                          : Cause::computer_off;
}

Cause cause_of(const replica::RoundRow& row) {
  switch (row.cause) {
    case replica::RoundCause::none:
      return Cause::other;
    case replica::RoundCause::no_line:
      return Cause::no_line;
    case replica::RoundCause::server_down:
      return Cause::server_down;
    case replica::RoundCause::certificate:
      return Cause::certificate;
    case replica::RoundCause::login_refused:
      return Cause::login_refused;
    case replica::RoundCause::version:
      return Cause::version;
  }
  return Cause::other;
}

bool has_round(const Status& status) {
  return status.last && status.last->started_at >= status.state.connected_at;
}

core::Microseconds last_heard(const Status& status) {
  return has_round(status) ? status.last->ended_at : status.state.connected_at;
}

// Of a company that is connected.
void judge(Status& status, core::Microseconds now) {
  const core::Microseconds silence =
      std::max(least_silence, core::seconds(missed_rounds * status.state.interval_seconds));
  if (is_disk_full(status.data_folder)) {
    status.condition = Condition::stopped;
    status.cause = Cause::disk_full;
    return;
  }
  const bool is_service_gone = status.cause != Cause::none;
  if (is_service_gone && status.stand_in.empty()) {
    status.condition = Condition::stopped;
    return;
  }
  // Another takes over: that it is late says which computer to see to, before that it is no fault.
  if (now - last_heard(status) > silence) {
    status.condition = Condition::stopped;
    if (!is_service_gone) status.cause = Cause::other;
    return;
  }
  status.cause = Cause::none;
  if (!has_round(status)) {
    status.condition = Condition::waiting;
    return;
  }
  if (!status.last->ok) {
    status.condition = Condition::failing;
    status.cause = cause_of(*status.last);
    return;
  }
  status.condition = status.pending > 0 ? Condition::catching_up : Condition::synchronised;
}

void find_condition(Status& status, core::Microseconds now) {
  switch (status.state.mode) {
    case replica::Mode::unconnected:
      status.condition = Condition::unconnected;
      break;
    case replica::Mode::disconnected:
      status.condition = Condition::disconnected;
      break;
    case replica::Mode::first_sync:
      status.condition = Condition::first_sync;
      break;
    case replica::Mode::needs_resync:
      status.condition = Condition::needs_resync;
      status.cause = Cause::rewound;
      return;
    case replica::Mode::connected:
      judge(status, now);
      return;
  }
  status.cause = Cause::none;
}

core::Text describe_stop(const Status& status, core::Microseconds now) {
  const auto minutes = std::max<core::Microseconds>(0, now - last_heard(status)) / 60'000'000;
  switch (status.cause) {
    case Cause::service_stopped:
      return core::say("Tusk Sync går inte på {}: ingen runda på {} min.",
                       "Tusk Sync is not running on {}: no round for {} min.", status.computer,
                       minutes);
    case Cause::computer_off:
      return core::say(
          "{}, som synkroniserar, är avstängd eller inte på nätet: ingen runda på {} "
          "min.",
          "{}, which synchronises, is off or not on the network: no round for {} "
          "min.",
          status.computer, minutes);
    case Cause::disk_full:
      return core::say("Disken med {} är full: ingenting kan sparas eller synkroniseras.",
                       "The disk of {} is full: nothing can be saved or synchronised.",
                       status.data_folder);
    case Cause::none:
    case Cause::no_line:
    case Cause::server_down:
    case Cause::login_refused:
    case Cause::certificate:
    case Cause::version:
    case Cause::rewound:
    case Cause::other:
      return core::say(
          "Tusk Sync går på {}, men ingen runda blir av: den senaste för {} min sedan.",
          "Tusk Sync is running on {}, but no round comes about: the last was {} min "
          "ago.",
          status.computer, minutes);
  }
  return {};
}

}  // namespace

bool is_disk_full(const std::filesystem::path& folder) {
  std::error_code failed;
  const auto space = std::filesystem::space(folder, failed);
  return !failed && space.available < least_bytes_free;
}

Status make_disk_full(const std::filesystem::path& folder) {
  return {
      .condition = Condition::stopped, .cause = Cause::disk_full, .data_folder = folder.string()};
}

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

const char* name_of(Cause cause) {
  switch (cause) {
    case Cause::none:
      return "none";
    case Cause::service_stopped:
      return "service_stopped";
    case Cause::computer_off:
      return "computer_off";
    case Cause::no_line:
      return "no_line";
    case Cause::server_down:
      return "server_down";
    case Cause::login_refused:
      return "login_refused";
    case Cause::certificate:
      return "certificate";
    case Cause::version:
      return "version";
    case Cause::disk_full:
      return "disk_full";
    case Cause::rewound:
      return "rewound";
    case Cause::other:
      return "other";
  }
  return "";
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
  status.data_folder = context.installation().folder().string();
  find_computers(status, context.installation(), company);
  find_condition(status, context.clock().now());
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
      return core::say("Anslutet; Tusk Sync på {} har inte hunnit börja.",
                       "Connected; Tusk Sync on {} has not begun yet.", status.computer);
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
    case Condition::stopped:
      return describe_stop(status, now);
    case Condition::needs_resync:
      return replica::rewound_text();
  }
  return {};
}

core::Text remedy_of(const Status& status) {
  const std::string& computer = status.computer;
  switch (status.cause) {
    case Cause::none:
    case Cause::rewound:  // describe() says it
      return {};
    case Cause::service_stopped:
      return status.is_this_computer
                 ? core::say("Starta den: tusk service start", "Start it: tusk service start")
                 : core::say(
                       "Starta den på {}: tusk service start. Eller välj en annan dator: tusk "
                       "online computers choose NAMN",
                       "Start it on {}: tusk service start. Or choose another computer: "
                       "tusk online computers choose NAME",
                       computer);
    case Cause::computer_off:
      return status.stand_in.empty()
                 ? core::say(
                       "Slå på {}, eller starta Tusk Sync på en annan dator (tusk service "
                       "start): den tar över efter 15 minuter.",
                       "Turn {} on, or start Tusk Sync on another computer (tusk service "
                       "start): that takes over after 15 minutes.",
                       computer)
                 : core::say(
                       "{} tar över senast efter 15 minuter; genast om du väljer den: tusk "
                       "online computers choose {}",
                       "{} takes over after 15 minutes at the latest; at once if you choose "
                       "it: tusk online computers choose {}",
                       status.stand_in, status.stand_in);
    case Cause::no_line:
      return core::say("Se till att {} har kontakt med Internet.",
                       "See that {} has a connection to the Internet.", computer);
    case Cause::server_down:
      return core::say(
          "Servern {} svarar inte som den ska. Det försöks igen av sig självt; fråga "
          "den som sköter servern om det dröjer.",
          "The server {} does not answer as it should. It is tried again by itself; "
          "ask whoever runs the server if it takes long.",
          status.state.online_url);
    case Cause::login_refused:
      return core::say("Ge {} en ny nyckel, med kommandot på den datorn: tusk online update",
                       "Give {} a new key, with the command on that computer: tusk online update",
                       computer);
    case Cause::certificate:
      return core::say(
          "Kontrollera klockan på {} och adressen {}; fråga den som sköter servern "
          "om dess certifikat.",
          "Check the clock of {} and the address {}; ask whoever runs the server "
          "about its certificate.",
          computer, status.state.online_url);
    case Cause::version:
      return core::say("Uppdatera den sida som är äldst. Ingenting går förlorat under tiden.",
                       "Update the side that is older. Nothing is lost meanwhile.");
    case Cause::disk_full:
      return core::say("Frigör plats där {} ligger. Synkroniseringen fortsätter av sig själv.",
                       "Make room where {} is. Synchronisation goes on by itself.",
                       status.data_folder);
    case Cause::other:
      return core::say("Loggen säger mer: {}/log/tusk-syncd.log på {}.",
                       "The log says more: {}/log/tusk-syncd.log on {}.", status.data_folder,
                       computer);
  }
  return {};
}

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
    case Condition::needs_resync: {
      core::Text text = describe(status, context.clock().now());
      const core::Text remedy = remedy_of(status);
      if (!remedy.en.empty()) {
        text.sv += " " + remedy.sv;
        text.en += " " + remedy.en;
      }
      return text;
    }
  }
  return std::nullopt;
}

}  // namespace tusk::cli
