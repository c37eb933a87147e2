#pragma once

// The first synchronisation over HTTP. Offers, answers and the end are JSON; a block is the body of
// its request as it stands in the archive. The checks are in sync/transfer.h.

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/messages.h"
#include "sync/transfer.h"

namespace tusk::sync {
BOOST_DESCRIBE_STRUCT(TransferSection, (), (name, records, digest))
BOOST_DESCRIBE_STRUCT(TransferOffer, (),
                      (protocol, database_uuid, incarnation, schema_version, token, computer,
                       archive, blocks, bytes, sections, position_sequence, position_salt))
BOOST_DESCRIBE_ENUM(TransferStatus, receiving, finishing, done, fenced, unknown, schema, refused)
BOOST_DESCRIBE_STRUCT(TransferSender, (), (archive, token))
BOOST_DESCRIBE_STRUCT(TransferReply, (),
                      (status, next_block, records, bytes, percent, online_sequence, online_salt,
                       message_sv, message_en))
}  // namespace tusk::sync

namespace tusk::api {

using sync::TransferOffer;
using sync::TransferReply;
using sync::TransferSection;
using sync::TransferSender;

// How far the first synchronisation has come, for people.
struct TransferProgress {
  std::optional<Timestamp> started_at;  // null: no block has come yet
  bool finishing = false;               // everything is here and is being made ready
  std::int64_t percent = 0;             // of the step
  std::int64_t records = 0;             // received
  std::int64_t of_records = 0;
  std::vector<TransferSection> registers;  // received, in their order
};
BOOST_DESCRIBE_STRUCT(TransferProgress, (),
                      (started_at, finishing, percent, records, of_records, registers))

}  // namespace tusk::api
