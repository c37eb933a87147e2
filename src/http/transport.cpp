#include "http/transport.h"

#include <openssl/err.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <stdexcept>

namespace tusk::http {
namespace {

int to_int(std::size_t size) {
  return static_cast<int>(std::min<std::size_t>(size, INT_MAX));
}

bool would_block() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

}  // namespace

Transport::Transport(int descriptor, const TlsContext& context)
    : descriptor_(descriptor), ssl_(context ? SSL_new(context.get()) : nullptr, SSL_free) {
  if (!context) return;
  if (!ssl_ || SSL_set_fd(ssl_.get(), descriptor) != 1) {
    throw std::runtime_error("no TLS session: " + openssl_errors());
  }
  SSL_set_accept_state(ssl_.get());
}

Transport::Result Transport::failed(int result) {
  const int error = SSL_get_error(ssl_.get(), result);
  if (error == SSL_ERROR_WANT_READ) return {State::want_read};
  if (error == SSL_ERROR_WANT_WRITE) return {State::want_write};
  // After a fatal error OpenSSL allows no shutdown.
  SSL_set_quiet_shutdown(ssl_.get(), 1);
  return {State::closed};
}

Transport::Result Transport::handshake() {
  if (!ssl_) return {State::done};
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_.get());
  return result == 1 ? Result{State::done} : failed(result);
}

Transport::Result Transport::read(char* into, std::size_t size) {
  if (ssl_) {
    ERR_clear_error();
    const int result = SSL_read(ssl_.get(), into, to_int(size));
    return result > 0 ? Result{State::done, static_cast<std::size_t>(result)} : failed(result);
  }
  const auto result = ::recv(descriptor_, into, size, 0);
  if (result > 0) return {State::done, static_cast<std::size_t>(result)};
  return {result < 0 && would_block() ? State::want_read : State::closed};
}

Transport::Result Transport::write(std::string_view data) {
  if (ssl_) {
    ERR_clear_error();
    const int result = SSL_write(ssl_.get(), data.data(), to_int(data.size()));
    return result > 0 ? Result{State::done, static_cast<std::size_t>(result)} : failed(result);
  }
  const auto result = ::send(descriptor_, data.data(), data.size(), MSG_NOSIGNAL);
  if (result >= 0) return {State::done, static_cast<std::size_t>(result)};
  return {would_block() ? State::want_write : State::closed};
}

void Transport::shut_down_sending() {
  if (ssl_ && SSL_is_init_finished(ssl_.get())) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
  }
  ::shutdown(descriptor_, SHUT_WR);
}

}  // namespace tusk::http
