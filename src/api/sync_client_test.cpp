// The office and the online side over a real line.

#include "api/sync_client.h"

#include <gmock/gmock.h>

#include <atomic>
#include <future>
#include <mutex>

#include "api/binding.h"
#include "api/limits.h"
#include "api/rounds.h"
#include "http/client.h"
#include "http/deferred_response.h"
#include "http/error_response.h"
#include "http/server.h"
#include "sync/codec.h"

namespace tusk::api {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

http::Response not_asked(http::Request&) {
  throw std::logic_error("nobody asks this");
}

// An online side whose answers the tests write. Remembers the last request.
class OnlineSide {
 public:
  using Handler = std::function<http::Response(http::Request&)>;

  OnlineSide() : router_(std::make_shared<Router>()) {
    Handlers handlers;
    for (const Route& route : routes()) {
      if (route.part != Part::office) continue;
      handlers.set(route.operation, [this, name = route.operation](http::Request& request) {
        {
          const std::lock_guard lock(mutex_);
          last_ = request;
        }
        return answers_.at(name)(request);
      });
      answers_[route.operation] = not_asked;
    }
    handlers.add_to(*router_, {Part::office});
  }

  void answer(const std::string& operation, Handler handler) {
    answers_[operation] = std::move(handler);
  }
  void start() {
    server_ = std::make_unique<http::Server>(http::ServerOptions{}, router_);
    server_->start();
  }
  SyncClient client(core::Language language = core::Language::swedish) const {
    return SyncClient({.base_url = "http://127.0.0.1:" + std::to_string(server_->port()),
                       .device_id = "d1",
                       .device_secret = "secret",
                       .language = language},
                      core::registry());
  }
  http::Request last() {
    const std::lock_guard lock(mutex_);
    return last_;
  }

