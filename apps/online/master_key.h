#pragma once

// The file master.key of the data folder: what secrets in the directory are sealed with.

#include "core/random.h"
#include "identity/sealing.h"
#include "online/config.h"
#include "storage/connection_pool.h"

namespace tusk::online {

// Makes the file (mode 0600) for a directory that has none yet: once, also if several servers start
// at the same time. Throws Error{not_found} if the file of a directory that has one is gone, and
// what platform::read_secret_file() throws.
[[nodiscard]] identity::Sealing open_sealing(const Config& config,
                                             storage::ConnectionPool& directory,
                                             core::Random& random);

}  // namespace tusk::online
