#pragma once

// Keys of office computers: each may synchronise one company, and nothing else.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "identity/companies.h"
#include "storage/database.h"

namespace tusk::identity {

struct Device {
  std::string id;  // d_…
  Company company;
  std::string computer_name;
  std::string computer_uuid;
  core::Microseconds last_seen_at = 0;  // 0: never
};

struct NewDevice {
  Device device;
  std::string secret;  // 256 random bits; shown this once, kept as a hash
};

// `company` is connected.
[[nodiscard]] NewDevice create_device(storage::Transaction&, core::Random&, const core::Clock&,
                                      const Company& company, std::string_view computer_name,
                                      std::string_view computer_uuid);
// Nothing unless the device is known, not revoked, its company connected and the secret right.
[[nodiscard]] std::optional<Device> find_device(storage::Transaction&, std::string_view id,
                                                std::string_view secret);
// Whether it is time to write down that the device was heard of.
[[nodiscard]] bool is_seen_due(const Device&, const core::Clock&);
void set_seen(storage::Transaction&, const Device&, const core::Clock&);
// Keys of the company that are good.
[[nodiscard]] std::int64_t count_devices(storage::Transaction&, std::string_view company);
// Those that a computer of the company has.
void revoke_devices_of(storage::Transaction&, std::string_view company,
                       std::string_view computer_uuid);
void revoke_device(storage::Transaction&, std::string_view id);

}  // namespace tusk::identity
