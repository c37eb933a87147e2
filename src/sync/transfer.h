#pragma once

// The first synchronisation on the wire: the office sends an archive of its database (a file of
// numbered blocks), block by block, and the online side shows it when it is whole. Here is what the
// receiver checks; what it does is in replica and the server.
//
// A block counts once: the receiver writes its rows and its own place in the archive in one
// transaction, and tells that place in every answer. So a lost request or answer, a crash of either
// side and a second sender (a computer that slept) all end in "block n is expected".

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sync/messages.h"

namespace tusk::sync {

// One register, or one of the tables that go with them.
struct TransferSection {
  std::string name;
  std::int64_t records = 0;
  std::string digest = {};  // of a register's records (storage/digest.h); empty: of other tables
  friend bool operator==(const TransferSection&, const TransferSection&) = default;
};

// What the office says of the archive before it sends it.
struct TransferOffer {
  std::int64_t protocol = protocol_version;
  std::string database_uuid;
  std::int64_t incarnation = 0;
  std::int64_t schema_version = 0;
  std::int64_t token = 0;  // of the lease
  std::string computer;
  std::string archive;      // 64 hex digits: the last hash of its chain, and so the hash of it all
  std::int64_t blocks = 0;  // in all, the header and the end included
  std::int64_t bytes = 0;
  std::vector<TransferSection> sections;  // in the order of the archive
  std::int64_t position_sequence = 0;     // of the office's log when the archive was made
  std::int64_t position_salt = 0;
};

enum class TransferStatus {
  receiving,  // `next_block` is expected
  finishing,  // everything is here; indexes and search are being made, and it is compared
  done,       // visible; `online_*` is the position from which the office goes on
  fenced,     // another computer has taken over
  unknown,    // nothing of that archive is here: offer it
  schema,     // the online side is older than the office
  refused     // it can't be used; `message` says why
};

// What the online side answers to everything that is said about a first synchronisation.
struct TransferReply {
  TransferStatus status = TransferStatus::unknown;
  std::int64_t next_block = 0;
  std::int64_t records = 0;  // that are here
  std::int64_t bytes = 0;    // of the blocks that are here
  std::int64_t percent = 0;  // while finishing: how much of that is done
  std::int64_t online_sequence = 0;
  std::int64_t online_salt = 0;
  std::string message_sv;  // why it is refused, for people
  std::string message_en;
};

// What a receiver remembers with the rows.
struct TransferState {
  std::string archive;
  std::int64_t token = 0;
  std::int64_t blocks = 0;
  std::int64_t next_block = 0;  // == blocks: all are here
};

enum class OfferVerdict { begin, go_on, fenced, schema };
// `state`: of what has been received until now, if there is anything.
[[nodiscard]] OfferVerdict check_offer(const std::optional<TransferState>& state,
                                       int own_schema_version, const TransferOffer& offer);

// Which archive is meant, and who sends it.
struct TransferSender {
  std::string archive;
  std::int64_t token = 0;
};

enum class BlockVerdict {
  apply,       // it is the next
  not_wanted,  // it is there already, or comes too early: say which is expected
  fenced,
  unknown
};
[[nodiscard]] BlockVerdict check_block(const std::optional<TransferState>& state,
                                       const TransferSender& sender, std::int64_t block);

// Records of each section that are over when `records` are in all: sections go one after the other.
[[nodiscard]] std::vector<TransferSection> split_by_section(
    const std::vector<TransferSection>& sections, std::int64_t records);
[[nodiscard]] std::int64_t count_records(const std::vector<TransferSection>& sections);

}  // namespace tusk::sync
