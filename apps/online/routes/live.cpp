// Server-sent events.

#include "online/caller.h"
#include "online/routes/routes.h"

namespace tusk::online {

void bind_live_routes(api::Handlers& handlers, Services& services) {
  handlers.set("stream_events", [&](http::Request& request) {
    const identity::Session& session = session_of(request);
    return http::event_stream(services.events.open(
        {.company = company_of(request),
         .person = session.person.id,
         .session = session.id,
         .language = language_of(session.person),
         .standing = standing_of(services.store.registry(), *session.company)}));
  });
}

}  // namespace tusk::online
