#include "syncd/remote.h"

#include "api/sync_client.h"
#include "core/registry.h"
#include "http/client.h"

namespace tusk::syncd {
namespace {

using replica::LinkError;
using replica::LinkProblem;

LinkProblem problem_of(http::TransportReason reason) {
  switch (reason) {
    case http::TransportReason::no_line:
      return LinkProblem::no_line;
    case http::TransportReason::refused:
    case http::TransportReason::timeout:
    case http::TransportReason::interrupted:
      return LinkProblem::server_down;
    case http::TransportReason::tls_certificate:
      return LinkProblem::certificate;
    case http::TransportReason::cancelled:
      return LinkProblem::cancelled;
    case http::TransportReason::too_large:
    case http::TransportReason::protocol:
      return LinkProblem::other;
  }
  return LinkProblem::other;
}

LinkProblem problem_of(const api::StatusError& error) {
  // A server that has no such address speaks another version of the protocol.
  if (error.status() == 404 || error.status() == 405) return LinkProblem::too_old;
  if (error.status() == 401 || error.status() == 403) return LinkProblem::login_refused;
  if (error.status() == 429 || error.status() >= 500) return LinkProblem::server_down;
  return LinkProblem::other;
}

// Calls the server; what goes wrong becomes a LinkError with the same words.
template <typename Call>
auto translated(Call&& call) {
  try {
    return call();
  } catch (const http::TransportError& error) {
    throw LinkError(problem_of(error.reason()), error.text(), error.detail());
  } catch (const api::StatusError& error) {
    throw LinkError(problem_of(error), error.text(), error.detail());
  }
}

class HttpRemote final : public Remote {
 public:
  explicit HttpRemote(const RemoteAddress& address)
      : client_({.base_url = address.url,
                 .ca_file = address.ca_file,
                 .device_id = address.device_id,
                 .device_secret = address.device_secret},
                core::registry()) {}

  sync::RoundResponse exchange(const sync::RoundRequest& request) override {
    return translated([&] { return client_.round(request); });
  }
  sync::AuditResponse audit(const sync::AuditRequest& request) override {
    return translated([&] { return client_.audit(request); });
  }
  std::optional<std::int64_t> wait_for_change(std::int64_t sequence) override {
    return translated([&] { return client_.wait(sequence); });
  }
  sync::TransferReply offer(const sync::TransferOffer& offer) override {
    return translated([&] { return client_.begin_transfer(offer); });
  }
  sync::TransferReply put_block(const sync::TransferSender& sender, std::int64_t block,
                                std::string_view bytes) override {
    return translated([&] { return client_.put_block(sender, block, bytes); });
  }
  sync::TransferReply finish(const sync::TransferSender& sender) override {
    return translated([&] { return client_.finish_transfer(sender); });
  }
  NewDevice add_device(const std::string& computer_name,
                       const std::string& computer_uuid) override {
    const auto made = translated([&] {
      return client_.add_device({computer_name, computer_uuid});
    });
    return {made.device_id, made.device_key};
  }
  void report_rewind() override {
    translated([&] { client_.report_rewind(); });
  }
  void cancel() override { client_.cancel(); }

 private:
  api::SyncClient client_;
};

}  // namespace

std::unique_ptr<Remote> connect_remote(const RemoteAddress& address) {
  return std::make_unique<HttpRemote>(address);
}

}  // namespace tusk::syncd
