#include "api/account_messages.h"
#include "api/messages/part.h"

namespace tusk::api {

TUSK_MESSAGE(SecondStep)
TUSK_MESSAGE(SecondStepCode)
TUSK_MESSAGE(PasswordProof)
TUSK_MESSAGE(Account)
TUSK_MESSAGE(AccountChange)
TUSK_MESSAGE(PasswordChange)
TUSK_MESSAGE(OwnSession)
TUSK_MESSAGE(OwnSessions)
TUSK_MESSAGE(KnownBrowser)
TUSK_MESSAGE(KnownBrowsers)
TUSK_MESSAGE(SecondFactor)
TUSK_MESSAGE(AppSecret)
TUSK_MESSAGE(RecoveryCodes)
TUSK_MESSAGE(Passkey)
TUSK_MESSAGE(Passkeys)
TUSK_MESSAGE(PasskeyCreation)
TUSK_MESSAGE(NewPasskey)
TUSK_MESSAGE(PasskeyName)
TUSK_MESSAGE(PasskeyRequest)
TUSK_MESSAGE(PasskeyAnswer)
TUSK_MESSAGE(CompanySettings)

namespace {

const Remarks remarks{
    {"SecondStep",
     "The password was right; a second factor is asked for. Nobody is logged in yet."},
    {"SecondStepCode.code", "Of the authenticator app, or a recovery code."},
    {"Account.email", "The user name; it never changes."},
    {"Account.time_zone", "As the IANA database names it: Europe/Stockholm."},
    {"Account.default_company",
     "Id of the company that a log-in opens; null: the one of last time."},
    {"AccountChange", "What is left out stays as it is."},
    {"AccountChange.default_company", "Empty: the one of last time."},
    {"OwnSession.is_this", "The one that asks."},
    {"KnownBrowser", "Somebody has logged in there; it counts failed log-ins for itself."},
    {"SecondFactor.app_since", "When the authenticator app was confirmed; null: none."},
    {"SecondFactor.is_required", "By one of the person's companies."},
    {"AppSecret", "Counts from when a code of it was given."},
    {"AppSecret.secret", "In base32, for those who type it."},
    {"AppSecret.address", "What the picture for the app says."},
    {"RecoveryCodes", "Shown this once."},
    {"Passkey.id", "What it is called here; browsers know it by another."},
    {"Passkeys.available", "Whether the server's address can have them: a name, with TLS."},
    {"PasskeyCreation", "What the browser asks an authenticator for; bytes as base64url."},
    {"PasskeyCreation.exclude", "Passkeys that the person has already."},
    {"NewPasskey.client_data", "As the browser made it, in base64url."},
    {"NewPasskey.authenticator_data", "In base64url. No attestation is asked for."},
    {"PasskeyRequest", "Good for one answer, in the browser in which the password was given."},
    {"PasskeyRequest.credentials", "The person's passkeys, as browsers know them."},
    {"PasskeyAnswer", "Bytes as base64url."},
    {"PasskeyAnswer.user_handle", "Left out by authenticators that do not keep it."},
    {"CompanySettings.second_factor", "Who must have one to open the company."},
};

}  // namespace

void add_account_schemas(json::object& schemas) {
  add_message<SecondStep>(schemas, remarks);
  add_message<SecondStepCode>(schemas, remarks, Direction::request);
  add_message<PasswordProof>(schemas, remarks, Direction::request);
  add_message<Account>(schemas, remarks);
  add_message<AccountChange>(schemas, remarks, Direction::request);
  add_message<PasswordChange>(schemas, remarks, Direction::request);
  add_message<OwnSession>(schemas, remarks);
  add_message<OwnSessions>(schemas, remarks);
  add_message<KnownBrowser>(schemas, remarks);
  add_message<KnownBrowsers>(schemas, remarks);
  add_message<SecondFactor>(schemas, remarks);
  add_message<AppSecret>(schemas, remarks);
  add_message<RecoveryCodes>(schemas, remarks);
  add_message<Passkey>(schemas, remarks);
  add_message<Passkeys>(schemas, remarks);
  add_message<PasskeyCreation>(schemas, remarks);
  add_message<NewPasskey>(schemas, remarks, Direction::request);
  add_message<PasskeyName>(schemas, remarks, Direction::request);
  add_message<PasskeyRequest>(schemas, remarks);
  add_message<PasskeyAnswer>(schemas, remarks, Direction::request);
  add_message<CompanySettings>(schemas, remarks);
}

}  // namespace tusk::api
