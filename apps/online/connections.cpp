#include "online/connections.h"
#include "online/audit_trail.h"

#include <algorithm>

#include "api/sync_messages.h"
#include "core/error.h"
#include "core/validation.h"
#include "identity/access.h"
#include "identity/allowance.h"
#include "identity/companies.h"
#include "identity/limits.h"
#include "identity/people.h"
#include "online/account_letters.h"
#include "online/limits.h"
#include "platform/logging.h"
#include "replica/connection.h"
#include "replica/state.h"
#include "rest/rate_limiter.h"
#include "storage/change_log.h"

namespace tusk::online {
namespace {

using identity::AuditEvent;
using identity::openid::OfficeDeed;
using platform::LogLevel;
using storage::Transaction;

// ---- connecting ----

// Who connects: somebody who has proved who they are, or somebody new.
struct Connector {
  std::optional<Proved> known;
  std::optional<identity::PreparedPerson> unknown;
};

// Somebody who is not known asks for a Tusk ID of a person who may have one.
void count_asked_identity(Services& services, const Requester& from) {
  const bool allowed = services.directory.write([&](Transaction& tx) {
    return identity::count_one(tx, "new identity for " + rest::address_key(from.address),
                               identity::identities_per_asker, services.clock);
  });
  if (allowed) return;
  throw core::Error(core::ErrorCode::limit,
                    core::say("Härifrån har många nya Tusk ID efterfrågats den senaste timmen. "
                              "Försök igen om en timme, eller logga in med ett Tusk ID som finns.",
                              "Many new Tusk IDs were asked for from here within the last hour. "
                              "Try again in an hour, or log in with a Tusk ID that there is."));
}

template <typename Request>
Connector find_connector(Services& services, const Request& request, const OfficeQuestion& asked) {
  Connector connector;
  const bool exists = services.directory.read([&](Transaction& tx) {
    return identity::find_person_by_email(tx, request.email).has_value();
  });
  if (request.create_identity && !exists && !request.access_token) {
    count_asked_identity(services, asked.from);
    connector.unknown.emplace(
        identity::NewPerson{
            .email = request.email,
            .name = request.person_name,
            .language = asked.from.language == core::Language::english ? "en" : "sv",
            .password = request.password},
        services.hashes);
    return connector;
  }
  connector.known = prove(services, proof_of(request), asked);
  if (connector.known) return connector;
  if (!request.create_identity) throw identity::log_in_refused();
  count_asked_identity(services, asked.from);
  throw core::Error(core::ErrorCode::conflict,
                    core::say("Adressen {} har redan ett Tusk ID, med ett annat lösenord. Logga in "
                              "med det i stället för att skapa ett nytt.",
                              "The address {} already has a Tusk ID, with another password. Log in "
                              "with it instead of making a new one.",
                              core::shorten(request.email)));
}

std::optional<identity::Person> person_of(const Connector& connector) {
  return connector.known ? std::optional(connector.known->person) : std::nullopt;
}

OfficeDeed deed_of(const api::ConnectRequest& request) {
  return request.renew ? OfficeDeed::update : OfficeDeed::connect;
}

// Somebody new: nobody knows yet whether the address is theirs; they are asked by a letter to it.
identity::Person enter_person(Services& services, Transaction& tx, const Connector& connector) {
  if (connector.known) {
    use_up(tx, *connector.known);
    return connector.known->person;
  }
  const identity::Person person = connector.unknown->insert(tx, services.random, services.clock);
  send_confirmation(tx, person, letter_desk(services));
  return person;
}

void check_name(const char* field, const std::string& name) {
  const std::size_t length = core::is_clean_text(name) ? core::count_characters(name) : 0;
  if (length > 0 && length <= max_office_name_characters) return;
  throw core::invalid_field(
      field, name,
      core::say("{} saknas eller är längre än {} tecken.",
                "{} is missing or longer than {} characters.", field, max_office_name_characters));
}

// Edits made here that the office does not have. None if the data is gone.
std::int64_t count_unfetched(Services& services, const identity::Company& company) {
  try {
    return services.tenants.open(company)->read([](Transaction& tx) {
      return storage::count_after(tx, replica::load_state(tx).own_acked.sequence);
    });
  } catch (const core::Error& error) {
    if (error.code() == core::ErrorCode::not_found) return 0;
    throw;
  }
}

// Whether this person may connect a company that is (or was) connected. With `renew`, what waits
// here goes into the history.
void check_reconnecting(Services& services, Transaction& tx,
                        const std::optional<identity::Person>& person,
                        const identity::Company& company, bool renew) {
  // Somebody new is nobody there.
  if (!person || identity::find_role(tx, person->id, company.id) != identity::Role::super_user) {
    throw core::Error(
        core::ErrorCode::forbidden,
        core::say("Företaget är anslutet av någon annan. En av dess superanvändare behöver ansluta "
                  "det.",
                  "The company was connected by somebody else. One of its super users must connect "
                  "it."));
  }
  const bool has_data = company.state == identity::CompanyState::active;
  const std::int64_t unfetched = has_data && !renew ? count_unfetched(services, company) : 0;
  if (unfetched > 0) {
    throw core::Error(
        core::ErrorCode::conflict,
        core::say(
            "Företaget är anslutet, och {} ändringar på webben är inte hämtade till kontoret. "
            "Låt det synkronisera, eller uppdatera anslutningen (tusk online update): då läggs de "
            "i synkroniseringshistoriken.",
            "The company is connected, and {} edits made on the web have not been fetched to "
            "the office. Let it synchronise, or update the connection (tusk online update): then "
            "they go into the synchronisation history.",
            unfetched));
  }
}

void check_request(const api::ConnectRequest& request) {
  check_name("company_uuid", request.company_uuid);
  check_name("computer_name", request.computer_name);
  check_name("computer_uuid", request.computer_uuid);
  // What was connected once has met them, and is only to be made whole.
  if (request.renew) return;
  std::vector<core::Problem> problems;
  for (const char* needed : api::connect_prerequisites) {
    const bool is_met = std::any_of(
        request.prerequisites.begin(), request.prerequisites.end(),
        [&](const api::ConnectPrerequisite& one) { return one.met && one.name == needed; });
    if (is_met) continue;
    problems.push_back(
        {std::string("prerequisites.") + needed, "",
         core::say("{} är inte uppfyllt. Fyll i det på kontoret (tusk online status), eller "
                   "uppdatera Tusk där.",
                   "{} is not met. Fill it in in the office (tusk online status), or update Tusk "
                   "there.",
                   needed)});
  }
  if (problems.empty()) return;
  throw core::Error(
      core::ErrorCode::conflict,
      core::say("Företaget kan inte anslutas än: {} saker fattas.",
                "The company cannot be connected yet: {} things are missing.", problems.size()),
      std::move(problems));
}

// Throws if the person may not connect the company, which this answers if it is known.
std::optional<identity::Company> check_company(Services& services, Transaction& tx,
                                               const std::optional<identity::Person>& person,
                                               const api::ConnectRequest& request) {
  const auto company = identity::find_company_of_office(tx, request.company_uuid);
  if (company) {
    check_reconnecting(services, tx, person, *company, request.renew);
  } else if (!services.config.new_companies) {
    throw core::Error(core::ErrorCode::forbidden,
                      core::say("Den här servern tar inte emot nya företag. Fråga den som sköter "
                                "den.",
                                "This server takes no new companies. Ask whoever runs it."));
  }
  return company;
}

struct Connected {
  identity::Person person;
  std::optional<identity::Company> before;
  identity::Company company;
  identity::NewDevice device;
};

Connected write_connection(Services& services, Transaction& tx, const Connector& connector,
                           const api::ConnectRequest& request) {
  Connected made;
  made.before = check_company(services, tx, person_of(connector), request);
  made.person = enter_person(services, tx, connector);
  made.company = identity::connect_company(tx, services.random, services.clock,
                                           {.name = request.company_name,
                                            .office_uuid = request.company_uuid,
                                            .connected_by = made.person.id});
  identity::set_membership(tx, made.person.id, made.company.id, identity::Role::super_user,
                           services.clock);
  // What the office says of its own users is true: whether the user is there and active is looked
  // at when its data has come.
  if (request.office_user) {
    identity::set_office_record(tx, made.company.id, made.person.id,
                                {"user", *request.office_user});
  }
  made.device = identity::create_device(tx, services.random, services.clock, made.company,
                                        request.computer_name, request.computer_uuid);
  write_audit(tx, services.clock, made.company.id, actor_of(made.person),
              AuditEvent::company_connected, request.computer_name);
  return made;
}

}  // namespace

void check_connection(Services& services, const api::ConnectRequest& request,
                      const Requester& requester) {
  check_request(request);
  const Connector connector = find_connector(
      services, request,
      {deed_of(request), std::cref(request.company_uuid), Purpose::question, requester});
  services.directory.read([&](Transaction& tx) {
    static_cast<void>(check_company(services, tx, person_of(connector), request));
  });
}

api::ConnectAnswer connect_office(Services& services, const api::ConnectRequest& request,
                                  const Requester& requester) {
  check_request(request);
  const Connector connector = find_connector(
      services, request,
      {deed_of(request), std::cref(request.company_uuid), Purpose::change, requester});
  const Connected made = services.directory.write(
      [&](Transaction& tx) { return write_connection(services, tx, connector, request); });
  // What an active company has is shown on, and is not to be changed any more: what is received
  // takes its place.
  if (made.company.state == identity::CompanyState::active) {
    services.tenants.open(made.company)->write([](Transaction& tx) {
      replica::stop_for_resync(tx);
    });
  }
  services.waits.end_company(made.company.id);
  services.events.end_company(made.company.id);
  services.first_syncs.sweep();
  services.delivery.wake();
  platform::log(LogLevel::info, "company.connected",
                {{"company", made.company.id},
                 {"person", made.person.id},
                 {"computer", request.computer_name},
                 {"again", made.before ? "yes" : "no"}});
  return {made.company.id, made.device.device.id, made.device.secret, made.person.name,
          made.person.email};
}

// ---- a new key ----

api::ConnectAnswer renew_key(Services& services, const api::RenewRequest& request,
                             const Requester& requester) {
  check_name("company_uuid", request.company_uuid);
  check_name("computer_name", request.computer_name);
  check_name("computer_uuid", request.computer_uuid);
  const auto proved =
      prove(services, proof_of(request),
            {OfficeDeed::update, std::cref(request.company_uuid), Purpose::change, requester});
  if (!proved) throw identity::log_in_refused();
  const identity::Person& person = proved->person;
  const auto made = services.directory.write([&](Transaction& tx) {
    const auto company = identity::find_company_of_office(tx, request.company_uuid);
    if (!company || company->state == identity::CompanyState::disconnected ||
        identity::find_role(tx, person.id, company->id) != identity::Role::super_user) {
      throw core::Error(
          core::ErrorCode::not_found,
          core::say("Företaget är inte anslutet här, eller {} är inte superanvändare i det. Koppla "
                    "ifrån och anslut på nytt.",
                    "The company is not connected here, or {} is no super user of it. Disconnect, "
                    "and connect anew.",
                    person.email));
    }
    use_up(tx, *proved);
    identity::revoke_devices_of(tx, company->id, request.computer_uuid);
    write_audit(tx, services.clock, company->id, actor_of(person), AuditEvent::computer_added,
                request.computer_name);
    return identity::create_device(tx, services.random, services.clock, *company,
                                   request.computer_name, request.computer_uuid);
  });
  platform::log(LogLevel::info, "device.renewed",
                {{"company", made.device.company.id}, {"person", person.id}});
  return {made.device.company.id, made.device.id, made.secret, person.name, person.email};
}

// ---- another computer ----

api::DeviceAnswer add_device(Services& services, const identity::Device& device,
                             const api::DeviceRequest& request) {
  check_name("computer_name", request.computer_name);
  check_name("computer_uuid", request.computer_uuid);
  const auto made = services.directory.write([&](Transaction& tx) {
    identity::revoke_devices_of(tx, device.company.id, request.computer_uuid);
    if (identity::count_devices(tx, device.company.id) >= identity::max_devices_per_company) {
      throw core::Error(core::ErrorCode::limit,
                        core::say("Kontoret har redan nycklar till {} datorer, fler får det inte "
                                  "ha. Koppla ifrån och anslut på nytt: då räknas bara de datorer "
                                  "som finns.",
                                  "The office has keys for {} computers already, and may have no "
                                  "more. Disconnect and connect anew: then only those computers "
                                  "count that there are.",
                                  identity::max_devices_per_company));
    }
    write_audit(tx, services.clock, device.company.id, actor_of(device), AuditEvent::computer_added,
                request.computer_name);
    return identity::create_device(tx, services.random, services.clock, device.company,
                                   request.computer_name, request.computer_uuid);
  });
  platform::log(LogLevel::info, "device.added",
                {{"company", device.company.id},
                 {"computer", request.computer_name},
                 {"by", device.computer_name}});
  return {made.device.id, made.secret};
}

// ---- who answers for the connection ----

namespace {

bool is_same_address(std::string_view left, std::string_view right) {
  const auto lower = [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter;
  };
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [&](char a, char b) { return lower(a) == lower(b); });
}

// The active super user of the office whose employee has the address. What the office says of its
// people has come with the rounds.
std::optional<core::RecordId> find_super_user_of_office(Services& services, Transaction& tx,
                                                        const std::string& email) {
  const core::Registry& registry = services.store.registry();
  const core::RecordType& user_type = registry.get("user");
  const core::RecordType& employee_type = registry.get("employee");
  storage::RecordQuery query{.filters = {{.field = "super_user", .value = core::Value(true)},
                                         {.field = "active", .value = core::Value(true)}},
                             .limit = 500};
  do {
    const storage::RecordPage page = services.store.list(tx, user_type, query);
    for (const core::Record& user : page.records) {
      const core::Value& employee = core::value_of(user_type, user, "employee");
      if (employee.is_null()) continue;
      const auto record = services.store.find(tx, employee_type, employee.integer());
      if (!record) continue;
      const core::Value& address = core::value_of(employee_type, *record, "email");
      if (is_same_address(core::to_display(address), email)) return user.id;
    }
    query.cursor = page.next_cursor;
  } while (!query.cursor.empty());
  return std::nullopt;
}

}  // namespace

