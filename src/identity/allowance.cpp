#include "identity/allowance.h"

#include "core/sha256.h"

namespace tusk::identity {
namespace {

// Addresses of people and computers are kept as hashes. A window that ends later than a new one
// would was set by a clock that went wrong.
constexpr std::string_view count_sql =
    "INSERT INTO directory_allowance (what, used, ends_at) VALUES ($1, 1, $2) "
    "ON CONFLICT (what) DO UPDATE SET "
    "used = CASE WHEN directory_allowance.ends_at <= $3 OR directory_allowance.ends_at > $2 "
    "THEN 1 ELSE directory_allowance.used + 1 END, "
    "ends_at = CASE WHEN directory_allowance.ends_at <= $3 OR directory_allowance.ends_at > $2 "
    "THEN $2 ELSE directory_allowance.ends_at END RETURNING used";
constexpr std::string_view delete_old = "DELETE FROM directory_allowance WHERE ends_at <= $1";

}  // namespace

bool count_one(storage::Transaction& transaction, std::string_view what, const Allowance& allowance,
               const core::Clock& clock) {
  const core::Microseconds now = clock.now();
  const auto row = transaction.prepare(count_sql);
  row->bind(core::sha256_hex(what)).bind(now + allowance.window).bind(now);
  row->step();
  return row->integer(0) <= allowance.most;
}

void forget_old_allowances(storage::Transaction& transaction, const core::Clock& clock) {
  transaction.prepare(delete_old)->bind(clock.now()).run();
}

}  // namespace tusk::identity
