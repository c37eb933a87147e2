#pragma once

// The page about the connection: how it is doing (connected by, since, last round, state), and
// while the company is not connected, what is needed for that.

#include <functional>
#include <vector>

#include "business/prerequisites.h"
#include "connection/diagnosis.h"

namespace tusk::connection {

struct Page {
  Status status;
  std::vector<business::Prerequisite> prerequisites;  // none once it is connected
};
// `who` looks at it; asked only while the company is not connected, where it matters.
[[nodiscard]] Page load_page(business::Installation& installation,
                             const business::CompanyDatabase& company,
                             const std::function<business::Actor()>& who);

}  // namespace tusk::connection
