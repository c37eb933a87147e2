// A real server on loopback: requests, errors, refusals, stopping.
// REQ: TR-2, TR-6, TR-7, IN-1, TE-2

#include "http/server.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "core/error.h"
#include "http/client.h"
#include "http/http_testing.h"

namespace tusk::http {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::Contains;
using testing::Gate;
using ::testing::HasSubstr;
using testing::kOpen;
using ::testing::Not;
using testing::RawConnection;
using ::testing::StartsWith;
using testing::TestPolicy;
using testing::TestRouter;
using testing::TestServer;

static_assert(DeclaredPolicy<TestPolicy>);
enum class WithDefault { public_page };
static_assert(!DeclaredPolicy<WithDefault>, "a route could forget its policy by writing {}");

std::string get(const std::string& path, const std::string& more = "") {
  return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n";
}

Response echo(Request& request) {
  return text_response(200, request.body);
}

class ServerTest : public ::testing::Test {
 protected:
  TestServer& start(ServerOptions options = {}) {
    server_ = std::make_unique<TestServer>(std::move(options));
    server_->add(Method::get, "/hello", [](Request&) { return text_response(200, "hello"); });
    server_->add(Method::get, "/records/{type}/{id}", [](Request& request) {
      return text_response(200, request.path_parameter("type") + " " +
                                    request.path_parameter("id") + " " +
                                    std::string(request.query_parameter("q").value_or("-")));
    });
    server_->add(Method::post, "/echo", echo);
    server_->add(Method::post, "/small", echo, {.body_bytes = 10});
    server_->add(Method::get, "/broken", [](Request&) -> Response {
      throw std::runtime_error("the secret table is gone");
    });
    server_->start();
    return *server_;
  }

  std::string talk(const std::string& text) {
    const RawConnection connection(server_->port());
    connection.send(text);
    return connection.read_all();
  }

  ClientResponse ask(ClientRequest request) {
    Client client({.base_url = server_->url()});
    return client.send(request);
  }

  std::unique_ptr<TestServer> server_;
};

TEST_F(ServerTest, AnswersWithSecurityHeadersAndRequestId) {
  start();
  const auto response = ask({.target = "/hello"});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "hello");
  EXPECT_THAT(std::string(response.headers.get_or("Content-Security-Policy", "")),
              AllOf(HasSubstr("frame-ancestors 'none'"), Not(HasSubstr("unsafe-inline"))));
  EXPECT_EQ(response.headers.get_or("X-Content-Type-Options", ""), "nosniff");
  EXPECT_EQ(response.headers.get_or("Cross-Origin-Opener-Policy", ""), "same-origin");
  EXPECT_EQ(response.headers.get_or("Cache-Control", ""), "no-store");
  EXPECT_TRUE(response.headers.find("X-Request-Id"));
  EXPECT_TRUE(response.headers.find("Date"));
  EXPECT_FALSE(response.headers.find("Strict-Transport-Security"));
}

TEST_F(ServerTest, DecodesPathAndQuery) {
  start();
  EXPECT_EQ(ask({.target = "/records/a%2Fb/%C3%A5?q=anna+berg%21"}).body, "a/b å anna berg!");
  EXPECT_EQ(ask({.target = "/records/%zz/1"}).status, 400);
  EXPECT_EQ(ask({.target = "/records/../hello"}).status, 400);
  EXPECT_EQ(ask({.target = "/records/%2e%2e/hello"}).status, 400);
  EXPECT_EQ(ask({.target = "/records/%c3/1"}).status, 400);
  EXPECT_EQ(ask({.target = "/records/a%00/1"}).status, 400);
}

TEST_F(ServerTest, UnknownPathAndWrongMethod) {
  start();
  const auto missing = ask({.target = "/nothing", .headers = {{"Accept-Language", "en"}}});
  EXPECT_EQ(missing.status, 404);
  EXPECT_THAT(missing.body, AllOf(HasSubstr("\"code\":\"not_found\""),
                                  HasSubstr("There is nothing at"), HasSubstr("request_id")));
  const auto wrong = ask({.method = Method::del, .target = "/hello"});
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.headers.get_or("Allow", ""), "GET, HEAD");
}

