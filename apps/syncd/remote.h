#pragma once

// The online side as a company's worker sees it.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "replica/audit.h"
#include "replica/first_sync_sender.h"
#include "replica/link.h"

namespace tusk::syncd {

struct NewDevice {
  std::string id;
  std::string secret;
};

class Remote : public replica::Link, public replica::AuditLink, public replica::TransferLink {
 public:
  // The head of the online log as soon as it is beyond `sequence`; nothing if the server's patience
  // (about 15 s) ends before. Throws replica::LinkError.
  [[nodiscard]] virtual std::optional<std::int64_t> wait_for_change(std::int64_t sequence) = 0;
  // A key for another computer of this office.
  [[nodiscard]] virtual NewDevice add_device(const std::string& computer_name,
                                             const std::string& computer_uuid) = 0;
  // Tells that one side was put back: the web is not to change anything any more.
  virtual void report_rewind() = 0;
  // Makes running and later calls throw LinkError{cancelled}. From any thread.
  virtual void cancel() = 0;
};

struct RemoteAddress {
  std::string url;
  std::string device_id;
  std::string device_secret;
  std::string ca_file;  // empty: the system's authorities
};

using ConnectRemote = std::function<std::unique_ptr<Remote>(const RemoteAddress&)>;

// Over HTTPS. Throws core::Error{invalid} if the address can't be used.
[[nodiscard]] std::unique_ptr<Remote> connect_remote(const RemoteAddress&);

}  // namespace tusk::syncd
