#pragma once

// Tusk Sync as a service of this computer: whether it runs, and starting and stopping it, with
// systemd where that looks after it and without.

#include <cstdint>
#include <filesystem>
#include <string>

namespace tusk::business {
class Installation;
}

namespace tusk::cli {

inline constexpr const char* sync_unit = "tusk-syncd.service";

struct ServiceState {
  bool is_running = false;      // for this installation, however it was started
  std::int64_t process_id = 0;  // 0: not known
  bool has_systemd = false;     // systemd runs this computer
  // systemd has a unit for this very data folder: only then does the rest mean anything.
  bool has_unit = false;
  std::string unit_state;             // "active", "inactive", "failed" …
  bool starts_with_computer = false;  // the unit is enabled
  std::filesystem::path log_file;
};

[[nodiscard]] ServiceState load_service_state(business::Installation& installation);

// Each waits until it is so, and does nothing if it is so already. Throws core::Error that says why
// it can't be done.
void start_service(business::Installation& installation);
void stop_service(business::Installation& installation);

}  // namespace tusk::cli
