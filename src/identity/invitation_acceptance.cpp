// The receiver's half of invitations.h.

#include "core/error.h"
#include "core/sha256.h"
#include "identity/invitation_rows.h"
#include "identity/limits.h"

namespace tusk::identity {
namespace {

constexpr std::string_view select_by_token =
    "SELECT {}, state FROM directory_invitation WHERE token_hash = $1";
constexpr std::string_view select_company_of_token =
    "SELECT company FROM directory_invitation WHERE token_hash = $1";
constexpr std::string_view accept_sql =
    "UPDATE directory_invitation SET state = 'accepted', ended_at = $1, accepted_by = $2 "
    "WHERE id = $3 AND state = 'open'";
constexpr std::string_view insert_membership =
    "INSERT INTO directory_membership (identity, company, role, created_at, record_type, "
    "record_id) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (identity, company) DO UPDATE SET "
    "record_type = excluded.record_type, record_id = excluded.record_id";

core::Error no_such_invitation() {
  return {core::ErrorCode::not_found,
          core::say("Länken gäller inte (längre). Om du har fått en nyare invitation, öppna länken "
                    "i den; be annars företaget om en ny.",
                    "The link is not (or no longer) valid. If you have got a newer invitation, "
                    "open the link in that; otherwise ask the company for a new one.")};
}

// Throws unless the invitation is there to be accepted.
void check_state(storage::Transaction& transaction, const core::Clock& clock,
                 const Invitation& invitation, std::string_view state) {
  if (state == "accepted") {
    throw core::Error(core::ErrorCode::conflict,
                      core::say("Invitationen är redan använd. Logga in i stället.",
                                "The invitation has been used already. Log in instead."));
  }
  const auto company = get_company(transaction, invitation.company);
  if (state != "open") {
    throw core::Error(core::ErrorCode::conflict,
                      core::say("Invitationen är tillbakadragen. Fråga {}.",
                                "The invitation was withdrawn. Ask {}.", company.name));
  }
  if (invitation.has_expired(clock)) {
    throw core::Error(core::ErrorCode::conflict,
                      core::say("Invitationen gällde i {} dagar och har gått ut. Be {} om en ny.",
                                "The invitation was valid for {} days and has expired. Ask {} for "
                                "a new one.",
                                invitation_life / core::seconds(86'400), company.name));
  }
  if (company.state == CompanyState::disconnected) {
    throw core::Error(core::ErrorCode::conflict,
                      core::say("{} är inte anslutet till Tusk Online just nu.",
                                "{} is not connected to Tusk Online at the moment.", company.name));
  }
}

}  // namespace

Invitation get_invited(storage::Transaction& transaction, const core::Clock& clock,
                       std::string_view token) {
  const auto row = transaction.prepare(with_invitation_columns(select_by_token));
  row->bind(core::sha256_hex(token));
  if (!row->step()) throw no_such_invitation();
  Invitation invitation = read_invitation(*row);
  check_state(transaction, clock, invitation, std::string(row->text(invitation_columns)));
  return invitation;
}

Membership accept(storage::Transaction& transaction, const core::Clock& clock,
                  std::string_view token, const Person& person) {
  {
    const auto row = transaction.prepare(select_company_of_token);
    row->bind(core::sha256_hex(token));
    if (!row->step()) throw no_such_invitation();
    // From here on nobody withdraws it, nor accepts it at the same time.
    lock_access(transaction, std::string(row->text(0)));
  }
  const Invitation invitation = get_invited(transaction, clock, token);
  if (invitation.email != person.email) {
    throw core::Error(
        core::ErrorCode::forbidden,
        core::say("Invitationen är till {}, och du är inloggad som {}. Logga ut, och öppna länken "
                  "igen.",
                  "The invitation is for {}, and you are logged in as {}. Log out, and open the "
                  "link again.",
                  invitation.email, person.email));
  }
  transaction.prepare(accept_sql)->bind(clock.now()).bind(person.id).bind(invitation.id).run();
  const auto statement = transaction.prepare(insert_membership);
  statement->bind(person.id).bind(invitation.company).bind(invitation.role.id);
  statement->bind(clock.now()).bind(invitation.record.type).bind(invitation.record.id).run();
  // Perhaps the office let the person go a moment ago, after the caller had looked.
  note_change_of_people(transaction, invitation.company);
  return *find_membership(transaction, person.id, invitation.company);
}

}  // namespace tusk::identity
