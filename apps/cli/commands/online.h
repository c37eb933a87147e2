#pragma once

// tusk online: the connection of a company to Tusk Online, in several files.

#include "api/sync_client.h"
#include "cli/context.h"
#include "replica/audit_log.h"
#include "replica/first_sync.h"
#include "replica/state.h"

namespace CLI {
class App;
}

namespace tusk::cli {

void add_connection_commands(CLI::App& online, Context& context);  // connect, update, disconnect …
void add_change_user_command(CLI::App& online, Context& context);
void add_progress_command(CLI::App& online, Context& context);
void add_status_command(CLI::App& online, Context& context);
void add_trace_command(CLI::App& online, Context& context);
void add_computer_commands(CLI::App& online, Context& context);
void add_history_commands(CLI::App& online, Context& context);  // log, conflicts
void add_problem_commands(CLI::App& online, Context& context);
void add_audit_commands(CLI::App& online, Context& context);  // audit, audits

struct ConnectOptions {
  std::string online_url;
  std::string ca_file;  // empty: the system's authorities
  std::string email;
  std::string password;
  bool create_identity = false;
  std::string person_name;
  bool renew = false;         // one side was put back: what is online goes into the history
  std::string computer_uuid;  // which is to synchronise; empty: as chosen before, else this
  core::Language language = core::Language::swedish;  // of what the server answers
};

// Throws Error{forbidden, conflict} with everything that keeps the company from being connected.
void require_connectable(business::Installation&, const business::CompanyDatabase&,
                         const business::Actor&);
// Connects: the server knows the company, the key is kept, and a snapshot lies ready that Tusk Sync
// sends. What goes wrong on the way leaves the database as it was. `report`: records of the
// snapshot that are written, of all.
// The company is held for that: throws Error{conflict} that lists who else is logged in.
void connect_company(business::Installation&, const business::CompanyDatabase&,
                     const business::Actor&, const ConnectOptions&,
                     const replica::ReportRecords& report);
// A new key for this computer; the connection and all data stay as they are.
void renew_key(business::Installation&, const business::CompanyDatabase&, const ConnectOptions&);
// The address in the employee register of the user: what Tusk ID will know them by. Empty if there
// is none.
[[nodiscard]] std::string email_of_employee(const business::CompanyDatabase&,
                                            const business::Actor&);
// For calls with this computer's key. Throws Error{not_found} if it has none.
[[nodiscard]] api::SyncClientOptions device_options(Context&, const business::CompanyDatabase&,
                                                    const std::string& ca_file);
// "Det uppstod ett fel med synkroniseringstjänsten", and why.
[[nodiscard]] core::Error sync_service_failure(const core::Text& cause);

// Why no rounds are made (the service has stopped, no line …) and what to do; nothing if they are.
[[nodiscard]] std::optional<core::Text> why_no_rounds(Context&, const business::CompanyDatabase&);
// What came of an audit, in one sentence.
[[nodiscard]] core::Text describe_audit(const replica::AuditRow&);

[[nodiscard]] replica::State load_online_state(const business::CompanyDatabase& company);
// Throws Error{conflict} that says how to connect.
void require_connected(const replica::State& state);

}  // namespace tusk::cli
