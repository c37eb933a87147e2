#pragma once

// How far the first synchronisation has come, told once or again and again.

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>

#include "cli/context.h"
#include "replica/state.h"
#include "replica/transfer.h"

namespace tusk::cli {

struct FirstSyncProgress {
  replica::State state;
  std::optional<replica::Transfer> transfer;
  bool service_runs = false;  // Tusk Sync, on this computer
};
[[nodiscard]] FirstSyncProgress load_progress(Context&, const business::CompanyDatabase&);

// False: it is done, has failed or was given up.
[[nodiscard]] bool is_under_way(const FirstSyncProgress&);
[[nodiscard]] boost::json::object progress_json(const FirstSyncProgress&, core::Language);
// One line: "Skickar 12 000 av 48 000 poster (25 %), 1,2 MB/s, 3 min kvar".
[[nodiscard]] core::Text progress_line(const FirstSyncProgress&);

enum class Tell {
  nothing,
  terminal_line,  // the same again and again
  json_lines      // each change, on stdout
};
// Until it is over, or nothing carries it on.
[[nodiscard]] FirstSyncProgress follow_progress(Context&, const business::CompanyDatabase&, Tell);

// Throws Error{unavailable} that says why the first synchronisation failed, if it has.
void require_no_failure(const FirstSyncProgress&);

}  // namespace tusk::cli
