#include "api/messages/part.h"
#include "api/office_messages.h"
#include "api/transfer_messages.h"

namespace tusk::api {

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
TUSK_MESSAGE(TransferReply)

namespace {

const Remarks remarks{
    {"ConnectRequest", "A super user connects a company of the office with a Tusk ID."},
    {"ConnectRequest.create_identity", "Make the Tusk ID; its e-mail address must be free."},
    {"ConnectRequest.code", "Of a person with two-step log-in: the app's, or a recovery code."},
    {"ConnectRequest.access_token", "Of a log-in in the browser, instead of address and password."},
    {"ConnectRequest.renew",
     "One side was put back: what is online and not in the office goes into the history."},
    {"ConnectRequest.office_user", "Id of the office's user who connects."},
    {"ConnectRequest.prerequisites", "Each by name; not asked for with `renew`."},
    {"ConnectAnswer.device_key", "Shown once: the online side keeps only its hash."},
    {"LogHead", "How far the online log reaches."},
    {"TransferOffer", "An archive that the office is about to send: its first synchronisation."},
    {"TransferOffer.archive", "The last hash of the archive's chain: 64 hexadecimal digits."},
    {"TransferOffer.blocks", "How many there are; the first has the number 0."},
    {"TransferSection.records", "How many there are, or how many have been received."},
    {"TransferSection.digest", "Of a register's records; empty: not compared, or no register."},
    {"TransferReply.records", "That are here."},
    {"TransferReply.bytes", "Of the blocks that are here."},
    {"TransferReply.next_block", "The block that is expected; all that are before it are here."},
    {"TransferReply.percent", "While finishing: how much of that is done."},
    {"TransferReply.online_sequence", "When done: where the office goes on in the online log."},
    {"TransferReply.message_sv", "Why it is refused, for people."},
};

}  // namespace

void add_office_schemas(json::object& schemas) {
  add_message<ConnectPrerequisite>(schemas, remarks, Direction::request);
  add_message<ConnectRequest>(schemas, remarks, Direction::request);
  add_message<ConnectAnswer>(schemas, remarks);
  add_message<RenewRequest>(schemas, remarks, Direction::request);
  add_message<DeviceRequest>(schemas, remarks, Direction::request);
  add_message<DeviceAnswer>(schemas, remarks);
  add_message<HandOverRequest>(schemas, remarks, Direction::request);
  add_message<HandOverAnswer>(schemas, remarks);
  add_message<OnlinePerson>(schemas, remarks);
  add_message<OnlinePeople>(schemas, remarks);
  add_message<DisconnectRequest>(schemas, remarks, Direction::request);
  add_message<LogHead>(schemas, remarks);
  add_message<TransferOffer>(schemas, remarks, Direction::request);
  add_message<TransferSection>(schemas, remarks);
  add_message<TransferSender>(schemas, remarks, Direction::request);
  add_message<TransferReply>(schemas, remarks);
}

}  // namespace tusk::api
