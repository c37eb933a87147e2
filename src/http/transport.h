#pragma once

// Internal: one non-blocking connected socket, plain or TLS. Only tries; who waits is Connection.

#include <openssl/ssl.h>

#include <cstddef>
#include <memory>
#include <string_view>

#include "http/tls_context.h"

namespace tusk::http {

class Transport {
 public:
  enum class State { done, want_read, want_write, closed };
  struct Result {
    State state;
    std::size_t bytes = 0;  // only with done
  };

  // Doesn't own the descriptor, which must be non-blocking. Without context: plain.
  Transport(int descriptor, const TlsContext& context);

  [[nodiscard]] Result handshake();
  [[nodiscard]] Result read(char* into, std::size_t size);
  [[nodiscard]] Result write(std::string_view data);  // data isn't empty
  // Tells the peer that nothing more comes.
  void shut_down_sending();

  [[nodiscard]] bool encrypted() const { return ssl_ != nullptr; }
  // There is decrypted data that no wait for the socket would show.
  [[nodiscard]] bool has_pending() const { return ssl_ && SSL_pending(ssl_.get()) > 0; }

 private:
  Result failed(int result);

  int descriptor_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
};

}  // namespace tusk::http
