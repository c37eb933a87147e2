#include "connection/ending.h"

#include <filesystem>

#include "business/installation.h"
#include "connection/state.h"
#include "platform/secret_file.h"
#include "replica/first_sync.h"

namespace tusk::connection {

void cancel_first_sync(business::Installation& installation,
                       const business::CompanyDatabase& company, const business::Actor& actor,
                       Tell tell, const CallOptions& options) {
  business::require_super_user(actor);
  if (load_state(company).mode != replica::Mode::first_sync) {
    throw core::Error(
        core::ErrorCode::conflict,
        core::say("Ingen första synkronisering pågår.", "No first synchronisation is under way."));
  }
  if (tell == Tell::server) {
    api::SyncClient client(device_options(installation, company, options), core::registry());
    client.cancel_transfer();
  }
  company.write(
      [](storage::Transaction& transaction) { replica::abandon_first_sync(transaction); });
  const std::int64_t number = company.company().number;
  std::filesystem::remove(installation.first_sync_path(number));
  const bool is_still_known = load_state(company).mode == replica::Mode::needs_resync;
  if (!is_still_known) platform::remove_secret_file(installation.device_key_path(number));
}

void require_disconnectable(const business::CompanyDatabase& company,
                            const business::Actor& actor) {
  business::require_super_user(actor);
  require_connected(load_state(company));
}

api::OnlinePeople check_disconnecting(business::Installation& installation,
                                      const business::CompanyDatabase& company,
                                      const api::DisconnectRequest& log_in,
                                      const CallOptions& options) {
  api::SyncClient client(device_options(installation, company, options), core::registry());
  client.check(log_in);
  return client.people_online();
}

void disconnect_company(business::Installation& installation,
                        const business::CompanyDatabase& company, const business::Actor& actor,
                        const std::optional<api::DisconnectRequest>& log_in,
                        const CallOptions& options) {
  require_disconnectable(company, actor);
  if (log_in) {
    api::SyncClient client(device_options(installation, company, options), core::registry());
    api::DisconnectRequest request = *log_in;
    with_code(options.ask_code, [&](const auto& code) {
      request.code = code;
      client.disconnect(request);
    });
  }
  company.write([](storage::Transaction& transaction) { replica::end_connection(transaction); });
  const std::int64_t number = company.company().number;
  platform::remove_secret_file(installation.device_key_path(number));
  std::filesystem::remove(installation.first_sync_path(number));
}

}  // namespace tusk::connection
