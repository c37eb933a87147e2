#include "api/routes/parts.h"

namespace tusk::api {

using http::Method;
using namespace policies;

std::vector<Route> passkey_routes() {
  return {
      {.operation = "begin_passkey_log_in",
       .method = Method::post,
       .path = "/api/v1/session/passkey/begin",
       .policy = password,
       .part = Part::account,
       .summary = {"Andra steget av inloggningen: vad passnyckeln ska svara på",
                   "The second step of the log-in: what the passkey is to answer"},
       .response_schema = "PasskeyRequest"},
      {.operation = "finish_passkey_log_in",
       .method = Method::post,
       .path = "/api/v1/session/passkey",
       .policy = password,
       .part = Part::account,
       .summary = {"Andra steget av inloggningen: passnyckelns svar",
                   "The second step of the log-in: the passkey's answer"},
       .request_schema = "PasskeyAnswer",
       .response_schema = "Session"},
      {.operation = "list_passkeys",
       .method = Method::get,
       .path = "/api/v1/account/passkeys",
       .policy = person,
       .part = Part::account,
       .summary = {"De egna passnycklarna", "One's own passkeys"},
       .response_schema = "Passkeys"},
      {.operation = "begin_passkey",
       .method = Method::post,
       .path = "/api/v1/account/passkeys/begin",
       .policy = person_proved,
       .part = Part::account,
       .summary = {"En ny passnyckel: vad webbläsaren ska be om",
                   "A new passkey: what the browser is to ask for"},
       .response_schema = "PasskeyCreation"},
      {.operation = "add_passkey",
       .method = Method::post,
       .path = "/api/v1/account/passkeys",
       .policy = person_proved,
       .part = Part::account,
       .summary = {"Lägg till passnyckeln. Svarar med återställningskoder om det inte fanns några",
                   "Add the passkey. Answers with recovery codes if there were none"},
       .request_schema = "NewPasskey",
       .response_schema = "RecoveryCodes"},
      {.operation = "rename_passkey",
       .method = Method::patch,
       .path = "/api/v1/account/passkeys/{id}",
       .policy = person,
       .part = Part::account,
       .summary = {"Byt namn på en passnyckel", "Rename a passkey"},
       .request_schema = "PasskeyName",
       .status = 204},
      {.operation = "remove_passkey",
       .method = Method::del,
       .path = "/api/v1/account/passkeys/{id}",
       .policy = person_proved,
       .part = Part::account,
       .summary = {"Ta bort en passnyckel", "Remove a passkey"},
       .status = 204},
  };
}

}  // namespace tusk::api
