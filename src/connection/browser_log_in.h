#pragma once

// A person logs in with their Tusk ID in the browser instead of giving the program their password:
// with a passkey, too. The authorization code flow of OAuth for native programs (RFC 8252, PKCE of
// RFC 7636); what comes of it is an access token for one deed with one company.
//
// There is no ID token: the program does not log anybody in, and decides nothing by who it was. The
// server that made the token reads it, and says in its answer who it was.

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>

#include "business/company_database.h"
#include "connection/limits.h"
#include "core/random.h"
#include "core/text.h"

namespace tusk::business {
class Installation;
}

namespace tusk::connection {

enum class BrowserDeed { connect, update, change_user, disconnect };

// An address for the person's browser; `port`: where that must reach this computer afterwards. It
// holds no secret. Called once, before anybody waits.
using ShowAddress = std::function<void(const std::string& address, std::uint16_t port)>;

struct BrowserLogIn {
  std::string online_url;
  std::string ca_file;  // empty: the system's authorities
  BrowserDeed deed = BrowserDeed::connect;
  std::string company_uuid;
  std::string company_name;
  std::string computer_name;
  std::string email;  // suggested to whoever logs in; may be empty
  core::Language language = core::Language::swedish;
  ShowAddress show;
  std::chrono::milliseconds patience = browser_log_in_time;
  std::stop_token stop = {};  // of a program whose window has a button for it
};
// All but the server, the address to suggest and how it is shown.
[[nodiscard]] BrowserLogIn browser_log_in_for(business::Installation& installation,
                                              const business::CompanyDatabase& company,
                                              BrowserDeed deed);

// The access token. Throws Error{forbidden} if the person said no, Error{unavailable} if nobody
// answered, and what keeps the server from it.
[[nodiscard]] std::string log_in_by_browser(const BrowserLogIn& wanted, core::Random& random);

// The text with which a server is known to be another than its address says, or too old.
// `metadata`: of RFC 8414. Throws Error{conflict}.
void require_browser_log_in(const std::string& metadata, const std::string& issuer);

// "https://online.example.com" of "https://Online.example.com/": as servers name themselves.
[[nodiscard]] std::string issuer_of(std::string online_url);

}  // namespace tusk::connection
