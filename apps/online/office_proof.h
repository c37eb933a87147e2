#pragma once

// Whom an office's command acts for: somebody whose password (and code) it gives, or who has logged
// in for it in their browser and allowed it just this. What they may do is asked alike.

#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "api/office_messages.h"
#include "core/text.h"
#include "identity/companies.h"
#include "identity/openid/office_client.h"
#include "identity/people.h"
#include "online/services.h"

namespace tusk::online {

// Where a request of an office comes from.
struct Requester {
  std::string address;      // with a person who is refused, it is in the audit
  core::Language language;  // of whoever sits there: a new Tusk ID has it
};

// A question needs no second factor: it changes nothing.
enum class Purpose { question, change };

struct OfficeProof {
  std::string email;
  std::string password;
  std::string code;
  std::optional<std::string> access_token;
};
template <typename Request>
[[nodiscard]] OfficeProof proof_of(const Request& request) {
  return {request.email, request.password, request.code.value_or(""), request.access_token};
}

// What it is given for. The company is the one of the office's database, or of its device.
struct OfficeQuestion {
  identity::openid::OfficeDeed deed;
  std::variant<std::reference_wrapper<const std::string>,
               std::reference_wrapper<const identity::Company>>
      company;
  Purpose purpose;
  const Requester& from;
};

struct Proved {
  identity::Person person;
  std::string grant;  // of the browser's log-in; empty: there was a password
};

// Nothing if it is not the person's password, or not their code. Throws Error{unauthenticated} if
// it is no log-in in a browser for this, or no longer, and Error{forbidden} if the company wants a
// second factor that the person has not set up.
[[nodiscard]] std::optional<Proved> prove(Services&, const OfficeProof&, const OfficeQuestion&);

// In the transaction of the deed: a log-in in a browser is good for one. Throws
// Error{unauthenticated} if it has been used meanwhile.
void use_up(storage::Transaction&, const Proved&);

}  // namespace tusk::online
