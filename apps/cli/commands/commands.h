#pragma once

// The commands of `tusk`, one file each. A function adds its command to the app and registers what
// it does with the context.

#include "cli/context.h"

namespace CLI {
class App;
}

namespace tusk::cli {

void add_all_commands(CLI::App& app, Context& context);

void add_init_command(CLI::App& app, Context& context);
void add_company_command(CLI::App& app, Context& context);
void add_department_command(CLI::App& app, Context& context);
void add_employee_command(CLI::App& app, Context& context);
void add_user_command(CLI::App& app, Context& context);
void add_api_command(CLI::App& app, Context& context);
void add_api_user_command(CLI::App& app, Context& context);
void add_session_command(CLI::App& app, Context& context);
void add_licence_command(CLI::App& app, Context& context);
void add_record_command(CLI::App& app, Context& context);
void add_import_command(CLI::App& app, Context& context);
void add_export_command(CLI::App& app, Context& context);
void add_backup_command(CLI::App& app, Context& context);
void add_restore_command(CLI::App& app, Context& context);
void add_online_command(CLI::App& app, Context& context);
void add_service_command(CLI::App& app, Context& context);
void add_demo_command(CLI::App& app, Context& context);

}  // namespace tusk::cli
