#include "connection/change_user.h"

#include "connection/connecting.h"
#include "connection/state.h"

namespace tusk::connection {

std::string require_email_to_take_over(const business::CompanyDatabase& company,
                                       const business::Actor& actor) {
  business::require_super_user(actor);
  require_connected(load_state(company));
  std::string email = email_of_employee(company, actor);
  if (!email.empty()) return email;
  throw core::Error(
      core::ErrorCode::conflict,
      core::say("Användaren {} är inte knuten till en anställd med e-postadress, och den är "
                "användarnamnet i Tusk Online. Knyt den: tusk user set {} --employee NAMN.",
                "The user {} is not linked to an employee with an e-mail address, which is the "
                "user name in Tusk Online. Link it: tusk user set {} --employee NAME.",
                actor.user_name, actor.user_name));
}

ChangedUser change_user(business::Installation& installation,
                        const business::CompanyDatabase& company, const business::Actor& actor,
                        const api::HandOverRequest& request, const CallOptions& options) {
  business::require_super_user(actor);
  const replica::State before = load_state(company);
  require_connected(before);
  api::SyncClient client(device_options(installation, company, options), core::registry());
  api::HandOverRequest proved = request;
  const auto answer = with_code(options.ask_code, [&](const auto& code) {
    proved.code = code;
    return client.hand_over(proved);
  });
  // If this is not reached it can be done again.
  company.write([&](storage::Transaction& transaction) {
    replica::State state = replica::load_state_locked(transaction);
    state.connected_by = answer.connected_by;
    state.connected_by_email = request.email;
    replica::save_state(transaction, state);
  });
  return {answer.connected_by, before.connected_by};
}

}  // namespace tusk::connection
