#pragma once

// tusk online: the connection of a company to Tusk Online, in several files.

#include "cli/context.h"
#include "replica/audit_log.h"

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

// What came of an audit, in one sentence.
[[nodiscard]] core::Text describe_audit(const replica::AuditRow&);

}  // namespace tusk::cli
