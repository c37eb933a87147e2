#include "api/sync_client.h"

#include <fmt/format.h>

#include "api/limits.h"
#include "api/rounds.h"
#include "api/routes.h"
#include "http/client.h"
#include "http/encoding.h"
#include "sync/codec.h"

namespace tusk::api {

class SyncClient::Implementation {
 public:
  Implementation(SyncClientOptions options, const core::Registry& registry)
      : registry_(registry),
        base_url_(options.base_url),
        client_({.base_url = std::move(options.base_url),
                 .ca_file = std::move(options.ca_file),
                 .user_agent = "tusk-sync"}) {
    headers_.set("Accept-Language", options.language == core::Language::swedish ? "sv" : "en");
    if (!options.device_id.empty()) {
      headers_.set("Authorization",
                   "Tusk-Device " + options.device_id + "." + options.device_secret);
    }
  }

  // Reads an answer with `read`; one that can't be read is not our server's.
  template <typename Read>
  auto understand(const std::string& content, Read&& read) const {
    try {
      return read(content);
    } catch (const core::Error& error) {
      throw http::TransportError(
          http::TransportReason::protocol,
          core::say("{} svarar, men inte som en Tusk-server. Kontrollera adressen.",
                    "{} answers, but not like a Tusk server. Check the address.", base_url_),
          error.what());
    }
  }

  // The answer, unpacked. `path_end` goes after the declared path: "?sequence=7".
  std::string call(std::string_view operation, const std::string& path_end, const std::string& body,
                   std::chrono::seconds patience) {
    const Route& route = get_route(operation);
    http::ClientRequest request{.method = route.method,
                                .target = route.path + path_end,
                                .headers = headers_,
                                .total_time = patience};
    if (!body.empty()) add_body(request, route, body);
    return send(request);
  }

  std::string send_block(const TransferSender& sender, std::int64_t block, std::string_view bytes) {
    const Route& route = get_route("put_block");
    const std::string folder = route.path.substr(0, route.path.find('{'));
    http::ClientRequest request{.method = route.method,
                                .target = fmt::format("{}{}?archive={}&token={}", folder, block,
                                                      sender.archive, sender.token),
                                .headers = headers_,
                                .body = std::string(bytes),
                                .total_time = round_answer_time};
    request.headers.set("Content-Type", "application/octet-stream");
    return send(request);
  }

  const core::Registry& registry() const { return registry_; }
  void cancel() { client_.cancel(); }

 private:
  std::string send(const http::ClientRequest& request) {
    const http::ClientResponse response = client_.send(request);
    const std::string content = understand(
        response.body, [&](const std::string& packed) { return unpack(response.headers, packed); });
    if (response.status < 200 || response.status > 299) {
      throw make_status_error(response.status, content);
    }
    return content;
  }

  // Only rounds and audits are packed: others may go to a server that doesn't know the sender yet,
  // and such a one unpacks nothing.
  static void add_body(http::ClientRequest& request, const Route& route, const std::string& body) {
    if (route.operation != "exchange_round" && route.operation != "exchange_audit") {
      request.headers.set("Content-Type", "application/json");
      request.body = body;
      return;
    }
    PackedBody packed = pack(body);
    for (const auto& [name, value] : packed.headers) request.headers.set(name, value);
    request.body = std::move(packed.body);
  }

  const core::Registry& registry_;
  const std::string base_url_;
  http::Client client_;
  http::Headers headers_;
};

SyncClient::SyncClient(SyncClientOptions options, const core::Registry& registry)
    : implementation_(std::make_unique<Implementation>(std::move(options), registry)) {}

SyncClient::~SyncClient() = default;

void SyncClient::check(const ConnectRequest& request) {
  (void)implementation_->call("check_connection", "", to_json(request), round_answer_time);
}

ConnectAnswer SyncClient::connect(const ConnectRequest& request) {
  const std::string answer =
      implementation_->call("connect_office", "", to_json(request), round_answer_time);
  return implementation_->understand(answer, parse<ConnectAnswer>);
}

ConnectAnswer SyncClient::renew(const RenewRequest& request) {
  const std::string answer =
      implementation_->call("renew_key", "", to_json(request), round_answer_time);
  return implementation_->understand(answer, parse<ConnectAnswer>);
}

DeviceAnswer SyncClient::add_device(const DeviceRequest& request) {
  const std::string answer =
      implementation_->call("add_device", "", to_json(request), round_answer_time);
  return implementation_->understand(answer, parse<DeviceAnswer>);
}

OnlinePeople SyncClient::people_online() {
  const std::string answer = implementation_->call("list_people_online", "", "", round_answer_time);
  return implementation_->understand(answer, parse<OnlinePeople>);
}

HandOverAnswer SyncClient::hand_over(const HandOverRequest& request) {
  const std::string answer =
      implementation_->call("hand_over", "", to_json(request), round_answer_time);
  return implementation_->understand(answer, parse<HandOverAnswer>);
}

void SyncClient::check(const DisconnectRequest& request) {
  (void)implementation_->call("check_disconnection", "", to_json(request), round_answer_time);
}

void SyncClient::disconnect(const DisconnectRequest& request) {
  (void)implementation_->call("disconnect_office", "", to_json(request), round_answer_time);
}

TransferReply SyncClient::begin_transfer(const TransferOffer& offer) {
  const std::string answer =
      implementation_->call("begin_transfer", "", to_json(offer), round_answer_time);
  return implementation_->understand(answer, parse<TransferReply>);
}

TransferReply SyncClient::put_block(const TransferSender& sender, std::int64_t block,
                                    std::string_view bytes) {
  const std::string answer = implementation_->send_block(sender, block, bytes);
  return implementation_->understand(answer, parse<TransferReply>);
}

TransferReply SyncClient::finish_transfer(const TransferSender& sender) {
  const std::string answer =
      implementation_->call("finish_transfer", "", to_json(sender), round_answer_time);
  return implementation_->understand(answer, parse<TransferReply>);
}

void SyncClient::cancel_transfer() {
  (void)implementation_->call("cancel_transfer", "", "", round_answer_time);
}

void SyncClient::report_rewind() {
  (void)implementation_->call("report_rewind", "", "", round_answer_time);
}

sync::RoundResponse SyncClient::round(const sync::RoundRequest& request) {
  const core::Registry& registry = implementation_->registry();
  const std::string answer = implementation_->call(
      "exchange_round", "", sync::to_json(registry, request), round_answer_time);
  return implementation_->understand(
      answer, [&](const std::string& text) { return sync::parse_response(registry, text); });
}

sync::AuditResponse SyncClient::audit(const sync::AuditRequest& request) {
  const core::Registry& registry = implementation_->registry();
  const std::string answer = implementation_->call(
      "exchange_audit", "", sync::to_json(registry, request), round_answer_time);
  return implementation_->understand(
      answer, [&](const std::string& text) { return sync::parse_audit_response(registry, text); });
}

std::optional<std::int64_t> SyncClient::wait(std::int64_t sequence) {
  const std::string answer = implementation_->call(
      "wait_for_change", "?sequence=" + std::to_string(sequence), "", wait_answer_time);
  if (answer.empty()) return std::nullopt;  // 204
  return implementation_->understand(answer, parse<LogHead>).sequence;
}

void SyncClient::cancel() {
  implementation_->cancel();
}

}  // namespace tusk::api
