#include "cli/commands/commands.h"

namespace tusk::cli {

void add_all_commands(CLI::App& app, Context& context) {
  add_init_command(app, context);
  add_company_command(app, context);
  add_department_command(app, context);
  add_employee_command(app, context);
  add_user_command(app, context);
  add_api_command(app, context);
  add_api_user_command(app, context);
  add_session_command(app, context);
  add_licence_command(app, context);
  add_record_command(app, context);
  add_import_command(app, context);
  add_export_command(app, context);
  add_backup_command(app, context);
  add_restore_command(app, context);
  add_online_command(app, context);
  add_service_command(app, context);
  add_demo_command(app, context);
}

}  // namespace tusk::cli
