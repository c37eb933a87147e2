#include "api/routes/parts.h"

namespace tusk::api {

using http::Method;
using namespace policies;

std::vector<Route> recovery_routes() {
  return {
      {.operation = "ask_for_password_reset",
       .method = Method::post,
       .path = "/api/v1/password/forgotten",
       .policy = password,
       .part = Part::session,
       .summary =
           {"Glömt lösenordet: ett brev skickas till adressen, om den har ett Tusk ID. Svaret "
            "är detsamma för alla adresser",
            "Forgotten password: a letter is sent to the address, if it has a Tusk ID. The "
            "answer is the same for every address"},
       .request_schema = "ForgottenPassword",
       .status = 204},
      {.operation = "check_password_reset",
       .method = Method::post,
       .path = "/api/v1/password/reset/check",
       .policy = password,
       .part = Part::session,
       .summary = {"Vems lösenord brevets länk gäller. Förbrukar den inte",
                   "Whose password the link of the letter is about. Does not use it up"},
       .request_schema = "MailedToken",
       .response_schema = "PasswordResetTarget"},
      {.operation = "reset_password",
       .method = Method::post,
       .path = "/api/v1/password/reset",
       .policy = password,
       .part = Part::session,
       .summary =
           {"Nytt lösenord med brevets länk: låser upp kontot och avslutar alla inloggningar",
            "New password with the link of the letter: unlocks the account and ends every "
            "log-in"},
       .request_schema = "PasswordReset",
       .status = 204},
      {.operation = "confirm_email",
       .method = Method::post,
       .path = "/api/v1/email/confirm",
       .policy = person,
       .part = Part::session,
       .summary = {"Bekräfta den inloggades adress med brevets länk",
                   "Confirm the address of who is logged in, with the link of the letter"},
       .request_schema = "MailedToken",
       .status = 204},
      {.operation = "send_email_confirmation",
       .method = Method::post,
       .path = "/api/v1/account/email_confirmation",
       .policy = person,
       .part = Part::session,
       .summary = {"Skicka brevet som bekräftar adressen en gång till",
                   "Send the letter that confirms the address once more"},
       .status = 204},
  };
}

}  // namespace tusk::api
