#include "identity/second_factor_policy.h"

#include "core/error.h"
#include "identity/company_rows.h"
#include "identity/second_factor.h"

namespace tusk::identity {
namespace {

constexpr std::string_view select_policy =
    "SELECT second_factor FROM directory_company WHERE id = $1";
constexpr std::string_view update_policy =
    "UPDATE directory_company SET second_factor = $1 WHERE id = $2";
constexpr std::string_view select_requiring =
    "SELECT {} FROM directory_membership m JOIN directory_company c ON c.id = m.company "
    "WHERE m.identity = $1 AND c.state <> 'disconnected' AND (c.second_factor = 'everyone' OR "
    "(c.second_factor = 'super_users' AND m.role = 'super_user')) ORDER BY c.name, c.id";

}  // namespace

const char* name_of(SecondFactorPolicy policy) {
  switch (policy) {
    case SecondFactorPolicy::optional:
      return "optional";
    case SecondFactorPolicy::super_users:
      return "super_users";
    case SecondFactorPolicy::everyone:
      return "everyone";
  }
  return "";
}

SecondFactorPolicy load_second_factor_policy(storage::Transaction& transaction,
                                             std::string_view company) {
  const auto row = transaction.prepare(select_policy);
  row->bind(company);
  if (!row->step()) return SecondFactorPolicy::optional;
  for (const auto policy : {SecondFactorPolicy::super_users, SecondFactorPolicy::everyone}) {
    if (row->text(0) == name_of(policy)) return policy;
  }
  return SecondFactorPolicy::optional;
}

void set_second_factor_policy(storage::Transaction& transaction, std::string_view company,
                              SecondFactorPolicy policy, std::string_view person) {
  if (policy != SecondFactorPolicy::optional && !load_second_factor(transaction, person).exists()) {
    throw core::Error(core::ErrorCode::conflict,
                      core::say("Du har ingen tvåstegsinloggning själv, och skulle stänga dig ute. "
                                "Ställ in den först, under Profil.",
                                "You have no two-step log-in yourself, and would shut yourself "
                                "out. Set it up first, under Profile."));
  }
  transaction.prepare(update_policy)->bind(name_of(policy)).bind(company).run();
}

std::vector<Company> list_companies_that_require_factor(storage::Transaction& transaction,
                                                        std::string_view person) {
  const auto rows = transaction.prepare(with_company_columns(select_requiring));
  rows->bind(person);
  std::vector<Company> companies;
  while (rows->step()) companies.push_back(read_company(*rows, 0));
  return companies;
}

std::vector<Company> list_companies_without_factor(storage::Transaction& transaction,
                                                   std::string_view person) {
  if (load_second_factor(transaction, person).exists()) return {};
  return list_companies_that_require_factor(transaction, person);
}

void require_factor_not_required(storage::Transaction& transaction, std::string_view person) {
  const auto companies = list_companies_that_require_factor(transaction, person);
  if (companies.empty()) return;
  throw core::Error(
      core::ErrorCode::conflict,
      core::say("{} kräver tvåstegsinloggning. Lägg till ett annat sätt först.",
                "{} requires two-step log-in. Add another way first.", companies.front().name));
}

}  // namespace tusk::identity
