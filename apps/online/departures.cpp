#include "online/departures.h"

#include <algorithm>

#include "core/error.h"
#include "identity/invitations.h"
#include "online/audit_trail.h"
#include "online/ended_sessions.h"
#include "online/office_people.h"
#include "platform/logging.h"

namespace tusk::online {
namespace {

using platform::LogLevel;
using storage::Transaction;

struct Departed {
  std::vector<identity::Access> access;
  std::vector<identity::Invitation> invitations;
};

Departed find_departed(Services& services, const identity::Company& company) {
  auto [access, invitations] = services.directory.read([&](Transaction& tx) {
    return std::pair(identity::list_access(tx, company.id),
                     identity::list_invitations(tx, company.id));
  });
  Departed departed;
  services.tenants.open(company)->read([&](Transaction& tx) {
    const auto is_gone = [&](const identity::OfficeRecord& record) {
      const auto person = find_office_person(tx, services.store, record);
      return !person || !person->active;
    };
    for (identity::Access& one : access) {
      if (one.record && is_gone(*one.record)) departed.access.push_back(std::move(one));
    }
    for (identity::Invitation& one : invitations) {
      if (is_gone(one.record)) departed.invitations.push_back(std::move(one));
    }
  });
  return departed;
}

void close_one(Services& services, const identity::Company& company,
               const identity::Access& access) {
  const bool closed = services.directory.write([&](Transaction& tx) {
    if (!identity::close_access(tx, company.id, access.person.id, services.clock)) return false;
    write_audit(tx, services.clock, company.id, Actor{}, identity::AuditEvent::access_withdrawn,
                access.person.email);
    return true;
  });
  if (closed) end_streams_of_person(services, company, access.person.id);
  platform::log(closed ? LogLevel::info : LogLevel::warning,
                closed ? "access.departed" : "access.departed_last_super_user",
                {{"company", company.id},
                 {"person", access.person.id},
                 {"record", access.record->type + " " + std::to_string(access.record->id)}});
}

void close_now(Services& services, const identity::ChangeOfPeople& change) {
  const Departed departed = find_departed(services, change.company);
  for (const identity::Access& access : departed.access)
    close_one(services, change.company, access);
  services.directory.write([&](Transaction& tx) {
    for (const identity::Invitation& one : departed.invitations)
      identity::withdraw_of(tx, services.clock, change.company.id, one.record);
    identity::forget_change_of_people(tx, change);
  });
  for (const identity::Invitation& one : departed.invitations) {
    platform::log(LogLevel::info, "invitation.departed",
                  {{"company", change.company.id}, {"invitation", one.id}});
  }
}

}  // namespace

std::optional<identity::ChangeOfPeople> expect_departures(Services& services,
                                                          const identity::Company& company,
                                                          const sync::RoundRequest& round) {
  const int users = services.store.registry().get("user").number;
  const int employees = services.store.registry().get("employee").number;
  const bool concerned = std::any_of(
      round.changes.begin(), round.changes.end(), [&](const sync::RecordChange& change) {
        return change.type_number == users || change.type_number == employees;
      });
  if (!concerned) return std::nullopt;
  const std::int64_t number = services.directory.write(
      [&](Transaction& tx) { return identity::note_change_of_people(tx, company.id); });
  return identity::ChangeOfPeople{company, number};
}

void close_departed(Services& services, const identity::ChangeOfPeople& change) {
  try {
    close_now(services, change);
  } catch (const core::Error& error) {
    platform::log(LogLevel::warning, "departures.failed",
                  {{"company", change.company.id}, {"error", error.what()}});
  }
}

void close_all_departed(Services& services) {
  for (const identity::ChangeOfPeople& change : services.directory.read(
           [](Transaction& tx) { return identity::list_changes_of_people(tx); })) {
    close_departed(services, change);
  }
}

}  // namespace tusk::online
