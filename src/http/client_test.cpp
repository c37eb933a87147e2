// What goes wrong on the way to a server, and how it is told.

#include "http/client.h"

#include <gmock/gmock.h>

#include "http/http_testing.h"

namespace tusk::http {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using testing::TestServer;

TransportReason failure(ClientOptions options) {
  Client client(std::move(options));
  try {
    client.send({.target = "/"});
  } catch (const TransportError& error) {
    EXPECT_EQ(error.code(), core::ErrorCode::unavailable);
    EXPECT_FALSE(error.text().sv.empty());
    EXPECT_FALSE(error.text().en.empty());
    return error.reason();
  }
  throw std::runtime_error("there was an answer");
}

TEST(ClientTest, AddressMustBeEncryptedOrLoopback) {
  const auto make = [](const std::string& url) { Client({.base_url = url}); };
  EXPECT_THROW(make("http://example.se"), core::Error);
  EXPECT_THROW(make("http://127.0.0.1.example.se"), core::Error);
  EXPECT_THROW(make("ftp://example.se"), core::Error);
  EXPECT_THROW(make("https://anna:secret@example.se"), core::Error);
  EXPECT_THROW(make("https://example.se/path"), core::Error);
  EXPECT_THROW(make("example"), core::Error);
  EXPECT_NO_THROW(make("https://example.se"));
  EXPECT_NO_THROW(make("https://example.se:8443/"));
  EXPECT_NO_THROW(make("http://localhost:8321"));
  EXPECT_NO_THROW(make("http://[::1]:8321"));
}

TEST(ClientTest, NobodyListens) {
  std::string url;
  {
    const TestServer server;
    url = server.url();
  }
  EXPECT_EQ(failure({.base_url = url}), TransportReason::refused);
}

TEST(ClientTest, UnknownName) {
  EXPECT_EQ(failure({.base_url = "https://no-such-name.invalid"}), TransportReason::no_line);
}

TEST(ClientTest, SilentServerTimesOut) {
  const TestServer server;  // accepts connections, but was never started
  EXPECT_EQ(failure({.base_url = server.url(), .total_time = 50ms}), TransportReason::timeout);
}

TEST(ClientTest, LargeAnswerIsCutOff) {
  TestServer server;
  server.add(Method::get, "/", [](Request&) { return text_response(200, std::string(5000, 'x')); });
  server.start();
  EXPECT_EQ(failure({.base_url = server.url(), .response_bytes = 4999}),
            TransportReason::too_large);
  Client client({.base_url = server.url(), .response_bytes = 5000});
  EXPECT_EQ(client.send({.target = "/"}).body.size(), 5000u);
}

TEST(ClientTest, ErrorStatusAndRedirectAreAnswers) {
  TestServer server;
  server.add(Method::get, "/", [](Request&) { return redirect("/elsewhere"); });
  server.start();
  Client client({.base_url = server.url()});
  const auto response = client.send({.target = "/"});
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(response.headers.get_or("location", ""), "/elsewhere");
  EXPECT_EQ(client.send({.target = "/elsewhere"}).status, 404);
}

TEST(ClientTest, HeadersCantBeSmuggledIn) {
  Headers headers;
  EXPECT_THROW(headers.add("X-Name", "Anna\r\nX-Admin: 1"), std::invalid_argument);
  EXPECT_THROW(headers.add("X Name", "Anna"), std::invalid_argument);
}

TEST(ClientTest, EveryMethodArrivesWithItsBody) {
  TestServer server;
  for (const Method method : {Method::post, Method::put, Method::patch, Method::del}) {
    server.add(method, "/", [](Request& request) {
      return text_response(200, std::string(name_of(request.method)) + " " + request.body + " " +
                                    std::string(request.header("x-test").value_or("-")));
    });
  }
  server.start();
  Client client({.base_url = server.url()});
  for (const Method method : {Method::post, Method::put, Method::patch, Method::del}) {
    const auto response =
        client.send({.method = method, .target = "/", .headers = {{"X-Test", "7"}}, .body = "abc"});
    EXPECT_EQ(response.body, std::string(name_of(method)) + " abc 7");
  }
}

}  // namespace
}  // namespace tusk::http
