#pragma once

// The computers that Tusk is installed on, and how Tusk Sync is doing on each. One of them
// synchronises; which, is told by the company's lease (replica/lease.h).

#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"

namespace tusk::business {

class Installation;

struct Computer {
  std::string uuid;
  std::string name;
  core::Microseconds first_seen_at = 0;
  core::Microseconds last_seen_at = 0;  // any program of ours

  // Of Tusk Sync there.
  core::Microseconds service_seen_at = 0;  // 0: never
  std::string service_version;             // of its program, when it was last seen
  bool is_running = false;                 // logged in, and has given a sign of life lately
  bool was_stopped = false;                // it does not run since it was stopped cleanly
  // The databases are on this computer: it is the one to synchronise with.
  bool holds_database = false;
  std::string public_key;  // what keys for it are sealed with (key_requests.h)
};

// A service that gave no sign of life for so long is not running, whatever it looks like.
inline constexpr core::Microseconds service_silent_after = core::seconds(60);

// Notes that this computer is there, under the name it has now. Writes at most once in an hour.
void register_computer(Installation& installation);
// By name. Times of services are the database's, so that no computer's clock makes another look
// dead.
[[nodiscard]] std::vector<Computer> list_computers(Installation& installation);
// By name (case of ASCII letters does not matter) or uuid. Throws Error{not_found} that lists the
// computers, Error{conflict} if several have that name.
[[nodiscard]] Computer get_computer(Installation& installation, std::string_view name_or_uuid);

struct ServiceSign {
  std::string version;
  std::string public_key;
};
// A sign of life of Tusk Sync on this computer.
void note_service(Installation& installation, const ServiceSign& sign);
// Tusk Sync stops cleanly.
void note_service_stopped(Installation& installation);

}  // namespace tusk::business
