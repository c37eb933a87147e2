#pragma once

// What the protocol answers when it refuses: an error that the client's program reads.

#include <stdexcept>
#include <string>

namespace tusk::identity::openid {

class Refusal : public std::runtime_error {
 public:
  // `code`: of RFC 6749 or OpenID Connect ("invalid_grant"). `description`: English, ASCII, for
  // whoever writes the client; never what was given.
  Refusal(const char* code, const std::string& description)
      : std::runtime_error(description), code_(code) {}
  [[nodiscard]] const char* code() const { return code_; }

 private:
  const char* code_;
};

}  // namespace tusk::identity::openid
