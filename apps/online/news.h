#pragma once

// Tells who wants to know, right after a commit: browsers with the company open, and offices that
// wait for changes.

#include <functional>

#include "api/sync_messages.h"
#include "core/record.h"
#include "online/services.h"
#include "replica/round.h"

namespace tusk::online {

// Runs `change` in a write transaction, commits, and tells what it changed: the records that it
// wrote itself, and those that followed (children of a deleted record). Returns what it returned.
// `change` may run more than once.
core::Record change_and_tell(Services& services, const identity::Company& company, Tenant& tenant,
                             const std::function<core::Record(storage::Transaction&)>& change);

// An office's round was carried out.
void tell_round(Services& services, const identity::Company& company, Tenant& tenant,
                const replica::OnlineRoundResult& result);

// The state of synchronisation, to browsers.
void tell_sync_status(Services& services, const identity::Company& company);

// How synchronisation is doing, as it is told.
struct BilingualStatus {
  api::SyncStatus status;
  core::Text message;
};
[[nodiscard]] BilingualStatus load_sync_status(Services& services,
                                               const identity::Company& company);
[[nodiscard]] std::string status_json(const BilingualStatus& status, core::Language language);

}  // namespace tusk::online
