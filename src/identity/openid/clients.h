#pragma once

// Clients: other programs in which people log in with their Tusk ID. They are registered by whoever
// runs the server, for everybody, or by a super user, for the people of one company. There is no
// registration by the programs themselves.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "identity/openid/key_pair.h"
#include "storage/database.h"

namespace tusk::identity::openid {

struct NewClient {
  std::string name;                         // shown to people
  std::optional<std::string> company = {};  // only its people may use the client
  // A program that runs on people's own computers or in their browsers can't keep a secret.
  bool is_public = false;
  Algorithm algorithm = Algorithm::es256;  // of id tokens
  std::vector<std::string> redirect_uris = {};
  std::vector<std::string> post_logout_uris = {};
  std::string logout_uri = {};  // told when a session ends (back channel); empty: not told
};

struct Client {
  std::string id;  // client_…, random
  NewClient registered;
  std::string secret_hash;  // empty: public
  core::Microseconds created_at = 0;

  [[nodiscard]] const std::string& name() const { return registered.name; }
};

struct MadeClient {
  Client client;
  std::string secret;  // 256 bits, here and nowhere else; empty: public
};

// Throws Error{invalid} with everything that is wrong, Error{limit} if the company has too many.
[[nodiscard]] MadeClient create_client(storage::Transaction&, core::Random&, const core::Clock&,
                                       const NewClient&);
[[nodiscard]] std::optional<Client> find_client(storage::Transaction&, std::string_view id);
// Of the company; without one, all of the server but the built-in one (office_client.h).
[[nodiscard]] std::vector<Client> list_clients(storage::Transaction&,
                                               const std::optional<std::string>& company);
// Name and addresses are as in `wanted` from now on; whose it is, its kind and its algorithm stay.
// Returns it as it is then. Throws as create_client(), and Error{conflict} for the built-in one.
[[nodiscard]] Client change_client(storage::Transaction&, const Client&, const NewClient& wanted);
// With everything that was granted to it. False if there is none. Throws Error{conflict} for the
// built-in one.
bool remove_client(storage::Transaction&, std::string_view id);
// The old secret is none from now on. Throws Error{conflict} for a public client.
[[nodiscard]] std::string renew_secret(storage::Transaction&, core::Random&, const Client&);

// False for every public client.
[[nodiscard]] bool is_secret_of(const Client&, std::string_view secret);
// Whether this person may log in to it.
[[nodiscard]] bool may_use(storage::Transaction&, const Client&, std::string_view person);

}  // namespace tusk::identity::openid
