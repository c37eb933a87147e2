// The registers: one set of handlers for every record type.

#include "api/records.h"

#include <charconv>
#include <map>
#include <set>

#include "core/error.h"
#include "core/record_json.h"
#include "http/entity_tag.h"
#include "http/error_response.h"
#include "online/caller.h"
#include "online/news.h"
#include "online/routes/record_query.h"
#include "online/routes/routes.h"

namespace tusk::online {
namespace {

using core::RecordType;
using http::Request;
using http::Response;
using storage::Transaction;

// What is only in the office is as absent as what nobody has.
const RecordType& type_of(const Services& services, const Request& request) {
  const std::string& name = request.path_parameter("type");
  const RecordType* type = services.store.registry().find(name);
  if (type != nullptr && core::exists_on(*type, core::Side::online)) return *type;
  throw core::Error(
      core::ErrorCode::not_found,
      core::say("Registret ”{}” finns inte.", "There is no register “{}”.", core::shorten(name)));
}

core::Error no_record(const RecordType& type) {
  return {core::ErrorCode::not_found,
          core::Text{type.label.sv + " med det id:t finns inte (längre).",
                     "There is no " + type.label.en + " with that id (any more)."}};
}

core::RecordId id_of(const RecordType& type, const Request& request) {
  const std::string& text = request.path_parameter("id");
  core::RecordId id = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (failed != std::errc() || end != text.data() + text.size() || !core::is_record_id(id)) {
    throw no_record(type);
  }
  return id;
}

std::string tag_of(const RecordType& type, const core::Record& record) {
  return "\"" + core::etag_of(type, record, core::synchronised_mask(type)) + "\"";
}

// Records of these are made and deleted in the office alone.
void check_may_come_and_go(const RecordType& type) {
  if (type.scope == core::Scope::both && !type.singleton) return;
  throw core::Error(
      core::ErrorCode::invalid,
      core::Text{type.label_plural.sv + " kan bara läggas upp och tas bort på kontoret.",
                 type.label_plural.en + " can be created and deleted in the office only."});
}

core::Stamp stamp_of(const Services& services, const Request& request) {
  return {session_of(request).person.name, services.clock.now()};
}

// ---- reading ----

// Names of the records that those of the page refer to.
auto load_references(Transaction& tx, const core::Registry& registry, const RecordType& type,
                     const std::vector<core::Record>& records) {
  std::map<std::string, std::map<core::RecordId, std::string>> titles;
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    const core::Field& field = type.fields[i];
    if (field.kind != core::FieldKind::reference ||
        !core::exists_on(type, field, core::Side::online)) {
      continue;
    }
    auto& of_type = titles[field.reference_type];
    for (const core::Record& record : records) {
      if (record.values[i].is_integer()) of_type[record.values[i].integer()];
    }
  }
  for (auto& [name, of_type] : titles) {
    const RecordType& target = registry.get(name);
    const std::string sql =
        "SELECT " + target.title_field + " FROM " + target.name + " WHERE {company} AND id = $1";
    const auto statement = tx.prepare_company(sql);
    for (auto& [id, title] : of_type) {
      statement->reset();
      statement->bind(id);
      if (statement->step()) title = statement->text(0);
    }
  }
  std::erase_if(titles, [](const auto& entry) { return entry.second.empty(); });
  return titles;
}

Response list(Services& services, Request& request) {
  const RecordType& type = type_of(services, request);
  const storage::RecordQuery query = parse_record_query(type, request);
  const auto tenant = services.tenants.open(company_of(request));
  const api::RecordPage told = tenant->read([&](Transaction& tx) {
    storage::RecordPage page = services.store.list(tx, type, query);
    api::RecordPage result;
    result.references = load_references(tx, services.store.registry(), type, page.records);
    result.records = std::move(page.records);
    if (!page.next_cursor.empty()) result.next_cursor = std::move(page.next_cursor);
    result.total = page.total;
    return result;
  });
  return http::json_response(200, api::to_json(type, told, core::synchronised_mask(type)));
}

Response get(Services& services, Request& request) {
  const RecordType& type = type_of(services, request);
  const core::RecordId id = id_of(type, request);
  const auto tenant = services.tenants.open(company_of(request));
  const auto record =
      tenant->read([&](Transaction& tx) { return services.store.find(tx, type, id); });
  if (!record) throw no_record(type);
  return record_response(200, type, *record);
}

// ---- writing ----

// Somebody else was first: what they made of the record, for the page to show.
struct Outdated {
  core::Record current;
};

Response outdated_response(const Request& request, const RecordType& type,
                           const core::Record& current) {
  const core::Error error(
      core::ErrorCode::conflict,
      core::say("{} har ändrat posten sedan du öppnade den. Se vad som är ändrat och spara igen.",
                "{} has changed the record since you opened it. See what has changed and save "
                "again.",
                current.changed.by));
  Response response = http::json_response(
      412, "{\"error\":" + http::error_json(error, request.language, request.id) +
               ",\"current\":" + api::to_json(type, current, core::synchronised_mask(type)) + "}");
  response.headers.set("ETag", tag_of(type, current));
  return response;
}

// Throws Error{not_found}, or Outdated if it is not the record that the page knows.
core::Record get_expected(Transaction& tx, const Services& services, const RecordType& type,
                          core::RecordId id, const std::optional<http::EntityTags>& expected) {
  auto record = services.store.find_locked(tx, type, id);
  if (!record) throw no_record(type);
  if (expected && !expected->match_strongly(tag_of(type, *record))) throw Outdated{*record};
  return *std::move(record);
}

Response create(Services& services, Request& request) {
  const RecordType& type = type_of(services, request);
  check_may_come_and_go(type);
  const core::Change change = api::parse_change(type, request.body, core::synchronised_mask(type));
  const auto tenant = services.tenants.open(company_of(request));
  const core::Record record =
      change_and_tell(services, company_of(request), *tenant, [&](Transaction& tx) {
        return services.store.create(tx, type, change, stamp_of(services, request));
      });
  Response response = record_response(201, type, record);
  response.headers.set("Location",
                       "/api/v1/records/" + type.name + "/" + std::to_string(record.id));
  return response;
}

Response update(Services& services, Request& request) {
  const RecordType& type = type_of(services, request);
  const core::RecordId id = id_of(type, request);
  const auto if_match = request.header("If-Match");
  if (!if_match) {
    throw core::invalid_field(
        "If-Match", "",
        core::say("Skicka If-Match med postens etag, så att ingen annans ändring skrivs över.",
                  "Send If-Match with the record's etag, so that nobody else's edit is "
                  "overwritten."));
  }
  const std::optional<http::EntityTags> expected = http::parse_entity_tags(*if_match);
  const core::Change change = api::parse_change(type, request.body, core::synchronised_mask(type));
  const auto tenant = services.tenants.open(company_of(request));
  try {
    return record_response(
        200, type, change_and_tell(services, company_of(request), *tenant, [&](Transaction& tx) {
          (void)get_expected(tx, services, type, id, expected);
          return services.store.update(tx, type, id, change, stamp_of(services, request));
        }));
  } catch (const Outdated& outdated) {
    return outdated_response(request, type, outdated.current);
  }
}

Response remove(Services& services, Request& request) {
  const RecordType& type = type_of(services, request);
  const core::RecordId id = id_of(type, request);
  std::optional<http::EntityTags> expected;
  if (const auto if_match = request.header("If-Match")) {
    expected = http::parse_entity_tags(*if_match);
  }
  check_may_come_and_go(type);
  const auto tenant = services.tenants.open(company_of(request));
  try {
    change_and_tell(services, company_of(request), *tenant, [&](Transaction& tx) {
      core::Record record = get_expected(tx, services, type, id, expected);
      services.store.remove(tx, type, id, stamp_of(services, request));
      return record;
    });
  } catch (const Outdated& outdated) {
    return outdated_response(request, type, outdated.current);
  }
  return http::no_content();
}

}  // namespace

Response record_response(int status, const RecordType& type, const core::Record& record) {
  Response response =
      http::json_response(status, api::to_json(type, record, core::synchronised_mask(type)));
  response.headers.set("ETag", tag_of(type, record));
  return response;
}

void bind_record_routes(api::Handlers& handlers, Services& services) {
  handlers.set("list_records", [&](Request& request) { return list(services, request); });
  handlers.set("get_record", [&](Request& request) { return get(services, request); });
  handlers.set("create_record", [&](Request& request) { return create(services, request); });
  handlers.set("update_record", [&](Request& request) { return update(services, request); });
  handlers.set("delete_record", [&](Request& request) { return remove(services, request); });
}

}  // namespace tusk::online
