#pragma once

// Whether a company is connected, and what may be done with it then.

#include "business/company_database.h"
#include "core/error.h"
#include "replica/state.h"

namespace tusk::connection {

[[nodiscard]] replica::State load_state(const business::CompanyDatabase& company);
// Also while the first synchronisation is under way, and after one side was put back.
[[nodiscard]] bool is_connected(const replica::State& state);
// Throws Error{conflict} that says how to connect.
void require_connected(const replica::State& state);
// "Det uppstod ett fel med synkroniseringstjänsten", and why.
[[nodiscard]] core::Error sync_service_failure(const core::Text& cause);

}  // namespace tusk::connection
