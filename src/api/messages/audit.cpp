#include "api/audit_messages.h"
#include "api/messages/part.h"

namespace tusk::api {

TUSK_MESSAGE(AccessEvent)
TUSK_MESSAGE(AccessEventPage)

namespace {

const Remarks remarks{
    {"AccessEvent", "Something that was done with access to the company: an entry of its audit."},
    {"AccessEvent.sequence", "1, 2, 3 … in the company's list, without a gap."},
    {"AccessEvent.actor_name", "The person, the office computer, or what runs at the server."},
    {"AccessEvent.address", "That the request came from."},
    {"AccessEvent.subject", "Who or what it was done to."},
    {"AccessEvent.detail", "A role, say."},
};

}  // namespace

void add_audit_schemas(json::object& schemas) {
  add_message<AccessEvent>(schemas, remarks);
  add_message<AccessEventPage>(schemas, remarks);
}

}  // namespace tusk::api
