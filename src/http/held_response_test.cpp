// Long polls and server-sent events over real connections.

#include "http/held_response.h"

#include <gmock/gmock.h>

#include <thread>

#include "http/client.h"
#include "http/deferred_response.h"
#include "http/event_stream.h"
#include "http/http_testing.h"

namespace tusk::http {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using testing::Counter;
using testing::Gate;
using ::testing::HasSubstr;
using testing::RawConnection;
using ::testing::StartsWith;
using testing::TestServer;

const std::string kGet = "GET /held HTTP/1.1\r\nHost: localhost\r\n\r\n";

// Handlers put what they made here; tests take it.
template <typename T>
class Handed {
 public:
  void put(std::shared_ptr<T> one) {
    const std::lock_guard lock(mutex_);
    all_.push_back(std::move(one));
    count_.add();
  }
  std::vector<std::shared_ptr<T>> wait_for(int count) {
    EXPECT_TRUE(count_.wait_for(count));
    const std::lock_guard lock(mutex_);
    return all_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::shared_ptr<T>> all_;
  Counter count_;
};

class HeldResponseTest : public ::testing::Test {
 protected:
  void serve_promise(std::chrono::milliseconds time) {
    start([this, time](Request&) {
      auto promise = DeferredResponse::make(time, no_content());
      promise->on_close([this] { closed_.add(); });
      promises_.put(promise);
      return deferred(promise);
    });
  }

  void serve_stream() {
    start([this](Request&) {
      auto stream = EventStream::make();
      stream->on_close([this] { closed_.add(); });
      streams_.put(stream);
      return event_stream(stream);
    });
  }

  void start(testing::TestRouter::Handler handler) {
    options_.limits.tick = 10ms;
    options_.limits.connections_per_address = 1000;
    options_.worker_threads = 1;
    server_ = std::make_unique<TestServer>(options_);
    server_->add(Method::get, "/held", std::move(handler));
    server_->start();
  }

