#pragma once

#include <cstdint>
#include <string>

#include "storage/database.h"
#include "syncd/remote.h"

namespace tusk::syncd {

// The other computers of an office on PostgreSQL get their keys from the one that synchronises: has
// one made online for each that asks (business/device_key.h). `database`: the company's. What can't
// be done now is done after the next round.
void answer_key_requests(storage::Database& database, Remote& remote,
                         const std::string& connection);

}  // namespace tusk::syncd
