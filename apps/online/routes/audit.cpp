// The audit of the company that the session has open.

#include "identity/audit.h"
#include "api/audit_messages.h"
#include "online/caller.h"
#include "online/page_cursors.h"
#include "online/routes/routes.h"
#include "rest/parameters.h"

namespace tusk::online {
namespace {

http::Response list_access_events(Services& services, http::Request& request) {
  const int limit = rest::limit_of(request);
  const PageCursors cursors(services, request);
  const std::string given = cursors.given();
  const std::int64_t before = given.empty() ? 0 : rest::integer_in(given, "cursor");
  const auto entries = services.directory.read([&](storage::Transaction& tx) {
    return identity::list_audit(tx, company_of(request).id, limit, before);
  });
  api::AccessEventPage told;
  for (const identity::AuditEntry& entry : entries) {
    told.events.push_back({.sequence = entry.sequence,
                           .at = {entry.at},
                           .event = entry.event,
                           .actor_name = entry.actor_name,
                           .address = api::unless_empty(entry.address),
                           .subject = api::unless_empty(entry.subject),
                           .detail = api::unless_empty(entry.detail)});
  }
  const bool is_last = entries.empty() || entries.back().sequence == 1;
  if (!is_last) told.next_cursor = cursors.sealed(std::to_string(entries.back().sequence));
  return http::json_response(200, api::to_json(told));
}

}  // namespace

void bind_audit_routes(api::Handlers& handlers, Services& services) {
  handlers.set("list_access_events",
               [&](http::Request& request) { return list_access_events(services, request); });
}

}  // namespace tusk::online