TEST_F(ServerTest, HeadIsGetWithoutBody) {
  start();
  const auto response = ask({.method = Method::head, .target = "/hello"});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.get_or("Content-Length", ""), "5");
  EXPECT_EQ(response.body, "");
}

TEST_F(ServerTest, InnerDetailsStayInTheLog) {
  start();
  const auto response = ask({.target = "/broken"});
  EXPECT_EQ(response.status, 500);
  EXPECT_THAT(response.body,
              AllOf(HasSubstr("\"code\":\"internal\""), Not(HasSubstr("secret table"))));
  EXPECT_THAT(server_->errors(), Contains("the secret table is gone"));
}

TEST_F(ServerTest, RequestsFollowEachOtherOnOneConnection) {
  start();
  const std::string text = talk(
      get("/hello") + "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc" +
      get("/hello", "Connection: close\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\n\r\nhelloHTTP/1.1 200 OK"));
  EXPECT_THAT(text, HasSubstr("\r\n\r\nabcHTTP/1.1 200 OK"));
  EXPECT_TRUE(text.ends_with("hello"));
}

TEST_F(ServerTest, ChunkedBodiesArriveInPieces) {
  start();
  const RawConnection connection(server_->port());
  connection.send(
      "POST /echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
      "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_THAT(connection.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 100 Continue"));
  for (const char c : std::string("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")) {
    connection.send(std::string(1, c));
  }
  EXPECT_TRUE(connection.read_all().ends_with("\r\n\r\nabcde"));
}

struct Malformed {
  const char* name;
  std::string text;
  std::string status;
};

class MalformedRequest : public ServerTest, public ::testing::WithParamInterface<Malformed> {};

TEST_P(MalformedRequest, IsRefusedAndTheConnectionClosed) {
  start();
  // A second request behind it must not be answered.
  const std::string answer = talk(GetParam().text + get("/hello"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + GetParam().status));
  EXPECT_THAT(answer, HasSubstr("Connection: close"));
  EXPECT_EQ(answer.find("HTTP/1.1 ", 5), std::string::npos) << answer;
}

const std::string kPost = "POST /echo HTTP/1.1\r\nHost: localhost\r\n";

