#pragma once

// A company for oneself alone: for the snapshot of the first synchronisation, for a restore.
//
//   const Hold hold = hold_company(installation, company, anna,
//                                  {"Den första synkroniseringen pågår", "The first …"});
//
// While it lives, nobody can log in to the company or open it (log_in_to_company, open_company of
// any program but this Installation): they get HeldError, which says who holds it, since when and
// why. It ends with its program, as every session does (sessions.h). Tusk Sync, the service,
// is not kept out: it opens the company's database itself (storage::open_database), as does
// whoever only looks on (look_at_company).

#include <memory>

#include "business/session.h"

namespace tusk::business {

class Hold {
 public:
  // Throws Error{unavailable} if the hold ended with a lost connection to the database server, and
  // others may have written since. To be called within the transaction that counts.
  void require(storage::Transaction& company) const { session_->require(company); }

 private:
  friend Hold hold_company(Installation&, const Company&, const Actor&, core::Text);
  explicit Hold(std::unique_ptr<Session> session) : session_(std::move(session)) {}

  std::unique_ptr<Session> session_;
};

// For super users. Throws Error{conflict} if anybody else is logged in to the company or holds it:
// its text lists who, what kind, from which computer and since when, and so do its problems, one
// each. Services do not count, nor do this Installation's own sessions of the same user. Writes of
// others that had begun are finished when this returns.
// `reason` is a sentence without a full stop.
[[nodiscard]] Hold hold_company(Installation& installation, const Company& company,
                                const Actor& actor, core::Text reason);

}  // namespace tusk::business
