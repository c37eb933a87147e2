// Server-sent events.

#include "online/caller.h"
#include "online/routes/routes.h"

namespace tusk::online {

void bind_live_routes(api::Handlers& handlers, Services& services) {
  handlers.set("stream_events", [&](http::Request& request) {
    const identity::Session& session = session_of(request);
    std::set<std::string> hidden;
    std::set<std::string> limited;
    for (const core::RecordType& type : services.store.registry().types()) {
      if (identity::right_of(*session.company, type) < core::Right::read) hidden.insert(type.name);
      if (identity::is_limited_to_own(*session.company, type)) limited.insert(type.name);
    }
    return http::event_stream(services.events.open({.company = company_of(request),
                                                    .person = session.person.id,
                                                    .session = session.id,
                                                    .language = language_of(session.person),
                                                    .hidden = std::move(hidden),
                                                    .limited = std::move(limited)}));
  });
}

}  // namespace tusk::online
