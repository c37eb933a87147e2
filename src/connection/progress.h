#pragma once

// How far the first synchronisation has come. Another program (Tusk Sync) carries it on: who shows
// it looks again and again.

#include <optional>
#include <string>

#include "business/company_database.h"
#include "replica/state.h"
#include "replica/transfer.h"

namespace tusk::business {
class Installation;
}

namespace tusk::connection {

struct FirstSyncProgress {
  replica::State state;
  std::optional<replica::Transfer> transfer;
  bool service_runs = false;  // Tusk Sync, on this computer
};
[[nodiscard]] FirstSyncProgress load_progress(business::Installation& installation,
                                              const business::CompanyDatabase& company);

// False: it is done, has failed or was given up.
[[nodiscard]] bool is_under_way(const FirstSyncProgress&);
// One line: "Skickar 12 000 av 48 000 poster (25 %), 1,2 MB/s, 3 min kvar".
[[nodiscard]] core::Text progress_line(const FirstSyncProgress&);
// Throws Error{unavailable} that says why the first synchronisation failed, if it has.
void require_no_failure(const FirstSyncProgress&);

// Of the bytes.
[[nodiscard]] std::int64_t percent_of(const replica::Transfer&);
// "12 000"
[[nodiscard]] std::string with_thousands(std::int64_t number);

}  // namespace tusk::connection
