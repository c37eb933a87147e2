#pragma once

// What an administrator does at the server's computer to programs that people log in to (OpenID
// Connect). Safe while the server runs.

#include <optional>
#include <string>
#include <vector>

#include "online/config.h"

namespace tusk::online {

struct ClientArguments {
  std::string id;
  std::string name;
  std::string company;  // name or id; empty: for everybody on the server
  bool is_public = false;
  std::string algorithm = "ES256";
  std::vector<std::string> redirect_uris;
  std::vector<std::string> post_logout_uris;
  std::string logout_uri;
  std::string secret_file;  // empty: the secret is printed
};

// What is not given stays as it is.
struct ClientChange {
  std::string id;
  std::optional<std::string> name;
  std::optional<std::vector<std::string>> redirect_uris;
  std::optional<std::vector<std::string>> post_logout_uris;
  std::optional<std::string> logout_uri;  // empty: not told any more
};

// Each writes what it did to standard output, and throws core::Error that says what to mend.
void add_client(const Config& config, const ClientArguments& client);
void list_clients(const Config& config);
void change_client(const Config& config, const ClientChange& change);
void remove_client(const Config& config, const ClientArguments& client);
void renew_client_secret(const Config& config, const ClientArguments& client);
// The keys that sign may be in wrong hands: others from now on, and no old token is good any more.
void rotate_keys(const Config& config);

}  // namespace tusk::online
