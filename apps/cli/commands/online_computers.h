#pragma once

// The office's computers and their part in a company's synchronisation, as several commands show
// them.

#include <boost/json/fwd.hpp>
#include <vector>

#include "business/company_database.h"
#include "business/computers.h"
#include "replica/take_overs.h"

namespace tusk::business {
class Installation;
}

namespace tusk::cli {

enum class ComputerRole {
  synchronises,
  standby,  // Tusk Sync runs, and would take over
  off       // it does not run, or the computer is off
};

[[nodiscard]] const char* name_of(ComputerRole role);

struct OfficeComputer {
  business::Computer computer;
  ComputerRole role = ComputerRole::off;
  bool is_chosen = false;
  bool is_holder = false;  // of the lease, whether it lives or not
};

struct OfficeComputers {
  std::vector<OfficeComputer> computers;
  std::vector<replica::TakeOver> take_overs;  // the newest first
};

[[nodiscard]] OfficeComputers load_computers(business::Installation& installation,
                                             const business::CompanyDatabase& company);
[[nodiscard]] boost::json::object to_json(const OfficeComputer& one);

}  // namespace tusk::cli
