#include "identity/invitations.h"

#include <fmt/format.h>

#include "core/error.h"
#include "core/sha256.h"
#include "core/validation.h"
#include "identity/email_address.h"
#include "identity/invitation_rows.h"
#include "identity/limits.h"

namespace tusk::identity {
namespace {

constexpr std::string_view insert_sql =
    "INSERT INTO directory_invitation (id, company, record_type, record_id, name, email, role, "
    "message, invited_by, token_hash, created_at, sent_at, expires_at, state) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, 'open')";
constexpr std::string_view renew_sql =
    "UPDATE directory_invitation SET token_hash = $1, sent_at = $2, expires_at = $3, "
    "invited_by = $4 WHERE id = $5";
constexpr std::string_view select_open =
    "SELECT {} FROM directory_invitation WHERE company = $1 AND state = 'open' ORDER BY email, id";
constexpr std::string_view select_open_one =
    "SELECT {} FROM directory_invitation WHERE company = $1 AND state = 'open' AND id = $2";
constexpr std::string_view select_open_of_record =
    "SELECT {} FROM directory_invitation WHERE company = $1 AND state = 'open' AND "
    "record_type = $2 AND record_id = $3";
constexpr std::string_view select_open_of_email =
    "SELECT {} FROM directory_invitation WHERE company = $1 AND state = 'open' AND email = $2";
constexpr std::string_view select_open_of_sender =
    "SELECT {} FROM directory_invitation WHERE company = $1 AND state = 'open' AND "
    "invited_by = $2";
constexpr std::string_view withdraw_sql =
    "UPDATE directory_invitation SET state = 'withdrawn', ended_at = $1 WHERE id = $2";
constexpr std::string_view select_access_of_record =
    "SELECT 1 FROM directory_membership WHERE company = $1 AND record_type = $2 AND "
    "record_id = $3";
constexpr std::string_view select_access_of_email =
    "SELECT 1 FROM directory_membership m JOIN directory_identity p ON p.id = m.identity "
    "WHERE m.company = $1 AND p.email = $2";
constexpr std::string_view count_letters =
    "SELECT count(*), coalesce(sum(CASE WHEN email = $2 THEN 1 ELSE 0 END), 0) "
    "FROM directory_invitation_letter WHERE company = $1 AND sent_at > $3";
constexpr std::string_view insert_letter =
    "INSERT INTO directory_invitation_letter (company, email, sent_at) VALUES ($1, $2, $3)";
constexpr std::string_view delete_letters =
    "DELETE FROM directory_invitation_letter WHERE sent_at <= $1";

void check_message(const std::string& message) {
  if (core::is_clean_text(message) &&
      core::count_characters(message) <= max_invitation_message_characters) {
    return;
  }
  throw core::invalid_field("message", message,
                            core::say("Hälsningen får vara ren text på högst {} tecken.",
                                      "The message may be plain text of at most {} characters.",
                                      max_invitation_message_characters));
}

std::string check_email(const std::string& email) {
  if (auto normal = normalise_email(email)) return *std::move(normal);
  throw core::invalid_field(
      "email", email,
      core::say("”{}” är ingen e-postadress. Skriv den som namn@exempel.se.",
                "“{}” is no e-mail address. Enter it as name@example.com.", core::shorten(email)));
}

void require_may_give(storage::Transaction& transaction, std::string_view company,
                      std::string_view by, const Role& role) {
  const auto own = find_role(transaction, by, company);
  if (own && may_give(*own, role)) return;
  throw core::Error(core::ErrorCode::forbidden,
                    role == Role::super_user
                        ? core::say("Bara en superanvändare får bjuda in en superanvändare.",
                                    "Only a super user may invite a super user.")
                        : core::say("Bara administratörer och superanvändare bjuder in andra.",
                                    "Only administrators and super users invite others."));
}

void require_seat(storage::Transaction& transaction, std::string_view company,
                  std::int64_t otherwise, const core::Clock& clock) {
  const Seats seats = count_seats(transaction, company, otherwise, clock);
  if (seats.left() > 0) return;
  throw core::Error(
      core::ErrorCode::conflict,
      core::say("Licensen räcker till {} användare online: {} har åtkomst och {} är inviterade. Ta "
                "bort någons åtkomst, dra tillbaka en invitation, eller utöka licensen.",
                "The licence is for {} users online: {} have access and {} are invited. Take away "
                "somebody's access, withdraw an invitation, or extend the licence.",
                seats.allowed, seats.people, seats.invitations));
}

void charge_letter(storage::Transaction& transaction, std::string_view company,
                   std::string_view email, const core::Clock& clock) {
  const core::Microseconds now = clock.now();
  const auto row = transaction.prepare(count_letters);
  row->bind(company).bind(email).bind(now - invitation_letters_span);
  row->step();
  const bool too_many_to_one = row->integer(1) >= max_invitation_letters_per_address;
  if (too_many_to_one || row->integer(0) >= max_invitation_letters_per_company) {
    throw core::Error(
        core::ErrorCode::limit,
        too_many_to_one
            ? core::say(
                  "{} har redan fått {} invitationer det senaste dygnet. Be mottagaren leta i "
                  "skräpposten, eller vänta till i morgon.",
                  "{} has been sent {} invitations within the last 24 hours. Ask the "
                  "receiver to look among the spam, or wait until tomorrow.",
                  email, max_invitation_letters_per_address)
            : core::say("Företaget har skickat {} invitationer det senaste dygnet. Vänta till i "
                        "morgon.",
                        "The company has sent {} invitations within the last 24 hours. Wait until "
                        "tomorrow.",
                        max_invitation_letters_per_company));
  }
  transaction.prepare(insert_letter)->bind(company).bind(email).bind(now).run();
}

void end_invitation(storage::Transaction& transaction, const core::Clock& clock,
                    const Invitation& invitation) {
  transaction.prepare(withdraw_sql)->bind(clock.now()).bind(invitation.id).run();
}

void refuse_or_end(storage::Transaction& transaction, const core::Clock& clock,
                   const std::vector<Invitation>& open) {
  for (const Invitation& invitation : open) {
    if (!invitation.has_expired(clock)) {
      throw core::Error(
          core::ErrorCode::conflict,
          core::say("{} ({}) är redan inviterad. Skicka invitationen igen, eller dra tillbaka den "
                    "först.",
                    "{} ({}) is invited already. Send the invitation again, or withdraw it first.",
                    invitation.name, invitation.email));
    }
    end_invitation(transaction, clock, invitation);
  }
}

std::vector<Invitation> read_all(storage::Statement& row) {
  std::vector<Invitation> all;
  while (row.step()) all.push_back(read_invitation(row));
  return all;
}

std::vector<Invitation> list_of_record(storage::Transaction& transaction, std::string_view company,
                                       const OfficeRecord& record) {
  const auto row = transaction.prepare(with_invitation_columns(select_open_of_record));
  row->bind(company).bind(record.type).bind(record.id);
  return read_all(*row);
}

void require_uninvited(storage::Transaction& transaction, const core::Clock& clock,
                       const NewInvitation& wanted, const std::string& email) {
  bool has_access = false;
  for (const OfficeRecord& record : wanted.records) {
    const auto row = transaction.prepare(select_access_of_record);
    row->bind(wanted.company).bind(record.type).bind(record.id);
    has_access = has_access || row->step();
  }
  if (has_access) {
    throw core::Error(core::ErrorCode::conflict,
                      core::say("{} har redan åtkomst.", "{} has access already.", wanted.name));
  }
  {
    const auto row = transaction.prepare(select_access_of_email);
    row->bind(wanted.company).bind(email);
    if (row->step()) {
      throw core::Error(
          core::ErrorCode::conflict,
          core::say("Den som har adressen {} har redan åtkomst till företaget. Se under "
                    "Användaradministration.",
                    "Whoever has the address {} has access to the company already. Look under User "
                    "administration.",
                    email));
    }
  }
  for (const OfficeRecord& record : wanted.records)
    refuse_or_end(transaction, clock, list_of_record(transaction, wanted.company, record));
  const auto row = transaction.prepare(with_invitation_columns(select_open_of_email));
  row->bind(wanted.company).bind(email);
  refuse_or_end(transaction, clock, read_all(*row));
}

Invitation get_invitation(storage::Transaction& transaction, std::string_view company,
                          std::string_view id) {
  if (auto invitation = find_invitation(transaction, company, id)) return *std::move(invitation);
  throw core::Error(
      core::ErrorCode::not_found,
      core::say("Invitationen finns inte (längre). Kanske är den accepterad eller tillbakadragen.",
                "There is no such invitation (any more). Perhaps it was accepted or withdrawn."));
}

}  // namespace

std::string with_invitation_columns(std::string_view sql) {
  return fmt::format(fmt::runtime(sql),
                     "id, company, record_type, record_id, name, email, role, message, "
                     "invited_by, sent_at, expires_at");
}

Invitation read_invitation(const storage::Statement& row) {
  return {.id = std::string(row.text(0)),
          .company = std::string(row.text(1)),
          .record = {std::string(row.text(2)), row.integer(3)},
          .name = std::string(row.text(4)),
          .email = std::string(row.text(5)),
          .role = {std::string(row.text(6))},
          .message = std::string(row.text(7)),
          .invited_by = std::string(row.text(8)),
          .sent_at = row.integer(9),
          .expires_at = row.integer(10)};
}

SentInvitation invite(storage::Transaction& transaction, core::Random& random,
                      const core::Clock& clock, const NewInvitation& wanted,
                      std::int64_t allowed_otherwise) {
  const std::string email = check_email(wanted.email);
  check_message(wanted.message);
  lock_access(transaction, wanted.company);
  require_may_give(transaction, wanted.company, wanted.invited_by, wanted.role);
  require_role(transaction, wanted.company, wanted.role);
  require_uninvited(transaction, clock, wanted, email);
  require_seat(transaction, wanted.company, allowed_otherwise, clock);
  charge_letter(transaction, wanted.company, email, clock);
  const core::Microseconds now = clock.now();
  SentInvitation sent{.invitation = {.id = "i_" + random.hex(public_id_bytes),
                                     .company = wanted.company,
                                     .record = wanted.records.front(),
                                     .name = wanted.name,
                                     .email = email,
                                     .role = wanted.role,
                                     .message = wanted.message,
                                     .invited_by = wanted.invited_by,
                                     .sent_at = now,
                                     .expires_at = now + invitation_life},
                      .token = random.hex(invitation_token_bytes)};
  const Invitation& made = sent.invitation;
  const auto statement = transaction.prepare(insert_sql);
  statement->bind(made.id).bind(made.company).bind(made.record.type).bind(made.record.id);
  statement->bind(made.name).bind(made.email).bind(made.role.id).bind(made.message);
  statement->bind(made.invited_by)
      .bind(core::sha256_hex(sent.token))
      .bind(now)
      .bind(made.expires_at);
  statement->run();
  return sent;
}

SentInvitation send_again(storage::Transaction& transaction, core::Random& random,
                          const core::Clock& clock, std::string_view id, const Decision& decision,
                          std::int64_t allowed_otherwise) {
  lock_access(transaction, decision.company);
  SentInvitation sent{.invitation = get_invitation(transaction, decision.company, id),
                      .token = random.hex(invitation_token_bytes)};
  Invitation& invitation = sent.invitation;
  require_may_give(transaction, decision.company, decision.by, invitation.role);
  if (invitation.has_expired(clock))
    require_seat(transaction, decision.company, allowed_otherwise, clock);
  charge_letter(transaction, decision.company, invitation.email, clock);
  invitation.invited_by = decision.by;
  invitation.sent_at = clock.now();
  invitation.expires_at = invitation.sent_at + invitation_life;
  const auto statement = transaction.prepare(renew_sql);
  statement->bind(core::sha256_hex(sent.token))
      .bind(invitation.sent_at)
      .bind(invitation.expires_at);
  statement->bind(invitation.invited_by).bind(invitation.id).run();
  return sent;
}

Invitation withdraw(storage::Transaction& transaction, const core::Clock& clock,
                    std::string_view id, const Decision& decision) {
  lock_access(transaction, decision.company);
  Invitation invitation = get_invitation(transaction, decision.company, id);
  require_may_give(transaction, decision.company, decision.by, invitation.role);
  end_invitation(transaction, clock, invitation);
  return invitation;
}

std::int64_t withdraw_of(storage::Transaction& transaction, const core::Clock& clock,
                         std::string_view company, const OfficeRecord& record) {
  lock_access(transaction, company);
  const auto open = list_of_record(transaction, company, record);
  for (const Invitation& invitation : open) end_invitation(transaction, clock, invitation);
  return static_cast<std::int64_t>(open.size());
}

void withdraw_sent_by(storage::Transaction& transaction, const core::Clock& clock,
                      std::string_view company, std::string_view person,
                      const std::optional<Role>& role) {
  const auto row = transaction.prepare(with_invitation_columns(select_open_of_sender));
  row->bind(company).bind(person);
  for (const Invitation& invitation : read_all(*row)) {
    if (!role || !may_give(*role, invitation.role)) end_invitation(transaction, clock, invitation);
  }
}

std::vector<Invitation> list_invitations(storage::Transaction& transaction,
                                         std::string_view company) {
  const auto row = transaction.prepare(with_invitation_columns(select_open));
  row->bind(company);
  return read_all(*row);
}

std::optional<Invitation> find_invitation(storage::Transaction& transaction,
                                          std::string_view company, std::string_view id) {
  const auto row = transaction.prepare(with_invitation_columns(select_open_one));
  row->bind(company).bind(id);
  if (!row->step()) return std::nullopt;
  return read_invitation(*row);
}

void forget_old_letters(storage::Transaction& transaction, const core::Clock& clock) {
  transaction.prepare(delete_letters)->bind(clock.now() - invitation_letters_span).run();
}

}  // namespace tusk::identity
