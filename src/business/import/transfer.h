#pragma once

// Between the plan of an import and a company's database: reading what is there, writing what the
// plan says.

#include <functional>
#include <string>
#include <vector>

#include "business/company_database.h"
#include "business/import/contacts.h"

namespace tusk::business {

// Every contact with its persons, by name.
[[nodiscard]] std::vector<ExistingContact> load_contacts(const CompanyDatabase& company,
                                                         const Actor& actor);

struct ImportProgress {
  std::size_t done = 0;  // steps
  std::size_t all = 0;
};

struct ImportedSteps {
  std::size_t done = 0;  // steps that are written
  bool stopped = false;  // by the caller; what is written is whole
  // Steps that the database refused, e.g. since somebody took the contact away meanwhile.
  std::vector<ImportProblem> refused;
};

// Writes the steps in transactions of limits::import_block steps each, so that nobody else waits
// long. Calls `proceed` before each and stops when it answers false: what is written then is whole,
// and importing the same file again goes on with the rest. Throws Error{forbidden} if the actor may
// not change contacts.
[[nodiscard]] ImportedSteps carry_out(const CompanyDatabase& company, const Actor& actor,
                                      const ImportPlan& plan,
                                      const std::function<bool(const ImportProgress&)>& proceed);

}  // namespace tusk::business
