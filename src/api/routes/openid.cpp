#include "api/routes/parts.h"

namespace tusk::api {

using http::Method;
using namespace policies;

namespace {

// Client programs and the browsers that they send here.
constexpr RoutePolicy protocol(Permission::protocol, LimitClass::normal, Interactive::no);
constexpr RoutePolicy registrar(Permission::company_super_user, LimitClass::normal,
                                Interactive::yes);
// Where people of the company are sent with their names.
constexpr RoutePolicy registrar_password = registrar.with_recent_password();
constexpr std::size_t protocol_body_bytes = 32 * 1024;

}  // namespace

std::vector<Route> openid_routes() {
  const auto route = [](const char* operation, Method method, const char* path,
                        core::Text summary) {
    return Route{.operation = operation,
                 .method = method,
                 .path = path,
                 .policy = protocol,
                 .part = Part::openid,
                 .summary = std::move(summary),
                 .body_bytes = protocol_body_bytes};
  };
  return {
      route("get_openid_configuration", Method::get, "/.well-known/openid-configuration",
            {"Vad den här OpenID Connect-servern kan", "What this OpenID Connect server can do"}),
      route("get_oauth_configuration", Method::get, "/.well-known/oauth-authorization-server",
            {"Detsamma enligt RFC 8414", "The same by RFC 8414"}),
      route("get_signing_keys", Method::get, "/oauth2/jwks",
            {"Nycklarna som signerar", "The keys that sign"}),
      route("authorize", Method::get, "/oauth2/authorize",
            {"Logga in i ett annat program", "Log in to another program"}),
      route("authorize_by_form", Method::post, "/oauth2/authorize",
            {"Detsamma med formulär", "The same by a form"}),
      route("issue_token", Method::post, "/oauth2/token", {"Hämta biljetter", "Get tokens"}),
      route("revoke_token", Method::post, "/oauth2/revoke",
            {"Återkalla en biljett", "Revoke a token"}),
      route("get_userinfo", Method::get, "/oauth2/userinfo",
            {"Vem som loggat in", "Who has logged in"}),
      route("get_userinfo_by_form", Method::post, "/oauth2/userinfo",
            {"Detsamma med formulär", "The same by a form"}),
      route("end_openid_session", Method::get, "/oauth2/logout",
            {"Logga ut från ett annat program", "Log out from another program"}),
      route("end_openid_session_by_form", Method::post, "/oauth2/logout",
            {"Detsamma med formulär", "The same by a form"}),
      route("confirm_log_out", Method::post, "/oauth2/logout/confirm",
            {"Ja, logga ut", "Yes, log out"}),
  };
}

std::vector<Route> program_routes() {
  return {
      {.operation = "check_authorization",
       .method = Method::post,
       .path = "/api/v1/authorization/check",
       .policy = open,
       .part = Part::programs,
       .summary = {"Vad ett program som väntar på inloggning behöver",
                   "What a program that waits for a log-in needs"},
       .request_schema = "AuthorizationQuestion",
       .response_schema = "AuthorizationState"},
      {.operation = "cancel_authorization",
       .method = Method::post,
       .path = "/api/v1/authorization/cancel",
       .policy = open,
       .part = Part::programs,
       .summary = {"Avbryt: programmet får inget", "Cancel: the program gets nothing"},
       .request_schema = "AuthorizationQuestion",
       .response_schema = "AuthorizationAnswer"},
      {.operation = "allow_authorization",
       .method = Method::post,
       .path = "/api/v1/authorization",
       .policy = person,
       .part = Part::programs,
       .summary = {"Låt programmet veta vem den inloggade är",
                   "Let the program know who is logged in"},
       .request_schema = "AuthorizationQuestion",
       .response_schema = "AuthorizationAnswer"},
      {.operation = "list_allowed_programs",
       .method = Method::get,
       .path = "/api/v1/account/programs",
       .policy = person_background,
       .part = Part::programs,
       .summary = {"Program som den inloggade har släppt in",
                   "Programs that the person has allowed"},
       .response_schema = "AllowedPrograms"},
      {.operation = "withdraw_program",
       .method = Method::del,
       .path = "/api/v1/account/programs/{id}",
       .policy = person,
       .part = Part::programs,
       .summary = {"Släpp inte in programmet längre", "Allow the program no longer"},
       .status = 204},
      {.operation = "list_clients",
       .method = Method::get,
       .path = "/api/v1/administration/clients",
       .policy = registrar,
       .part = Part::programs,
       .summary = {"Program som företaget har registrerat",
                   "Programs that the company has registered"},
       .response_schema = "ClientList"},
      {.operation = "create_client",
       .method = Method::post,
       .path = "/api/v1/administration/clients",
       .policy = registrar_password,
       .part = Part::programs,
       .summary = {"Registrera ett program som företagets folk loggar in i",
                   "Register a program that the company's people log in to"},
       .request_schema = "NewClient",
       .response_schema = "MadeClient",
       .status = 201},
      {.operation = "change_client",
       .method = Method::put,
       .path = "/api/v1/administration/clients/{id}",
       .policy = registrar_password,
       .part = Part::programs,
       .summary = {"Ändra ett programs namn och adresser",
                   "Change the name and the addresses of a program"},
       .request_schema = "ClientChange",
       .response_schema = "Client"},
      {.operation = "remove_client",
       .method = Method::del,
       .path = "/api/v1/administration/clients/{id}",
       .policy = registrar_password,
       .part = Part::programs,
       .summary = {"Ta bort ett program", "Remove a program"},
       .status = 204},
      {.operation = "renew_client_secret",
       .method = Method::post,
       .path = "/api/v1/administration/clients/{id}/secret",
       .policy = registrar_password,
       .part = Part::programs,
       .summary = {"Ge ett program en ny hemlighet", "Give a program a new secret"},
       .response_schema = "ClientSecret"},
  };
}

}  // namespace tusk::api
