#pragma once

// Sends the archive of a first synchronisation, block by block, and tells in the office's database
// how far it is. It can be ended at any moment and begun again: the online side says where it goes
// on.

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>

#include "core/clock.h"
#include "replica/lease.h"
#include "replica/link.h"
#include "replica/transfer.h"
#include "storage/database.h"
#include "sync/transfer.h"

namespace tusk::replica {

// The way to the other side, as replica::Link is for rounds. Each throws LinkError.
class TransferLink {
 public:
  virtual ~TransferLink() = default;
  [[nodiscard]] virtual sync::TransferReply offer(const sync::TransferOffer&) = 0;
  [[nodiscard]] virtual sync::TransferReply put_block(const sync::TransferSender&,
                                                      std::int64_t block,
                                                      std::string_view bytes) = 0;
  [[nodiscard]] virtual sync::TransferReply finish(const sync::TransferSender&) = 0;
};

enum class SendOutcome {
  done,        // connected: rounds go on from here
  not_holder,  // another computer sends
  ended,       // the database is not (or no longer) in its first synchronisation
  failed,      // it does not go on by itself; the row says why
  later        // the online side can't take it now; the row says why
};

struct SenderOptions {
  std::filesystem::path archive;
  std::string computer;
  // Waits before the online side is asked again how far it is; false: stop.
  std::function<bool(std::chrono::milliseconds)> wait;
};

class FirstSyncSender {
 public:
  // Everything outlives the sender.
  FirstSyncSender(storage::Database&, TransferLink&, LeaseKeeper&, const core::Clock&,
                  SenderOptions);

  // Goes on until it is done or can't go on. Throws LinkError; what hinders it then stands in the
  // row, and the next call goes on where the online side is. If wait() says stop: `later`.
  [[nodiscard]] SendOutcome run();

 private:
  class Progress;
  [[nodiscard]] SendOutcome send(Progress& progress);
  [[nodiscard]] SendOutcome finish(Progress& progress);
  [[nodiscard]] SendOutcome settle(Progress& progress, const sync::TransferReply& reply);

  storage::Database& database_;
  TransferLink& link_;
  LeaseKeeper& keeper_;
  const core::Clock& clock_;
  SenderOptions options_;
};

}  // namespace tusk::replica
