#include "business/hold.h"

#include "business/companies.h"
#include "business/installation.h"

namespace tusk::business {
namespace {

// SQLite: a write of a log-in that was ended may have passed Session::require() already. It has the
// database's one write lock, so whoever gets that lock now comes after it. (On PostgreSQL
// end_session() has waited for it.)
void wait_for_writers(const Installation& installation, const Company& company) {
  const storage::DatabaseAddress address = address_of(installation, company);
  if (address.engine() != storage::Engine::sqlite) return;
  try {
    const auto database = storage::open_database(address);
    storage::write(*database, [](storage::Transaction&) {});
  } catch (const core::Error& error) {
    // Nobody writes to a damaged file, and it is held to be put right.
    if (error.code() != core::ErrorCode::internal) throw;
  }
}

}  // namespace

Hold hold_company(Installation& installation, const Company& company, const Actor& actor,
                  core::Text reason) {
  require_super_user(actor);
  const SessionKind kind = actor.user_name.empty() ? SessionKind::service : SessionKind::person;
  Hold hold(std::unique_ptr<Session>(
      new Session(installation, SessionStart{kind, actor, company}, reason)));
  wait_for_writers(installation, company);
  return hold;
}

}  // namespace tusk::business
