#include "identity/openid/clients.h"

#include "core/error.h"
#include "core/sha256.h"
#include "core/validation.h"
#include "identity/companies.h"
#include "identity/limits.h"
#include "identity/openid/client_uris.h"
#include "identity/openid/limits.h"
#include "identity/openid/office_client.h"
#include "identity/secrets.h"

namespace tusk::identity::openid {
namespace {

constexpr std::string_view insert_sql =
    "INSERT INTO directory_openid_client (id, name, company, secret_hash, algorithm, logout_uri, "
    "created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
constexpr std::string_view insert_uri =
    "INSERT INTO directory_openid_client_uri (client, kind, uri) VALUES ($1, $2, $3) "
    "ON CONFLICT DO NOTHING";
constexpr std::string_view select_one =
    "SELECT id, name, company, secret_hash, algorithm, logout_uri, created_at "
    "FROM directory_openid_client WHERE id = $1";
constexpr std::string_view select_all =
    "SELECT id, name, company, secret_hash, algorithm, logout_uri, created_at "
    "FROM directory_openid_client WHERE id <> $1 ORDER BY created_at, id";
constexpr std::string_view select_of_company =
    "SELECT id, name, company, secret_hash, algorithm, logout_uri, created_at "
    "FROM directory_openid_client WHERE company = $1 ORDER BY created_at, id";
constexpr std::string_view select_uris =
    "SELECT kind, uri FROM directory_openid_client_uri WHERE client = $1 ORDER BY kind, uri";
constexpr std::string_view delete_sql = "DELETE FROM directory_openid_client WHERE id = $1";
constexpr std::string_view update_sql =
    "UPDATE directory_openid_client SET name = $1, logout_uri = $2 WHERE id = $3";
constexpr std::string_view delete_uris =
    "DELETE FROM directory_openid_client_uri WHERE client = $1";
constexpr std::string_view update_secret =
    "UPDATE directory_openid_client SET secret_hash = $1 WHERE id = $2";

constexpr const char* kind_redirect = "redirect";
constexpr const char* kind_post_logout = "post_logout";

core::Problem name_problem(const std::string& name) {
  return {
      "name", core::shorten(name),
      core::say("Skriv programmets namn, högst {} tecken.",
                "Enter the program's name, at most {} characters.", max_client_name_characters)};
}

void find_problems_of(const char* field, const std::vector<std::string>& uris,
                      std::vector<core::Problem>& problems) {
  if (uris.size() > max_uris_per_client) {
    problems.push_back(
        {field, std::to_string(uris.size()),
         core::say("Ange högst {} adresser.", "Give at most {} addresses.", max_uris_per_client)});
  }
  for (const std::string& uri : uris) {
    if (auto problem = find_uri_problem(field, uri)) problems.push_back(std::move(*problem));
  }
}

void check(const NewClient& wanted) {
  std::vector<core::Problem> problems;
  const std::size_t length =
      core::is_clean_text(wanted.name) ? core::count_characters(wanted.name) : 0;
  if (length == 0 || length > max_client_name_characters)
    problems.push_back(name_problem(wanted.name));
  if (wanted.redirect_uris.empty()) {
    problems.push_back({"redirect_uris",
                        "",
                        {"Ange minst en adress som inloggningen får leda tillbaka till.",
                         "Give at least one address that a log-in may lead back to."}});
  }
  find_problems_of("redirect_uris", wanted.redirect_uris, problems);
  find_problems_of("post_logout_uris", wanted.post_logout_uris, problems);
  if (!wanted.logout_uri.empty()) find_problems_of("logout_uri", {wanted.logout_uri}, problems);
  // The server itself calls it. What listens on the server's own computer is none of a company's
  // business.
  if (wanted.company && is_loopback(wanted.logout_uri)) {
    problems.push_back(
        {"logout_uri",
         core::shorten(wanted.logout_uri),
         {"Ange en adress som börjar med https.", "Give an address that begins with https."}});
  }
  if (problems.empty()) return;
  core::Text text = problems.front().text;
  throw core::Error(core::ErrorCode::invalid, std::move(text), std::move(problems));
}

Client read_client(const storage::Statement& row) {
  Client client{.id = std::string(row.text(0)),
                .registered = {.name = std::string(row.text(1)),
                               .is_public = row.is_null(3),
                               .algorithm = parse_algorithm(row.text(4)),
                               .logout_uri = std::string(row.text(5))},
                .secret_hash = std::string(row.text(3)),
                .created_at = row.integer(6)};
  if (!row.is_null(2)) client.registered.company = std::string(row.text(2));
  return client;
}

void load_uris(storage::Transaction& tx, Client& client) {
  const auto rows = tx.prepare(select_uris);
  rows->bind(client.id);
  while (rows->step()) {
    auto& uris = rows->text(0) == kind_redirect ? client.registered.redirect_uris
                                                : client.registered.post_logout_uris;
    uris.emplace_back(rows->text(1));
  }
}

void insert_uris(storage::Transaction& tx, const std::string& client, const char* kind,
                 const std::vector<std::string>& uris) {
  for (const std::string& uri : uris)
    tx.prepare(insert_uri)->bind(client).bind(kind).bind(uri).run();
}

// What every server has is not to be registered otherwise, or removed.
void require_registered(std::string_view id) {
  if (id != office_client) return;
  throw core::Error(core::ErrorCode::conflict,
                    core::say("Kontorets egna program är inbyggda, och går inte att ändra eller ta "
                              "bort.",
                              "The office's own programs are built in, and can't be changed or "
                              "removed."));
}

void bind_or_null(storage::Statement& statement, const std::optional<std::string>& text) {
  if (text) {
    statement.bind(*text);
  } else {
    statement.bind_null();
  }
}

}  // namespace

MadeClient create_client(storage::Transaction& tx, core::Random& random, const core::Clock& clock,
                         const NewClient& wanted) {
  check(wanted);
  if (wanted.company &&
      std::int64_t(list_clients(tx, wanted.company).size()) >= max_clients_per_company) {
    throw core::Error(core::ErrorCode::limit,
                      core::say("Företaget har redan {} program. Ta bort något av dem först.",
                                "The company has {} programs already. Remove one of them first.",
                                max_clients_per_company));
  }
  MadeClient made{.client = {.id = "client_" + random.hex(public_id_bytes),
                             .registered = wanted,
                             .secret_hash = {},
                             .created_at = clock.now()},
                  .secret = {}};
  std::optional<std::string> hash;
  if (!wanted.is_public) {
    made.secret = random.hex(client_secret_bytes);
    made.client.secret_hash = core::sha256_hex(made.secret);
    hash = made.client.secret_hash;
  }
  const auto row = tx.prepare(insert_sql);
  row->bind(made.client.id).bind(wanted.name);
  bind_or_null(*row, wanted.company);
  bind_or_null(*row, hash);
  row->bind(name_of(wanted.algorithm)).bind(wanted.logout_uri).bind(made.client.created_at).run();
  insert_uris(tx, made.client.id, kind_redirect, wanted.redirect_uris);
  insert_uris(tx, made.client.id, kind_post_logout, wanted.post_logout_uris);
  return made;
}

std::optional<Client> find_client(storage::Transaction& tx, std::string_view id) {
  std::optional<Client> client;
  {
    const auto row = tx.prepare(select_one);
    row->bind(id);
    if (!row->step()) return std::nullopt;
    client = read_client(*row);
  }
  load_uris(tx, *client);
  return client;
}

std::vector<Client> list_clients(storage::Transaction& tx,
                                 const std::optional<std::string>& company) {
  std::vector<Client> clients;
  {
    const auto rows = tx.prepare(company ? select_of_company : select_all);
    rows->bind(company ? std::string_view(*company) : office_client);
    while (rows->step()) clients.push_back(read_client(*rows));
  }
  for (Client& client : clients) load_uris(tx, client);
  return clients;
}

Client change_client(storage::Transaction& tx, const Client& client, const NewClient& wanted) {
  require_registered(client.id);
  Client changed = client;
  NewClient& registered = changed.registered;
  registered.name = wanted.name;
  registered.redirect_uris = wanted.redirect_uris;
  registered.post_logout_uris = wanted.post_logout_uris;
  registered.logout_uri = wanted.logout_uri;
  check(registered);
  tx.prepare(update_sql)->bind(wanted.name).bind(wanted.logout_uri).bind(client.id).run();
  tx.prepare(delete_uris)->bind(client.id).run();
  insert_uris(tx, client.id, kind_redirect, wanted.redirect_uris);
  insert_uris(tx, client.id, kind_post_logout, wanted.post_logout_uris);
  return changed;
}

bool remove_client(storage::Transaction& tx, std::string_view id) {
  require_registered(id);
  return tx.prepare(delete_sql)->bind(id).run() != 0;
}

std::string renew_secret(storage::Transaction& tx, core::Random& random, const Client& client) {
  if (client.registered.is_public) {
    throw core::Error(core::ErrorCode::conflict,
                      core::say("Programmet ”{}” är publikt och har ingen hemlighet.",
                                "The program “{}” is public and has no secret.", client.name()));
  }
  std::string secret = random.hex(client_secret_bytes);
  tx.prepare(update_secret)->bind(core::sha256_hex(secret)).bind(client.id).run();
  return secret;
}

bool is_secret_of(const Client& client, std::string_view secret) {
  return !client.registered.is_public &&
         equal_secrets(core::sha256_hex(secret), client.secret_hash);
}

bool may_use(storage::Transaction& tx, const Client& client, std::string_view person) {
  return !client.registered.company ||
         find_membership(tx, person, *client.registered.company).has_value();
}

}  // namespace tusk::identity::openid
