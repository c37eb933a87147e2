#include "api/failure.h"
#include "api/messages/part.h"
#include "api/session_messages.h"

namespace tusk::api {

TUSK_MESSAGE(Health)
TUSK_MESSAGE(Failure)

namespace {

const Remarks remarks{
    {"FailureBody.message", "For people, in the language of the session or Accept-Language."},
    {"FailureBody.messages", "The same in both languages."},
    {"FailureBody.request_id", "To be told when asking for help."},
    {"FieldProblem.value", "What was given, shortened."},
};

}  // namespace

// Of every program that serves the interface.
void add_server_schemas(json::object& schemas) {
  add_message<Health>(schemas, remarks);
  add_message<FieldProblem>(schemas, remarks);
  add_message<BothLanguages>(schemas, remarks);
  add_message<FailureBody>(schemas, remarks);
  // Programs of their own time may leave these out.
  schemas["FailureBody"].get_object()["required"] = json::array{"code", "message"};
}

}  // namespace tusk::api