api::OnlinePeople list_people_online(Services& services, const identity::Device& device) {
  api::OnlinePeople online;
  for (const identity::Session& session : services.directory.read([&](Transaction& tx) {
         return services.sessions.list_in_company(tx, device.company.id);
       })) {
    online.people.push_back(
        {session.person.name, session.person.email, {session.created_at}, {session.last_activity}});
  }
  return online;
}

api::HandOverAnswer hand_over(Services& services, const identity::Device& device,
                              const api::HandOverRequest& request, const Requester& requester) {
  const identity::Company& company = device.company;
  const auto office_user = services.tenants.open(company)->read(
      [&](Transaction& tx) { return find_super_user_of_office(services, tx, request.email); });
  if (!office_user) {
    throw core::Error(
        core::ErrorCode::forbidden,
        core::say(
            "{} är inte adressen till någon av kontorets superanvändare. Knyt användaren till "
            "en anställd med den e-postadressen, gör den till superanvändare, och vänta på "
            "nästa synkronisering.",
            "{} is not the address of one of the office's super users. Link the user to an "
            "employee with that e-mail address, make it a super user, and wait for the next "
            "synchronisation.",
            core::shorten(request.email)));
  }
  const Connector connector = find_connector(
      services, request, {OfficeDeed::change_user, std::cref(company), Purpose::change, requester});
  const identity::Person person = services.directory.write([&](Transaction& tx) {
    const identity::Person found = enter_person(services, tx, connector);
    identity::set_membership(tx, found.id, company.id, identity::Role::super_user, services.clock);
    identity::set_office_record(tx, company.id, found.id, {"user", *office_user});
    identity::set_connected_by(tx, company.id, found.id);
    write_audit(tx, services.clock, company.id, actor_of(device),
                AuditEvent::connection_handed_over, found.name);
    return found;
  });
  services.delivery.wake();
  platform::log(LogLevel::info, "company.handed_over",
                {{"company", company.id}, {"person", person.id}});
  return {person.name};
}

