#pragma once

// The second step of the log-in, and what people see and choose of their own account.

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/messages.h"

namespace tusk::api {

// ---- logging in ----

// Nobody is logged in yet: what may be given now, within so many seconds.
struct SecondStep {
  bool app = false;
  bool passkey = false;
  bool recovery_codes = false;
  std::int64_t seconds_left = 0;
};
BOOST_DESCRIBE_STRUCT(SecondStep, (), (app, passkey, recovery_codes, seconds_left))

struct SecondStepCode {
  std::string code;
};
BOOST_DESCRIBE_STRUCT(SecondStepCode, (), (code))

struct PasswordProof {
  std::string password;
};
BOOST_DESCRIBE_STRUCT(PasswordProof, (), (password))

// ---- the account ----

struct Account {
  std::string email;
  std::string name;
  std::string language;
  std::string time_zone;
  std::optional<std::string> default_company;
};
BOOST_DESCRIBE_STRUCT(Account, (), (email, name, language, time_zone, default_company))

struct AccountChange {
  std::optional<std::string> language;
  std::optional<std::string> time_zone;
  std::optional<std::string> default_company;
};
BOOST_DESCRIBE_STRUCT(AccountChange, (), (language, time_zone, default_company))

struct PasswordChange {
  std::string old_password;
  std::string new_password;
};
BOOST_DESCRIBE_STRUCT(PasswordChange, (), (old_password, new_password))

struct OwnSession {
  std::string id;
  std::string browser;
  std::string system;
  std::string address;
  Timestamp since;
  Timestamp last_activity;
  bool is_this = false;
};
BOOST_DESCRIBE_STRUCT(OwnSession, (), (id, browser, system, address, since, last_activity, is_this))

struct OwnSessions {
  std::vector<OwnSession> sessions;
};
BOOST_DESCRIBE_STRUCT(OwnSessions, (), (sessions))

struct KnownBrowser {
  std::string id;
  std::string browser;
  std::string system;
  Timestamp used_at;
  bool is_this = false;
};
BOOST_DESCRIBE_STRUCT(KnownBrowser, (), (id, browser, system, used_at, is_this))

struct KnownBrowsers {
  std::vector<KnownBrowser> browsers;
};
BOOST_DESCRIBE_STRUCT(KnownBrowsers, (), (browsers))

// ---- the second factor ----

struct SecondFactor {
  std::optional<Timestamp> app_since;
  std::int64_t recovery_codes_left = 0;
  bool is_required = false;
};
BOOST_DESCRIBE_STRUCT(SecondFactor, (), (app_since, recovery_codes_left, is_required))

struct AppSecret {
  std::string secret;
  std::string address;
};
BOOST_DESCRIBE_STRUCT(AppSecret, (), (secret, address))

struct RecoveryCodes {
  std::vector<std::string> codes;
};
BOOST_DESCRIBE_STRUCT(RecoveryCodes, (), (codes))

// ---- passkeys ----

// Bytes are text in base64url, as browsers have them (Web Authentication).

struct Passkey {
  std::string id;
  std::string name;
  Timestamp created_at;
  std::optional<Timestamp> used_at;
};
BOOST_DESCRIBE_STRUCT(Passkey, (), (id, name, created_at, used_at))

struct Passkeys {
  bool available = false;
  std::vector<Passkey> passkeys;
};
BOOST_DESCRIBE_STRUCT(Passkeys, (), (available, passkeys))

struct PasskeyCreation {
  std::string challenge;
  std::string rp_id;
  std::string user_id;
  std::string user_name;
  std::string user_display_name;
  std::vector<std::string> exclude;
  std::int64_t seconds_left = 0;
};
BOOST_DESCRIBE_STRUCT(PasskeyCreation, (),
                      (challenge, rp_id, user_id, user_name, user_display_name, exclude,
                       seconds_left))

struct NewPasskey {
  std::string name;
  std::string client_data;
  std::string authenticator_data;
};
BOOST_DESCRIBE_STRUCT(NewPasskey, (), (name, client_data, authenticator_data))

struct PasskeyName {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(PasskeyName, (), (name))

struct PasskeyRequest {
  std::string challenge;
  std::string rp_id;
  std::vector<std::string> credentials;
  std::int64_t seconds_left = 0;
};
BOOST_DESCRIBE_STRUCT(PasskeyRequest, (), (challenge, rp_id, credentials, seconds_left))

struct PasskeyAnswer {
  std::string id;
  std::string client_data;
  std::string authenticator_data;
  std::string signature;
  std::optional<std::string> user_handle;
};
BOOST_DESCRIBE_STRUCT(PasskeyAnswer, (),
                      (id, client_data, authenticator_data, signature, user_handle))

// ---- the company ----

enum class SecondFactorPolicy { optional, super_users, everyone };
BOOST_DESCRIBE_ENUM(SecondFactorPolicy, optional, super_users, everyone)

struct CompanySettings {
  SecondFactorPolicy second_factor = SecondFactorPolicy::optional;
};
BOOST_DESCRIBE_STRUCT(CompanySettings, (), (second_factor))

}  // namespace tusk::api
