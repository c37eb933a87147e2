#include "online/program.h"

#include "online/limits.h"
#include "online/middleware.h"
#include "online/owners.h"
#include "online/redirect_to_https.h"
#include "online/routes/routes.h"
#include "rest/access_log.h"

namespace tusk::online {
namespace {

std::shared_ptr<api::Router> make_router(Services& services) {
  auto router = std::make_shared<api::Router>(make_middlewares(services));
  api::Handlers handlers;
  bind_session_routes(handlers, services);
  bind_role_routes(handlers, services);
  bind_administration_routes(handlers, services);
  bind_audit_routes(handlers, services);
  bind_recovery_routes(handlers, services);
  bind_account_routes(handlers, services);
  bind_passkey_routes(handlers, services);
  bind_record_routes(handlers, services);
  bind_live_routes(handlers, services);
  bind_synchronisation_routes(handlers, services);
  bind_office_routes(handlers, services);
  bind_openid_routes(handlers, services);
  bind_server_routes(handlers, services);
  handlers.add_to(
      *router, {api::Part::session, api::Part::account, api::Part::administration,
                api::Part::records, api::Part::live, api::Part::synchronisation, api::Part::office,
                api::Part::openid, api::Part::programs, api::Part::server, api::Part::files});
  add_unknown_addresses(*router);
  return router;
}

http::ServerOptions server_options(const Config& config) {
  http::Limits limits;
  limits.running_per_owner = running_per_company(config.worker_threads);
  limits.waiting_per_owner = waiting_per_company;
  return {.address = config.listen_address,
          .port = config.listen_port,
          .tls = config.tls,
          .hosts = config.hosts,
          .trusted_proxies = config.trusted_proxies,
          .worker_threads = config.worker_threads,
          .limits = limits,
          .access_log = rest::log_access,
          .error_log = rest::log_error};
}

std::unique_ptr<http::Server> make_redirector(const Config& config) {
  if (!config.redirect_port) return nullptr;
  http::ServerOptions options{.address = config.listen_address,
                              .port = *config.redirect_port,
                              .plain_on_any_address = true,
                              .hosts = config.hosts,
                              .worker_threads = 1,
                              .access_log = rest::log_access,
                              .error_log = rest::log_error};
  return std::make_unique<http::Server>(std::move(options),
                                        std::make_shared<RedirectToHttps>(config.public_url));
}

}  // namespace

Program::Program(const Config& config, const core::Clock& clock, core::Random& random,
                 identity::HashParameters hashing)
    : services_(std::make_unique<Services>(config, clock, random, hashing)),
      router_(make_router(*services_)),
      server_(std::make_unique<http::Server>(server_options(config),
                                             std::make_shared<Owners>(router_))),
      certificate_(std::make_unique<rest::CertificateWatch>(*server_, config.tls, clock)),
      sweep_(std::make_unique<Sweep>(*services_, *certificate_)),
      redirector_(make_redirector(config)) {
  services_->listening_port = server_->port();
}

Program::~Program() {
  stop();
}

void Program::start() {
  server_->start();
  if (redirector_) redirector_->start();
  sweep_->start();
  services_->delivery.start();
  services_->backchannel.start();
}

void Program::stop() {
  if (redirector_) redirector_->stop(stop_grace);
  server_->stop(stop_grace);
}

}  // namespace tusk::online