  Handed<DeferredResponse> promises_;
  Handed<EventStream> streams_;
  Counter closed_;
  ServerOptions options_;
  std::unique_ptr<TestServer> server_;
};

TEST_F(HeldResponseTest, LongPollIsAnsweredByAnotherThreadAndTheConnectionGoesOn) {
  serve_promise(1h);
  const RawConnection connection(server_->port());
  for (int round = 1; round <= 2; ++round) {
    connection.send(kGet);
    const auto promises = promises_.wait_for(round);
    EXPECT_TRUE(promises.back()->complete(json_response(200, "{\"sequence\":7}")));
    EXPECT_FALSE(promises.back()->complete(no_content()));
    EXPECT_THAT(connection.read_until("7}"), StartsWith("HTTP/1.1 200"));
  }
}

TEST_F(HeldResponseTest, LongPollsHoldNoWorker) {
  serve_promise(1h);
  std::vector<RawConnection> connections;
  for (int i = 0; i < 50; ++i) {
    connections.emplace_back(server_->port());
    connections.back().send(kGet);
  }
  for (const auto& promise : promises_.wait_for(50)) promise->complete(text_response(200, "news"));
  for (const auto& connection : connections) {
    EXPECT_TRUE(connection.read_until("news").ends_with("news"));
  }
}

TEST_F(HeldResponseTest, LongPollEndsByTime) {
  serve_promise(30ms);
  const RawConnection connection(server_->port());
  connection.send(kGet);
  EXPECT_THAT(connection.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 204"));
  EXPECT_TRUE(closed_.wait_for(1));
  EXPECT_FALSE(promises_.wait_for(1).back()->complete(no_content()));
}

TEST_F(HeldResponseTest, LongPollNoticesThatTheClientLeft) {
  serve_promise(1h);
  RawConnection connection(server_->port());
  connection.send(kGet);
  const auto promise = promises_.wait_for(1).back();
  connection.close();
  EXPECT_TRUE(closed_.wait_for(1));
  EXPECT_FALSE(promise->complete(no_content()));
}

TEST_F(HeldResponseTest, ClientCancelsFromAnotherThread) {
  serve_promise(1h);
  Client client({.base_url = server_->url(), .total_time = 1h});
  std::thread canceller([&] {
    promises_.wait_for(1);
    client.cancel();
  });
  try {
    client.send({.target = "/held"});
    ADD_FAILURE();
  } catch (const TransportError& error) {
    EXPECT_EQ(error.reason(), TransportReason::cancelled);
  }
  canceller.join();
  EXPECT_TRUE(closed_.wait_for(1));
  client.resume();
  std::thread answerer([&] { promises_.wait_for(2).back()->complete(text_response(200, "now")); });
  EXPECT_EQ(client.send({.target = "/held"}).body, "now");
  answerer.join();
}

TEST_F(HeldResponseTest, StopAnswersLongPolls) {
  serve_promise(1h);
  const RawConnection connection(server_->port());
  connection.send(kGet);
  promises_.wait_for(1);
  server_->server->stop(30s);
  EXPECT_THAT(connection.read_all(),
              AllOf(StartsWith("HTTP/1.1 204"), HasSubstr("Connection: close")));
}

TEST_F(HeldResponseTest, StreamOfAClientThatLeftBeforeItBeganIsClosed) {
  Gate entered;
  Gate leave;
  start([&](Request&) {
    auto stream = EventStream::make();
    stream->on_close([this] { closed_.add(); });
    entered.open();
    EXPECT_TRUE(leave.wait());
    return event_stream(stream);
  });
  RawConnection connection(server_->port());
  connection.send(kGet);
  ASSERT_TRUE(entered.wait());
  connection.close();
  leave.open();
  EXPECT_TRUE(closed_.wait_for(1));
}

TEST_F(HeldResponseTest, StopEndsStreams) {
  serve_stream();
  const RawConnection connection(server_->port());
  connection.send(kGet);
  streams_.wait_for(1);
  server_->server->stop(30s);
  EXPECT_THAT(connection.read_all(), StartsWith("HTTP/1.1 200"));
  EXPECT_TRUE(closed_.wait_for(1));
}

TEST_F(HeldResponseTest, EventsReachTwoHundredClients) {
  serve_stream();
  std::vector<RawConnection> connections;
  for (int i = 0; i < 200; ++i) {
    connections.emplace_back(server_->port());
    connections.back().send(kGet);
  }
  const auto streams = streams_.wait_for(200);
  const auto message = event_message("record", "{\"id\":1}\nsecond line");
  for (const auto& stream : streams) EXPECT_TRUE(stream->send(message));
  for (const auto& connection : connections) {
    const auto text = connection.read_until("second line\n\n");
    EXPECT_THAT(text, HasSubstr("Content-Type: text/event-stream"));
    EXPECT_THAT(text, HasSubstr("\r\n\r\nevent: record\ndata: {\"id\":1}\ndata: second line\n\n"));
  }
  connections.clear();
  EXPECT_TRUE(closed_.wait_for(200));
  EXPECT_FALSE(streams.front()->send(message));
}

TEST_F(HeldResponseTest, IdleStreamsShowThatTheyLive) {
  options_.limits.stream_heartbeat = 20ms;
  serve_stream();
  const RawConnection connection(server_->port());
  connection.send(kGet);
  EXPECT_TRUE(connection.read_until(": still here\n\n: still here\n\n").ends_with("here\n\n"));
}

TEST_F(HeldResponseTest, SlowClientsAreDropped) {
  options_.limits.stream_queue_bytes = 64 * 1024;
  serve_stream();
  const RawConnection connection(server_->port());  // never reads
  connection.send(kGet);
  const auto stream = streams_.wait_for(1).back();
  const auto message = event_message("record", std::string(10'000, 'x'));
  while (stream->send(message)) {
  }
  server_->server->stop(0ms);
  EXPECT_TRUE(closed_.wait_for(1));
}

TEST_F(HeldResponseTest, ClosingAStreamSendsWhatWaits) {
  serve_stream();
  const RawConnection connection(server_->port());
  connection.send(kGet);
  const auto stream = streams_.wait_for(1).back();
  stream->send(event_message("last", "word"));
  stream->close();
  EXPECT_TRUE(connection.read_all().ends_with("event: last\ndata: word\n\n"));
  EXPECT_TRUE(closed_.wait_for(1));
}

}  // namespace
}  // namespace tusk::http
