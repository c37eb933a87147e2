#include "connection/trace.h"

#include <fmt/format.h>

#include <map>

#include "business/installation.h"
#include "connection/computers.h"
#include "connection/diagnosis.h"
#include "core/record_json.h"
#include "core/registry.h"
#include "replica/problems.h"
#include "storage/schema.h"

namespace tusk::connection {
namespace {

constexpr int rounds_kept = 200;
constexpr int audits_kept = 20;
constexpr int most_problems = 500;

std::string time_text(core::Microseconds at) {
  return at == 0 ? "-" : core::format_timestamp(at);
}

// Computers by number instead of by name, which is often a person's.
class Numbers {
 public:
  explicit Numbers(const OfficeComputers& all) {
    for (const OfficeComputer& one : all.computers) {
      numbers_.emplace(one.computer.name, numbers_.size() + 1);
    }
  }
  [[nodiscard]] std::string of(const std::string& name) {
    if (name.empty()) return "-";
    return fmt::format("computer-{}", numbers_.emplace(name, numbers_.size() + 1).first->second);
  }

 private:
  std::map<std::string, std::size_t> numbers_;
};

class Trace {
 public:
  void section(const char* name) { text_ += fmt::format("\n[{}]\n", name); }
  template <typename Value>
  void line(const char* name, const Value& value) {
    text_ += fmt::format("{} = {}\n", name, value);
  }
  void row(const std::string& row) { text_ += row + "\n"; }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_ =
      "Tusk Online: spårlogg för support, utan lösenord, nycklar och personuppgifter\n"
      "Tusk Online: trace log for support, without passwords, keys and personal data\n";
};

void write_connection(Trace& trace, const Status& status) {
  const replica::State& state = status.state;
  trace.section("connection");
  trace.line("mode", replica::name_of(state.mode));
  trace.line("condition", name_of(status.condition));
  trace.line("cause", name_of(status.cause));
  trace.line("server", state.online_url.empty() ? "-" : state.online_url);
  trace.line("company_id", state.online_company_id.empty() ? "-" : state.online_company_id);
  trace.line("connected_at", time_text(state.connected_at));
  trace.line("interval_seconds", state.interval_seconds);
  trace.section("positions");
  trace.line("database", state.database_uuid);
  trace.line("incarnation", state.incarnation);
  trace.line("own_acked", state.own_acked.sequence);
  trace.line("peer", state.peer.sequence);
  trace.line("last_round", state.last_round);
  trace.line("pending", status.pending);
  trace.line("conflicts", status.conflicts);
  trace.line("problems", status.problems);
}

void write_computers(Trace& trace, const OfficeComputers& all, Numbers& numbers,
                     const Status& status, const std::string& own_uuid) {
  trace.section("computers");
  for (const OfficeComputer& one : all.computers) {
    trace.row(fmt::format("{} role={} version={} last_seen={}{}{}{}", numbers.of(one.computer.name),
                          name_of(one.role),
                          one.computer.service_version.empty() ? "-" : one.computer.service_version,
                          time_text(one.computer.service_seen_at), one.is_chosen ? " chosen" : "",
                          one.computer.holds_database ? " recommended" : "",
                          one.computer.uuid == own_uuid ? " this" : ""));
  }
  trace.section("lease");
  trace.line("token", status.lease.token);
  trace.line("holder", numbers.of(status.lease.holder_name));
  trace.line("beat", status.lease.beat);
  trace.section("take-overs");
  for (const replica::TakeOver& each : all.take_overs) {
    trace.row(fmt::format("{} token={} from={} to={} reason={}", time_text(each.at), each.token,
                          numbers.of(each.from_name), numbers.of(each.to_name),
                          replica::name_of(each.reason)));
  }
}

void write_rounds(Trace& trace, storage::Transaction& transaction, Numbers& numbers) {
  trace.section("rounds");
  for (const replica::RoundRow& row : replica::list_rounds(transaction, rounds_kept)) {
    trace.row(fmt::format("{} number={} {}..{} token={} up={} down={} conflicts={} {}",
                          numbers.of(row.computer), row.number, time_text(row.started_at),
                          time_text(row.ended_at), row.token, row.up, row.down, row.conflicts,
                          row.ok ? "ok" : "error"));
    // Other messages name records.
    if (row.cause != replica::RoundCause::none)
      trace.row(fmt::format("  {}: {}", replica::name_of(row.cause), row.message.en));
  }
  trace.section("audits");
  for (const replica::AuditRow& row : replica::list_audits(transaction, audits_kept)) {
    trace.row(fmt::format("{} state={} compared={} differing={} repaired={}",
                          time_text(row.requested_at), replica::name_of(row.state), row.compared,
                          row.differing, row.repaired));
  }
  trace.section("records that do not get across");
  for (const replica::Problem& problem : replica::list_problems(transaction, most_problems)) {
    const core::RecordType* type = core::registry().find(problem.type_number);
    trace.row(fmt::format("{} id={} since={}", type == nullptr ? "?" : type->name,
                          problem.record_id, time_text(problem.since)));
  }
}

}  // namespace

std::string make_trace(business::Installation& installation,
                       const business::CompanyDatabase& company, const TraceProgram& program) {
  const Status status = load_status(installation, company);
  const OfficeComputers all = load_computers(installation, company);
  Numbers numbers(all);
  Trace trace;
  trace.section("program");
  trace.line("made_at", core::format_timestamp(installation.environment().clock.now()));
  trace.line("version", program.version);
  trace.line("schema", storage::schema_version);
  trace.line("engine",
             company.database().engine() == storage::Engine::sqlite ? "sqlite" : "postgresql");
  trace.line("company", company.company().number);
  trace.section("service on this computer");
  trace.line("running", program.is_service_running);
  trace.line("systemd", program.has_systemd);
  trace.line("unit", program.unit_state.empty() ? "-" : program.unit_state);
  trace.line("starts_with_computer", program.starts_with_computer);
  write_connection(trace, status);
  write_computers(trace, all, numbers, status, installation.computer_uuid());
  storage::read(company.database(), [&](storage::Transaction& transaction) {
    write_rounds(trace, transaction, numbers);
  });
  return trace.text();
}

}  // namespace tusk::connection
