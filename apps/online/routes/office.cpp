// The endpoint of the offices' Tusk Sync: the first synchronisation, rounds and the question for
// news. What connecting and disconnecting do is in connections.cpp.

#include "api/limits.h"
#include "api/office_messages.h"
#include "api/rounds.h"
#include "api/transfer_messages.h"
#include "online/caller.h"
#include "online/connections.h"
#include "online/departures.h"
#include "online/news.h"
#include "online/routes/routes.h"
#include "platform/logging.h"
#include "replica/audit.h"
#include "replica/connection.h"
#include "replica/round.h"
#include "replica/state.h"
#include "rest/parameters.h"
#include "sync/codec.h"

namespace tusk::online {
namespace {

using http::Request;
using http::Response;
using platform::LogLevel;
using storage::Transaction;

Requester requester_of(const Request& request) {
  return {.address = request.peer_address, .language = request.language};
}

void log_round(const identity::Device& device, const sync::RoundRequest& request,
               const replica::OnlineRoundResult& result) {
  const bool is_quiet = result.response.status == sync::RoundStatus::ok &&
                        request.changes.empty() && result.response.changes.empty();
  platform::log(is_quiet ? LogLevel::debug : LogLevel::info, "round",
                {{"company", device.company.id},
                 {"computer", request.computer},
                 {"status", sync::name_of(result.response.status)},
                 {"up", std::to_string(request.changes.size())},
                 {"down", std::to_string(result.response.changes.size())},
                 {"conflicts", std::to_string(result.conflicts.size())}});
}

// The company is called here what it calls itself.
void follow_name(Services& services, const identity::Company& company, Tenant& tenant,
                 const std::vector<sync::RecordChange>& applied) {
  const core::RecordType& type = services.store.registry().get("company");
  for (const sync::RecordChange& change : applied) {
    if (change.type_number != type.number) continue;
    const auto record = tenant.read(
        [&](Transaction& tx) { return services.store.find(tx, type, change.record_id); });
    const std::string name = record ? core::title_of(type, *record) : "";
    if (name.empty() || name == company.name) continue;
    services.directory.write(
        [&](Transaction& tx) { identity::rename_company(tx, company.id, name); });
  }
}

Response exchange_round(Services& services, Request& request) {
  const identity::Device& device = device_of(request);
  const sync::RoundRequest round = api::read_round(request, services.store.registry());
  const auto tenant = services.tenants.open(device.company);
  const auto departures = expect_departures(services, device.company, round);
  const replica::OnlineRoundResult result =
      replica::run_online_round(*tenant->take(), services.store, round, services.clock);
  log_round(device, round, result);
  if (departures) close_departed(services, *departures);
  follow_name(services, device.company, *tenant, result.applied);
  tell_round(services, device.company, *tenant, result);
  return api::round_response(result.response, services.store.registry());
}

Response exchange_audit(Services& services, Request& request) {
  const identity::Device& device = device_of(request);
  const sync::AuditRequest audit = api::read_audit(request, services.store.registry());
  const auto tenant = services.tenants.open(device.company);
  if (audit.result) {
    platform::log(LogLevel::info, "audit",
                  {{"company", device.company.id},
                   {"result", sync::name_of(audit.result->outcome)},
                   {"compared", std::to_string(audit.result->compared)},
                   {"differing", std::to_string(audit.result->differing)}});
  }
  const auto answer = replica::answer_audit(*tenant->take(), services.store, audit);
  // Its result is shown beside the state.
  if (audit.result) tell_sync_status(services, device.company);
  return api::audit_response(answer, services.store.registry());
}

Response wait_for_change(Services& services, Request& request) {
  const identity::Device& device = device_of(request);
  const std::int64_t sequence = rest::integer_of(request, "sequence", 0);
  const auto tenant = services.tenants.open(device.company);
  const auto promise = services.waits.open(device.company.id, device.id, sequence);
  try {
    // Asked only now: what is committed from here on is told to the promise.
    const std::int64_t head = tenant->load_head();
    if (head > sequence) {
      promise->complete(http::json_response(200, api::to_json(api::LogHead{head})));
    }
  } catch (...) {
    promise->detach();
    throw;
  }
  return http::deferred(promise);
}

Response reply_with(const sync::TransferReply& reply) {
  return http::json_response(200, api::to_json(reply));
}

Response put_block(Services& services, Request& request) {
  const sync::TransferSender sender{std::string(request.query_parameter("archive").value_or("")),
                                    rest::integer_of(request, "token", 0)};
  return reply_with(services.first_syncs.put_block(
      device_of(request), sender, rest::integer_in(request.path_parameter("block"), "block"),
      request.body));
}

void bind_first_sync_routes(api::Handlers& handlers, Services& services) {
  handlers.set("begin_transfer", [&](Request& request) {
    const auto offer = api::parse<api::TransferOffer>(request.body);
    return reply_with(services.first_syncs.begin(device_of(request), offer));
  });
  handlers.set("put_block", [&](Request& request) { return put_block(services, request); });
  handlers.set("finish_transfer", [&](Request& request) {
    const auto sender = api::parse<api::TransferSender>(request.body);
    return reply_with(services.first_syncs.finish(device_of(request), sender));
  });
  handlers.set("cancel_transfer", [&](Request& request) {
    services.first_syncs.cancel(device_of(request).company);
    return http::no_content();
  });
}

// The web is not to change any more what the office can't get.
Response report_rewind(Services& services, Request& request) {
  const identity::Company& company = device_of(request).company;
  services.tenants.open(company)->write([](Transaction& tx) { replica::stop_for_resync(tx); });
  platform::log(LogLevel::warning, "company.rewound", {{"company", company.id}});
  tell_sync_status(services, company);
  return http::no_content();
}

}  // namespace

void bind_office_routes(api::Handlers& handlers, Services& services) {
  handlers.set("exchange_round",
               [&](Request& request) { return exchange_round(services, request); });
  handlers.set("exchange_audit",
               [&](Request& request) { return exchange_audit(services, request); });
  handlers.set("wait_for_change",
               [&](Request& request) { return wait_for_change(services, request); });
  bind_first_sync_routes(handlers, services);
  handlers.set("report_rewind", [&](Request& request) { return report_rewind(services, request); });
  handlers.set("check_connection", [&](Request& request) {
    check_connection(services, api::parse<api::ConnectRequest>(request.body),
                     requester_of(request));
    return http::no_content();
  });
  handlers.set("connect_office", [&](Request& request) {
    const auto given = api::parse<api::ConnectRequest>(request.body);
    return http::json_response(
        200, api::to_json(connect_office(services, given, requester_of(request))));
  });
  handlers.set("renew_key", [&](Request& request) {
    const auto given = api::parse<api::RenewRequest>(request.body);
    return http::json_response(200,
                               api::to_json(renew_key(services, given, requester_of(request))));
  });
  handlers.set("add_device", [&](Request& request) {
    const auto given = api::parse<api::DeviceRequest>(request.body);
    return http::json_response(200, api::to_json(add_device(services, device_of(request), given)));
  });
  handlers.set("list_people_online", [&](Request& request) {
    return http::json_response(200, api::to_json(list_people_online(services, device_of(request))));
  });
  handlers.set("hand_over", [&](Request& request) {
    const auto given = api::parse<api::HandOverRequest>(request.body);
    return http::json_response(
        200, api::to_json(hand_over(services, device_of(request), given, requester_of(request))));
  });
  handlers.set("check_disconnection", [&](Request& request) {
    const auto given = api::parse<api::DisconnectRequest>(request.body);
    check_disconnection(services, device_of(request), given, requester_of(request));
    return http::no_content();
  });
  handlers.set("disconnect_office", [&](Request& request) {
    const auto given = api::parse<api::DisconnectRequest>(request.body);
    disconnect_office(services, device_of(request), given, requester_of(request));
    return http::no_content();
  });
}

}  // namespace tusk::online
