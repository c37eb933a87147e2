#include "connection/call.h"

#include "business/device_key.h"
#include "business/installation.h"
#include "connection/state.h"
#include "platform/secret_file.h"

namespace tusk::connection {

api::SyncClientOptions device_options(business::Installation& installation,
                                      const business::CompanyDatabase& company,
                                      const CallOptions& options) {
  const business::DeviceKey key = business::parse_device_key(
      platform::read_secret_file(installation.device_key_path(company.company().number)));
  return {.base_url = load_state(company).online_url,
          .ca_file = options.ca_file,
          .device_id = key.device_id,
          .device_secret = key.secret,
          .language = options.language};
}

}  // namespace tusk::connection
