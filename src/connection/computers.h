#pragma once

// The office's computers and their part in a company's synchronisation: the list from which the one
// that is to synchronise is chosen.

#include <string_view>
#include <vector>

#include "business/company_database.h"
#include "business/computers.h"
#include "core/text.h"
#include "replica/take_overs.h"

namespace tusk::business {
class Installation;
}

namespace tusk::connection {

enum class ComputerRole {
  synchronises,
  standby,  // Tusk Sync runs, and would take over
  off       // it does not run, or the computer is off
};

[[nodiscard]] const char* name_of(ComputerRole role);
[[nodiscard]] core::Text label_of(ComputerRole role);

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
// What people read beside it: chosen, recommended …
[[nodiscard]] core::Text remarks_on(const OfficeComputer& one);

// For super users. `name_or_uuid` as in business::get_computer(), which throws. Takes effect with
// the next round.
business::Computer choose_computer(business::Installation& installation,
                                   const business::CompanyDatabase& company,
                                   const business::Actor& actor, std::string_view name_or_uuid);

}  // namespace tusk::connection
