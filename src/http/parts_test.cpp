// The small parts: URLs, cookies, languages, entity tags, routes, files, compressed bodies.
// REQ: ID-14, IN-1, IN-2, IN-3

#include <gmock/gmock.h>
#include <rapidcheck.h>
#include <zstd.h>

#include <filesystem>

#include "core/error.h"
#include "http/accept_language.h"
#include "http/cookies.h"
#include "http/encoding.h"
#include "http/entity_tag.h"
#include "http/http_testing.h"
#include "http/limits.h"
#include "http/route_table.h"
#include "http/static_files.h"
#include "http/zstd_body.h"

namespace tusk::http {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

core::ErrorCode code_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const core::Error& error) {
    return error.code();
  }
  throw std::runtime_error("no error");
}

TEST(EncodingTest, QueriesRoundTrip) {
  EXPECT_TRUE(rc::check([](const std::vector<std::pair<std::string, std::string>>& any) {
    Parameters parameters;
    for (const auto& [name, value] : any) {
      if (is_utf8(name) && is_utf8(value) && !(name + value).empty() &&
          (name + value).find('\0') == std::string::npos) {
        parameters.emplace_back(name, value);
      }
    }
    RC_ASSERT(parse_query(format_query(parameters)) == parameters);
  }));
}

TEST(EncodingTest, BrokenTextIsRefused) {
  for (const char* text : {"%", "%1", "%g1", "%00", "%0d", "%ff", "%c0%80", "%ed%a0%80"}) {
    EXPECT_FALSE(percent_decode(text)) << text;
  }
  EXPECT_EQ(percent_decode("a+b%20%C3%A5").value(), "a+b å");
  EXPECT_THROW((void)parse_query("a=%ff"), core::Error);
  std::string many;
  for (std::size_t i = 0; i <= kQueryParameters; ++i) many += "a&";
  EXPECT_THROW((void)parse_query(many), core::Error);
}

TEST(EncodingTest, PathsSplit) {
  EXPECT_TRUE(split_path("/")->empty());
  EXPECT_THAT(*split_path("/a/b%2Fc"), ElementsAre("a", "b/c"));
  EXPECT_THAT(*split_path("/a/"), ElementsAre("a", ""));
  EXPECT_FALSE(split_path("a"));
  EXPECT_FALSE(split_path("/a/../b"));
  EXPECT_FALSE(split_path("/%2E%2e"));
}