// ---- disconnecting ----

namespace {

// The last that a browser hears of the company.
LiveEvent make_farewell(const std::string& company_name, const std::string& by) {
  const core::Text text =
      core::say("{} är frånkopplat från Tusk Online av {}. Allt finns kvar på kontoret.",
                "{} was disconnected from Tusk Online by {}. Everything is still in the office.",
                company_name, by);
  return make_event("disconnected", api::to_json(api::DisconnectedEvent{text.sv}),
                    api::to_json(api::DisconnectedEvent{text.en}));
}

// The person who connected it, if that is who logs in so.
Proved check_owner(Services& services, const identity::Company& company,
                   const api::DisconnectRequest& request, const OfficeQuestion& asked) {
  auto proved = prove(services, proof_of(request), asked);
  if (!proved) throw identity::log_in_refused();
  if (proved->person.id != company.connected_by) {
    const auto owner = services.directory.read(
        [&](Transaction& tx) { return identity::find_person(tx, company.connected_by); });
    const std::string name = owner ? owner->name : "";
    throw core::Error(
        core::ErrorCode::forbidden,
        core::say("Bara {}, som anslöt företaget, kan koppla från det. Logga in med "
                  "det Tusk ID:t.",
                  "Only {}, who connected the company, can disconnect it. Log in with "
                  "that Tusk ID.",
                  name));
  }
  return *std::move(proved);
}

}  // namespace

void check_disconnection(Services& services, const identity::Device& device,
                         const api::DisconnectRequest& request, const Requester& requester) {
  static_cast<void>(check_owner(
      services, device.company, request,
      {OfficeDeed::disconnect, std::cref(device.company), Purpose::question, requester}));
}

void disconnect_office(Services& services, const identity::Device& device,
                       const api::DisconnectRequest& request, const Requester& requester) {
  const identity::Company& company = device.company;
  const Proved proved =
      check_owner(services, company, request,
                  {OfficeDeed::disconnect, std::cref(company), Purpose::change, requester});
  const identity::Person& person = proved.person;
  services.directory.write([&](Transaction& tx) {
    use_up(tx, proved);
    identity::disconnect_company(tx, company.id);
    write_audit(tx, services.clock, company.id, actor_of(person), AuditEvent::company_disconnected);
  });
  services.events.end_company(company.id, make_farewell(company.name, person.name));
  services.waits.end_company(company.id);
  services.first_syncs.sweep();
  platform::log(LogLevel::info, "company.disconnected",
                {{"company", company.id}, {"person", person.id}});
}

}  // namespace tusk::online
