#include "api/routes/parts.h"

namespace tusk::api {

using http::Method;
using namespace policies;

namespace {

std::vector<Route> own_routes() {
  return {
      {.operation = "get_account",
       .method = Method::get,
       .path = "/api/v1/account",
       .policy = person,
       .part = Part::account,
       .summary = {"Det egna kontot", "One's own account"},
       .response_schema = "Account"},
      {.operation = "change_account",
       .method = Method::patch,
       .path = "/api/v1/account",
       .policy = person,
       .part = Part::account,
       .summary = {"Byt språk, tidszon eller förvalt företag",
                   "Change language, time zone or default company"},
       .request_schema = "AccountChange",
       .response_schema = "Account"},
      {.operation = "change_password",
       .method = Method::post,
       .path = "/api/v1/account/password",
       .policy = person_password,
       .part = Part::account,
       .summary = {"Byt lösenord; alla andra inloggningar avslutas",
                   "Change the password; all other log-ins end"},
       .request_schema = "PasswordChange",
       .response_schema = "Session"},
      {.operation = "list_own_sessions",
       .method = Method::get,
       .path = "/api/v1/account/sessions",
       .policy = person,
       .part = Part::account,
       .summary = {"Var man är inloggad", "Where one is logged in"},
       .response_schema = "OwnSessions"},
      {.operation = "end_own_session",
       .method = Method::del,
       .path = "/api/v1/account/sessions/{id}",
       .policy = person,
       .part = Part::account,
       .summary = {"Avsluta en inloggning", "End a log-in"},
       .status = 204},
      {.operation = "end_other_sessions",
       .method = Method::del,
       .path = "/api/v1/account/sessions",
       .policy = person,
       .part = Part::account,
       .summary = {"Avsluta alla andra inloggningar", "End all other log-ins"},
       .status = 204},
      {.operation = "list_known_browsers",
       .method = Method::get,
       .path = "/api/v1/account/browsers",
       .policy = person,
       .part = Part::account,
       .summary = {"Webbläsare som man har loggat in i", "Browsers in which one has logged in"},
       .response_schema = "KnownBrowsers"},
      {.operation = "forget_known_browser",
       .method = Method::del,
       .path = "/api/v1/account/browsers/{id}",
       .policy = person,
       .part = Part::account,
       .summary = {"Glöm en webbläsare", "Forget a browser"},
       .status = 204},
  };
}

std::vector<Route> second_factor_routes() {
  return {
      {.operation = "get_second_factor",
       .method = Method::get,
       .path = "/api/v1/account/second_factor",
       .policy = person,
       .part = Part::account,
       .summary = {"Tvåstegsinloggningen", "Two-step log-in"},
       .response_schema = "SecondFactor"},
      {.operation = "begin_app",
       .method = Method::post,
       .path = "/api/v1/account/second_factor/app",
       .policy = person_proved,
       .part = Part::account,
       .summary = {"En ny hemlighet för en autentiseringsapp",
                   "A new secret for an authenticator app"},
       .response_schema = "AppSecret"},
      {.operation = "confirm_app",
       .method = Method::post,
       .path = "/api/v1/account/second_factor/app/confirm",
       .policy = person_proved,
       .part = Part::account,
       .summary = {"Appens första kod: från nu frågas efter den. Svarar med återställningskoder om "
                   "det inte fanns några",
                   "The app's first code: it is asked for from now on. Answers with recovery codes "
                   "if there were none"},
       .request_schema = "SecondStepCode",
       .response_schema = "RecoveryCodes"},
      {.operation = "remove_app",
       .method = Method::del,
       .path = "/api/v1/account/second_factor/app",
       .policy = person_proved,
       .part = Part::account,
       .summary = {"Ta bort appen", "Remove the app"},
       .status = 204},
      {.operation = "renew_recovery_codes",
       .method = Method::post,
       .path = "/api/v1/account/second_factor/recovery_codes",
       .policy = person_proved,
       .part = Part::account,
       .summary = {"Nya återställningskoder; de gamla gäller inte längre",
                   "New recovery codes; the old ones are good for nothing"},
       .response_schema = "RecoveryCodes"},
      {.operation = "get_company_settings",
       .method = Method::get,
       .path = "/api/v1/company/settings",
       .policy = super_user,
       .part = Part::account,
       .summary = {"Företagets inställningar", "The company's settings"},
       .response_schema = "CompanySettings"},
      {.operation = "change_company_settings",
       .method = Method::patch,
       .path = "/api/v1/company/settings",
       .policy = super_user.with_recent_password(),
       .part = Part::account,
       .summary = {"Ändra företagets inställningar", "Change the company's settings"},
       .request_schema = "CompanySettings",
       .response_schema = "CompanySettings"},
  };
}

}  // namespace

std::vector<Route> account_routes() {
  std::vector<Route> all = own_routes();
  for (Route& route : second_factor_routes()) all.push_back(std::move(route));
  return all;
}

}  // namespace tusk::api
