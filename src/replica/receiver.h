#pragma once

// Online: a first synchronisation being received into a database that nobody sees yet. Each block
// is applied in one transaction with the place in the archive (transfer.h), so that whatever ends
// the program, exactly the blocks that count are there.

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "archive/block.h"
#include "archive/loader.h"
#include "core/clock.h"
#include "replica/transfer.h"
#include "storage/record_store.h"

namespace tusk::replica {

// The company that the received database becomes.
struct NewOnline {
  std::string company_id;
  std::string database_uuid;  // random
  // What it takes the place of, if there is something: what that has otherwise is written into the
  // history (rewound.h). It must not change any more.
  storage::Database* old = nullptr;
  // Another connection to what was received, on which it is compared while the indexes are made.
  // Without one that comes afterwards.
  storage::Database* second = nullptr;
};

// When the rows of a block are written: before apply() returns, or beside what comes after it, so
// that the next block can arrive meanwhile.
enum class Writing { at_once, beside };

class Receiver {
 public:
  // `staging`: an empty database, or one that a receiver before this one has left. One thread.
  Receiver(std::unique_ptr<storage::Database> staging, const storage::RecordStore& store,
           const core::Clock& clock, Writing writing);

  // What is here, and what is being written; nothing if the database is empty.
  [[nodiscard]] const std::optional<Transfer>& transfer() const { return transfer_; }

  // Makes the tables for the offered archive. The database must be empty.
  void begin(const sync::TransferOffer& offer);
  // The sender with this (the highest) token goes on with the same archive.
  void take_over(const sync::TransferOffer& offer);
  // The block that is expected (transfer()->state.next_block). Throws Error{invalid} if it is
  // damaged, or not the one that follows in the archive: nothing was written then. Throws also what
  // hindered the block before it, if that was written beside: then that one is expected again.
  void apply(std::string_view block);
  // When all blocks are here: makes the indexes, compares with what the office said that there must
  // be, and makes the database one that accepts its office's rounds; all of it is on disk then.
  // What can be searched follows (storage/search_backlog.h). `report` gets a percentage now and
  // then. Takes long. Throws Error{invalid} if it is not what the office sent.
  void complete(const NewOnline& online, const std::function<void(int)>& report);

 private:
  void make_company(const NewOnline& online, const std::function<void(int)>& report);
  void compare(storage::Transaction&) const;
  void become(storage::Transaction&, const NewOnline&, Transfer&) const;

  void read_header(const archive::Block& block, Transfer& transfer);
  // Until what apply() left to be written is; throws what hindered it.
  void finish_writing();

  std::unique_ptr<storage::Database> staging_;
  const storage::RecordStore& store_;
  const core::Clock& clock_;
  Writing writing_;
  std::optional<Transfer> transfer_;
  std::optional<Transfer> written_;  // what stands in the database
  archive::BlockDecoder decoder_;
  std::optional<archive::Loader> loader_;  // once the header is here
  archive::BlockRows spare_;               // of a block that is written, for its memory
  // The rows of a block, and these again; last, so that it ends before what it uses.
  std::future<archive::BlockRows> being_written_;
};

}  // namespace tusk::replica
