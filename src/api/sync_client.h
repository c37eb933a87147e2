#pragma once

// The office's side of the synchronisation endpoint.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "api/failure.h"
#include "api/office_messages.h"
#include "api/transfer_messages.h"
#include "core/registry.h"
#include "core/text.h"
#include "sync/audit.h"
#include "sync/messages.h"

namespace tusk::api {

struct SyncClientOptions {
  std::string base_url;  // "https://online.example.se"; http only to loopback
  std::string ca_file;   // PEM file of the authorities to trust; empty: the system's
  // Of the connection; both empty before there is one.
  std::string device_id;
  std::string device_secret;
  core::Language language = core::Language::swedish;  // of what the server answers to people
};

// Every call throws http::TransportError if no answer came (then it is unknown whether the request
// arrived), and StatusError with the server's own words if it refused.
class SyncClient {
 public:
  // Throws Error{invalid} if the address can't be used.
  SyncClient(SyncClientOptions options, const core::Registry& registry);
  ~SyncClient();
  SyncClient(const SyncClient&) = delete;
  SyncClient& operator=(const SyncClient&) = delete;

  // Throws what connect() would, and changes nothing. Needs no device either.
  void check(const ConnectRequest& request);
  // Needs no device: it makes one.
  [[nodiscard]] ConnectAnswer connect(const ConnectRequest& request);
  // So does this.
  [[nodiscard]] ConnectAnswer renew(const RenewRequest& request);
  // A key for another computer of this one's office.
  [[nodiscard]] DeviceAnswer add_device(const DeviceRequest& request);
  [[nodiscard]] OnlinePeople people_online();
  [[nodiscard]] HandOverAnswer hand_over(const HandOverRequest& request);
  // Throws what disconnect() would, and changes nothing.
  void check(const DisconnectRequest& request);
  void disconnect(const DisconnectRequest& request);

  // The first synchronisation (sync/transfer.h).
  [[nodiscard]] TransferReply begin_transfer(const TransferOffer& offer);
  [[nodiscard]] TransferReply put_block(const TransferSender& sender, std::int64_t block,
                                        std::string_view bytes);
  [[nodiscard]] TransferReply finish_transfer(const TransferSender& sender);
  void cancel_transfer();
  // One side was put back: the web is not to change anything any more.
  void report_rewind();

  [[nodiscard]] sync::RoundResponse round(const sync::RoundRequest& request);
  [[nodiscard]] sync::AuditResponse audit(const sync::AuditRequest& request);
  // The head of the online log as soon as it is beyond `sequence`; nothing if the server's patience
  // (api::wait_time) ends before.
  [[nodiscard]] std::optional<std::int64_t> wait(std::int64_t sequence);

  // From any thread: running and later calls end with http::TransportReason::cancelled.
  void cancel();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace tusk::api
