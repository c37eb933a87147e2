#include "business/online_licence.h"

#include "business/installation.h"
#include "business/replacement.h"
#include "core/error.h"

namespace tusk::business {
namespace {

constexpr const char* select_own =
    "SELECT 1 FROM system_company WHERE number = $1 AND online_licence";
constexpr const char* select_any = "SELECT 1 FROM system_company WHERE online_licence";
constexpr const char* update_licence =
    "UPDATE system_company SET online_licence = $1 WHERE number = $2";

void write(Installation& installation, const Company& company, bool has) {
  storage::write(installation.system(), [&](storage::Transaction& transaction) {
    transaction.prepare(update_licence)->bind(has).bind(company.number).run();
  });
}

}  // namespace

bool has_online_licence(Installation& installation, std::int64_t company_number) {
  return storage::read(installation.system(), [&](storage::Transaction& transaction) {
    const auto row = transaction.prepare(select_own);
    row->bind(company_number);
    return row->step();
  });
}

void assign_online_licence(Installation& installation, const Actor& actor, const Company& company) {
  require_super_user(actor);
  if (company.sample) {
    throw core::Error(
        core::ErrorCode::conflict,
        core::say("{} är en exempeldatabas och kan inte anslutas. Lägg upp ett riktigt "
                  "företag: tusk company add NAMN.",
                  "{} is a sample database and can't be connected. Add a real "
                  "company: tusk company add NAME.",
                  company.name));
  }
  write(installation, company, true);
}

void withdraw_online_licence(Installation& installation, const Actor& actor,
                             const Company& company) {
  require_super_user(actor);
  if (identity_of(installation, company).connected) {
    throw core::Error(core::ErrorCode::conflict,
                      core::say("{} är anslutet till Tusk Online. Koppla ifrån det först: tusk "
                                "online disconnect.",
                                "{} is connected to Tusk Online. Disconnect it first: tusk online "
                                "disconnect.",
                                company.name));
  }
  write(installation, company, false);
}

bool is_online_included(storage::Transaction& system, bool sample) {
  return !sample && !system.prepare(select_any)->step();
}

}  // namespace tusk::business
