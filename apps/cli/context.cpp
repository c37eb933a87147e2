#include "cli/context.h"

#include "business/session.h"
#include "business/users.h"
#include "platform/computer.h"
#include "platform/user_language.h"

namespace tusk::cli {
core::Language Context::language() const {
  if (!options_.language.empty())
    return options_.language == "sv" ? core::Language::swedish : core::Language::english;
  return platform::user_language();
}

business::Environment Context::environment() {
  return {clock_, random_, platform::computer_name(), "tusk"};
}

std::filesystem::path Context::data_folder() const {
  if (options_.data.empty()) return business::default_data_folder();
  return std::filesystem::absolute(options_.data);
}

business::Installation& Context::installation() {
  if (!installation_) {
    installation_ = std::make_unique<business::Installation>(
        business::Installation::open(data_folder(), environment()));
  }
  return *installation_;
}

business::Actor Context::actor() {
  if (options_.user.empty()) return business::default_actor(installation());
  return business::get_actor(installation(), options_.user);
}

business::Company Context::company() {
  if (!options_.company.empty()) return business::get_company(installation(), options_.company);
  const auto companies = business::list_companies(installation());
  if (companies.size() == 1) return companies.front();
  if (companies.empty()) {
    throw core::Error(core::ErrorCode::not_found,
                      core::say("Installationen har inget företag än. Lägg upp ett: tusk company "
                                "add NAMN.",
                                "The installation has no company yet. Add one: tusk company add "
                                "NAME."));
  }
  std::string known;
  for (const business::Company& company : companies)
    known += fmt::format("{}{} {}", known.empty() ? "" : ", ", company.number, company.name);
  throw core::invalid_field(
      "company", "",
      core::say("Det finns flera företag. Säg vilket med --company: {}.",
                "There are several companies. Say which with --company: {}.", known));
}

business::CompanyDatabase Context::open_company() {
  return business::log_in_to_company(installation(), company(), actor());
}

business::CompanyDatabase Context::look_at_company() {
  return business::look_at_company(installation(), company());
}

}  // namespace tusk::cli
