#pragma once

// How a company's synchronisation is doing; when it does not work, which of the causes it is and
// what to do.

#include <filesystem>
#include <optional>
#include <string>

#include "cli/context.h"
#include "core/text.h"
#include "replica/audit_log.h"
#include "replica/lease.h"
#include "replica/round_log.h"
#include "replica/state.h"

namespace tusk::cli {

enum class Condition {
  unconnected,
  disconnected,
  first_sync,
  waiting,  // connected, no round yet
  synchronised,
  catching_up,
  failing,  // the last round ended in an error
  stopped,  // no rounds any more
  needs_resync
};

// Why it does not work.
enum class Cause {
  none,
  service_stopped,
  computer_off,
  no_line,
  server_down,
  login_refused,
  certificate,
  version,
  disk_full,
  rewound,
  other  // the message of the last round, or the log, says more
};

struct Status {
  replica::State state;
  replica::Lease lease;
  std::optional<replica::RoundRow> last;
  std::int64_t pending = 0;
  std::int64_t conflicts = 0;
  std::int64_t problems = 0;
  std::optional<replica::AuditRow> audit;  // the last
  Condition condition = Condition::unconnected;
  Cause cause = Cause::none;
  std::string computer;           // the one that synchronises, or would have to
  bool is_this_computer = false;  // that one
  std::string stand_in;           // another whose service runs; it takes over in a while
  std::string data_folder;
};

[[nodiscard]] const char* name_of(Condition condition);
[[nodiscard]] const char* name_of(Cause cause);

[[nodiscard]] Status load_status(Context& context, const business::CompanyDatabase& company);
// True if the folder has no room for a round.
[[nodiscard]] bool is_disk_full(const std::filesystem::path& folder);
// When that keeps even the databases from being opened.
[[nodiscard]] Status make_disk_full(const std::filesystem::path& folder);
// What is the matter, in a sentence or two.
[[nodiscard]] core::Text describe(const Status& status, core::Microseconds now);
// What to do; empty if nothing is wrong, or describe() says it.
[[nodiscard]] core::Text remedy_of(const Status& status);

}  // namespace tusk::cli
