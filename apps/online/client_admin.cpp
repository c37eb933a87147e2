#include "online/client_admin.h"

#include <fmt/core.h>

#include "core/error.h"
#include "identity/openid/clients.h"
#include "identity/openid/signing_keys.h"
#include "online/admin.h"
#include "online/audit_trail.h"
#include "online/master_key.h"
#include "platform/secret_file.h"
#include "platform/system_clock.h"
#include "platform/system_random.h"
#include "platform/user_language.h"

namespace tusk::online {
namespace {

namespace oidc = identity::openid;
using identity::AuditEvent;
using storage::Transaction;

void say(const core::Text& text) {
  fmt::print("{}\n", text.in(platform::user_language()));
}

// Once, here or in a file that only its owner reads.
void hand_over(const std::string& secret, const std::string& file) {
  if (file.empty()) {
    say(core::say("hemlighet: {}\nDen visas bara nu. Lägg in den i programmet.",
                  "secret: {}\nIt is shown only now. Enter it in the program.", secret));
    return;
  }
  platform::write_secret_file(file, secret + "\n");
  say(core::say("Hemligheten står i {}.", "The secret is in {}.", file));
}

oidc::Client get_client(Transaction& tx, const std::string& id) {
  if (auto client = oidc::find_client(tx, id)) return *std::move(client);
  throw core::invalid_field(
      "--id", id,
      core::say("Det finns inget program ”{}”. tusk-online client list visar dem som finns.",
                "There is no program “{}”. tusk-online client list shows those that there are.",
                core::shorten(id)));
}

void show(const oidc::Client& client) {
  fmt::print("{}  {}\n", client.id, client.name());
  const oidc::NewClient& registered = client.registered;
  if (registered.is_public) say({"  publikt", "  public"});
  if (registered.company) say(core::say("  företag {}", "  company {}", *registered.company));
  for (const std::string& uri : registered.redirect_uris) fmt::print("  {}\n", uri);
  for (const std::string& uri : registered.post_logout_uris)
    say(core::say("  efter utloggning {}", "  after log-out {}", uri));
  if (!registered.logout_uri.empty())
    say(core::say("  utloggning meddelas {}", "  told of log-outs {}", registered.logout_uri));
}

}  // namespace

void add_client(const Config& config, const ClientArguments& given) {
  const auto directory = open_directory(config);
  const platform::SystemClock clock;
  platform::SystemRandom random;
  const auto made = storage::write(*directory, [&](Transaction& tx) {
    oidc::NewClient wanted{.name = given.name,
                           .is_public = given.is_public,
                           .algorithm = oidc::parse_algorithm(given.algorithm),
                           .redirect_uris = given.redirect_uris,
                           .post_logout_uris = given.post_logout_uris,
                           .logout_uri = given.logout_uri};
    if (!given.company.empty()) wanted.company = get_connected_company(tx, given.company).id;
    auto added = oidc::create_client(tx, random, clock, wanted);
    write_client_audit(tx, clock, added.client, server_administrator(), AuditEvent::client_added);
    return added;
  });
  say(core::say("id: {}", "id: {}", made.client.id));
  if (!made.secret.empty()) hand_over(made.secret, given.secret_file);
}

void change_client(const Config& config, const ClientChange& change) {
  const auto directory = open_directory(config);
  show(storage::write(*directory, [&](Transaction& tx) {
    const oidc::Client client = get_client(tx, change.id);
    oidc::NewClient wanted = client.registered;
    if (change.name) wanted.name = *change.name;
    if (change.redirect_uris) wanted.redirect_uris = *change.redirect_uris;
    if (change.post_logout_uris) wanted.post_logout_uris = *change.post_logout_uris;
    if (change.logout_uri) wanted.logout_uri = *change.logout_uri;
    oidc::Client changed = oidc::change_client(tx, client, wanted);
    write_client_audit(tx, platform::SystemClock(), changed, server_administrator(),
                       AuditEvent::client_changed);
    return changed;
  }));
}

void list_clients(const Config& config) {
  const auto directory = open_directory(config);
  for (const oidc::Client& client : storage::read(
           *directory, [](Transaction& tx) { return oidc::list_clients(tx, std::nullopt); })) {
    show(client);
  }
}

void remove_client(const Config& config, const ClientArguments& given) {
  const auto directory = open_directory(config);
  const auto client = storage::write(*directory, [&](Transaction& tx) {
    oidc::Client found = get_client(tx, given.id);
    oidc::remove_client(tx, found.id);
    write_client_audit(tx, platform::SystemClock(), found, server_administrator(),
                       AuditEvent::client_removed);
    return found;
  });
  say(core::say("”{}” är borttaget. Ingen loggar in i det med Tusk ID längre.",
                "“{}” is removed. Nobody logs in to it with a Tusk ID any more.", client.name()));
}

void renew_client_secret(const Config& config, const ClientArguments& given) {
  const auto directory = open_directory(config);
  platform::SystemRandom random;
  const std::string secret = storage::write(*directory, [&](Transaction& tx) {
    const oidc::Client client = get_client(tx, given.id);
    write_client_audit(tx, platform::SystemClock(), client, server_administrator(),
                       AuditEvent::client_secret_renewed);
    return oidc::renew_secret(tx, random, client);
  });
  hand_over(secret, given.secret_file);
}

void rotate_keys(const Config& config) {
  (void)open_directory(config);  // says if there is none yet
  storage::ConnectionPool directory([&] { return open_directory(config); }, 2);
  const platform::SystemClock clock;
  platform::SystemRandom random;
  const identity::Sealing sealing = open_sealing(config, directory, random);
  for (const std::string& id : oidc::SigningKeys(directory, sealing, random, clock)
                                   .rotate_now(server_administrator().name)) {
    say(core::say("ny nyckel: {}", "new key: {}", id));
  }
}

}  // namespace tusk::online