 private:
  std::map<std::string, Handler> answers_;
  std::mutex mutex_;
  http::Request last_;
  std::shared_ptr<Router> router_;
  std::unique_ptr<http::Server> server_;
};

sync::RoundRequest request_with(int records) {
  const core::RecordType& type = core::registry().get("contact");
  sync::RoundRequest request;
  request.database_uuid = "uuid";
  request.computer = "KONTOR-1";
  for (int i = 0; i < records; ++i) {
    core::Record record = core::make_record(type, i + 1);
    record.values[type.index_of(type.get_field("number"))] = 1001 + i;
    record.values[type.index_of(type.get_field("name"))] = "Kontakt " + std::to_string(i);
    sync::RecordChange change;
    change.type_number = type.number;
    change.record_id = record.id;
    change.operation = sync::Operation::full;
    change.carried = core::synchronised_mask(type);
    change.values = record.values;
    change.created = change.changed = {"Anna Berg", 1'764'000'000'000'000};
    request.changes.push_back(std::move(change));
  }
  return request;
}

// What a person is told when the call fails.
template <typename Call>
StatusError refusal(Call&& call) {
  try {
    call();
  } catch (const StatusError& error) {
    return error;
  }
  throw std::runtime_error("it was not refused");
}

TEST(SyncClientTest, ARoundTravelsPackedBothWays) {
  OnlineSide online;
  online.answer("exchange_round", [](http::Request& request) {
    const sync::RoundRequest asked = read_round(request, core::registry());
    sync::RoundResponse response;
    response.changes = asked.changes;
    response.message = asked.computer;
    return round_response(response, core::registry());
  });
  online.start();
  auto client = online.client();
  const sync::RoundRequest request = request_with(3);
  const sync::RoundResponse response = client.round(request);
  EXPECT_EQ(response.message, "KONTOR-1");
  EXPECT_EQ(response.changes, request.changes);
  const http::Request seen = online.last();
  EXPECT_EQ(seen.header("Content-Encoding"), "zstd");
  EXPECT_EQ(seen.header("Authorization"), "Tusk-Device d1.secret");
  EXPECT_LT(seen.body.size(), sync::to_json(core::registry(), request).size() / 2);
}

// A company with many contacts that are hardly filled in packs extremely well; its rounds must not
// be taken for a bomb.
TEST(SyncClientTest, AFullRoundOfNearlyEqualRecordsArrives) {
  OnlineSide online;
  online.answer("exchange_round", [](http::Request& request) {
    sync::RoundResponse response;
    response.changes = read_round(request, core::registry()).changes;
    return round_response(response, core::registry());
  });
  online.start();
  EXPECT_EQ(online.client().round(request_with(8000)).changes.size(), 8000u);
}

TEST(SyncClientTest, TheServersOwnWordsReachTheOfficeInBothLanguages) {
  OnlineSide online;
  online.answer("exchange_round", [](http::Request& request) {
    return http::error_response(
        core::Error(core::ErrorCode::unauthenticated,
                    core::say("Datorn {} är inte längre ansluten.",
                              "The computer {} is not connected any more.", "KONTOR-1")),
        request);
  });
  online.start();
  const StatusError error =
      refusal([&] { (void)online.client(core::Language::english).round(request_with(1)); });
  EXPECT_EQ(error.status(), 401);
  EXPECT_EQ(error.code(), core::ErrorCode::unauthenticated);
  EXPECT_EQ(error.text().sv, "Datorn KONTOR-1 är inte längre ansluten.");
  EXPECT_EQ(error.text().en, "The computer KONTOR-1 is not connected any more.");
  EXPECT_EQ(online.last().header("Accept-Language"), "en");
}

TEST(SyncClientTest, ProblemsWithFieldsReachWhoeverConnects) {
  OnlineSide online;
  online.answer("connect_office", [](http::Request& request) {
    return http::error_response(
        core::invalid_field("email", "anna",
                            core::say("Skriv hela adressen.", "Give the whole address.")),
        request);
  });
  online.start();
  const StatusError error = refusal([&] { (void)online.client().connect({.email = "anna"}); });
  EXPECT_EQ(error.status(), 400);
  ASSERT_EQ(error.problems().size(), 1u);
  EXPECT_EQ(error.problems().front().field, "email");
  EXPECT_EQ(error.problems().front().value, "anna");
  EXPECT_EQ(error.problems().front().text.sv, "Skriv hela adressen.");
}

TEST(SyncClientTest, AProxysErrorPageIsExplained) {
  OnlineSide online;
  online.answer("exchange_round", [](http::Request&) {
    return http::text_response(502, "<html>Bad gateway</html>", "text/html");
  });
  online.start();
  const StatusError error = refusal([&] { (void)online.client().round(request_with(1)); });
  EXPECT_EQ(error.code(), core::ErrorCode::unavailable);
  EXPECT_THAT(error.text().sv, HasSubstr("502"));
  EXPECT_THAT(error.text().en, HasSubstr("502"));
}

TEST(SyncClientTest, AServerOfAnotherKindIsNotTakenForOurs) {
  OnlineSide online;
  online.answer("exchange_round", [](http::Request&) { return http::text_response(200, "hej"); });
  online.start();
  try {
    (void)online.client().round(request_with(1));
    FAIL();
  } catch (const http::TransportError& error) {
    EXPECT_EQ(error.reason(), http::TransportReason::protocol);
    EXPECT_THAT(error.text().sv, HasSubstr("inte som en Tusk-server"));
  }
}

TEST(SyncClientTest, ConnectingGivesADevice) {
  OnlineSide online;
  online.answer("connect_office", [](http::Request& request) {
    const auto asked = parse<ConnectRequest>(request.body);
    return http::json_response(
        200, to_json(ConnectAnswer{"c_1", "d_1", "key", asked.person_name, asked.email}));
  });
  online.start();
  const ConnectAnswer answer = online.client().connect({.email = "anna@norrsken.example",
                                                        .password = "p",
                                                        .create_identity = true,
                                                        .person_name = "Anna Berg"});
  EXPECT_EQ(answer.company_id, "c_1");
  EXPECT_EQ(answer.device_key, "key");
  EXPECT_EQ(answer.connected_by, "Anna Berg");
}

TEST(SyncClientTest, DisconnectingCarriesThePasswordAndTheDevice) {
  OnlineSide online;
  std::string password;
  online.answer("disconnect_office", [&](http::Request& request) {
    password = parse<DisconnectRequest>(request.body).password;
    return http::no_content();
  });
  online.start();
  online.client().disconnect({"anna@norrsken.example", "p"});
  EXPECT_EQ(password, "p");
  EXPECT_EQ(online.last().header("Authorization"), "Tusk-Device d1.secret");
}

TEST(SyncClientTest, WaitingEndsWithNewsOrWithout) {
  OnlineSide online;
  online.answer("wait_for_change", [](http::Request& request) {
    if (request.query_parameter("sequence") == "7") return http::no_content();
    return http::json_response(200, to_json(LogHead{12}));
  });
  online.start();
  auto client = online.client();
  EXPECT_EQ(client.wait(7), std::nullopt);
  EXPECT_EQ(client.wait(8), 12);
}

TEST(SyncClientTest, AStopInterruptsTheWait) {
  OnlineSide online;
  std::promise<void> asked;
  online.answer("wait_for_change", [&](http::Request&) {
    asked.set_value();
    return http::deferred(http::DeferredResponse::make(60s, http::no_content()));
  });
  online.start();
  auto client = online.client();
  auto waiting = std::async(std::launch::async, [&] { return client.wait(7); });
  asked.get_future().wait();
  client.cancel();
  try {
    (void)waiting.get();
    FAIL();
  } catch (const http::TransportError& error) {
    EXPECT_EQ(error.reason(), http::TransportReason::cancelled);
  }
}

TEST(RoundsTest, AnEncodingThatIsNotUnderstoodIsNamed) {
  try {
    (void)unpack({{"Content-Encoding", "br"}}, "x");
    FAIL();
  } catch (const core::Error& error) {
    EXPECT_THAT(error.text().en, HasSubstr("br"));
    EXPECT_THAT(error.text().en, HasSubstr("zstd"));
  }
}

}  // namespace
}  // namespace tusk::api
