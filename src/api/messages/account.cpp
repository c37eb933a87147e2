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
  add_message<CompanySettings>(schemas, remarks);
}

}  // namespace tusk::api
