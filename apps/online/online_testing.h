#pragma once

// For tests of this program: a running server on loopback with a clock that stands still, browsers
// that keep their cookie, and office computers with their key.

#include <gtest/gtest.h>

#include <atomic>
#include <boost/json.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "api/office_messages.h"
#include "api/sync_client.h"
#include "core/testing/manual_clock.h"
#include "core/testing/temporary_folder.h"
#include "http/client.h"
#include "online/program.h"
#include "platform/system_random.h"
#include "replica/first_sync_sender.h"

namespace tusk::online::testing {

inline constexpr const char* kPassword = "blå häst i regn";
inline constexpr const char* kAnna = "anna@norrsken.example";

struct Answer {
  int status = 0;
  http::Headers headers;
  std::string body;
  [[nodiscard]] boost::json::value json() const { return boost::json::parse(body); }
  [[nodiscard]] std::string etag() const { return std::string(headers.get_or("ETag", "")); }
};

// A plain connection that reads a response as it comes: for event streams and long polls.
class LiveRequest {
 public:
  LiveRequest(std::uint16_t port, const std::string& target, const http::Headers& headers);
  ~LiveRequest();
  LiveRequest(LiveRequest&& other) noexcept : descriptor_(other.descriptor_) {
    other.descriptor_ = -1;
  }
  LiveRequest& operator=(LiveRequest&&) = delete;
  // What has come since the last call, up to and with `end`; less if the server closes or half a
  // minute passes.
  std::string read_until(const std::string& end);
  [[nodiscard]] int read_status();
  // True if the server closes without a word but heartbeats.
  [[nodiscard]] bool is_closed_by_server();

 private:
  int descriptor_;
  std::string received_;
};

// A page of the web desktop.
class Browser {
 public:
  explicit Browser(std::uint16_t port);
  // The session's answer; fails the test if it is refused.
  boost::json::value log_in(const std::string& email, const std::string& password = kPassword);
  Answer send(http::Method method, const std::string& target, const std::string& body = {},
              http::Headers headers = {});
  Answer get(const std::string& target) { return send(http::Method::get, target); }
  Answer post(const std::string& target, const std::string& body) {
    return send(http::Method::post, target, body);
  }
  Answer patch(const std::string& target, const std::string& body, const std::string& etag) {
    return send(http::Method::patch, target, body, {{"If-Match", etag}});
  }
  // An open event stream; returns when it stands.
  LiveRequest listen();

  std::string cookie;         // "tusk_session=…"
  std::string known_browser;  // "tusk_browser=…"
  std::string waiting;        // "tusk_waiting=…"
  std::string csrf_token;

 private:
  std::uint16_t port_;
  std::unique_ptr<http::Client> client_;
};

// An office computer and the company that it connected.
struct Office {
  std::string email;
  std::string company_id;
  std::string device_id;
  std::string device_secret;
  [[nodiscard]] std::string authorization() const {
    return "Tusk-Device " + device_id + "." + device_secret;
  }
};

class OnlineTest : public ::testing::Test {
 protected:
  OnlineTest() : OnlineTest(Config{}) {}
  // Port and data folder are the test's own.
  explicit OnlineTest(Config config);

  // Connects a company with a new Tusk ID `email`, as an office does, and carries its first
  // synchronisation out: of an empty database, or of `database`.
  Office connect(const std::string& email, const std::string& company);
  Office connect(const std::string& email, const std::string& company, storage::Database& database);
  // The first half of it.
  Office connect_only(const std::string& email, const std::string& company);
  // An office's database in memory, without records.
  [[nodiscard]] static std::unique_ptr<storage::Database> make_office(const std::string& company);
  [[nodiscard]] static api::ConnectRequest connect_request(const std::string& email,
                                                           const std::string& company);
  [[nodiscard]] std::unique_ptr<api::SyncClient> client(const Office& office = {}) const;
  // A Tusk ID without a company, or a member of one.
  void add_person(const std::string& email, const std::string& company_id = {},
                  identity::Role role = identity::Role::member);
  // The server ends and another begins, with the same data on another port.
  void restart();
  [[nodiscard]] Browser browser() const { return Browser(program_->port()); }
  [[nodiscard]] Browser logged_in(const std::string& email) const;
  [[nodiscard]] std::uint16_t port() const { return program_->port(); }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port()); }

  core::TemporaryFolder folder_;
  Config config_;
  core::ManualClock clock_;
  platform::SystemRandom random_;
  std::unique_ptr<Program> program_;
};

// The way from an office to the server, as Tusk Sync has it.
class ClientTransferLink final : public replica::TransferLink {
 public:
  explicit ClientTransferLink(api::SyncClient& client) : client_(client) {}
  sync::TransferReply offer(const sync::TransferOffer& offer) override {
    return client_.begin_transfer(offer);
  }
  sync::TransferReply put_block(const sync::TransferSender& sender, std::int64_t block,
                                std::string_view bytes) override {
    return client_.put_block(sender, block, bytes);
  }
  sync::TransferReply finish(const sync::TransferSender& sender) override {
    return client_.finish_transfer(sender);
  }

 private:
  api::SyncClient& client_;
};

// The path of a new contact; fails the test if it can't be made.
std::string create_contact(Browser& browser, const std::string& name);

}  // namespace tusk::online::testing