INSTANTIATE_TEST_SUITE_P(
    All, MalformedRequest,
    ::testing::Values(
        Malformed{"DifferentLengths", kPost + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                  "400"},
        Malformed{"SameLengthTwice", kPost + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
                  "400"},
        Malformed{"LengthList", kPost + "Content-Length: 3, 3\r\n\r\nabc", "400"},
        Malformed{"LengthAndChunked",
                  kPost + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                  "400"},
        Malformed{"ChunkedAndLength",
                  kPost + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
                  "400"},
        Malformed{"OtherEncoding", kPost + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                  "400"},
        Malformed{"NegativeLength", kPost + "Content-Length: -1\r\n\r\n", "400"},
        Malformed{"BadChunk", kPost + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", "400"},
        Malformed{"NoHost", "GET /hello HTTP/1.1\r\n\r\n", "400"},
        Malformed{"TwoHosts", get("/hello", "Host: localhost\r\n"), "400"},
        Malformed{"ForeignHost", "GET /hello HTTP/1.1\r\nHost: evil.example\r\n\r\n", "421"},
        Malformed{"NotHttp", "\x16\x03\x01\x02hello\r\n\r\n", "400"},
        Malformed{"SpaceBeforeColon", get("/hello", "X-Test : 1\r\n"), "400"},
        Malformed{"UnknownMethod", "BREW /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", "501"},
        Malformed{"AbsoluteTarget", get("http://localhost/hello"), "400"},
        Malformed{"LongUrl", get("/" + std::string(9000, 'a')), "414"},
        Malformed{"EndlessUrl", "GET /" + std::string(60'000, 'a'), "414"},
        Malformed{"LargeHeader", get("/hello", "X-Test: " + std::string(17'000, 'a') + "\r\n"),
                  "431"},
        Malformed{"EndlessHeader", get("/hello", "X-Test: " + std::string(60'000, 'a')), "431"},
        Malformed{"ManyHeaders",
                  [] {
                    std::string lines;
                    for (int i = 0; i < 70; ++i) lines += "X-" + std::to_string(i) + ": 1\r\n";
                    return get("/hello", lines);
                  }(),
                  "431"},
        Malformed{
            "LargeBody",
            "POST /small HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\n12345678901",
            "413"},
        Malformed{"LargeChunkedBody",
                  "POST /small HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                  "b\r\n12345678901\r\n0\r\n\r\n",
                  "413"},
        Malformed{"OtherExpectation", get("/hello", "Expect: a miracle\r\n"), "417"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST_F(ServerTest, SlowHeadIsAnsweredAndClosed) {
  ServerOptions options;
  options.limits.header_time = 50ms;
  options.limits.tick = 10ms;
  start(options);
  EXPECT_THAT(talk("GET /hello HTTP/1.1\r\nHost: loc"), StartsWith("HTTP/1.1 408"));
  EXPECT_EQ(talk(""), "");
}

TEST_F(ServerTest, SlowBodyIsAnsweredAndClosed) {
  ServerOptions options;
  options.limits.body_grace = 50ms;
  options.limits.tick = 10ms;
  start(options);
  EXPECT_THAT(talk(kPost + "Content-Length: 10\r\n\r\nabc"), StartsWith("HTTP/1.1 408"));
}

// TR-7: nobody sends gigabytes to hear that they were too many.
TEST_F(ServerTest, ABodyThatIsTooLargeIsRefusedBeforeItComes) {
  ServerOptions options;
  options.limits.body_grace = 50ms;
  options.limits.tick = 10ms;
  start(options);
  EXPECT_THAT(talk("POST /small HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\n"),
              StartsWith("HTTP/1.1 413"));
}

TEST_F(ServerTest, IdleConnectionsEnd) {
  ServerOptions options;
  options.limits.keep_alive = 50ms;
  options.limits.tick = 10ms;
  start(options);
  EXPECT_TRUE(talk(get("/hello")).ends_with("hello"));
}

TEST_F(ServerTest, ConnectionsAndTheirRequestsAreCounted) {
  ServerOptions options;
  options.limits.requests_per_connection = 2;
  options.limits.connections_per_address = 1;
  start(options);
  const RawConnection first(server_->port());
  first.send(get("/hello"));
  EXPECT_THAT(first.read_until("hello"), Not(HasSubstr("Connection: close")));
  const RawConnection second(server_->port());
  second.send(get("/hello"));
  EXPECT_EQ(second.read_all(), "");
  first.send(get("/hello") + get("/hello"));
  EXPECT_THAT(first.read_all(), HasSubstr("Connection: close"));
}

TEST_F(ServerTest, MiddlewaresRunInOrderAndMayAuthenticate) {
  ServerOptions options;
  options.limits.connections_per_address = 1;
  std::vector<TestRouter::Middleware> around = {
      [](Request& request, const TestPolicy&, const TestRouter::Handler& next) {
        request.authenticated = true;
        request.context = std::string("anna");
        Response response = next(request);
        response.headers.add("X-Outer", "1");
        return response;
      },
      [](Request& request, const TestPolicy&, const TestRouter::Handler& next) {
        return text_response(200, std::any_cast<std::string>(request.context) + " " +
                                      std::string(next(request).text()));
      }};
  TestServer server(options, std::move(around));
  server.add(Method::get, "/", [](Request&) { return text_response(200, "inner"); });
  server.start();
  const RawConnection first(server.port());
  first.send(get("/"));
  EXPECT_THAT(first.read_until("inner"), AllOf(HasSubstr("X-Outer: 1"), HasSubstr("anna inner")));
  const RawConnection second(server.port());  // the first no longer counts
  second.send(get("/"));
  EXPECT_THAT(second.read_until("inner"), HasSubstr("anna inner"));
}

TEST_F(ServerTest, OverloadIsAnsweredAtOnce) {
  ServerOptions options;
  options.limits.requests_in_work = 1;
  TestServer server(options);
  Gate entered;
  Gate leave;
  server.add(Method::get, "/slow", [&](Request&) {
    entered.open();
    EXPECT_TRUE(leave.wait());
    return text_response(200, "done");
  });
  server.start();
  const RawConnection slow(server.port());
  slow.send(get("/slow"));
  ASSERT_TRUE(entered.wait());
  const RawConnection refused(server.port());
  refused.send(get("/slow"));
  EXPECT_THAT(refused.read_until("\r\n\r\n"),
              AllOf(StartsWith("HTTP/1.1 503"), HasSubstr("Retry-After:")));
  leave.open();
  EXPECT_TRUE(slow.read_until("done").ends_with("done"));
}

TEST_F(ServerTest, StopLetsRunningRequestsFinish) {
  TestServer server;
  Gate entered;
  Gate leave;
  server.add(Method::get, "/slow", [&](Request&) {
    entered.open();
    EXPECT_TRUE(leave.wait());
    return text_response(200, "done");
  });
  server.start();
  const RawConnection idle(server.port());
  const RawConnection slow(server.port());
  slow.send(get("/slow"));
  ASSERT_TRUE(entered.wait());
  std::thread stopping([&] { server.server->stop(30s); });
  EXPECT_EQ(idle.read_all(), "");  // so the stop is under way
  leave.open();
  EXPECT_THAT(slow.read_all(), AllOf(StartsWith("HTTP/1.1 200"), HasSubstr("Connection: close")));
  stopping.join();
  EXPECT_EQ(server.server->connection_count(), 0u);
}

TEST_F(ServerTest, ServesManyClientsAtOnce) {
  ServerOptions options;
  options.io_threads = 2;
  start(options);
  std::atomic<int> answers = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&, i] {
      Client client({.base_url = server_->url()});
      for (int k = 0; k < 50; ++k) {
        const std::string body(static_cast<std::size_t>(i * 1000 + k), 'x');
        if (client.send({.method = Method::post, .target = "/echo", .body = body}).body == body) {
          ++answers;
        }
      }
    });
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(answers, 400);
}

TEST_F(ServerTest, LargeBodiesGoBothWays) {
  server_ = std::make_unique<TestServer>();
  server_->add(Method::post, "/large", echo, {.body_bytes = kBodyBytesCeiling});
  server_->start();
  const std::string body(kBodyBytesCeiling, 'y');
  EXPECT_EQ(ask({.method = Method::post, .target = "/large", .body = body}).body, body);
}

// What a server takes for the address and the kind of line of whoever says that of themselves.
ClientResponse ask_who(const ServerOptions& options, const std::string& forwarded_for) {
  TestServer server(options);
  server.add(Method::get, "/who", [](Request& request) {
    return text_response(200, request.peer_address + (request.tls ? " tls" : " plain"));
  });
  server.start();
  return Client({.base_url = server.url()})
      .send({.target = "/who",
             .headers = {{"X-Forwarded-For", forwarded_for}, {"X-Forwarded-Proto", "https"}}});
}

TEST_F(ServerTest, TrustedProxySaysWhoAsksAndHow) {
  ServerOptions options;
  options.trusted_proxies = {"127.0.0.1"};
  const auto response = ask_who(options, "1.1.1.1, 203.0.113.9");
  EXPECT_EQ(response.body, "203.0.113.9 tls");
  EXPECT_TRUE(response.headers.find("Strict-Transport-Security"));
}

// TR-6: else everybody would choose under which address their tries are counted.
TEST_F(ServerTest, WhoIsNoProxyDoesNotChooseTheirAddress) {
  const auto response = ask_who({}, "203.0.113.9");
  EXPECT_EQ(response.body, "127.0.0.1 plain");
}

TEST_F(ServerTest, RefusesToStartUnsafely) {
  const auto router = std::make_shared<TestRouter>();
  const auto text = [&](ServerOptions options) {
    try {
      const Server server(std::move(options), router);
    } catch (const core::Error& error) {
      return error.text();
    }
    return core::Text{};
  };
  EXPECT_THAT(text({.address = "0.0.0.0"}).en, HasSubstr("must be encrypted"));
  EXPECT_THAT(text({.address = "0.0.0.0"}).sv, HasSubstr("måste trafiken krypteras"));
  EXPECT_THAT(text({.address = "example.se"}).en, HasSubstr("must be an IP address"));
  const Server first({}, router);
  EXPECT_THAT(text({.port = first.port()}).en, HasSubstr("Choose another port"));
}

}  // namespace
}  // namespace tusk::http
