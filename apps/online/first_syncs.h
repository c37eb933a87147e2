#pragma once

// First synchronisations that are being received. What arrives goes into a database beside the
// company's (replica/receiver.h); when it is complete the directory says, in one transaction, that
// it is the company's, and what was there before is removed.

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "api/transfer_messages.h"
#include "identity/devices.h"
#include "sync/transfer.h"

namespace tusk::online {

struct Services;

class FirstSyncs {
 public:
  explicit FirstSyncs(Services& services);
  ~FirstSyncs();  // waits for what is being finished
  FirstSyncs(const FirstSyncs&) = delete;
  FirstSyncs& operator=(const FirstSyncs&) = delete;

  // The four requests of an office (sync/transfer.h). What doesn't fit is a status, not an error.
  [[nodiscard]] sync::TransferReply begin(const identity::Device& device,
                                          const sync::TransferOffer& offer);
  [[nodiscard]] sync::TransferReply put_block(const identity::Device& device,
                                              const sync::TransferSender& sender,
                                              std::int64_t block, std::string_view bytes);
  // Begins to finish, on a thread of its own, or says how far that is.
  [[nodiscard]] sync::TransferReply finish(const identity::Device& device,
                                           const sync::TransferSender& sender);
  // Nothing of it is left afterwards. An active company keeps what it has.
  void cancel(const identity::Company& company);

  // How far the company's has come; nothing if none is under way.
  [[nodiscard]] std::optional<api::TransferProgress> progress(const identity::Company& company);

  // Lets go of what nobody uses any more, and removes the data at places that no company has
  // any more. What can't be removed now is left for the next time.
  void sweep();

 private:
  class Reception;
  [[nodiscard]] std::shared_ptr<Reception> open(const identity::Company& company);
  [[nodiscard]] std::shared_ptr<Reception> find(const identity::Place& place);
  void forget(const identity::Place& place);
  // Another place for a company whose offer begins anew.
  [[nodiscard]] identity::Company renew(const identity::Company& company);
  [[nodiscard]] std::optional<sync::TransferReply> find_done(const identity::Company& company,
                                                             const std::string& archive);
  void complete(const identity::Company& company, Reception& reception);
  void show(const identity::Company& company);
  void remove_left_places();

  Services& services_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Reception>> receptions_;  // by storage_key
};

}  // namespace tusk::online
