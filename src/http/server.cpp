#include "http/server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <ctime>
#include <thread>

#include "core/error.h"
#include "http/connection.h"
#include "http/server_core.h"

namespace tusk::http {
namespace asio = boost::asio;
using asio::awaitable;
using asio::ip::tcp;

namespace {

std::string format_date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[64];
  const auto size = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return std::string(text, size);
}

// Whom the limit of connections counts: an IPv6 site has as many addresses as it likes.
std::string address_key(const asio::ip::address& address) {
  if (!address.is_v6() || address.is_loopback()) return address.to_string();
  const auto bytes = address.to_v6().to_bytes();
  return std::string(bytes.begin(), bytes.begin() + 8);
}

asio::ip::address parse_address(const std::string& text) {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(text == "localhost" ? "127.0.0.1" : text, error);
  if (!error) return address;
  throw core::invalid_field("address", text,
                            core::say("Lyssningsadressen ”{}” ska vara en IP-adress, som 127.0.0.1 "
                                      "eller 0.0.0.0.",
                                      "The listening address “{}” must be an IP address, like "
                                      "127.0.0.1 or 0.0.0.0.",
                                      text));
}

void check_exposure(const ServerOptions& options, const asio::ip::address& address) {
  if (address.is_loopback()) return;
  if (!options.tls && !options.plain_on_any_address) {
    throw core::invalid_field(
        "tls", "",
        core::say("Adressen {} nås av andra datorer, och då måste trafiken krypteras. Ange "
                  "certifikat och nyckel, eller lyssna på 127.0.0.1.",
                  "The address {} can be reached by other computers, so the traffic must be "
                  "encrypted. Give a certificate and key, or listen on 127.0.0.1.",
                  options.address));
  }
  if (options.hosts.empty()) {
    throw core::invalid_field(
        "hosts", "",
        core::say("Ange vilka värdnamn servern svarar för när den lyssnar på {}.",
                  "Give the host names that the server answers for when it listens on {}.",
                  options.address));
  }
}

}  // namespace

class Server::Implementation {
 public:
  Implementation(ServerOptions options, std::shared_ptr<Dispatcher> dispatcher);
  ~Implementation() { stop(std::chrono::milliseconds(0)); }

  void start();
  void stop(std::chrono::milliseconds grace);
  [[nodiscard]] std::uint16_t port() const { return port_; }
  ServerCore& core() { return core_; }

 private:
  void bind();
  awaitable<void> accept();
  awaitable<void> tick(IoThread& io);
  void admit(IoThread& io, tcp::socket socket);
  template <typename Action>
  void for_each_connection(Action action);

  ServerCore core_;
  std::vector<std::unique_ptr<IoThread>> io_;
  std::optional<tcp::acceptor> acceptor_;
  std::vector<asio::executor_work_guard<asio::io_context::executor_type>> guards_;
  std::vector<std::thread> threads_;
  std::uint16_t port_ = 0;
  std::size_t next_ = 0;
  std::once_flag stopped_;
  std::chrono::steady_clock::time_point tls_since_ = std::chrono::steady_clock::now();
};

Server::Implementation::Implementation(ServerOptions options,
                                       std::shared_ptr<Dispatcher> dispatcher)
    : core_(std::move(options), std::move(dispatcher)) {
  for (int i = 0; i < std::max(1, core_.options.io_threads); ++i) {
    io_.push_back(std::make_unique<IoThread>());
    guards_.push_back(asio::make_work_guard(io_.back()->context));
  }
  bind();
}

void Server::Implementation::bind() {
  const auto address = parse_address(core_.options.address);
  check_exposure(core_.options, address);
  const tcp::endpoint endpoint(address, core_.options.port);
  acceptor_.emplace(io_.front()->context);
  boost::system::error_code error;
  acceptor_->open(endpoint.protocol(), error);
  if (!error) acceptor_->set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_->bind(endpoint, error);
  if (!error) acceptor_->listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    throw core::Error(
        core::ErrorCode::unavailable,
        core::say("Servern kan inte lyssna på {}, port {}: {}. Välj en annan port, eller avsluta "
                  "programmet som använder den.",
                  "The server can't listen on {}, port {}: {}. Choose another port, or end the "
                  "program that uses it.",
                  core_.options.address, core_.options.port, error.message()));
  }
  port_ = acceptor_->local_endpoint().port();
}

