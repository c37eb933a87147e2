#include "api/messages/part.h"
#include "api/session_messages.h"

namespace tusk::api {

TUSK_MESSAGE(LogIn)
TUSK_MESSAGE(SessionChange)
TUSK_MESSAGE(Person)
TUSK_MESSAGE(Company)
TUSK_MESSAGE(CompanyList)
TUSK_MESSAGE(Session)

namespace {

const Remarks remarks{
    {"Session", "Who is logged in, in which company, and for how long."},
    {"Company.role", "super_user, administrator, member, read_only, or an own role: r_…"},
    {"Company.role_name", "Of a role that the company has made itself; null: a common one."},
    {"Session.rights", "What the person may do with each register of the open company."},
    {"RegisterRight.own_only",
     "Only of records that are the person's own: contacts whose our_reference they are, and what "
     "belongs to those."},
    {"Session.company", "The open company; null until one is chosen."},
    {"Session.csrf_token", "To be sent as X-CSRF-Token with everything that changes something."},
    {"Session.idle_seconds_left", "Until the log-out, unless somebody works."},
    {"Company.needs_second_factor", "It can't be opened before the person has set one up."},
    {"SessionChange", "What is left out stays as it is."},
    {"Person.email_confirmed", "Whether the address is known to be the person's."},
    {"Person.language", "sv or en."},
};

}  // namespace

void add_session_schemas(json::object& schemas) {
  add_message<LogIn>(schemas, remarks, Direction::request);
  add_message<SessionChange>(schemas, remarks, Direction::request);
  add_message<RegisterRight>(schemas, remarks);
  add_message<Person>(schemas, remarks);
  add_message<Company>(schemas, remarks);
  add_message<CompanyList>(schemas, remarks);
  add_message<Session>(schemas, remarks);
}

}  // namespace tusk::api
