#pragma once

// Internal: Beast's parser behind a narrow interface, with what Beast leaves open: limits of URL
// and fields, one framing only, one Host.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "http/limits.h"
#include "http/request.h"

namespace tusk::http {

class RequestParser {
 public:
  explicit RequestParser(const Limits& limits);
  ~RequestParser();

  enum class Progress { need_more, complete };
  // Takes what it can use from the front of `input`. Throws Refusal.
  Progress parse_head(std::string& input);
  // Once parse_head() is complete. `limit` in bytes. Throws Refusal.
  Progress parse_body(std::string& input, std::size_t limit);

  // Fills method, target, headers, host and language. Throws Refusal.
  void take_head(Request& request) const;
  [[nodiscard]] std::string take_body();

  [[nodiscard]] bool keep_alive() const;
  [[nodiscard]] bool expects_continue() const;
  // What Content-Length says; 0 if the length isn't known beforehand.
  [[nodiscard]] std::size_t announced_bytes() const;
  [[nodiscard]] bool has_body() const;
  [[nodiscard]] std::size_t body_bytes() const;

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
  const Limits& limits_;
};

// The request is answered with this and the connection closed: what follows can't be trusted to be
// the next request.
struct Refusal {
  int status;
  core::Text text;
};

}  // namespace tusk::http
