#include "api/routes.h"

#include <stdexcept>

#include "api/limits.h"

namespace tusk::api {
namespace {

using http::Method;

constexpr RoutePolicy open(Permission::everyone, LimitClass::normal, Interactive::no);
constexpr RoutePolicy password(Permission::everyone, LimitClass::login, Interactive::no);
constexpr RoutePolicy person(Permission::identity, LimitClass::normal, Interactive::yes);
constexpr RoutePolicy person_background(Permission::identity, LimitClass::normal, Interactive::no);
constexpr RoutePolicy reader(Permission::company_read, LimitClass::normal, Interactive::yes);
constexpr RoutePolicy searcher(Permission::company_read, LimitClass::search, Interactive::yes);
constexpr RoutePolicy reader_background(Permission::company_read, LimitClass::normal,
                                        Interactive::no);
constexpr RoutePolicy writer(Permission::company_write, LimitClass::normal, Interactive::yes);
constexpr RoutePolicy watcher(Permission::company_read, LimitClass::stream, Interactive::no);
constexpr RoutePolicy office(Permission::device, LimitClass::sync, Interactive::no);
constexpr RoutePolicy office_waiting(Permission::device, LimitClass::stream, Interactive::no);
constexpr RoutePolicy office_password(Permission::device, LimitClass::login, Interactive::no);
constexpr RoutePolicy file(Permission::everyone, LimitClass::files, Interactive::no);

Parameter limit() {
  return {"limit", ParameterKind::integer,
          core::say("Antal på sidan, 1–{}; {} om inget anges.",
                    "How many on the page, 1–{}; {} unless given.", max_page, default_page)};
}

Parameter cursor() {
  return {"cursor",
          ParameterKind::text,
          {"Var nästa sida börjar: next_cursor i förra svaret.",
           "Where the next page starts: next_cursor of the last answer."}};
}

std::vector<Route> session_routes() {
  return {
      {.operation = "log_in",
       .method = Method::post,
       .path = "/api/v1/session",
       .policy = password,
       .part = Part::session,
       .summary = {"Logga in", "Log in"},
       .request_schema = "LogIn",
       .response_schema = "Session"},
      {.operation = "get_session",
       .method = Method::get,
       .path = "/api/v1/session",
       .policy = person_background,
       .part = Part::session,
       .summary = {"Vem som är inloggad, i vilket företag",
                   "Who is logged in, and in which company"},
       .response_schema = "Session"},
      {.operation = "change_session",
       .method = Method::patch,
       .path = "/api/v1/session",
       .policy = person,
       .part = Part::session,
       .summary = {"Byt företag eller språk", "Change company or language"},
       .request_schema = "SessionChange",
       .response_schema = "Session"},
      {.operation = "log_out",
       .method = Method::del,
       .path = "/api/v1/session",
       .policy = person_background,
       .part = Part::session,
       .summary = {"Logga ut", "Log out"},
       .status = 204},
      {.operation = "report_activity",
       .method = Method::post,
       .path = "/api/v1/session/activity",
       .policy = person,
       .part = Part::session,
       .summary = {"Någon arbetar: förläng tiden till utloggning (högst en gång i minuten)",
                   "Somebody is at work: put off the log-out (at most once a minute)"},
       .status = 204},
      {.operation = "list_companies",
       .method = Method::get,
       .path = "/api/v1/companies",
       .policy = person_background,
       .part = Part::session,
       .summary = {"Företag som den inloggade når", "Companies that the person has access to"},
       .response_schema = "CompanyList"},
  };
}

std::vector<Route> record_routes() {
  return {
      {.operation = "list_records",
       .method = Method::get,
       .path = "/api/v1/records/{type}",
       .policy = searcher,
       .part = Part::records,
       .summary = {"Sök, filtrera och sortera i ett register",
                   "Search, filter and sort a register"},
       .response_schema = "RecordPage",
       .query =
           {{"q",
             ParameterKind::text,
             {"Sökord; varje ord är början av ett ord i posten, och alla ska finnas.",
              "Words to search for; each is the beginning of a word in the record, and all "
              "must be there."}},
            {"filter",
             ParameterKind::text,
             {"Villkor ”fält:jämförelse:värde”; jämförelser eq, ne, lt, le, gt, ge. Flera "
              "villkor ska alla gälla.",
              "Condition “field:comparison:value”; comparisons eq, ne, lt, le, gt, ge. All of "
              "several must hold."},
             true},
            {"sort",
             ParameterKind::text,
             {"Fält att sortera på, eller changed_at; med minustecken före i fallande ordning.",
              "Field to sort by, or changed_at; a minus sign before it: descending."}},
            limit(),
            cursor()}},
      {.operation = "create_record",
       .method = Method::post,
       .path = "/api/v1/records/{type}",
       .policy = writer,
       .part = Part::records,
       .summary = {"Lägg upp en post", "Create a record"},
       .request_schema = "RecordChange",
       .response_schema = "Record",
       .status = 201},
      {.operation = "get_record",
       .method = Method::get,
       .path = "/api/v1/records/{type}/{id}",
       .policy = reader,
       .part = Part::records,
       .summary = {"Hämta en post", "Get a record"},
       .response_schema = "Record"},
      {.operation = "update_record",
       .method = Method::patch,
       .path = "/api/v1/records/{type}/{id}",
       .policy = writer,
       .part = Part::records,
       .summary = {"Ändra fält i en post; If-Match krävs",
                   "Change fields of a record; If-Match is required"},
       .request_schema = "RecordChange",
       .response_schema = "Record",
       .if_match = true},
      {.operation = "delete_record",
       .method = Method::del,
       .path = "/api/v1/records/{type}/{id}",
       .policy = writer,
       .part = Part::records,
       .summary = {"Ta bort en post", "Delete a record"},
       .status = 204,
       .if_match = true},
      {.operation = "stream_events",
       .method = Method::get,
       .path = "/api/v1/events",
       .policy = watcher,
       .part = Part::live,
       .summary = {"Vad som ändras, medan det händer (text/event-stream: record, bulk, sync, "
                   "conflict, disconnected)",
                   "What changes, as it happens (text/event-stream: record, bulk, sync, "
                   "conflict, disconnected)"}},
  };
}

std::vector<Route> synchronisation_routes() {
  return {
      {.operation = "get_sync_status",
       .method = Method::get,
       .path = "/api/v1/sync/status",
       .policy = reader_background,
       .part = Part::synchronisation,
       .summary = {"Hur synkroniseringen med kontoret står till",
                   "How synchronisation with the office is doing"},
       .response_schema = "SyncStatus"},
      {.operation = "list_conflicts",
       .method = Method::get,
       .path = "/api/v1/sync/conflicts",
       .policy = searcher,
       .part = Part::synchronisation,
       .summary = {"Ändringar som krockade, och hur de löstes",
                   "Edits that collided, and how that was settled"},
       .response_schema = "ConflictPage",
       .query = {limit(),
                 cursor(),
                 {"type",
                  ParameterKind::text,
                  {"Bara om poster i det registret.", "Only about records of that register."}},
                 {"record",
                  ParameterKind::integer,
                  {"Bara om posten med det id:t.", "Only about the record with that id."}}}},
      {.operation = "put_back",
       .method = Method::post,
       .path = "/api/v1/sync/conflicts/{id}/put_back",
       .policy = writer,
       .part = Part::synchronisation,
       .summary = {"Lägg tillbaka det som förlorade, som en ny ändring",
                   "Put back what lost, as a new edit"},
       .response_schema = "Record"},
      {.operation = "list_rounds",
       .method = Method::get,
       .path = "/api/v1/sync/rounds",
       .policy = searcher,
       .part = Part::synchronisation,
       .summary = {"De senaste synkroniseringarna", "The latest rounds of synchronisation"},
       .response_schema = "RoundList",
       .query = {limit()}},
      {.operation = "list_problems",
       .method = Method::get,
       .path = "/api/v1/sync/problems",
       .policy = searcher,
       .part = Part::synchronisation,
       .summary = {"Poster som inte kommer över, varför, och vad man gör åt det",
                   "Records that do not get across, why, and what to do about it"},
       .response_schema = "SyncProblemList"},
      {.operation = "try_again",
       .method = Method::post,
       .path = "/api/v1/sync/problems/{type}/{id}/try_again",
       .policy = writer,
       .part = Part::synchronisation,
       .summary = {"Försök igen med en post som inte kommer över",
                   "Try again with a record that does not get across"},
       .status = 204},
      {.operation = "list_audits",
       .method = Method::get,
       .path = "/api/v1/sync/audits",
       .policy = searcher,
       .part = Part::synchronisation,
       .summary = {"De senaste jämförelserna av båda sidors uppgifter",
                   "The latest comparisons of both sides' data"},
       .response_schema = "AuditList",
       .query = {limit()}},
  };
}

std::vector<Route> office_routes() {
  return {
      {.operation = "exchange_round",
       .method = Method::post,
       .path = "/sync/v1/round",
       .policy = office,
       .part = Part::office,
       .summary = {"En runda: kontorets ändringar upp, de andra ner (zstd; se sync-protocol.md)",
                   "One round: the office's changes up, the others down (zstd; see "
                   "sync-protocol.md)"},
       .request_schema = "RoundRequest",
       .response_schema = "RoundResponse",
       .body_bytes = round_body_bytes},
      {.operation = "exchange_audit",
       .method = Method::post,
       .path = "/sync/v1/audit",
       .policy = office,
       .part = Part::office,
       .summary = {"En fråga om båda sidor har samma uppgifter (zstd; se sync-protocol.md)",
                   "A question whether both sides hold the same (zstd; see sync-protocol.md)"},
       .request_schema = "AuditRequest",
       .response_schema = "AuditResponse",
       .body_bytes = round_body_bytes},
      {.operation = "wait_for_change",
       .method = Method::get,
       .path = "/sync/v1/wait",
       .policy = office_waiting,
       .part = Part::office,
       .summary = {"Svarar så snart loggen här når längre än sequence; 204 efter 15 sekunder",
                   "Answers as soon as the log here is beyond sequence; 204 after 15 seconds"},
       .response_schema = "LogHead",
       .query = {{"sequence",
                  ParameterKind::integer,
                  {"Så långt har kontoret loggen.", "The office has the log up to here."}}}},
      {.operation = "begin_transfer",
       .method = Method::post,
       .path = "/sync/v1/first-sync",
       .policy = office,
       .part = Part::office,
       .summary = {"Erbjud kontorets data för den första synkroniseringen; svaret säger vilket "
                   "block som väntas",
                   "Offer the office's data for the first synchronisation; the answer says which "
                   "block is expected"},
       .request_schema = "TransferOffer",
       .response_schema = "TransferAnswer"},
      {.operation = "put_block",
       .method = Method::put,
       .path = "/sync/v1/first-sync/blocks/{block}",
       .policy = office,
       .part = Part::office,
       .summary = {"Ett block (application/octet-stream) av det som erbjudits",
                   "One block (application/octet-stream) of what was offered"},
       .response_schema = "TransferAnswer",
       .query = {{"archive", ParameterKind::text, {"Som i erbjudandet.", "As in the offer."}},
                 {"token", ParameterKind::integer, {"Som i erbjudandet.", "As in the offer."}}},
       .body_bytes = block_body_bytes},
      {.operation = "finish_transfer",
       .method = Method::post,
       .path = "/sync/v1/first-sync/finish",
       .policy = office,
       .part = Part::office,
       .summary = {"Alla block är skickade: gör klart och visa. Svarar genast; fråga tills det är "
                   "klart",
                   "All blocks were sent: make ready and show. Answers at once; ask until it is "
                   "done"},
       .request_schema = "TransferSender",
       .response_schema = "TransferAnswer"},
      {.operation = "cancel_transfer",
       .method = Method::del,
       .path = "/sync/v1/first-sync",
       .policy = office,
       .part = Part::office,
       .summary = {"Ge upp den första synkroniseringen; det som kommit fram tas bort",
                   "Give up the first synchronisation; what has arrived is removed"},
       .status = 204},
      {.operation = "report_rewind",
       .method = Method::post,
       .path = "/sync/v1/rewound",
       .policy = office,
       .part = Part::office,
       .summary = {"Kontoret har märkt att en sida är återställd och har slutat synkronisera",
                   "The office has noticed that one side was put back, and has stopped"},
       .status = 204},
      {.operation = "check_connection",
       .method = Method::post,
       .path = "/sync/v1/connect/check",
       .policy = password,
       .part = Part::office,
       .summary = {"Kan företaget anslutas så? Ingenting ändras",
                   "Could the company be connected so? Nothing is changed"},
       .request_schema = "ConnectRequest",
       .status = 204},
      {.operation = "connect_office",
       .method = Method::post,
       .path = "/sync/v1/connect",
       .policy = password,
       .part = Part::office,
       .summary = {"Anslut ett kontors företag", "Connect an office's company"},
       .request_schema = "ConnectRequest",
       .response_schema = "ConnectAnswer"},
      {.operation = "renew_key",
       .method = Method::post,
       .path = "/sync/v1/renew",
       .policy = password,
       .part = Part::office,
       .summary = {"Ny nyckel till en dator i ett anslutet företag",
                   "A new key for a computer of a connected company"},
       .request_schema = "RenewRequest",
       .response_schema = "ConnectAnswer"},
      {.operation = "add_device",
       .method = Method::post,
       .path = "/sync/v1/devices",
       .policy = office,
       .part = Part::office,
       .summary = {"Nyckel till en annan dator på samma kontor, så att den kan ta över",
                   "A key for another computer of the same office, so that it can take over"},
       .request_schema = "DeviceRequest",
       .response_schema = "DeviceAnswer"},
      {.operation = "list_people_online",
       .method = Method::get,
       .path = "/sync/v1/people-online",
       .policy = office,
       .part = Part::office,
       .summary = {"Vilka som är inloggade i företaget på webben just nu",
                   "Who is logged in to the company on the web at this moment"},
       .response_schema = "OnlinePeople"},
      {.operation = "hand_over",
       .method = Method::post,
       .path = "/sync/v1/hand-over",
       .policy = office_password,
       .part = Part::office,
       .summary = {"Lämna över anslutningen till en annan av kontorets superanvändare",
                   "Hand the connection over to another super user of the office"},
       .request_schema = "HandOverRequest",
       .response_schema = "HandOverAnswer"},
      {.operation = "check_disconnection",
       .method = Method::post,
       .path = "/sync/v1/disconnect/check",
       .policy = office_password,
       .part = Part::office,
       .summary = {"Får den som loggar in så koppla från företaget? Ingenting ändras",
                   "May whoever logs in so disconnect the company? Nothing is changed"},
       .request_schema = "DisconnectRequest",
       .status = 204},
      {.operation = "disconnect_office",
       .method = Method::post,
       .path = "/sync/v1/disconnect",
       .policy = office_password,
       .part = Part::office,
       .summary = {"Koppla från företaget och ta bort det som finns här",
                   "Disconnect the company and remove what is here"},
       .request_schema = "DisconnectRequest",
       .status = 204},
  };
}

std::vector<Route> server_routes() {
  return {
      {.operation = "get_health",
       .method = Method::get,
       .path = "/healthz",
       .policy = open,
       .part = Part::server,
       .summary = {"Om servern är igång", "Whether the server runs"},
       .response_schema = "Health"},
      {.operation = "get_openapi",
       .method = Method::get,
       .path = "/openapi.json",
       .policy = file,
       .part = Part::server,
       .summary = {"Den här beskrivningen", "This description"},
       .response_schema = "OpenApi"},
      {.operation = "get_file",
       .method = Method::get,
       .path = "/{path*}",
       .policy = file,
       .part = Part::files,
       .summary = {"Webbskrivbordet", "The web desktop"}},
  };
}

std::vector<Route> declare() {
  std::vector<Route> all;
  for (auto part : {session_routes(), record_routes(), synchronisation_routes(), office_routes(),
                    server_routes()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace

const char* name_of(Part part) {
  switch (part) {
    case Part::session:
      return "session";
    case Part::records:
      return "records";
    case Part::live:
      return "live";
    case Part::synchronisation:
      return "synchronisation";
    case Part::office:
      return "office";
    case Part::server:
      return "server";
    case Part::files:
      return "files";
  }
  return "";
}

std::span<const Route> routes() {
  static const std::vector<Route> all = declare();
  return all;
}

const Route& get_route(std::string_view operation) {
  for (const Route& route : routes()) {
    if (route.operation == operation) return route;
  }
  throw std::logic_error("no route is declared as " + std::string(operation));
}

std::vector<std::string> path_parameters(std::string_view path_template) {
  std::vector<std::string> names;
  for (;;) {
    const auto start = path_template.find('{');
    if (start == std::string_view::npos) return names;
    const auto end = path_template.find('}', start);
    names.emplace_back(path_template.substr(start + 1, end - start - 1));
    path_template.remove_prefix(end + 1);
  }
}

}  // namespace tusk::api
