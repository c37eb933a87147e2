#pragma once

// Calls to Tusk Online on behalf of a company.

#include <string>

#include "api/sync_client.h"
#include "business/company_database.h"
#include "connection/browser_log_in.h"
#include "connection/two_steps.h"
#include "core/text.h"

namespace tusk::business {
class Installation;
}

namespace tusk::connection {

struct CallOptions {
  std::string ca_file;                                // empty: the system's authorities
  core::Language language = core::Language::swedish;  // of what the server answers
  AskCode ask_code;                                   // of who has two-step log-in
  ShowAddress show_address = {};                      // of who logs in in the browser
};

// For calls with this computer's key. Throws Error{not_found} if it has none.
[[nodiscard]] api::SyncClientOptions device_options(business::Installation& installation,
                                                    const business::CompanyDatabase& company,
                                                    const CallOptions& options);

}  // namespace tusk::connection
