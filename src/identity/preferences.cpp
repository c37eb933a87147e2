#include "identity/preferences.h"

#include "core/error.h"
#include "identity/companies.h"
#include "identity/time_zones.h"

namespace tusk::identity {
namespace {

constexpr std::string_view select_sql =
    "SELECT time_zone, coalesce(default_company, '') FROM directory_identity WHERE id = $1";
constexpr std::string_view update_time_zone =
    "UPDATE directory_identity SET time_zone = $1 WHERE id = $2";
constexpr std::string_view update_company =
    "UPDATE directory_identity SET default_company = $1 WHERE id = $2";

}  // namespace

Preferences load_preferences(storage::Transaction& transaction, std::string_view person) {
  const auto row = transaction.prepare(select_sql);
  row->bind(person);
  if (!row->step()) return {};
  return {std::string(row->text(0)), std::string(row->text(1))};
}

void set_time_zone(storage::Transaction& transaction, std::string_view person,
                   std::string_view time_zone) {
  if (!is_time_zone(time_zone)) {
    throw core::invalid_field(
        "time_zone", time_zone,
        core::say("Tidszonen ”{}” finns inte. Skriv den som Europe/Stockholm.",
                  "There is no time zone “{}”. Write it as Europe/Stockholm.",
                  core::shorten(time_zone)));
  }
  transaction.prepare(update_time_zone)->bind(time_zone).bind(person).run();
}

void set_default_company(storage::Transaction& transaction, std::string_view person,
                         std::string_view company) {
  if (!company.empty() && !find_membership(transaction, person, company)) {
    throw core::Error(core::ErrorCode::not_found,
                      core::say("Företaget finns inte, eller du har inte åtkomst till det.",
                                "There is no such company, or you have no access to it."));
  }
  transaction.prepare(update_company)->bind(company).bind(person).run();
}

}  // namespace tusk::identity
