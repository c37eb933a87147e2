#pragma once

// The keys that sign this server's tokens. Made at first need, kept sealed in the directory,
// renewed by themselves: a new key is published a day before it signs and an old one until a day
// after its last token, so that no program that keeps the list for a while meets a key that it does
// not know.
//
// Several servers over one directory have the same keys: whoever comes first makes them.

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "identity/openid/key_pair.h"
#include "identity/sealing.h"
#include "storage/connection_pool.h"

namespace tusk::identity::openid {

class SigningKeys {
 public:
  // All outlive it. Thread-safe.
  SigningKeys(storage::ConnectionPool& directory, const Sealing& sealing, core::Random& random,
              const core::Clock& clock)
      : directory_(directory), sealing_(sealing), random_(random), clock_(clock) {}

  // The one that signs now. Outside of transactions: it may have to be made.
  [[nodiscard]] KeyPair get(Algorithm algorithm);
  // Those that a token which has not expired may be signed with, and those that will sign next.
  [[nodiscard]] std::vector<PublicKey> list();
  // Makes what is due and removes what nobody needs any more. Called now and then.
  void rotate_if_due();
  // A key may be in wrong hands: new ones sign at once, and no token of an old one is good any
  // more. The ids of the new ones. `actor_name`: who wants it, for the audit.
  std::vector<std::string> rotate_now(const std::string& actor_name);

 private:
  struct Row {
    std::string kid;
    std::string public_key;
    std::string sealed;
    core::Microseconds use_from = 0;
  };
  // Of one algorithm, the newest first.
  [[nodiscard]] static std::vector<Row> load(storage::Transaction& tx, Algorithm algorithm);
  // With its entry in the audit. `actor_name`: empty: the program itself.
  void insert(storage::Transaction& tx, const KeyPair& key, core::Microseconds use_from,
              const std::string& actor_name = {}) const;
  void make_first(Algorithm algorithm);
  void rotate_if_due(Algorithm algorithm);
  void remove_obsolete(storage::Transaction& tx, Algorithm algorithm) const;
  [[nodiscard]] KeyPair open(Algorithm algorithm, const Row& row);

  storage::ConnectionPool& directory_;
  const Sealing& sealing_;
  core::Random& random_;
  const core::Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, KeyPair> opened_;  // by kid
};

}  // namespace tusk::identity::openid
