#include "storage/postgres/connection_uri.h"

#include <libpq-fe.h>

#include <cstdlib>
#include <memory>
#include <string_view>

#include "core/error.h"

namespace tusk::storage::postgres {
namespace {

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

bool is_secret(std::string_view keyword) {
  return keyword == "password" || keyword == "sslpassword";
}

}  // namespace

void check_address(const std::string& uri) {
  // What libpq says about a wrong address may quote all of it, and with it a password.
  const std::unique_ptr<PQconninfoOption, FreeOptions> options(
      PQconninfoParse(uri.c_str(), nullptr));
  if (!options) {
    throw core::Error(core::ErrorCode::invalid,
                      core::say("Databasadressen kan inte tydas. Skriv den som "
                                "postgresql://användare@server/databas.",
                                "The database address cannot be understood. Write it as "
                                "postgresql://user@server/database."));
  }
  bool secret = std::getenv("PGPASSWORD") != nullptr;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    secret = secret || (option->val != nullptr && is_secret(option->keyword));
  }
  if (secret) {
    throw core::Error(
        core::ErrorCode::invalid,
        core::say("Databasens lösenord får inte stå i adressen eller i PGPASSWORD. Lägg det i en "
                  "fil som bara du får läsa (rättigheter 0600, raden "
                  "server:port:databas:användare:lösenord) och ange ?passfile=/sökväg i adressen.",
                  "The database password must not be in the address or in PGPASSWORD. Put it in a "
                  "file that only you may read (mode 0600, the line "
                  "server:port:database:user:password) and name it in the address with "
                  "?passfile=/path."));
  }
}

}  // namespace tusk::storage::postgres
