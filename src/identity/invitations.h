#pragma once

// Invitations: an office user or employee gets a link by mail that gives them access to a company.
//
// The link's token is 256 random bits, of which the directory keeps the hash; it is good once, for
// a week, for the address it was sent to. An invitation gives no right before it is accepted. It
// holds its own address: what the office does to its people's addresses later moves nothing.
//
// What the office says of its people (whether somebody is one of them, and active) is the caller's
// to look at.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "identity/access.h"
#include "identity/companies.h"
#include "identity/office_people.h"
#include "identity/people.h"
#include "storage/database.h"

namespace tusk::identity {

struct Invitation {
  std::string id;  // i_…
  std::string company;
  OfficeRecord record;
  std::string name;  // of the invited, as the office has it
  std::string email;
  Role role;
  std::string message;     // plain text for the letter; may be empty
  std::string invited_by;  // id of the person who sent it last
  core::Microseconds sent_at = 0;
  core::Microseconds expires_at = 0;
  [[nodiscard]] bool has_expired(const core::Clock& clock) const {
    return expires_at <= clock.now();
  }
};

struct SentInvitation {
  Invitation invitation;
  std::string token;  // for the letter alone: only its hash is kept
};

struct NewInvitation {
  std::string company;
  std::string invited_by;
  // Every record that stands for the person; the first is the one that the invitation goes with.
  std::vector<OfficeRecord> records;
  std::string name;
  std::string email;  // in any spelling
  Role role;
  std::string message;
};

// Takes the place of an invitation of the same record or address that has expired.
// Throws Error{invalid} for an address or a message that can't be one; {forbidden} if the inviter
// may not give the role; {conflict} if a record or the address has access or an open invitation,
// or if no more people may use the company (`allowed_otherwise`: see count_seats); {limit} if the
// company, or the address from it, has got too many letters today.
[[nodiscard]] SentInvitation invite(storage::Transaction&, core::Random&, const core::Clock&,
                                    const NewInvitation&, std::int64_t allowed_otherwise);
// With a new token and a new week; the old token is good for nothing. Also of one that has expired.
// Throws what invite() does, and Error{not_found} if the company has no such invitation that is
// open. `decision.person` is not looked at.
[[nodiscard]] SentInvitation send_again(storage::Transaction&, core::Random&, const core::Clock&,
                                        std::string_view invitation, const Decision& decision,
                                        std::int64_t allowed_otherwise);
// Throws Error{not_found}, {forbidden} if the role is not the decider's to take.
Invitation withdraw(storage::Transaction&, const core::Clock&, std::string_view invitation,
                    const Decision& decision);
// Of somebody whom the office does not have any more. How many there were.
std::int64_t withdraw_of(storage::Transaction&, const core::Clock&, std::string_view company,
                         const OfficeRecord&);
// What the person has sent and may not send with this role; nothing: without access.
void withdraw_sent_by(storage::Transaction&, const core::Clock&, std::string_view company,
                      std::string_view person, const std::optional<Role>& role);

// That are open, expired ones too, by address.
[[nodiscard]] std::vector<Invitation> list_invitations(storage::Transaction&,
                                                       std::string_view company);
[[nodiscard]] std::optional<Invitation> find_invitation(storage::Transaction&,
                                                        std::string_view company,
                                                        std::string_view id);

// The invitation of a link. Throws Error{not_found} if the token is of none (any more), {conflict}
// that says why if it was accepted or withdrawn, has expired, or its company is disconnected.
[[nodiscard]] Invitation get_invited(storage::Transaction&, const core::Clock&,
                                     std::string_view token);
// Gives the person, who has proved that the address is theirs, access. Of several at the same time
// one is carried out and the others throw what get_invited() does. Whoever has access already keeps
// the role they have. Throws Error{forbidden} if the address is not the person's.
Membership accept(storage::Transaction&, const core::Clock&, std::string_view token,
                  const Person& person);

// What counts no more for the limits of letters. Called now and then.
void forget_old_letters(storage::Transaction&, const core::Clock&);

}  // namespace tusk::identity
