#pragma once

// For tests of this library: a running server with a few routes, raw sockets, certificates.

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/testing/temporary_folder.h"
#include "http/router.h"
#include "http/server.h"

namespace tusk::http::testing {

enum class Permission { anybody };

struct TestPolicy {
  explicit TestPolicy(Permission declared) : permission(declared) {}
  Permission permission;
};

using TestRouter = Router<TestPolicy>;
inline const TestPolicy kOpen{Permission::anybody};

// Opens once; awaited by tests instead of sleeping. True: opened in time (half a minute).
class Gate {
 public:
  void open();
  [[nodiscard]] bool wait();

 private:
  std::mutex mutex_;
  std::condition_variable opened_;
  bool open_ = false;
};

// Reaches `wanted` by add(); awaited.
class Counter {
 public:
  void add();
  [[nodiscard]] bool wait_for(int wanted);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
};

// Starts on a free loopback port; options may be changed before.
class TestServer {
 public:
  explicit TestServer(ServerOptions options = {}, std::vector<TestRouter::Middleware> around = {});
  void add(Method method, std::string path, TestRouter::Handler handler, RouteOptions route = {});
  void start();
  [[nodiscard]] std::string url() const;
  [[nodiscard]] std::uint16_t port() const { return server->port(); }
  [[nodiscard]] std::vector<std::string> errors();

  std::shared_ptr<TestRouter> router;
  std::unique_ptr<Server> server;

 private:
  bool tls_;
  std::mutex mutex_;
  std::vector<std::string> errors_;
};

// A plain blocking TCP connection to loopback.
class RawConnection {
 public:
  explicit RawConnection(std::uint16_t port);
  ~RawConnection();
  RawConnection(RawConnection&& other) noexcept : descriptor_(other.descriptor_) {
    other.descriptor_ = -1;
  }
  RawConnection& operator=(RawConnection&&) = delete;

  void send(const std::string& text) const;
  // Until the server closes.
  [[nodiscard]] std::string read_all() const;
  // Until `end` has been seen; what came before and with it. Less if the server closes.
  [[nodiscard]] std::string read_until(const std::string& end) const;
  void close();

 private:
  int descriptor_;
};

// A folder that goes away with the object, and its files.
class TemporaryFolder {
 public:
  [[nodiscard]] std::string path() const { return folder_.path().string(); }
  // Writes a file (with its folders); returns its path.
  std::string write(const std::string& name, const std::string& content) const;

 private:
  core::TemporaryFolder folder_;
};

// A self-signed certificate for `host` in the folder: cert.pem, key.pem (0600).
TlsFiles make_certificate(const TemporaryFolder& folder, const std::string& host);

}  // namespace tusk::http::testing
