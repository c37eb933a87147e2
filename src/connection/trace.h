#pragma once

// The trace log: what support needs to know of a connection, as text, without secrets and without
// anything about people: no names of records, people, companies or computers, no addresses of
// theirs, no values.

#include <string>

#include "business/company_database.h"

namespace tusk::business {
class Installation;
}

namespace tusk::connection {

// What only the program that writes it knows.
struct TraceProgram {
  std::string version;
  bool is_service_running = false;  // Tusk Sync, on this computer
  bool has_systemd = false;
  std::string unit_state;  // as systemd says it; empty: no unit
  bool starts_with_computer = false;
};

[[nodiscard]] std::string make_trace(business::Installation& installation,
                                     const business::CompanyDatabase& company,
                                     const TraceProgram& program);

}  // namespace tusk::connection
