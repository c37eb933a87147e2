#include "api/messages/part.h"
#include "api/sync_messages.h"
#include "api/transfer_messages.h"

namespace tusk::api {

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

namespace {

const Remarks remarks{
    {"SyncStatus", "How synchronisation between the office and the online side is doing."},
    {"SyncStatus.since", "The state has been so since then."},
    {"SyncStatus.office_computer", "The computer in the office that runs the rounds."},
    {"SyncStatus.pending_here", "Edits made online that the office does not have yet."},
    {"Conflict", "Two edits that collided: both values, both people, and how it was settled."},
    {"Conflict.field", "Null: the record as a whole."},
    {"Conflict.losing_image", "The record that lost, where a whole record did."},
    {"Conflict.how", "How it was settled, for people."},
    {"Conflict.put_back_at", "When somebody put the losing value back; null: nobody did."},
    {"Round", "One exchange between the office and the online side."},
    {"Round.up", "Records that the office sent."},
    {"Round.down", "Records that the office received."},
    {"RecordEvent", "Data of the server-sent event `record`."},
    {"RecordEvent.operation", "create, update or delete."},
    {"BulkEvent", "Data of the server-sent event `bulk`: fetch these registers anew."},
    {"ConflictEvent", "Data of the server-sent event `conflict`."},
    {"DisconnectedEvent", "Data of the server-sent event `disconnected`, the last of its stream."},
    {"TransferProgress", "How far the first synchronisation has come."},
    {"TransferProgress.finishing", "Everything is here and is being made ready to be shown."},
    {"SyncStatus.first_sync", "While the first synchronisation is under way."},
};

}  // namespace

void add_synchronisation_schemas(json::object& schemas) {
  add_message<SyncStatus>(schemas, remarks);
  add_message<Conflict>(schemas, remarks);
  add_message<ConflictPage>(schemas, remarks);
  add_message<Round>(schemas, remarks);
  add_message<RoundList>(schemas, remarks);
  add_message<SyncProblem>(schemas, remarks);
  add_message<SyncProblemList>(schemas, remarks);
  add_message<Audit>(schemas, remarks);
  add_message<AuditList>(schemas, remarks);
  add_message<RecordEvent>(schemas, remarks);
  add_message<BulkEvent>(schemas, remarks);
  add_message<ConflictEvent>(schemas, remarks);
  add_message<DisconnectedEvent>(schemas, remarks);
  add_message<TransferProgress>(schemas, remarks);
}

}  // namespace tusk::api
