#pragma once

// A company is connected to Tusk Online, and its connection is updated. The Connecting guide
// (guide.h) leads people through it.

#include <string>

#include "business/company_database.h"
#include "connection/two_steps.h"
#include "core/text.h"
#include "replica/first_sync.h"

namespace tusk::business {
class Installation;
}

namespace tusk::connection {

struct ConnectOptions {
  std::string online_url;
  std::string ca_file;  // empty: the system's authorities
  std::string email;
  std::string password;
  bool create_identity = false;
  std::string person_name;
  bool renew = false;         // one side was put back: what is online goes into the history
  std::string computer_uuid;  // which is to synchronise; empty: as chosen before, else this
  core::Language language = core::Language::swedish;  // of what the server answers
  AskCode ask_code;                                   // of who has two-step log-in
  // Of a log-in in the browser (browser_log_in.h), for this: instead of address, password and code.
  std::string access_token = {};
};

// The address in the employee register of the user: what Tusk ID will know them by. Empty if there
// is none.
[[nodiscard]] std::string email_of_employee(const business::CompanyDatabase& company,
                                            const business::Actor& actor);

// Throws Error{conflict} if the company is connected, Error{forbidden} if the actor is no super
// user.
void require_unconnected(const business::CompanyDatabase& company, const business::Actor& actor);

// Would the server connect it so? Throws what connect_company() would throw of what the server
// says, and changes nothing on either side.
void check_connection(business::Installation& installation,
                      const business::CompanyDatabase& company, const business::Actor& actor,
                      const ConnectOptions& options);

// Connects: the server knows the company, the key is kept, and a snapshot lies ready that Tusk Sync
// sends. What goes wrong on the way leaves the database as it was. `report`: records of the
// snapshot that are written, of all.
// The company is held for that: throws Error{conflict} that lists who else is logged in.
void connect_company(business::Installation& installation, const business::CompanyDatabase& company,
                     const business::Actor& actor, const ConnectOptions& options,
                     const replica::ReportRecords& report);

enum class Update {
  key_renewed,       // both sides still fit: this computer has a new key, and that is all
  synchronises_anew  // one side was put back: the first synchronisation begins anew
};
// For super users. Of `options`: email (empty: who connected), password, ca_file,
// language, ask_code and access_token.
Update update_connection(business::Installation& installation,
                         const business::CompanyDatabase& company, const business::Actor& actor,
                         ConnectOptions options, const replica::ReportRecords& report);

}  // namespace tusk::connection
