#include "identity/second_step.h"

#include "core/sha256.h"
#include "identity/limits.h"

namespace tusk::identity {
namespace {

constexpr std::string_view insert_sql =
    "INSERT INTO directory_second_step (ticket_hash, identity, browser_hash, created_at) "
    "VALUES ($1, $2, $3, $4)";
constexpr std::string_view select_sql =
    "SELECT identity FROM directory_second_step WHERE ticket_hash = $1 AND browser_hash = $2 AND "
    "created_at > $3";
constexpr std::string_view delete_one = "DELETE FROM directory_second_step WHERE ticket_hash = $1";
constexpr std::string_view delete_of = "DELETE FROM directory_second_step WHERE identity = $1";
constexpr std::string_view delete_old = "DELETE FROM directory_second_step WHERE created_at <= $1";

}  // namespace

std::string create_ticket(storage::Transaction& transaction, core::Random& random,
                          const core::Clock& clock, std::string_view person,
                          std::string_view browser) {
  const core::Microseconds now = clock.now();
  transaction.prepare(delete_old)->bind(now - second_step_time).run();
  std::string ticket = random.hex(ticket_bytes);
  transaction.prepare(insert_sql)
      ->bind(core::sha256_hex(ticket))
      .bind(person)
      .bind(core::sha256_hex(browser))
      .bind(now)
      .run();
  return ticket;
}

std::optional<std::string> find_ticket(storage::Transaction& transaction, const core::Clock& clock,
                                       std::string_view ticket, std::string_view browser) {
  const auto row = transaction.prepare(select_sql);
  row->bind(core::sha256_hex(ticket))
      .bind(core::sha256_hex(browser))
      .bind(clock.now() - second_step_time);
  if (!row->step()) return std::nullopt;
  return std::string(row->text(0));
}

bool use_ticket(storage::Transaction& transaction, std::string_view ticket) {
  return transaction.prepare(delete_one)->bind(core::sha256_hex(ticket)).run() == 1;
}

void forget_tickets_of(storage::Transaction& transaction, std::string_view person) {
  transaction.prepare(delete_of)->bind(person).run();
}

}  // namespace tusk::identity
