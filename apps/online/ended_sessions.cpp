#include "online/ended_sessions.h"

#include "api/sync_messages.h"

namespace tusk::online {

void end_streams_of_ended_sessions(Services& services) {
  const auto sessions = services.events.sessions();
  if (sessions.empty()) return;
  const auto ended = services.directory.read([&](storage::Transaction& tx) {
    std::vector<std::string> gone;
    for (const std::string& id : sessions) {
      const auto session = services.sessions.load(tx, id);
      if (!session || !session->company) gone.push_back(id);
    }
    return gone;
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
