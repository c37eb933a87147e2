#include "cli/commands/online.h"

#include <CLI/CLI.hpp>

#include "api/sync_client.h"
#include "business/prerequisites.h"
#include "cli/commands/commands.h"
#include "core/error.h"
#include "platform/secret_file.h"
#include "replica/connection.h"

namespace tusk::cli {

replica::State load_online_state(const business::CompanyDatabase& company) {
  return storage::read(company.database(), [](storage::Transaction& transaction) {
    return replica::load_state(transaction);
  });
}

void require_connectable(business::Installation& installation,
                         const business::CompanyDatabase& company, const business::Actor& actor) {
  business::require_super_user(actor);
  const replica::State state = load_online_state(company);
  if (state.mode == replica::Mode::connected) {
    throw core::Error(core::ErrorCode::conflict,
                      core::say("Företaget är redan anslutet till {}. Koppla ifrån först: tusk "
                                "online disconnect.",
                                "The company is connected to {} already. Disconnect first: tusk "
                                "online disconnect.",
                                state.online_url));
  }
  business::require_prerequisites(business::check_prerequisites(installation, company, actor));
}

void connect_company(business::Installation& installation, const business::CompanyDatabase& company,
                     const business::Actor& actor, const ConnectOptions& options) {
  require_connectable(installation, company, actor);
  api::SyncClient client(
      {.base_url = options.online_url, .ca_file = options.ca_file, .language = options.language},
      core::registry());
  const api::ConnectAnswer answer =
      client.connect({.email = options.email,
                      .password = options.password,
                      .create_identity = options.create_identity,
                      .person_name = options.person_name,
                      .company_name = company.company().name,
                      .company_uuid = load_online_state(company).database_uuid,
                      .computer_name = installation.environment().computer_name,
                      .computer_uuid = installation.computer_uuid()});
  // The key first: a connection without its key could do nothing, a key without its connection
  // does no harm.
  platform::write_secret_file(installation.device_key_path(company.company().number),
                              answer.device_key);
  company.write([&](storage::Transaction& transaction) {
    replica::begin_connection(transaction, company.store(),
                              {.online_url = options.online_url,
                               .company_id = answer.company_id,
                               .device_id = answer.device_id,
                               .connected_by = answer.connected_by,
                               .connected_by_email = options.email},
                              installation.environment().clock);
  });
}

void require_connected(const replica::State& state) {
  if (state.mode == replica::Mode::connected || state.mode == replica::Mode::needs_resync) return;
  throw core::Error(core::ErrorCode::conflict,
                    core::say("Företaget är inte anslutet till Tusk Online. Anslut det: tusk "
                              "online connect ADRESS.",
                              "The company is not connected to Tusk Online. Connect it: tusk "
                              "online connect URL."));
}

void add_online_command(CLI::App& app, Context& context) {
  CLI::App* online = app.add_subcommand(
      "online", context.words("Anslutningen till Tusk Online", "The connection to Tusk Online"));
  online->require_subcommand(1);
  add_connection_commands(*online, context);
  add_status_command(*online, context);
  add_history_commands(*online, context);
  add_problem_commands(*online, context);
  add_audit_commands(*online, context);
}

}  // namespace tusk::cli
