#include "api/messages.h"

#include "api/described.h"
#include "api/failure.h"
#include "api/office_messages.h"
#include "api/session_messages.h"
#include "api/sync_messages.h"
#include "api/transfer_messages.h"

namespace tusk::api {

template <typename Message>
std::string to_json(const Message& message) {
  return json::serialize(write(message));
}

template <typename Message>
Message parse(std::string_view text) {
  Message message;
  read(message, core::parse_json(text), "");
  return message;
}

#define TUSK_MESSAGE(Message)                   \
  template std::string to_json(const Message&); \
  template Message parse<Message>(std::string_view);

TUSK_MESSAGE(LogIn)
TUSK_MESSAGE(SessionChange)
TUSK_MESSAGE(Person)
TUSK_MESSAGE(Company)
TUSK_MESSAGE(CompanyList)
TUSK_MESSAGE(Session)
TUSK_MESSAGE(Health)
TUSK_MESSAGE(SyncStatus)
TUSK_MESSAGE(Conflict)
TUSK_MESSAGE(ConflictPage)
TUSK_MESSAGE(Round)
TUSK_MESSAGE(RoundList)
TUSK_MESSAGE(SyncProblemList)
TUSK_MESSAGE(Audit)
TUSK_MESSAGE(AuditList)
TUSK_MESSAGE(RecordEvent)
TUSK_MESSAGE(BulkEvent)
TUSK_MESSAGE(ConflictEvent)
TUSK_MESSAGE(DisconnectedEvent)
TUSK_MESSAGE(ConnectRequest)
TUSK_MESSAGE(ConnectAnswer)
TUSK_MESSAGE(RenewRequest)
TUSK_MESSAGE(DeviceRequest)
TUSK_MESSAGE(DeviceAnswer)
TUSK_MESSAGE(DisconnectRequest)
TUSK_MESSAGE(HandOverRequest)
TUSK_MESSAGE(HandOverAnswer)
TUSK_MESSAGE(OnlinePeople)
TUSK_MESSAGE(LogHead)
TUSK_MESSAGE(TransferOffer)
TUSK_MESSAGE(TransferSender)
TUSK_MESSAGE(TransferAnswer)
TUSK_MESSAGE(Failure)

}  // namespace tusk::api
