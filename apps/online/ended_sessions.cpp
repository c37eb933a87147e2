#include "online/ended_sessions.h"

#include <map>
#include <optional>
#include <set>

#include "api/sync_messages.h"

namespace tusk::online {

namespace {

// Whether the session may do what it might when the stream was opened, and no more.
bool stands_the_same(const core::Registry& registry, const EventHub::Listener& listener,
                     const std::optional<identity::Session>& session) {
  return session && session->company && session->company->company.id == listener.company.id &&
         standing_of(registry, *session->company) == listener.standing;
}

}  // namespace

void end_outdated_streams(Services& services) {
  const auto listeners = services.events.listeners();
  if (listeners.empty()) return;
  const auto ended = services.directory.read([&](storage::Transaction& tx) {
    std::set<std::string> outdated;
    std::map<std::string, std::optional<identity::Session>> sessions;
    for (const EventHub::Listener& listener : listeners) {
      const auto [found, is_new] = sessions.try_emplace(listener.session);
      if (is_new) found->second = services.sessions.load(tx, listener.session);
      if (!stands_the_same(services.store.registry(), listener, found->second)) {
        outdated.insert(listener.session);
      }
    }
    return outdated;
  });
  for (const std::string& id : ended) services.events.end_session(id);
}

void end_streams_of_person(Services& services, const identity::Company& company,
                           const std::string& person) {
  const core::Text text =
      core::say("Din åtkomst till {} är borttagen. Fråga en administratör där.",
                "Your access to {} was taken away. Ask an administrator there.", company.name);
  services.events.end_person(
      company.id, person,
      make_event("disconnected", api::to_json(api::DisconnectedEvent{text.sv}),
                 api::to_json(api::DisconnectedEvent{text.en})));
}

}  // namespace tusk::online
