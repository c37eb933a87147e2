#pragma once

// OpenID Connect, as far as the web desktop has to do with it: a program that waits for its person
// to log in, programs that a person has allowed, and programs that a company has registered. What
// the programs themselves call is OpenID Connect's (docs/openid-connect.md).

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <vector>

#include "api/messages.h"

namespace tusk::api {

enum class AuthorizationStep { log_in, consent, answer, refused };
BOOST_DESCRIBE_ENUM(AuthorizationStep, log_in, consent, answer, refused)

// `request`: what stands after # in the page's address.
struct AuthorizationQuestion {
  std::string request;
};
BOOST_DESCRIBE_STRUCT(AuthorizationQuestion, (), (request))

// What an office's program wants to do with the person's leave.
struct OfficeTask {
  std::string deed;  // "connect", "update", "change_user" or "disconnect"
  std::string company;
  std::string computer;  // where the program runs, as it says
};
BOOST_DESCRIBE_STRUCT(OfficeTask, (), (deed, company, computer))

struct AuthorizationState {
  AuthorizationStep step = AuthorizationStep::log_in;
  std::string program_name;
  std::string program_host;  // where the answer goes
  std::vector<std::string> scopes;
  std::string login_hint;
  std::string language;              // "sv", "en" or empty: as it is
  std::string redirect;              // only with `refused`
  std::optional<OfficeTask> office;  // only of the office's programs
};
BOOST_DESCRIBE_STRUCT(AuthorizationState, (),
                      (step, program_name, program_host, scopes, login_hint, language, redirect,
                       office))

struct AuthorizationAnswer {
  std::string redirect;
};
BOOST_DESCRIBE_STRUCT(AuthorizationAnswer, (), (redirect))

struct AllowedProgram {
  std::string id;
  std::string name;
  std::vector<std::string> scopes;
  Timestamp allowed_at;
};
BOOST_DESCRIBE_STRUCT(AllowedProgram, (), (id, name, scopes, allowed_at))

struct AllowedPrograms {
  std::vector<AllowedProgram> programs;
};
BOOST_DESCRIBE_STRUCT(AllowedPrograms, (), (programs))

struct NewClient {
  std::string name;
  bool is_public = false;
  std::optional<std::string> algorithm;
  std::vector<std::string> redirect_uris;
  std::optional<std::vector<std::string>> post_logout_uris;
  std::optional<std::string> logout_uri;
};
BOOST_DESCRIBE_STRUCT(NewClient, (),
                      (name, is_public, algorithm, redirect_uris, post_logout_uris, logout_uri))

struct ClientChange {
  std::string name;
  std::vector<std::string> redirect_uris;
  std::optional<std::vector<std::string>> post_logout_uris;
  std::optional<std::string> logout_uri;
};
BOOST_DESCRIBE_STRUCT(ClientChange, (), (name, redirect_uris, post_logout_uris, logout_uri))

struct Client {
  std::string id;
  std::string name;
  bool is_public = false;
  std::string algorithm;
  std::vector<std::string> redirect_uris;
  std::vector<std::string> post_logout_uris;
  std::string logout_uri;
  Timestamp created_at;
};
BOOST_DESCRIBE_STRUCT(Client, (),
                      (id, name, is_public, algorithm, redirect_uris, post_logout_uris, logout_uri,
                       created_at))

struct ClientList {
  std::vector<Client> clients;
};
BOOST_DESCRIBE_STRUCT(ClientList, (), (clients))

struct MadeClient {
  Client client;
  std::optional<std::string> secret;
};
BOOST_DESCRIBE_STRUCT(MadeClient, (), (client, secret))

struct ClientSecret {
  std::string secret;
};
BOOST_DESCRIBE_STRUCT(ClientSecret, (), (secret))

}  // namespace tusk::api
