#include "identity/openid/authorization.h"

#include "identity/openid/client_uris.h"
#include "identity/openid/consents.h"
#include "identity/openid/refusal.h"
#include "identity/openid/scopes.h"

namespace tusk::identity::openid {
namespace {

bool must_log_in(const core::Clock& clock, const Asked& asked, const Session& session) {
  const bool is_expected = !asked.hint || asked.hint->person == session.person.id;
  if (asked.asked_at && session.created_at >= *asked.asked_at) {
    if (!is_expected) throw Refusal("login_required", "somebody else has logged in");
    return false;
  }
  if (!is_expected) return true;
  const AuthorizationRequest& request = asked.request;
  return request.prompt_login ||
         (request.max_age && clock.now() - session.created_at > *request.max_age);
}

bool must_consent(storage::Transaction& tx, const Asked& asked, const Session& session) {
  // On the person's own computer any program may pretend to be the client (RFC 8252, 8.6).
  return asked.request.prompt_consent || is_loopback(asked.origin.redirect_uri) ||
         !covers(find_consent(tx, session.person.id, asked.origin.client.id), asked.request.scopes);
}

}  // namespace

Step next_step(storage::Transaction& tx, const core::Clock& clock, const Asked& asked,
               const std::optional<Session>& session) {
  const bool silent = asked.request.prompt_none;
  if (!session || must_log_in(clock, asked, *session)) {
    if (silent) throw Refusal("login_required", "the person must log in");
    return Step::log_in;
  }
  if (!may_use(tx, asked.origin.client, session->person.id))
    throw Refusal("access_denied", "the person has no access to this client");
  if (must_consent(tx, asked, *session)) {
    if (silent) throw Refusal("consent_required", "the person must consent");
    return Step::consent;
  }
  return Step::answer;
}

}  // namespace tusk::identity::openid
