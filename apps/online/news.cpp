#include "online/news.h"

#include <set>

#include "online/limits.h"
#include "replica/connection.h"
#include "replica/round_log.h"
#include "replica/state.h"
#include "storage/change_log.h"

namespace tusk::online {
namespace {

using Events = std::vector<api::RecordEvent>;

// The event about a record as it is now; a deletion if there is none.
api::RecordEvent event_of(storage::Transaction& tx, const storage::RecordStore& store,
                          const core::RecordType& type, core::RecordId id, bool may_be_new) {
  api::RecordEvent event{.type = type.name, .id = id};
  if (const auto record = store.find(tx, type, id)) {
    const bool is_new = may_be_new && record->created == record->changed;
    event.operation = is_new ? "create" : "update";
    event.etag = "\"" + core::etag_of(type, *record, core::synchronised_mask(type)) + "\"";
    event.changed_by = record->changed.by;
  } else {
    event.operation = "delete";
  }
  return event;
}

// What the log says beyond `before`, each record once, in the order of the edits.
Events events_after(storage::Transaction& tx, const storage::RecordStore& store,
                    std::int64_t before) {
  Events events;
  std::set<std::pair<int, core::RecordId>> told;
  for (const storage::LogEntry& entry : storage::entries_after(tx, before, max_single_events + 1)) {
    const core::RecordType* type = store.registry().find(entry.type_number);
    if (type == nullptr || !told.emplace(entry.type_number, entry.record_id).second) continue;
    api::RecordEvent event = event_of(tx, store, *type, entry.record_id, true);
    event.source = core::Side::online;
    event.changed_by = entry.stamp.by;
    events.push_back(std::move(event));
  }
  return events;
}

Events events_of_round(storage::Transaction& tx, const storage::RecordStore& store,
                       const std::vector<sync::RecordChange>& changes) {
  Events events;
  for (const sync::RecordChange& change : changes) {
    const core::RecordType* type = store.registry().find(change.type_number);
    if (type == nullptr) continue;
    const bool is_whole = change.operation == sync::Operation::full;
    api::RecordEvent event = event_of(tx, store, *type, change.record_id, is_whole);
    event.source = core::Side::office;
    event.changed_by = change.changed.by;
    events.push_back(std::move(event));
  }
  return events;
}

void send_events(Services& services, const std::string& company, const Events& events) {
  if (events.size() <= max_single_events) {
    for (const api::RecordEvent& event : events) {
      LiveEvent told = make_event("record", api::to_json(event));
      told.record_type = event.type;
      told.of_register = make_event("bulk", api::to_json(api::BulkEvent{{event.type}})).swedish;
      services.events.send(company, told);
    }
    return;
  }
  std::set<std::string> types;
  for (const api::RecordEvent& event : events) types.insert(event.type);
  const api::BulkEvent bulk{{types.begin(), types.end()}};
  services.events.send(company, make_event("bulk", api::to_json(bulk)));
}

api::BulkEvent bulk_of(const core::Registry& registry,
                       const std::vector<sync::RecordChange>& changes) {
  std::set<std::string> names;
  for (const sync::RecordChange& change : changes) {
    if (const auto* type = registry.find(change.type_number)) names.insert(type->name);
  }
  return {{names.begin(), names.end()}};
}

}  // namespace

core::Record change_and_tell(Services& services, const identity::Company& company, Tenant& tenant,
                             const std::function<core::Record(storage::Transaction&)>& change) {
  const bool somebody_listens = services.events.has_listeners(company.id);
  Events events;
  core::Record result = tenant.write([&](storage::Transaction& tx) {
    replica::require_writable(tx);
    const std::int64_t before = storage::head(tx).sequence;
    core::Record changed = change(tx);
    if (somebody_listens) events = events_after(tx, services.store, before);
    return changed;
  });
  if (services.waits.has_waiting(company.id)) {
    services.waits.advance(company.id, tenant.load_head());
  }
  send_events(services, company.id, events);
  return result;
}

void tell_round(Services& services, const identity::Company& company, Tenant& tenant,
                const replica::OnlineRoundResult& result) {
  if (!services.events.has_listeners(company.id)) return;
  if (result.applied.size() > max_single_events) {
    const auto bulk = bulk_of(services.store.registry(), result.applied);
    services.events.send(company.id, make_event("bulk", api::to_json(bulk)));
  } else {
    send_events(services, company.id, tenant.read([&](storage::Transaction& tx) {
      return events_of_round(tx, services.store, result.applied);
    }));
  }
  for (const sync::Conflict& conflict : result.conflicts) {
    services.events.send(company.id,
                         make_event("conflict", api::to_json(api::ConflictEvent{conflict.id})));
  }
  tell_sync_status(services, company);
}

void tell_sync_status(Services& services, const identity::Company& company) {
  if (!services.events.has_listeners(company.id)) return;
  const BilingualStatus status = load_sync_status(services, company);
  services.events.send(company.id, make_event("sync", status_json(status, core::Language::swedish),
                                              status_json(status, core::Language::english)));
}

}  // namespace tusk::online
