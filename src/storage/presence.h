#pragma once

// Which programs are alive, told by what frees locks and not by clocks. A program that announces
// itself holds a lock under a number, its key; the lock goes when the program goes, however it
// goes.
//
//   SQLite: a lock on the file `folder`/KEY.lock, which the kernel frees when the process ends.
//   PostgreSQL: an advisory lock of the session that the system database's connection is, which the
//   server frees when the connection ends. A computer that vanished without a word is noticed by
//   the server's keep-alive probes within two minutes (postgres/connection.cpp).
//
// Everything here is called within a write transaction that holds a lock of its own against itself
// (business: lock_system), so that nobody looks at a mark that is half made.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "core/random.h"
#include "storage/database.h"

namespace tusk::storage {

class Presence {
 public:
  virtual ~Presence() = default;  // SQLite: the mark goes. PostgreSQL: it goes with the connection.

  [[nodiscard]] virtual std::int64_t key() const = 0;  // 1 to 2^31 - 1
  // Makes the mark again where it went with a lost connection. `transaction` is one of the Database
  // that it was announced on. Throws Error{unavailable} if somebody else took the key meanwhile.
  virtual void renew(Transaction& transaction) = 0;
};

// A mark under a key that nobody alive has. The mark also stays if the transaction is rolled back.
// Makes the folder if it is missing (SQLite). Throws Error{unavailable} if the file can't be made.
[[nodiscard]] std::unique_ptr<Presence> announce_presence(Transaction& transaction,
                                                          const std::filesystem::path& folder,
                                                          core::Random& random);

// The keys of all who are alive, in rising order. Takes away what the dead left in the folder.
[[nodiscard]] std::vector<std::int64_t> list_present(Transaction& transaction,
                                                     const std::filesystem::path& folder);

}  // namespace tusk::storage
