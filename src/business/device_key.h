#pragma once

// What one office computer needs to synchronise a company: its own key to the online side. The file
// of Installation::device_key_path() holds it.
//
// The computer that connects gets its key then. Every other computer of the office asks for one in
// the system database; the one that synchronises has it made online and leaves it there, sealed for
// the computer that asked. So any of them can take over, each has a key that can be withdrawn by
// itself, and whoever reads the database learns none.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/random.h"
#include "storage/database.h"

namespace tusk::business {

class Installation;

struct DeviceKey {
  std::string connection;  // the connection it is for: replica::State::device_id
  std::string device_id;   // what the online side knows this computer's key by
  std::string secret;
};

[[nodiscard]] std::string format_device_key(const DeviceKey& key);
// Throws Error{invalid} that says how to get another.
[[nodiscard]] DeviceKey parse_device_key(std::string_view text);

// What keys are sealed with (X25519), each in hexadecimal.
struct ComputerKey {
  std::string public_key;
  std::string secret_key;
};
[[nodiscard]] ComputerKey make_computer_key(core::Random& random);
// The pair whose secret half this is. Throws Error{invalid}.
[[nodiscard]] ComputerKey computer_key_of(std::string_view secret_key);

// Of this computer: asks for a key, if it has not yet; the key once it is there, and then the
// request is done.
[[nodiscard]] std::optional<DeviceKey> ask_for_device_key(Installation& installation,
                                                          std::int64_t company,
                                                          const std::string& connection,
                                                          const ComputerKey& key);

struct KeyRequest {
  std::string computer_uuid;
  std::string computer_name;
  std::string public_key;
};
// `system`: a transaction of the system database.
[[nodiscard]] std::vector<KeyRequest> list_key_requests(storage::Transaction& system,
                                                        std::int64_t company,
                                                        const std::string& connection);
void answer_key_request(storage::Transaction& system, std::int64_t company,
                        const KeyRequest& request, const DeviceKey& key);

}  // namespace tusk::business
