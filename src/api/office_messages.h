#pragma once

// What an office says to the online side beside the rounds themselves (sync/messages.h).
//
// `code`: of a person with two-step log-in, for what changes something; checks need none. Without
// one the answer is 401 with a problem of the field `code`.
//
// `access_token`: of a log-in in the person's browser (docs/openid-connect.md), instead of address,
// password and code, which are empty then. It is for one deed with one company, and good until that
// is done.

#include <array>
#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/messages.h"

namespace tusk::api {

// What a company needs to be connected, by name; the office finds out whether it is so
// (business/prerequisites.h has the same names).
inline constexpr std::array<const char*, 16> connect_prerequisites{"user.super_user",
                                                                   "user.employee",
                                                                   "employee.email",
                                                                   "company.name",
                                                                   "company.organisation_number",
                                                                   "company.address_line_1",
                                                                   "company.postal_code",
                                                                   "company.city",
                                                                   "company.country",
                                                                   "company.phone",
                                                                   "company.email",
                                                                   "company.sample",
                                                                   "licence.holder",
                                                                   "licence.contact_person",
                                                                   "licence.phone",
                                                                   "licence.online"};

struct ConnectPrerequisite {
  std::string name;
  bool met = false;
};
BOOST_DESCRIBE_STRUCT(ConnectPrerequisite, (), (name, met))

// A super user connects a company with a Tusk ID; a new one is made if `create_identity`.
struct ConnectRequest {
  std::string email;
  std::string password;
  std::optional<std::string> code;
  std::optional<std::string> access_token = {};
  bool create_identity = false;
  std::string person_name;
  std::string company_name;
  std::string company_uuid;
  std::string computer_name;
  std::string computer_uuid;
  // The company is connected and one side was put back: what is online and not in the office goes
  // into the history when the office's data takes its place.
  bool renew = false;
  // Every one of connect_prerequisites, unless `renew`.
  std::vector<ConnectPrerequisite> prerequisites;
  // The record of the office's user who connects.
  std::optional<std::int64_t> office_user;
};
BOOST_DESCRIBE_STRUCT(ConnectRequest, (),
                      (email, password, code, access_token, create_identity, person_name,
                       company_name, company_uuid, computer_name, computer_uuid, renew,
                       prerequisites, office_user))

struct ConnectAnswer {
  std::string company_id;
  std::string device_id;
  std::string device_key;  // shown once: only its hash is kept online
  std::string connected_by;
  std::string connected_by_email;
};
BOOST_DESCRIBE_STRUCT(ConnectAnswer, (),
                      (company_id, device_id, device_key, connected_by, connected_by_email))

// A super user gives a computer of a connected company a new key; the old one is good for nothing.
struct RenewRequest {
  std::string email;
  std::string password;
  std::optional<std::string> code;
  std::optional<std::string> access_token = {};
  std::string company_uuid;
  std::string computer_name;
  std::string computer_uuid;
};
BOOST_DESCRIBE_STRUCT(RenewRequest, (),
                      (email, password, code, access_token, company_uuid, computer_name,
                       computer_uuid))

// The computer that synchronises has a key made for another one of its office, so that it can take
// over; that computer's older keys are good for nothing.
struct DeviceRequest {
  std::string computer_name;
  std::string computer_uuid;
};
BOOST_DESCRIBE_STRUCT(DeviceRequest, (), (computer_name, computer_uuid))

struct DeviceAnswer {
  std::string device_id;
  std::string device_key;  // shown once: only its hash is kept online
};
BOOST_DESCRIBE_STRUCT(DeviceAnswer, (), (device_id, device_key))

struct DisconnectRequest {
  std::string email;
  std::string password;
  std::optional<std::string> code;
  std::optional<std::string> access_token = {};
};
BOOST_DESCRIBE_STRUCT(DisconnectRequest, (), (email, password, code, access_token))

// The connection is handed to another super user of the office, who proves who they are.
struct HandOverRequest {
  std::string email;  // of the super user's employee; also with `access_token`
  std::string password;
  std::optional<std::string> code;
  std::optional<std::string> access_token = {};
  bool create_identity = false;
  std::string person_name;  // of a new Tusk ID
};
BOOST_DESCRIBE_STRUCT(HandOverRequest, (),
                      (email, password, code, access_token, create_identity, person_name))

struct HandOverAnswer {
  std::string connected_by;
};
BOOST_DESCRIBE_STRUCT(HandOverAnswer, (), (connected_by))

// Who is logged in to the company online at this moment.
struct OnlinePerson {
  std::string name;
  std::string email;
  Timestamp since;
  Timestamp last_activity;
};
BOOST_DESCRIBE_STRUCT(OnlinePerson, (), (name, email, since, last_activity))

struct OnlinePeople {
  std::vector<OnlinePerson> people;
};
BOOST_DESCRIBE_STRUCT(OnlinePeople, (), (people))

// How far the online log reaches.
struct LogHead {
  std::int64_t sequence = 0;
};
BOOST_DESCRIBE_STRUCT(LogHead, (), (sequence))

}  // namespace tusk::api
