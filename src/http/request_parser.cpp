#include "http/request_parser.h"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "core/error.h"
#include "http/accept_language.h"

namespace tusk::http {
namespace beast = boost::beast::http;

namespace {

Refusal malformed(std::string_view reason) {
  return {400, core::say("Anropet följer inte HTTP/1.1: {}.",
                         "The request doesn't follow HTTP/1.1: {}.", reason)};
}

Refusal url_too_long(const Limits& limits) {
  return {414,
          core::say("Adressen är längre än {} byte. Korta frågan.",
                    "The address is longer than {} bytes. Shorten the query.", limits.url_bytes)};
}

Refusal head_too_large(const Limits& limits) {
  return {431, core::say("Anropets rubriker är större än {} byte eller fler än {}.",
                         "The headers of the request are larger than {} bytes or more than {}.",
                         limits.header_bytes, limits.header_count)};
}

Refusal body_too_large(std::size_t limit) {
  return {413, core::say("Anropets innehåll är större än {} byte. Dela upp det.",
                         "The body of the request is larger than {} bytes. Divide it.", limit)};
}

// "Example.se:8443" -> "example.se"; "[::1]:80" -> "[::1]".
std::string host_name(std::string_view host) {
  const auto bracket = host.rfind(']');
  const auto colon = host.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
    host = host.substr(0, colon);
  }
  return lower_case(host);
}

}  // namespace

struct RequestParser::Inner {
  beast::request_parser<beast::string_body> parser;
};

RequestParser::RequestParser(const Limits& limits)
    : inner_(std::make_unique<Inner>()), limits_(limits) {
  // The start line counts as head for Beast; the parts are checked one by one afterwards.
  inner_->parser.header_limit(static_cast<std::uint32_t>(limits.url_bytes + limits.header_bytes));
  // The limit is known when the route is; parse_body() keeps it.
  inner_->parser.body_limit(boost::none);
}

RequestParser::~RequestParser() = default;

RequestParser::Progress RequestParser::parse_head(std::string& input) {
  auto& parser = inner_->parser;
  boost::system::error_code error;
  const std::size_t used = parser.put(boost::asio::buffer(input), error);
  input.erase(0, used);
  if (error == beast::error::header_limit) {
    const bool in_start_line = parser.get().target().empty();
    throw in_start_line ? url_too_long(limits_) : head_too_large(limits_);
  }
  if (error && error != beast::error::need_more) throw malformed(error.message());
  return parser.is_header_done() ? Progress::complete : Progress::need_more;
}

void RequestParser::take_head(Request& request) const {
  const auto& message = inner_->parser.get();
  std::size_t bytes = 0;
  std::size_t count = 0;
  for (const auto& field : message) {
    bytes += field.name_string().size() + field.value().size() + 4;
    ++count;
    try {
      request.headers.add(std::string(field.name_string()), std::string(field.value()));
    } catch (const std::invalid_argument& error) {
      throw malformed(error.what());
    }
  }
  // Language and host first, so that even refusals speak the client's language.
  request.language = parse_accept_language(request.headers.get_or("Accept-Language", ""));
  if (message.target().size() > limits_.url_bytes) throw url_too_long(limits_);
  if (bytes > limits_.header_bytes || count > limits_.header_count) throw head_too_large(limits_);
  if (message.version() != 11 && message.version() != 10) {
    throw Refusal{505, core::say("Bara HTTP/1.1 och 1.0 går att använda.",
                                 "Only HTTP/1.1 and 1.0 can be used.")};
  }
  // Two answers to where a request ends are how requests are smuggled past a proxy.
  const auto& headers = request.headers;
  const std::size_t lengths = headers.count("Content-Length");
  const std::size_t encodings = headers.count("Transfer-Encoding");
  if (lengths > 1) throw malformed("more than one Content-Length");
  if (lengths == 1 && headers.find("Content-Length")->find(',') != std::string_view::npos) {
    throw malformed("more than one Content-Length");
  }
  if (lengths > 0 && encodings > 0) throw malformed("Content-Length and Transfer-Encoding");
  if (encodings > 1 ||
      (encodings == 1 && !equal_ignoring_case(*headers.find("Transfer-Encoding"), "chunked"))) {
    throw malformed("a Transfer-Encoding other than chunked");
  }
  if (encodings > 0 && message.version() == 10) throw malformed("Transfer-Encoding in HTTP/1.0");
  if (headers.count("Host") != 1) throw malformed("not exactly one Host");
  request.host = host_name(trim(*headers.find("Host")));

  const auto method = parse_method(std::string_view(message.method_string()));
  if (!method) {
    throw Refusal{501, core::say("Metoden {} finns inte här.", "The method {} isn't served here.",
                                 core::shorten(std::string_view(message.method_string())))};
  }
  request.method = *method;
  try {
    set_target(request, std::string_view(message.target()));
  } catch (const core::Error& error) {
    throw Refusal{400, error.text()};
  }
  if (const auto expect = headers.find("Expect");
      expect && !equal_ignoring_case(*expect, "100-continue")) {
    throw Refusal{417, core::say("Rubriken Expect kan bara vara 100-continue.",
                                 "The header Expect can only be 100-continue.")};
  }
}

RequestParser::Progress RequestParser::parse_body(std::string& input, std::size_t limit) {
  auto& parser = inner_->parser;
  if (announced_bytes() > limit) throw body_too_large(limit);
  parser.eager(true);
  while (!parser.is_done() && !input.empty()) {
    boost::system::error_code error;
    const std::size_t used = parser.put(boost::asio::buffer(input), error);
    input.erase(0, used);
    if (error && error != beast::error::need_more) throw malformed(error.message());
    if (body_bytes() > limit) throw body_too_large(limit);
    // A piece of a chunk's head that makes no sense alone.
    if (used == 0) break;
  }
  // Heads of chunks and trailers must not pile up either.
  if (!parser.is_done() && input.size() > limits_.header_bytes) throw head_too_large(limits_);
  return parser.is_done() ? Progress::complete : Progress::need_more;
}

std::string RequestParser::take_body() {
  return std::move(inner_->parser.get().body());
}

bool RequestParser::keep_alive() const {
  return inner_->parser.get().keep_alive();
}

bool RequestParser::expects_continue() const {
  return inner_->parser.get().version() == 11 &&
         inner_->parser.get().find(beast::field::expect) != inner_->parser.get().end();
}

std::size_t RequestParser::announced_bytes() const {
  const auto length = inner_->parser.content_length();
  return length ? static_cast<std::size_t>(*length) : 0;
}

bool RequestParser::has_body() const {
  return !inner_->parser.is_done();
}

std::size_t RequestParser::body_bytes() const {
  return inner_->parser.get().body().size();
}

}  // namespace tusk::http
