#include "api/recovery_messages.h"

#include "api/messages/part.h"

namespace tusk::api {

TUSK_MESSAGE(ForgottenPassword)
TUSK_MESSAGE(MailedToken)
TUSK_MESSAGE(PasswordResetTarget)
TUSK_MESSAGE(PasswordReset)

namespace {

const Remarks remarks{
    {"MailedToken.token", "What stands after # in the link of the letter."},
    {"PasswordReset.token", "What stands after # in the link of the letter."},
    {"PasswordResetTarget", "Whose password it is."},
};

}  // namespace

void add_recovery_schemas(json::object& schemas) {
  add_message<ForgottenPassword>(schemas, remarks, Direction::request);
  add_message<MailedToken>(schemas, remarks, Direction::request);
  add_message<PasswordResetTarget>(schemas, remarks);
  add_message<PasswordReset>(schemas, remarks, Direction::request);
}

}  // namespace tusk::api
