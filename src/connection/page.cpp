#include "connection/page.h"

#include "connection/state.h"

namespace tusk::connection {

Page load_page(business::Installation& installation, const business::CompanyDatabase& company,
               const std::function<business::Actor()>& who) {
  Page page{.status = load_status(installation, company)};
  // What is missing matters to who has yet to connect.
  if (!is_connected(page.status.state))
    page.prerequisites = business::check_prerequisites(installation, company, who());
  return page;
}

}  // namespace tusk::connection
