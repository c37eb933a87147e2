#include "rest/record_routes.h"

#include <charconv>

#include "core/error.h"
#include "core/id.h"
#include "http/entity_tag.h"
#include "http/error_response.h"
#include "rest/record_query.h"

namespace tusk::rest {
namespace {

using core::RecordType;
using http::Request;
using http::Response;

core::FieldMask mask_of(const RecordType& type, core::Side side) {
  core::FieldMask mask = 0;
  for (const core::Field& field : type.fields) {
    if (core::exists_on(type, field, side)) mask |= field.bit();
  }
  return mask;
}

// What this side does not have is as absent as what nobody has.
const RecordType& type_of(const RecordRoutes& routes, const Request& request) {
  const std::string& name = request.path_parameter("type");
  const RecordType* type = routes.registry.find(name);
  if (type != nullptr && core::exists_on(*type, routes.side)) return *type;
  throw core::Error(
      core::ErrorCode::not_found,
      core::say("Registret ”{}” finns inte.", "There is no register “{}”.", core::shorten(name)));
}

core::RecordId id_of(const RecordType& type, const Request& request) {
  const std::string& text = request.path_parameter("id");
  core::RecordId id = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (failed != std::errc() || end != text.data() + text.size() || !core::is_record_id(id)) {
    throw no_such_record(type);
  }
  return id;
}

std::string tag_of(const RecordType& type, const core::Record& record, core::Side side) {
  return "\"" + core::etag_of(type, record, mask_of(type, side)) + "\"";
}

// ---- reading ----

Response list(const RecordRoutes& routes, Request& request) {
  const RecordType& type = type_of(routes, request);
  const storage::RecordQuery query = parse_record_query(request, type, routes.side);
  const api::RecordPage page = routes.open(request)->list(type, query);
  return http::json_response(200, api::to_json(type, page, mask_of(type, routes.side)));
}

Response get(const RecordRoutes& routes, Request& request) {
  const RecordType& type = type_of(routes, request);
  const core::RecordId id = id_of(type, request);
  const auto record = routes.open(request)->find(type, id);
  if (!record) throw no_such_record(type);
  return record_response(200, type, *record, routes.side);
}

// ---- writing ----

// Somebody else was first: what they made of the record, for the caller to look at.
struct Outdated {
  core::Record current;
};

Response outdated_response(const RecordRoutes& routes, const Request& request,
                           const RecordType& type, const core::Record& current) {
  const core::Error error(
      core::ErrorCode::conflict,
      core::say("{} har ändrat posten sedan du öppnade den. Se vad som är ändrat och spara igen.",
                "{} has changed the record since you opened it. See what has changed and save "
                "again.",
                current.changed.by));
  Response response = http::json_response(
      412, "{\"error\":" + http::error_json(error, request.language, request.id) +
               ",\"current\":" + api::to_json(type, current, mask_of(type, routes.side)) + "}");
  response.headers.set("ETag", tag_of(type, current, routes.side));
  return response;
}

// Throws Outdated if the record is not the one that the caller knows.
RecordAccess::Check expects(std::optional<http::EntityTags> tags, const RecordType& type,
                            core::Side side) {
  return [tags = std::move(tags), &type, side](const core::Record& record) {
    if (tags && !tags->match_strongly(tag_of(type, record, side))) throw Outdated{record};
  };
}

core::Change change_in(const RecordRoutes& routes, const RecordType& type, const Request& request) {
  return api::parse_change(type, request.body, mask_of(type, routes.side));
}

Response create(const RecordRoutes& routes, Request& request) {
  const RecordType& type = type_of(routes, request);
  const core::Change change = change_in(routes, type, request);
  const core::Record record = routes.open(request)->create(type, change);
  Response response = record_response(201, type, record, routes.side);
  response.headers.set("Location",
                       "/api/v1/records/" + type.name + "/" + std::to_string(record.id));
  return response;
}

Response update(const RecordRoutes& routes, Request& request) {
  const RecordType& type = type_of(routes, request);
  const core::RecordId id = id_of(type, request);
  const auto if_match = request.header("If-Match");
  if (!if_match) {
    throw core::invalid_field(
        "If-Match", "",
        core::say("Skicka If-Match med postens etag, så att ingen annans ändring skrivs över.",
                  "Send If-Match with the record's etag, so that nobody else's edit is "
                  "overwritten."));
  }
  const auto check = expects(http::parse_entity_tags(*if_match), type, routes.side);
  const core::Change change = change_in(routes, type, request);
  try {
    return record_response(200, type, routes.open(request)->update(type, id, change, check),
                           routes.side);
  } catch (const Outdated& outdated) {
    return outdated_response(routes, request, type, outdated.current);
  }
}

Response remove(const RecordRoutes& routes, Request& request) {
  const RecordType& type = type_of(routes, request);
  const core::RecordId id = id_of(type, request);
  std::optional<http::EntityTags> expected;
  if (const auto if_match = request.header("If-Match")) {
    expected = http::parse_entity_tags(*if_match);
  }
  try {
    routes.open(request)->remove(type, id, expects(std::move(expected), type, routes.side));
  } catch (const Outdated& outdated) {
    return outdated_response(routes, request, type, outdated.current);
  }
  return http::no_content();
}

}  // namespace

core::Error no_such_record(const RecordType& type) {
  return {core::ErrorCode::not_found,
          core::Text{type.label.sv + " med det id:t finns inte (längre).",
                     "There is no " + type.label.en + " with that id (any more)."}};
}

Response record_response(int status, const RecordType& type, const core::Record& record,
                         core::Side side) {
  Response response = http::json_response(status, api::to_json(type, record, mask_of(type, side)));
  response.headers.set("ETag", tag_of(type, record, side));
  return response;
}

void bind_record_routes(api::Handlers& handlers, RecordRoutes given) {
  const auto routes = std::make_shared<const RecordRoutes>(std::move(given));
  const auto bind = [&](const char* operation, Response (*handle)(const RecordRoutes&, Request&)) {
    handlers.set(operation,
                 [routes, handle](Request& request) { return handle(*routes, request); });
  };
  bind("list_records", list);
  bind("get_record", get);
  bind("create_record", create);
  bind("update_record", update);
  bind("delete_record", remove);
}

}  // namespace tusk::rest
