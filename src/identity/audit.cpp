#include "identity/audit.h"

#include "core/sha256.h"

namespace tusk::identity {
namespace {

// The head of the list is locked first: on PostgreSQL the next entry waits for this one's commit.
constexpr std::string_view lock_head =
    "INSERT INTO directory_audit_head (list, sequence, hash) VALUES ($1, 0, '') "
    "ON CONFLICT (list) DO UPDATE SET list = excluded.list RETURNING sequence, hash";
constexpr std::string_view move_head =
    "UPDATE directory_audit_head SET sequence = $1, hash = $2 WHERE list = $3";
constexpr std::string_view insert_entry =
    "INSERT INTO directory_audit (list, sequence, at, event, actor, actor_name, address, subject, "
    "detail, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
constexpr std::string_view select_page =
    "SELECT sequence, at, event, actor, actor_name, address, subject, detail, hash "
    "FROM directory_audit WHERE list = $1 AND (sequence < $2 OR $2 = 0) "
    "ORDER BY sequence DESC LIMIT $3";
constexpr std::string_view select_all =
    "SELECT sequence, at, event, actor, actor_name, address, subject, detail, hash "
    "FROM directory_audit WHERE list = $1 ORDER BY sequence";
// Also lists whose head somebody removed.
constexpr std::string_view select_heads =
    "SELECT list, sequence, hash FROM directory_audit_head UNION ALL "
    "SELECT DISTINCT list, 0, '' FROM directory_audit WHERE list NOT IN "
    "(SELECT list FROM directory_audit_head) ORDER BY 1";

void add_field(std::string& bytes, std::string_view field) {
  bytes += std::to_string(field.size());
  bytes += ':';
  bytes += field;
}

std::string hash_of(std::string_view before, std::string_view list, const AuditEntry& entry) {
  std::string bytes(before);
  bytes += '|';
  add_field(bytes, list);
  add_field(bytes, std::to_string(entry.sequence));
  add_field(bytes, entry.event);
  add_field(bytes, std::to_string(entry.at));
  for (const std::string* field :
       {&entry.actor, &entry.actor_name, &entry.address, &entry.subject, &entry.detail}) {
    add_field(bytes, *field);
  }
  return core::sha256_hex(bytes);
}

AuditEntry read_entry(const storage::Statement& row) {
  return {.sequence = row.integer(0),
          .at = row.integer(1),
          .event = std::string(row.text(2)),
          .actor = std::string(row.text(3)),
          .actor_name = std::string(row.text(4)),
          .address = std::string(row.text(5)),
          .subject = std::string(row.text(6)),
          .detail = std::string(row.text(7)),
          .hash = std::string(row.text(8))};
}

struct Head {
  std::string list;
  std::int64_t sequence = 0;
  std::string hash;
};

AuditCheck verify_list(storage::Transaction& transaction, const Head& head) {
  AuditCheck check{.list = head.list, .entries = 0, .last_hash = {}, .broken_at = std::nullopt};
  const auto rows = transaction.prepare(select_all);
  rows->bind(head.list);
  while (rows->step()) {
    const AuditEntry entry = read_entry(*rows);
    const std::int64_t expected = check.entries + 1;
    if (entry.sequence != expected || entry.hash != hash_of(check.last_hash, head.list, entry)) {
      check.broken_at = expected;
      return check;
    }
    check.entries = entry.sequence;
    check.last_hash = entry.hash;
  }
  if (check.entries != head.sequence || check.last_hash != head.hash) {
    check.broken_at = check.entries + 1;
  }
  return check;
}

}  // namespace

const char* name_of(AuditEvent event) {
  switch (event) {
    case AuditEvent::logged_in:
      return "logged_in";
    case AuditEvent::log_in_refused:
      return "log_in_refused";
    case AuditEvent::logged_out:
      return "logged_out";
    case AuditEvent::company_entered:
      return "company_entered";
    case AuditEvent::account_locked:
      return "account_locked";
    case AuditEvent::password_changed:
      return "password_changed";
    case AuditEvent::second_factor_changed:
      return "second_factor_changed";
    case AuditEvent::sessions_ended:
      return "sessions_ended";
    case AuditEvent::person_invited:
      return "person_invited";
    case AuditEvent::invitation_withdrawn:
      return "invitation_withdrawn";
    case AuditEvent::invitation_accepted:
      return "invitation_accepted";
    case AuditEvent::role_given:
      return "role_given";
    case AuditEvent::access_withdrawn:
      return "access_withdrawn";
    case AuditEvent::role_changed:
      return "role_changed";
    case AuditEvent::role_deleted:
      return "role_deleted";
    case AuditEvent::client_changed:
      return "client_changed";
    case AuditEvent::company_connected:
      return "company_connected";
    case AuditEvent::company_disconnected:
      return "company_disconnected";
    case AuditEvent::connection_handed_over:
      return "connection_handed_over";
    case AuditEvent::computer_added:
      return "computer_added";
    case AuditEvent::first_synchronisation:
      return "first_synchronisation";
    case AuditEvent::rewound:
      return "rewound";
    case AuditEvent::settings_changed:
      return "settings_changed";
    case AuditEvent::account_unlocked:
      return "account_unlocked";
    case AuditEvent::password_reset_asked:
      return "password_reset_asked";
    case AuditEvent::password_reset:
      return "password_reset";
    case AuditEvent::email_confirmed:
      return "email_confirmed";
    case AuditEvent::client_added:
      return "client_added";
    case AuditEvent::client_removed:
      return "client_removed";
    case AuditEvent::client_secret_renewed:
      return "client_secret_renewed";
    case AuditEvent::consent_given:
      return "consent_given";
    case AuditEvent::consent_withdrawn:
      return "consent_withdrawn";
    case AuditEvent::signing_key_made:
      return "signing_key_made";
  }
  return "";
}

void append_audit(storage::Transaction& transaction, const core::Clock& clock,
                  std::string_view list, AuditEvent event, AuditEntry entry) {
  std::string before;
  {
    const auto head = transaction.prepare(lock_head);
    head->bind(list);
    head->step();
    entry.sequence = head->integer(0) + 1;
    before = head->text(1);
  }
  entry.at = clock.now();
  entry.event = name_of(event);
  entry.hash = hash_of(before, list, entry);
  const auto row = transaction.prepare(insert_entry);
  row->bind(list).bind(entry.sequence).bind(entry.at).bind(entry.event);
  row->bind(entry.actor).bind(entry.actor_name).bind(entry.address).bind(entry.subject);
  row->bind(entry.detail).bind(entry.hash).run();
  transaction.prepare(move_head)->bind(entry.sequence).bind(entry.hash).bind(list).run();
}

std::vector<AuditEntry> list_audit(storage::Transaction& transaction, std::string_view list,
                                   int limit, std::int64_t before) {
  const auto rows = transaction.prepare(select_page);
  rows->bind(list).bind(before).bind(limit);
  std::vector<AuditEntry> entries;
  while (rows->step()) entries.push_back(read_entry(*rows));
  return entries;
}

std::vector<AuditCheck> verify_audit(storage::Transaction& transaction) {
  std::vector<Head> heads;
  {
    const auto rows = transaction.prepare(select_heads);
    while (rows->step()) {
      heads.push_back({std::string(rows->text(0)), rows->integer(1), std::string(rows->text(2))});
    }
  }
  std::vector<AuditCheck> checks;
  for (const Head& head : heads) checks.push_back(verify_list(transaction, head));
  return checks;
}

}  // namespace tusk::identity
