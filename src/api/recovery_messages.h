#pragma once

// Forgotten passwords, and addresses that are to be confirmed.

#include <boost/describe/class.hpp>
#include <string>

#include "api/messages.h"

namespace tusk::api {

struct ForgottenPassword {
  std::string email;
};
BOOST_DESCRIBE_STRUCT(ForgottenPassword, (), (email))

// The secret of a link that was sent to somebody's address.
struct MailedToken {
  std::string token;
};
BOOST_DESCRIBE_STRUCT(MailedToken, (), (token))

struct PasswordResetTarget {
  std::string email;
};
BOOST_DESCRIBE_STRUCT(PasswordResetTarget, (), (email))

struct PasswordReset {
  std::string token;
  std::string password;
};
BOOST_DESCRIBE_STRUCT(PasswordReset, (), (token, password))

}  // namespace tusk::api
