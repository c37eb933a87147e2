#pragma once

// tusk-online, wired together. The program itself and the tests use this same class.

#include <cstdint>
#include <memory>

#include "api/binding.h"
#include "http/server.h"
#include "online/config.h"
#include "online/services.h"
#include "online/sweep.h"

namespace tusk::online {

class Program {
 public:
  // Opens the data folder and binds the ports. Throws core::Error that says what to mend. `clock`
  // and `random` outlive it.
  Program(const Config& config, const core::Clock& clock, core::Random& random,
          identity::HashParameters hashing = {});
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  // Answers from now on; returns at once.
  void start();
  // Lets running requests finish. From any thread but the server's own.
  void stop();

  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  [[nodiscard]] Services& services() { return *services_; }
  [[nodiscard]] Sweep& sweep() { return *sweep_; }
  [[nodiscard]] const api::Router& router() const { return *router_; }

 private:
  // In this order: what looks after the servers ends first, then they, then what their requests
  // use.
  std::unique_ptr<Services> services_;
  std::shared_ptr<api::Router> router_;
  std::unique_ptr<http::Server> server_;
  std::unique_ptr<rest::CertificateWatch> certificate_;
  std::unique_ptr<Sweep> sweep_;
  std::unique_ptr<http::Server> redirector_;  // from plain HTTP; null: none
};

}  // namespace tusk::online
