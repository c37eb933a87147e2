// How synchronisation is doing and what it did, for people.

#include <charconv>

#include "api/limits.h"
#include "api/sync_messages.h"
#include "core/error.h"
#include "online/caller.h"
#include "online/news.h"
#include "online/own_records.h"
#include "online/page_cursors.h"
#include "online/routes/routes.h"
#include "replica/audit_log.h"
#include "replica/conflict_log.h"
#include "replica/problems.h"
#include "replica/round_log.h"
#include "rest/parameters.h"
#include "rest/record_routes.h"

namespace tusk::online {
namespace {

using core::Right;
using http::Request;
using http::Response;
using storage::Transaction;

// The history tells of records as they were, and of some that are gone: whose they were is not
// known. It is for those who see the whole register.
bool sees_all(const Request& request, const core::RecordType& type) {
  const identity::Membership& membership = *session_of(request).company;
  return identity::right_of(membership, type) >= Right::read &&
         !identity::is_limited_to_own(membership, type);
}

void require_change(const Request& request, const core::RecordType& type) {
  identity::require_right(*session_of(request).company, type, Right::full);
  require_whole_register(*session_of(request).company, type);
}

Response sync_status(Services& services, Request& request) {
  const BilingualStatus status = load_sync_status(services, company_of(request));
  return http::json_response(200, status_json(status, request.language));
}

Response list_conflicts(Services& services, Request& request) {
  const auto tenant = services.tenants.open(company_of(request));
  const core::Registry& registry = services.store.registry();
  const int limit = rest::limit_of(request);
  replica::ConflictFilter filter{.record_id = rest::integer_of(request, "record", 0)};
  if (const auto type = request.query_parameter("type")) {
    filter.type_number = registry.get(*type).number;
  }
  for (const core::RecordType& type : registry.types()) {
    if (!sees_all(request, type)) filter.hidden_types.push_back(type.number);
  }
  const PageCursors cursors(services, request);
  const auto page = tenant->read([&](Transaction& tx) {
    return replica::list_conflicts(tx, registry, limit, cursors.given(), filter);
  });
  api::ConflictPage told;
  for (const auto& logged : page.conflicts) {
    told.conflicts.push_back(
        api::make_conflict(registry, logged.conflict, logged.put_back_at, request.language));
  }
  told.next_cursor = cursors.sealed(page.next_cursor);
  return http::json_response(200, api::to_json(told));
}

Response put_back(Services& services, Request& request) {
  const core::Stamp by{session_of(request).person.name, services.clock.now()};
  const std::string& id = request.path_parameter("id");
  const auto tenant = services.tenants.open(company_of(request));
  const core::RecordType* type = nullptr;
  const core::Record record =
      change_and_tell(services, company_of(request), *tenant, [&](Transaction& tx) {
        if (const auto logged = replica::find_conflict(tx, services.store.registry(), id)) {
          type = services.store.registry().find(logged->conflict.type_number);
          if (type != nullptr) require_change(request, *type);
        }
        return replica::put_back(tx, services.store, id, by);
      });
  return rest::record_response(200, *type, record, core::Side::online);
}

Response list_rounds(Services& services, Request& request) {
  const auto tenant = services.tenants.open(company_of(request));
  const int limit = rest::limit_of(request);
  api::RoundList told;
  for (const replica::RoundRow& row :
       tenant->read([&](Transaction& tx) { return replica::list_rounds(tx, limit); })) {
    told.rounds.push_back({.number = row.number,
                           .started_at = {row.started_at},
                           .ended_at = api::unless_never(row.ended_at),
                           .computer = row.computer,
                           .up = row.up,
                           .down = row.down,
                           .conflicts = row.conflicts,
                           .result = row.ok ? api::RoundResult::ok : api::RoundResult::error,
                           .message = api::unless_empty(row.message.in(request.language))});
  }
  return http::json_response(200, api::to_json(told));
}

Response list_problems(Services& services, Request& request) {
  const auto tenant = services.tenants.open(company_of(request));
  api::SyncProblemList told;
  for (const replica::Problem& problem :
       tenant->read([&](Transaction& tx) { return replica::list_problems(tx, api::max_page); })) {
    const core::RecordType* type = services.store.registry().find(problem.type_number);
    if (type == nullptr || !sees_all(request, *type)) continue;
    told.problems.push_back(
        {.type = type->name,
         .record_id = problem.record_id,
         .record_name = api::unless_empty(problem.record_name),
         .place = static_cast<api::ProblemPlace>(problem.place),
         .reason = problem.reason.in(request.language),
         .remedy = replica::remedy_of(problem, core::Side::online).in(request.language),
         .since = {problem.since}});
  }
  return http::json_response(200, api::to_json(told));
}

Response try_again(Services& services, Request& request) {
  const core::Stamp by{session_of(request).person.name, services.clock.now()};
  const core::RecordType& type = services.store.registry().get(request.path_parameter("type"));
  require_change(request, type);
  const std::string& text = request.path_parameter("id");
  core::RecordId id = 0;
  (void)std::from_chars(text.data(), text.data() + text.size(), id);  // 0 has no problem either
  const auto tenant = services.tenants.open(company_of(request));
  (void)change_and_tell(services, company_of(request), *tenant, [&](Transaction& tx) {
    replica::try_again(tx, services.store, type, id, by);
    return core::Record{};
  });
  return http::no_content();
}

Response list_audits(Services& services, Request& request) {
  const auto tenant = services.tenants.open(company_of(request));
  const int limit = rest::limit_of(request);
  api::AuditList told;
  for (const replica::AuditRow& row :
       tenant->read([&](Transaction& tx) { return replica::list_audits(tx, limit); })) {
    told.audits.push_back({.number = row.number,
                           .requested_by = api::unless_empty(row.requested_by),
                           .started_at = api::unless_never(row.started_at),
                           .ended_at = api::unless_never(row.ended_at),
                           .computer = api::unless_empty(row.computer),
                           .compared = row.compared,
                           .differing = row.differing,
                           .repaired = row.repaired,
                           .done_percent = row.done_percent,
                           .result = static_cast<api::AuditState>(row.state),
                           .message = api::unless_empty(row.message.in(request.language))});
  }
  return http::json_response(200, api::to_json(told));
}

}  // namespace

void bind_synchronisation_routes(api::Handlers& handlers, Services& services) {
  handlers.set("get_sync_status", [&](Request& request) { return sync_status(services, request); });
  handlers.set("list_conflicts",
               [&](Request& request) { return list_conflicts(services, request); });
  handlers.set("put_back", [&](Request& request) { return put_back(services, request); });
  handlers.set("list_rounds", [&](Request& request) { return list_rounds(services, request); });
  handlers.set("list_problems", [&](Request& request) { return list_problems(services, request); });
  handlers.set("try_again", [&](Request& request) { return try_again(services, request); });
  handlers.set("list_audits", [&](Request& request) { return list_audits(services, request); });
}

}  // namespace tusk::online