TEST(CookieTest, AreLockedToTheHost) {
  Request request;
  EXPECT_EQ(format_cookie(request, "tusk_session", "abc"),
            "tusk_session=abc; Path=/; HttpOnly; SameSite=Lax");
  request.tls = true;
  EXPECT_EQ(format_cookie(request, "tusk_session", "abc"),
            "__Host-tusk_session=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
  EXPECT_THAT(format_cookie_removal(request, "tusk_session"), HasSubstr("Max-Age=0"));
  EXPECT_THROW((void)format_cookie(request, "tusk_session", "a; Domain=x"), std::invalid_argument);
  request.headers.add("Cookie", "other=1; tusk_session=planted; __Host-tusk_session=abc");
  EXPECT_EQ(find_cookie(request, "tusk_session"), "abc");
  request.headers.add("Cookie", "__Host-tusk_session=twice");
  EXPECT_FALSE(find_cookie(request, "tusk_session"));
}

TEST(AcceptLanguageTest, SwedishUnlessEnglishIsPreferred) {
  using core::Language;
  EXPECT_EQ(parse_accept_language(""), Language::swedish);
  EXPECT_EQ(parse_accept_language("de, fr;q=0.5"), Language::swedish);
  EXPECT_EQ(parse_accept_language("en-GB,en;q=0.9"), Language::english);
  EXPECT_EQ(parse_accept_language("sv;q=0.8, en;q=0.9"), Language::english);
  EXPECT_EQ(parse_accept_language("sv-SE,sv;q=0.9,en;q=0.8"), Language::swedish);
  EXPECT_EQ(parse_accept_language("en;q=nonsense"), Language::swedish);
}

TEST(EntityTagTest, Comparisons) {
  EXPECT_TRUE(parse_entity_tags("\"a\", W/\"b\"").match_strongly("\"a\""));
  EXPECT_FALSE(parse_entity_tags("\"a\", W/\"b\"").match_strongly("\"b\""));
  EXPECT_TRUE(parse_entity_tags("\"a\", W/\"b\"").match_weakly("\"b\""));
  EXPECT_TRUE(parse_entity_tags("*").match_strongly("\"a\""));
  for (const char* text : {"", "a", "\"a", "\"a\" \"b\"", "\"a\","}) {
    EXPECT_EQ(code_of([&] { (void)parse_entity_tags(text); }), core::ErrorCode::invalid) << text;
  }
}

TEST(RouteTableTest, MostSpecificWins) {
  RouteTable table;
  const auto all = table.add(Method::get, "/{rest*}");
  const auto parameter = table.add(Method::get, "/api/{type}");
  const auto text = table.add(Method::get, "/api/session");
  const auto post = table.add(Method::post, "/api/session");
  const auto find = [&](Method method, const char* path) {
    return table.find(method, *split_path(path));
  };
  EXPECT_EQ(find(Method::get, "/api/session").route, text);
  EXPECT_EQ(find(Method::head, "/api/session").route, text);
  EXPECT_EQ(find(Method::post, "/api/session").route, post);
  EXPECT_EQ(find(Method::get, "/api/contact").route, parameter);
  EXPECT_EQ(find(Method::get, "/").route, all);
  EXPECT_EQ(find(Method::get, "/a/b/c").path_parameters.at(0).second, "a/b/c");
  EXPECT_THAT(find(Method::post, "/api/contact").allowed, ElementsAre(Method::get));
  EXPECT_THAT(find(Method::del, "/api/session").allowed, ElementsAre(Method::get, Method::post));
  EXPECT_THROW(table.add(Method::get, "/api/{other}"), std::logic_error);
  EXPECT_THROW(table.add(Method::get, "/api/{rest*}/more"), std::logic_error);
}

class StaticFilesTest : public ::testing::Test {
 protected:
  StaticFilesTest() {
    folder_.write("web/index.html", "<!doctype html>");
    folder_.write("web/assets/app-1f2e.js", script_);
    folder_.write("web/.env", "SECRET=1");
    secret_ = folder_.write("secret.txt", "secret");
    std::filesystem::create_symlink(secret_, folder_.path() + "/web/link.txt");
  }

  static Request request(const std::string& target, Headers headers = {}) {
    Request result;
    set_target(result, target);
    result.headers = std::move(headers);
    return result;
  }

  const std::string script_ = std::string(5000, 'x');
  testing::TemporaryFolder folder_;
  std::string secret_;
};

TEST_F(StaticFilesTest, ServesFilesWithTypesAndCaching) {
  const StaticFiles files(folder_.path() + "/web");
  const auto script = files.get(request("/assets/app-1f2e.js"));
  EXPECT_EQ(script.text(), script_);
  EXPECT_THAT(std::string(script.headers.get_or("Content-Type", "")), HasSubstr("javascript"));
  EXPECT_THAT(std::string(script.headers.get_or("Cache-Control", "")), HasSubstr("immutable"));
  const auto index = files.get(request("/contacts/12"));
  EXPECT_EQ(index.text(), "<!doctype html>");
  EXPECT_EQ(index.headers.get_or("Cache-Control", ""), "no-cache");
  const std::string etag(index.headers.get_or("ETag", ""));
  EXPECT_EQ(files.get(request("/", {{"If-None-Match", etag}})).status, 304);
}

TEST_F(StaticFilesTest, CompressesForWhoWantsIt) {
  const StaticFiles files(folder_.path() + "/web");
  const auto packed =
      files.get(request("/assets/app-1f2e.js", {{"Accept-Encoding", "br, gzip;q=0.5"}}));
  EXPECT_EQ(packed.headers.get_or("Content-Encoding", ""), "gzip");
  EXPECT_EQ(packed.headers.get_or("Vary", ""), "Accept-Encoding");
  EXPECT_LT(packed.text().size(), 200u);
  EXPECT_FALSE(files.get(request("/assets/app-1f2e.js", {{"Accept-Encoding", "gzip;q=0"}}))
                   .headers.find("Content-Encoding"));
}

TEST_F(StaticFilesTest, PagesGetAFreshNonce) {
  folder_.write("web/page.html", "<style nonce=\"__CSP_NONCE__\"></style>");
  const StaticFiles files(folder_.path() + "/web");
  const auto first = files.get(request("/page.html"));
  const auto second = files.get(request("/page.html"));
  EXPECT_NE(first.text(), second.text());
  const std::string nonce(first.text().substr(14, 32));
  EXPECT_THAT(std::string(first.headers.get_or("Content-Security-Policy", "")),
              HasSubstr("style-src 'self' 'nonce-" + nonce + "'"));
  EXPECT_EQ(first.headers.get_or("Cache-Control", ""), "no-store");
}

TEST_F(StaticFilesTest, NothingOutsideTheFolderIsReached) {
  const StaticFiles files(folder_.path() + "/web");
  EXPECT_EQ(files.size(), 2u);
  for (const char* path : {"/link.txt", "/.env", "/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt",
                           "//secret.txt", "/..%5csecret.txt"}) {
    EXPECT_EQ(code_of([&] { (void)files.get(request(path)); }), core::ErrorCode::not_found) << path;
  }
  EXPECT_FALSE(files.find(request("/"), "../secret.txt"));
  EXPECT_FALSE(files.find(request("/"), secret_));
  EXPECT_THROW(StaticFiles(folder_.path() + "/absent"), core::Error);
}

TEST(ZstdTest, RoundTrips) {
  for (const std::size_t size : {0, 1, 100'000}) {
    std::string text;
    for (std::size_t i = 0; text.size() < size; ++i) text += std::to_string(i * i);
    EXPECT_EQ(decompress_zstd(compress_zstd(text)), text);
  }
  // Much repetition is allowed while it is small.
  const std::string zeros(kDecompressionFreeBytes, '\0');
  EXPECT_EQ(decompress_zstd(compress_zstd(zeros)), zeros);
}

TEST(ZstdTest, WhatPacksTooWellIsPaddedAndArrives) {
  const std::string zeros(8 * kDecompressionFreeBytes, '\0');
  const std::string packed = compress_zstd(zeros);
  EXPECT_LE(packed.size(), zeros.size() / kDecompressionRatio + 10);
  EXPECT_EQ(decompress_zstd(packed), zeros);
}

TEST(ZstdTest, BombsAreRefused) {
  const std::string large = compress_zstd(std::string(64 * 1024 * 1024, '\0'));
  EXPECT_EQ(code_of([&] { (void)decompress_zstd(large); }), core::ErrorCode::limit);
  const std::string zeros(2 * kDecompressionFreeBytes, '\0');
  std::string dense(ZSTD_compressBound(zeros.size()), '\0');
  dense.resize(ZSTD_compress(dense.data(), dense.size(), zeros.data(), zeros.size(), 3));
  EXPECT_EQ(code_of([&] { (void)decompress_zstd(dense); }), core::ErrorCode::limit);
}

TEST(ZstdTest, LargeWindowsAreRefused) {
  std::string text;
  for (std::size_t i = 0; text.size() < 20'000'000; ++i) text += std::to_string(i * 7919);
  const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(),
                                                                     ZSTD_freeCCtx);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, 1);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_windowLog, kDecompressionWindowLog + 1);
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  packed.resize(
      ZSTD_compress2(context.get(), packed.data(), packed.size(), text.data(), text.size()));
  EXPECT_EQ(code_of([&] { (void)decompress_zstd(packed); }), core::ErrorCode::limit);
}

TEST(ZstdTest, BrokenFramesAreRefused) {
  const std::string frame = compress_zstd("hello");
  for (const auto& text : {std::string(), std::string("hello"), frame.substr(0, frame.size() - 1),
                           frame + "more", frame + frame}) {
    EXPECT_EQ(code_of([&] { (void)decompress_zstd(text); }), core::ErrorCode::invalid);
  }
}

}  // namespace
}  // namespace tusk::http
