#include "cli/api/api_program.h"

#include "api/openapi.h"
#include "api/session_messages.h"
#include "cli/api/api_middleware.h"
#include "cli/api/limits.h"
#include "cli/api/office_records.h"
#include "http/response.h"
#include "platform/logging.h"
#include "platform/supervisor.h"
#include "rest/access_log.h"
#include "rest/record_routes.h"

namespace tusk::cli {
namespace {

using http::Request;
using http::Response;
using platform::LogLevel;

void bind_server_routes(api::Handlers& handlers) {
  handlers.set("get_health", [](Request&) {
    return http::json_response(200, api::to_json(api::Health{.version = TUSK_VERSION}));
  });
  const auto description =
      std::make_shared<const std::string>(api::make_office_openapi(core::registry(), TUSK_VERSION));
  handlers.set("get_openapi", [description](Request&) {
    Response response;
    response.headers.set("Content-Type", "application/json");
    response.body = description;
    return response;
  });
}

std::shared_ptr<api::Router> make_router(ApiSessions& sessions, rest::RateLimiter& limiter) {
  auto router = std::make_shared<api::Router>(make_api_middlewares(sessions, limiter));
  api::Handlers handlers;
  rest::bind_record_routes(handlers, {.registry = core::registry(),
                                      .side = core::Side::office,
                                      .open = [&sessions](Request& request) {
                                        return open_office_records(sessions,
                                                                   api_caller_of(request));
                                      }});
  bind_server_routes(handlers);
  const auto parts = api::office_api_parts();
  handlers.add_to(*router, {parts.begin(), parts.end()});
  return router;
}

// Names of the Host header. On loopback none need be given.
std::vector<std::string> hosts_of(const ApiOptions& options, const std::string& computer_name) {
  std::vector<std::string> hosts = options.hosts;
  if (hosts.empty() && !options.tls) return hosts;
  for (const std::string& own : {options.address, computer_name, std::string("localhost"),
                                 std::string("127.0.0.1"), std::string("[::1]")}) {
    hosts.push_back(own.find(':') != std::string::npos && !own.starts_with('[') ? "[" + own + "]"
                                                                                : own);
  }
  return hosts;
}

http::ServerOptions server_options(const ApiOptions& options, const std::string& computer_name) {
  return {.address = options.address,
          .port = options.port,
          .tls = options.tls,
          .hosts = hosts_of(options, computer_name),
          .worker_threads = api_worker_threads,
          .access_log = rest::log_access,
          .error_log = rest::log_error};
}

}  // namespace

ApiProgram::ApiProgram(const ApiOptions& options, const business::Environment& environment)
    : sessions_(options.data_folder, environment, options.idle_time),
      limiter_(environment.clock),
      server_(std::make_unique<http::Server>(server_options(options, environment.computer_name),
                                             make_router(sessions_, limiter_))),
      certificate_(*server_, options.tls, environment.clock) {}

ApiProgram::~ApiProgram() {
  stop();
}

void ApiProgram::start() {
  server_->start();
  sweeper_ = std::jthread([this](const std::stop_token& asked_to_stop) { sweep(asked_to_stop); });
}

void ApiProgram::stop() {
  sweeper_.request_stop();
  server_->stop(api_stop_grace);
}

void ApiProgram::sweep(const std::stop_token& asked_to_stop) {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, asked_to_stop, api_sweep_every, [] { return false; }) &&
         !asked_to_stop.stop_requested()) {
    try {
      sessions_.sweep();
      certificate_.look();
    } catch (const std::exception& error) {
      platform::log(LogLevel::warning, "sweep.failed", {{"error", error.what()}});
    }
    platform::notify_alive();
  }
}

}  // namespace tusk::cli
