#include "connection/connecting.h"

#include "api/sync_client.h"
#include "business/device_key.h"
#include "business/hold.h"
#include "business/installation.h"
#include "business/prerequisites.h"
#include "connection/state.h"
#include "platform/secret_file.h"
#include "replica/lease.h"
#include "replica/take_overs.h"

namespace tusk::connection {
namespace {

api::SyncClientOptions server_of(const ConnectOptions& options) {
  return {.base_url = options.online_url, .ca_file = options.ca_file, .language = options.language};
}

std::optional<std::string> token_of(const ConnectOptions& options) {
  return options.access_token.empty() ? std::nullopt : std::optional(options.access_token);
}

api::ConnectRequest make_request(business::Installation& installation,
                                 const business::CompanyDatabase& company,
                                 const business::Actor& actor, const ConnectOptions& options) {
  api::ConnectRequest request{.email = options.access_token.empty() ? options.email : "",
                              .password = options.password,
                              .access_token = token_of(options),
                              .create_identity = options.create_identity,
                              .person_name = options.person_name,
                              .company_name = company.company().name,
                              .company_uuid = load_state(company).database_uuid,
                              .computer_name = installation.environment().computer_name,
                              .computer_uuid = installation.computer_uuid(),
                              .renew = options.renew};
  for (const business::Prerequisite& one :
       business::check_prerequisites(installation, company, actor)) {
    request.prerequisites.push_back({one.name, one.met});
  }
  const core::RecordType& user_type = core::registry().get("user");
  if (const auto user = company.find_by(user_type, "user_name", core::Value(actor.user_name)))
    request.office_user = user->id;
  return request;
}

// The server need not wait for what will not come. If it can't be told, it does no harm: whoever
// connects again begins anew.
void tell_server_that_it_failed(const ConnectOptions& options, const api::ConnectAnswer& answer) {
  try {
    api::SyncClient client({.base_url = options.online_url,
                            .ca_file = options.ca_file,
                            .device_id = answer.device_id,
                            .device_secret = answer.device_key,
                            .language = options.language},
                           core::registry());
    client.cancel_transfer();
  } catch (const core::Error&) {
  }
}

// A new key for this computer; the connection and all data stay as they are.
void renew_key(business::Installation& installation, const business::CompanyDatabase& company,
               const ConnectOptions& options) {
  api::SyncClient client(server_of(options), core::registry());
  api::RenewRequest request{.email = options.access_token.empty() ? options.email : "",
                            .password = options.password,
                            .access_token = token_of(options),
                            .company_uuid = load_state(company).database_uuid,
                            .computer_name = installation.environment().computer_name,
                            .computer_uuid = installation.computer_uuid()};
  const api::ConnectAnswer answer = with_code(options.ask_code, [&](const auto& code) {
    request.code = code;
    return client.renew(request);
  });
  // The connection is the same, of which every computer of the office has a key of its own.
  const std::string connection = load_state(company).device_id;
  platform::write_secret_file(
      installation.device_key_path(company.company().number),
      business::format_device_key({connection, answer.device_id, answer.device_key}));
}

}  // namespace

std::string email_of_employee(const business::CompanyDatabase& company,
                              const business::Actor& actor) {
  const core::RecordType& user_type = core::registry().get("user");
  const core::RecordType& employee_type = core::registry().get("employee");
  const auto user = company.find_by(user_type, "user_name", core::Value(actor.user_name));
  if (!user) return {};
  const core::Value& employee = core::value_of(user_type, *user, "employee");
  if (employee.is_null()) return {};
  const auto record = company.find_by(employee_type, "id", employee);
  if (!record) return {};
  return core::to_display(core::value_of(employee_type, *record, "email"));
}

void require_unconnected(const business::CompanyDatabase& company, const business::Actor& actor) {
  business::require_super_user(actor);
  const replica::State state = load_state(company);
  if (state.mode == replica::Mode::connected || state.mode == replica::Mode::needs_resync) {
    throw core::Error(core::ErrorCode::conflict,
                      core::say("Företaget är redan anslutet till {}. Uppdatera anslutningen (tusk "
                                "online update) eller koppla ifrån först (tusk online disconnect).",
                                "The company is connected to {} already. Update the connection "
                                "(tusk online update), or disconnect first (tusk online "
                                "disconnect).",
                                state.online_url));
  }
}

void check_connection(business::Installation& installation,
                      const business::CompanyDatabase& company, const business::Actor& actor,
                      const ConnectOptions& options) {
  api::SyncClient(server_of(options), core::registry())
      .check(make_request(installation, company, actor, options));
}

void connect_company(business::Installation& installation, const business::CompanyDatabase& company,
                     const business::Actor& actor, const ConnectOptions& options,
                     const replica::ReportRecords& report) {
  const business::Hold hold =
      business::hold_company(installation, company.company(), actor,
                             {"Den första synkroniseringen tar en ögonblicksbild av företaget",
                              "The first synchronisation takes a snapshot of the company"});
  api::ConnectRequest request = make_request(installation, company, actor, options);
  const api::ConnectAnswer answer = with_code(options.ask_code, [&](const auto& code) {
    request.code = code;
    return api::SyncClient(server_of(options), core::registry()).connect(request);
  });
  const std::int64_t number = company.company().number;
  const auto archive = installation.first_sync_path(number);
  const core::Clock& clock = installation.environment().clock;
  try {
    platform::make_private_folder(archive.parent_path());
    const replica::Snapshot snapshot =
        replica::take_snapshot(company.database(), company.store(), archive, clock, report);
    // The key first: a connection without its key could do nothing, a key without its connection
    // does no harm.
    platform::write_secret_file(
        installation.device_key_path(number),
        business::format_device_key({answer.device_id, answer.device_id, answer.device_key}));
    company.write([&](storage::Transaction& transaction) {
      hold.require(transaction);
      replica::begin_first_sync(transaction,
                                {.online_url = options.online_url,
                                 .company_id = answer.company_id,
                                 .device_id = answer.device_id,
                                 .connected_by = answer.connected_by,
                                 .connected_by_email = answer.connected_by_email},
                                snapshot, clock);
      if (!options.computer_uuid.empty()) {
        replica::choose_computer(transaction, options.computer_uuid);
      } else if (replica::load_lease(transaction).preferred_uuid.empty()) {
        replica::choose_computer(transaction, installation.computer_uuid());
      }
    });
  } catch (const core::Error& error) {
    std::error_code ignored;
    std::filesystem::remove(archive, ignored);
    tell_server_that_it_failed(options, answer);
    throw connection::sync_service_failure(error.text());
  }
}

Update update_connection(business::Installation& installation,
                         const business::CompanyDatabase& company, const business::Actor& actor,
                         ConnectOptions options, const replica::ReportRecords& report) {
  business::require_super_user(actor);
  const replica::State state = load_state(company);
  require_connected(state);
  options.online_url = state.online_url;
  if (options.email.empty()) options.email = state.connected_by_email;
  options.renew = true;
  if (state.mode == replica::Mode::connected) {
    renew_key(installation, company, options);
    return Update::key_renewed;
  }
  connect_company(installation, company, actor, options, report);
  return Update::synchronises_anew;
}

}  // namespace tusk::connection
