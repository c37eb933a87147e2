#pragma once

// How a company's synchronisation is doing; when it does not work, which of the causes it is and
// what to do.

#include <filesystem>
#include <optional>
#include <string>

#include "business/company_database.h"
#include "core/text.h"
#include "replica/audit_log.h"
#include "replica/lease.h"
#include "replica/round_log.h"
#include "replica/state.h"

namespace tusk::business {
class Installation;
}

namespace tusk::connection {

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

[[nodiscard]] Status load_status(business::Installation& installation,
                                 const business::CompanyDatabase& company);
// True if there was one since the company was connected.
[[nodiscard]] bool has_round(const Status& status);
// When the last ended, or the company was connected.
[[nodiscard]] core::Microseconds last_heard(const Status& status);
// True if the folder has no room for a round.
[[nodiscard]] bool is_disk_full(const std::filesystem::path& folder);
// When that keeps even the databases from being opened.
[[nodiscard]] Status make_disk_full(const std::filesystem::path& folder);
// What is the matter, in a sentence or two.
[[nodiscard]] core::Text describe(const Status& status, core::Microseconds now);
// What to do; empty if nothing is wrong, or describe() says it.
[[nodiscard]] core::Text remedy_of(const Status& status);
// Why no rounds are made (the service has stopped, no line …) and what to do; nothing if they are.
[[nodiscard]] std::optional<core::Text> why_no_rounds(business::Installation& installation,
                                                      const business::CompanyDatabase& company);

}  // namespace tusk::connection
