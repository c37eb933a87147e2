#pragma once

// What was done with access: who logged in, was invited, was given a role, connected, disconnected
// … One list for each company and one for the service as a whole, which nobody changes afterwards:
// each entry holds a hash over itself and the hash before it, so that an entry that was removed or
// changed shows. Entries are written in the transaction of what they tell of. No password, token or
// content of a record is ever in one.
//
//   hash_n = SHA-256(hash_(n-1) | each field of entry n as length and bytes), hash_0 is empty

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "storage/database.h"

namespace tusk::identity {

// The names are in hashes and on pages: they are never changed or reused.
enum class AuditEvent {
  logged_in,
  log_in_refused,
  logged_out,
  company_entered,
  account_locked,
  password_changed,
  second_factor_changed,
  sessions_ended,
  person_invited,
  invitation_withdrawn,
  invitation_accepted,
  role_given,
  access_withdrawn,
  role_changed,
  role_deleted,
  client_changed,
  company_connected,
  company_disconnected,
  connection_handed_over,
  computer_added,
  first_synchronisation,
  rewound,
  settings_changed,
  account_unlocked,
  password_reset_asked,
  password_reset,
  email_confirmed,
  client_added,
  client_removed,
  client_secret_renewed,
  consent_given,
  consent_withdrawn,
  signing_key_made
};

[[nodiscard]] const char* name_of(AuditEvent event);

struct AuditEntry {
  std::int64_t sequence = 0;  // 1, 2, 3 … in its list
  core::Microseconds at = 0;
  std::string event;       // name_of(AuditEvent); of a newer program: one that is not known here
  std::string actor;       // id of a person or an office computer; empty: the program itself
  std::string actor_name;  // as it was called then
  std::string address;     // that the request came from; empty: none
  std::string subject;     // who or what it was done to: a name, or an e-mail address
  std::string detail;      // a role, the kind of second factor …
  std::string hash;
};

// The list of the whole service.
inline constexpr std::string_view service_audit = "";

// `list`: the id of a company, or service_audit. Sequence, time, event and hash are filled in here.
void append_audit(storage::Transaction&, const core::Clock&, std::string_view list, AuditEvent,
                  AuditEntry);

// Newest first. `before`: a sequence; 0: from the end.
[[nodiscard]] std::vector<AuditEntry> list_audit(storage::Transaction&, std::string_view list,
                                                 int limit, std::int64_t before = 0);

struct AuditCheck {
  std::string list;
  std::int64_t entries = 0;
  std::string last_hash;  // kept elsewhere, it shows later that the end was not cut off
  // The first entry that is missing or is not what was written; nothing: all is well.
  std::optional<std::int64_t> broken_at;
};
// Every list there is, by name.
[[nodiscard]] std::vector<AuditCheck> verify_audit(storage::Transaction&);

}  // namespace tusk::identity
