#pragma once

// Account administration: who of the office's people has access to the company online, and
// invitations.

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/messages.h"

namespace tusk::api {

enum class AccessStatus { active, invited, expired, not_invited, inactive };
BOOST_DESCRIBE_ENUM(AccessStatus, active, invited, expired, not_invited, inactive)

// What the office says of a person.
enum class OfficeState { active, inactive, gone, unknown };
BOOST_DESCRIBE_ENUM(OfficeState, active, inactive, gone, unknown)

// An office user or employee, or somebody who has access without being known as one.
struct AdministeredPerson {
  std::string key;
  std::string name;
  AccessStatus status = AccessStatus::not_invited;
  OfficeState office = OfficeState::active;
  std::optional<std::string> record_type;
  std::optional<std::int64_t> record_id;
  std::optional<std::string> user_name;
  std::optional<std::string> email;
  std::optional<std::string> person_id;
  std::optional<std::string> role;
  std::optional<Timestamp> last_log_in;
  std::optional<std::string> invitation_id;
  std::optional<Timestamp> invited_at;
  std::optional<Timestamp> invited_until;
  bool own = false;
  bool changeable = false;
};
BOOST_DESCRIBE_STRUCT(AdministeredPerson, (),
                      (key, name, status, office, record_type, record_id, user_name, email,
                       person_id, role, last_log_in, invitation_id, invited_at, invited_until, own,
                       changeable))

struct AccessCounts {
  std::int64_t all = 0;
  std::int64_t active = 0;
  std::int64_t invited = 0;
  std::int64_t expired = 0;
  std::int64_t not_invited = 0;
  std::int64_t inactive = 0;
};
BOOST_DESCRIBE_STRUCT(AccessCounts, (), (all, active, invited, expired, not_invited, inactive))

struct OnlineLicence {
  std::int64_t allowed = 0;
  std::int64_t people = 0;
  std::int64_t invitations = 0;
  std::int64_t left = 0;
};
BOOST_DESCRIBE_STRUCT(OnlineLicence, (), (allowed, people, invitations, left))

struct RoleChoice {
  std::string id;
  std::optional<std::string> name;
  bool can_give = false;
};
BOOST_DESCRIBE_STRUCT(RoleChoice, (), (id, name, can_give))

struct AdministeredPeople {
  std::vector<AdministeredPerson> people;
  std::optional<std::string> next_cursor;
  std::int64_t total = 0;
  AccessCounts counts;
  OnlineLicence licence;
  std::vector<RoleChoice> roles;
};
BOOST_DESCRIBE_STRUCT(AdministeredPeople, (), (people, next_cursor, total, counts, licence, roles))

struct InvitationRequest {
  std::string record_type;
  std::int64_t record_id = 0;
  std::string email;
  std::string role;
  std::optional<std::string> message;
};
BOOST_DESCRIBE_STRUCT(InvitationRequest, (), (record_type, record_id, email, role, message))

struct Invitation {
  std::string id;
  std::string name;
  std::string email;
  std::string role;
  Timestamp sent_at;
  Timestamp valid_until;
};
BOOST_DESCRIBE_STRUCT(Invitation, (), (id, name, email, role, sent_at, valid_until))

struct AccessChange {
  std::string role;
};
BOOST_DESCRIBE_STRUCT(AccessChange, (), (role))

// ---- the receiver's side ----

struct InvitationToken {
  std::string token;
};
BOOST_DESCRIBE_STRUCT(InvitationToken, (), (token))

struct ReceivedInvitation {
  std::string company_name;
  std::string invited_by;
  std::string name;
  std::string email;
  std::optional<std::string> message;
  Timestamp valid_until;
  bool has_tusk_id = false;
};
BOOST_DESCRIBE_STRUCT(ReceivedInvitation, (),
                      (company_name, invited_by, name, email, message, valid_until, has_tusk_id))

struct InvitationAcceptance {
  std::string token;
  std::string person_name;
  std::string password;
  std::string language;
};
BOOST_DESCRIBE_STRUCT(InvitationAcceptance, (), (token, person_name, password, language))

}  // namespace tusk::api
