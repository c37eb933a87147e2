#include "online/account_letters.h"

#include "identity/lock_notices.h"
#include "identity/mailed_tokens.h"
#include "identity/password_resets.h"
#include "mail/queue.h"
#include "online/audit_trail.h"
#include "online/letters/recovery.h"
#include "online/services.h"
#include "platform/logging.h"

namespace tusk::online {

using identity::AuditEvent;
using platform::LogLevel;
using storage::Transaction;

LetterDesk letter_desk(Services& services) {
  return {services.random, services.clock, services.base_url()};
}

void save_new_password(Transaction& transaction, const identity::PreparedPassword& password,
                       const LetterDesk& desk, std::string_view kept_session) {
  password.save(transaction, kept_session);
  mail::enqueue(transaction, desk.random, desk.clock,
                password_changed_letter(password.person(), desk.base_url));
}

void send_confirmation(Transaction& transaction, const identity::Person& person,
                       const LetterDesk& desk) {
  const std::string token = identity::make_mailed_token(
      transaction, identity::TokenPurpose::confirm_email, person.id, desk.random, desk.clock);
  mail::enqueue(transaction, desk.random, desk.clock,
                confirmation_letter(person, desk.base_url, token, desk.clock.now()));
}

void write_owed_letters(Services& services) {
  // This is asked every other second: a transaction that writes would hold up those who work.
  const bool is_any_owed = services.directory.read(
      [](Transaction& tx) { return identity::is_reset_owed(tx) || identity::is_lock_noted(tx); });
  if (!is_any_owed) return;
  const LetterDesk desk = letter_desk(services);
  const auto [resets, locked] = services.directory.write([&](Transaction& tx) {
    const auto owed = identity::take_owed_resets(tx, desk.random, desk.clock);
    for (const identity::OwedReset& reset : owed) {
      services.enqueue(
          tx, password_reset_letter(reset.person, desk.base_url, reset.token, desk.clock.now()));
      write_account_audit(tx, desk.clock, reset.person, Actor{}, AuditEvent::password_reset_asked);
    }
    const auto people = identity::take_locked_people(tx, desk.clock);
    for (const auto& [person, is_told] : people) {
      write_account_audit(tx, desk.clock, person, Actor{}, AuditEvent::account_locked);
      if (is_told) services.enqueue(tx, account_locked_letter(person, desk.base_url));
    }
    return std::pair(owed, people);
  });
  for (const identity::OwedReset& reset : resets) {
    platform::log(LogLevel::info, "password.reset_sent", {{"person", reset.person.id}});
  }
  for (const identity::LockedPerson& each : locked) {
    platform::log(LogLevel::warning, "account.locked", {{"person", each.person.id}});
  }
  if (!resets.empty() || !locked.empty()) services.delivery.wake();
}

}  // namespace tusk::online
