#include "api/routes/parts.h"

namespace tusk::api {

using http::Method;
using namespace policies;

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
            limit_parameter(),
            cursor_parameter()}},
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

}  // namespace tusk::api
