#include "connection/computers.h"

#include "business/installation.h"
#include "replica/lease.h"

namespace tusk::connection {
namespace {

constexpr int take_overs_shown = 20;

}  // namespace

const char* name_of(ComputerRole role) {
  switch (role) {
    case ComputerRole::synchronises:
      return "synchronises";
    case ComputerRole::standby:
      return "standby";
    case ComputerRole::off:
      return "off";
  }
  return "";
}

core::Text label_of(ComputerRole role) {
  switch (role) {
    case ComputerRole::synchronises:
      return {"synkroniserar", "synchronises"};
    case ComputerRole::standby:
      return {"beredd", "standby"};
    case ComputerRole::off:
      return {"av", "off"};
  }
  return {};
}

core::Text remarks_on(const OfficeComputer& one) {
  core::Text text;
  const auto add = [&](const core::Text& remark) {
    text.sv += (text.sv.empty() ? "" : ", ") + remark.sv;
    text.en += (text.en.empty() ? "" : ", ") + remark.en;
  };
  if (one.is_chosen) add({"vald", "chosen"});
  if (one.computer.holds_database)
    add({"rekommenderad: databasen finns här", "recommended: the database is here"});
  if (one.is_holder && one.role == ComputerRole::off) {
    add({"har synkroniserat; en annan tar över efter 15 minuter",
         "has synchronised; another takes over after 15 minutes"});
  }
  return text;
}

OfficeComputers load_computers(business::Installation& installation,
                               const business::CompanyDatabase& company) {
  OfficeComputers all;
  const auto lease = storage::read(company.database(), [&](storage::Transaction& transaction) {
    all.take_overs = replica::list_take_overs(transaction, take_overs_shown);
    return replica::load_lease(transaction);
  });
  for (business::Computer& computer : business::list_computers(installation)) {
    OfficeComputer one{.computer = std::move(computer)};
    one.is_chosen = one.computer.uuid == lease.preferred_uuid;
    one.is_holder = one.computer.uuid == lease.holder_uuid;
    if (one.computer.is_running)
      one.role = one.is_holder ? ComputerRole::synchronises : ComputerRole::standby;
    all.computers.push_back(std::move(one));
  }
  return all;
}

business::Computer choose_computer(business::Installation& installation,
                                   const business::CompanyDatabase& company,
                                   const business::Actor& actor, std::string_view name_or_uuid) {
  business::require_super_user(actor);
  business::Computer computer = business::get_computer(installation, name_or_uuid);
  company.write([&](storage::Transaction& transaction) {
    replica::choose_computer(transaction, computer.uuid);
  });
  return computer;
}

}  // namespace tusk::connection
