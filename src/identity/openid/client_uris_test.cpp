#include "identity/openid/client_uris.h"

#include <gtest/gtest.h>

namespace tusk::identity::openid {
namespace {

bool is_right(std::string_view uri) {
  return !find_uri_problem("redirect_uris", uri).has_value();
}

TEST(ClientUrisTest, TakesHttpsAndTheOwnComputer) {
  for (const char* uri : {"https://program.example.com/done", "https://program.example.com",
                          "https://program.example.com:8443/a/b?c=d&e=%2F", "http://127.0.0.1/done",
                          "http://127.0.0.1:3000/done", "http://[::1]/done",
                          "http://localhost:3000/done", "https://[2001:db8::1]:8443/done"})
    EXPECT_TRUE(is_right(uri)) << uri;
}

TEST(ClientUrisTest, RefusesWhatLeadsElsewhereOrCanBeReadInTwoWays) {
  for (const char* uri : {"",
                          "program.example.com/done",
                          "http://program.example.com/done",
                          "ftp://127.0.0.1/",
                          "javascript:alert(1)",
                          "data:text/html,x",
                          "com.example.program:/done",
                          "https://",
                          "https:///done",
                          "https://user@program.example.com/",
                          "https://user:x@program.example.com/",
                          "https://program.example.com/#fragment",
                          "https://program.example.com\\@evil.example/",
                          "https://program.example.com/a b",
                          "https://program.example.com/\n",
                          "https://exämple.com/",
                          "https://program.example.com:/",
                          "https://program.example.com:x/",
                          "https://program.example.com:123456/",
                          "http://127.0.0.1.evil.example/",
                          "http://127.0.0.1@evil.example/",
                          "http://[::1/done",
                          "http://localhost.evil.example/",
                          "HTTPS://program.example.com/",
                          "https://*.example.com/"})
    EXPECT_FALSE(is_right(uri)) << uri;
  EXPECT_FALSE(is_right("https://program.example.com/" + std::string(600, 'a')));
}

// REQ: TID-1
TEST(ClientUrisTest, OnlyThePortOfALoopbackAddressMayDiffer) {
  const std::vector<std::string> registered{"https://program.example.com/done?a=b",
                                            "http://127.0.0.1/done", "http://[::1]:1/done",
                                            "http://localhost:3000/done"};
  for (const char* uri :
       {"https://program.example.com/done?a=b", "http://127.0.0.1/done",
        "http://127.0.0.1:51004/done", "http://[::1]:7/done", "http://localhost:3000/done"})
    EXPECT_TRUE(is_registered(uri, registered)) << uri;
  for (const char* uri :
       {"", "https://program.example.com/done", "https://program.example.com/done?a=b&c=d",
        "https://program.example.com/done?A=b", "https://PROGRAM.example.com/done?a=b",
        "https://program.example.com:443/done?a=b", "https://program.example.com/done/../done?a=b",
        "https://program.example.com/done?a=b#", "https://evil.example/done?a=b",
        "http://127.0.0.1:51004/other", "http://127.0.0.1:51004/done?x=y",
        "http://127.0.0.1:51004/done#x", "http://user@127.0.0.1:51004/done",
        "http://127.0.0.1:51004@evil.example/done", "http://127.0.0.2/done",
        "https://127.0.0.1/done", "http://localhost:3001/done", "http://127.1/done"})
    EXPECT_FALSE(is_registered(uri, registered)) << uri;
}

TEST(ClientUrisTest, ParametersAreAppended) {
  EXPECT_EQ(with_query("https://a.example/b", "c=d"), "https://a.example/b?c=d");
  EXPECT_EQ(with_query("https://a.example/b?x=y", "c=d"), "https://a.example/b?x=y&c=d");
  EXPECT_EQ(with_query("https://a.example/b?", "c=d"), "https://a.example/b?c=d");
  EXPECT_EQ(with_query("https://a.example/b", ""), "https://a.example/b");
}

}  // namespace
}  // namespace tusk::identity::openid
