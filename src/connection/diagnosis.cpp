#include "connection/diagnosis.h"

#include <algorithm>
#include <filesystem>

#include "business/installation.h"
#include "connection/computers.h"
#include "replica/conflict_log.h"
#include "replica/connection.h"
#include "replica/problems.h"
#include "storage/change_log.h"

namespace tusk::connection {
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

}  // namespace

bool has_round(const Status& status) {
  return status.last && status.last->started_at >= status.state.connected_at;
}

core::Microseconds last_heard(const Status& status) {
  return has_round(status) ? status.last->ended_at : status.state.connected_at;
}

bool is_disk_full(const std::filesystem::path& folder) {
  std::error_code failed;
  const auto space = std::filesystem::space(folder, failed);
  return !failed && space.available < least_bytes_free;
}

Status make_disk_full(const std::filesystem::path& folder) {
  return {
      .condition = Condition::stopped, .cause = Cause::disk_full, .data_folder = folder.string()};
}

Status load_status(business::Installation& installation, const business::CompanyDatabase& company) {
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
  status.data_folder = installation.folder().string();
  find_computers(status, installation, company);
  find_condition(status, installation.environment().clock.now());
  return status;
}

std::optional<core::Text> why_no_rounds(business::Installation& installation,
                                        const business::CompanyDatabase& company) {
  const Status status = load_status(installation, company);
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
      core::Text text = describe(status, installation.environment().clock.now());
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

}  // namespace tusk::connection