void Server::Implementation::start() {
  for (const auto& io : io_) {
    asio::co_spawn(io->context, tick(*io), asio::detached);
    io->date = format_date();
  }
  asio::co_spawn(io_.front()->context, accept(), asio::detached);
  for (const auto& io : io_) {
    threads_.emplace_back([context = &io->context] { context->run(); });
  }
}

awaitable<void> Server::Implementation::accept() {
  for (;;) {
    IoThread& io = *io_[next_++ % io_.size()];
    tcp::socket socket(io.context);
    boost::system::error_code error;
    co_await acceptor_->async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
    if (core_.stopping) co_return;
    if (error) {
      // Most likely no descriptor is free: let some close.
      asio::steady_timer pause(io_.front()->context, core_.options.limits.tick);
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
      continue;
    }
    admit(io, std::move(socket));
  }
}

void Server::Implementation::admit(IoThread& io, tcp::socket socket) {
  boost::system::error_code error;
  const auto peer = socket.remote_endpoint(error);
  if (error) return;
  const std::string address = peer.address().to_string();
  const std::string key = core_.is_trusted_proxy(address) ? "" : address_key(peer.address());
  if (!core_.admit(key)) return;
  socket.non_blocking(true, error);
  socket.set_option(tcp::no_delay(true), error);
  socket.set_option(asio::socket_base::keep_alive(true), error);
  asio::post(io.context, [this, &io, address, key, socket = std::move(socket)]() mutable {
    std::shared_ptr<Connection> connection;
    try {
      connection = std::make_shared<Connection>(core_, io, std::move(socket), address, key);
    } catch (const std::exception& exception) {
      core_.log_error("", exception.what());
      core_.release_address(key);
      core_.release_connection();
      return;
    }
    asio::co_spawn(io.context, connection->run(),
                   [this, connection](const std::exception_ptr& exception) {
                     try {
                       if (exception) std::rethrow_exception(exception);
                     } catch (const std::exception& failure) {
                       core_.log_error("", failure.what());
                     }
                   });
  });
}

awaitable<void> Server::Implementation::tick(IoThread& io) {
  for (;;) {
    boost::system::error_code error;
    io.ticker.expires_after(core_.options.limits.tick);
    co_await io.ticker.async_wait(asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return;
    const auto now = std::chrono::steady_clock::now();
    io.date = format_date();
    for (Connection* connection : io.connections) connection->tick(now);
    if (&io == io_.front().get() && core_.options.tls &&
        now - tls_since_ > core_.options.limits.ticket_key_life) {
      tls_since_ = now;
      try {
        core_.replace_tls();
      } catch (const std::exception& exception) {
        core_.log_error("", exception.what());
      }
    }
  }
}

template <typename Action>
void Server::Implementation::for_each_connection(Action action) {
  for (const auto& io : io_) {
    asio::post(io->context, [action, &io] {
      for (Connection* connection : io->connections) action(*connection);
    });
  }
}

void Server::Implementation::stop(std::chrono::milliseconds grace) {
  std::call_once(stopped_, [&] {
    core_.stopping = true;
    asio::post(io_.front()->context, [this] {
      boost::system::error_code ignored;
      acceptor_->close(ignored);
    });
    for_each_connection([](Connection& connection) { connection.wake(); });
    if (!threads_.empty() && !core_.wait_for_no_connections(grace)) {
      for_each_connection([](Connection& connection) { connection.abort(); });
    }
    core_.workers.join();
    // Nothing blocks any more: cut lines end as soon as their thread comes to them.
    if (!threads_.empty()) core_.wait_for_no_connections(std::chrono::hours(1));
    for (const auto& io : io_) asio::post(io->context, [&io] { io->ticker.cancel(); });
    guards_.clear();
    for (const auto& io : io_) {
      asio::post(io->context, [&io] { io->context.stop(); });
    }
    for (auto& thread : threads_) thread.join();
  });
}

Server::Server(ServerOptions options, std::shared_ptr<Dispatcher> dispatcher)
    : implementation_(std::make_unique<Implementation>(std::move(options), std::move(dispatcher))) {
}

Server::~Server() = default;

void Server::start() {
  implementation_->start();
}

std::uint16_t Server::port() const {
  return implementation_->port();
}

void Server::stop(std::chrono::milliseconds grace) {
  implementation_->stop(grace);
}

void Server::reload_certificate() {
  implementation_->core().replace_tls();
}

core::Microseconds Server::certificate_expires() const {
  return expiry_of(implementation_->core().tls());
}

std::size_t Server::connection_count() const {
  return implementation_->core().connection_count();
}

}  // namespace tusk::http
