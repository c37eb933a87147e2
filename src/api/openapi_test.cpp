// What a program's author, or a tool that reads OpenAPI, relies on.

#include "api/openapi.h"

#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <functional>
#include <set>

#include "api/pretty_json.h"
#include "api/record_schema.h"
#include "api/routes.h"
#include "core/id.h"
#include "http/headers.h"

namespace tusk::api {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct OpenApiTest : testing::Test {
  const std::string text = make_openapi(core::registry(), "1.2.3");
  const json::value document = json::parse(text);

  const json::object& operation(const Route& route) const {
    return document.at("paths")
        .at(route.path)
        .at(http::lower_case(http::name_of(route.method)))
        .get_object();
  }
  const json::object& schema(const char* name) const {
    return document.at("components").at("schemas").at(name).get_object();
  }
  const json::object& field(const char* fields, const char* name) const {
    return schema(fields).at("properties").at(name).get_object();
  }
};

void visit_references(const json::value& value, const std::function<void(std::string)>& visit) {
  if (value.is_array()) {
    for (const json::value& item : value.get_array()) visit_references(item, visit);
  } else if (value.is_object()) {
    for (const auto& [key, member] : value.get_object()) {
      if (key == "$ref") {
        visit(std::string(member.get_string()));
      } else {
        visit_references(member, visit);
      }
    }
  }
}

TEST_F(OpenApiTest, SaysWhatItIs) {
  EXPECT_EQ(document.at("openapi").as_string(), "3.1.0");
  EXPECT_EQ(document.at("info").at("version").as_string(), "1.2.3");
}

TEST_F(OpenApiTest, EveryReferenceResolves) {
  std::vector<std::string> broken;
  int count = 0;
  visit_references(document, [&](const std::string& reference) {
    ++count;
    boost::system::error_code error;
    if (!reference.starts_with("#/") ||
        document.find_pointer(reference.substr(1), error) == nullptr)
      broken.push_back(reference);
  });
  EXPECT_GT(count, 50);
  EXPECT_THAT(broken, IsEmpty());
}

TEST_F(OpenApiTest, EverySchemaIsOfUse) {
  std::set<std::string> used;
  visit_references(document, [&](std::string reference) { used.insert(std::move(reference)); });
  // What a stream carries can't be referred to from its route.
  const std::set<std::string> of_events{"RecordEvent", "BulkEvent", "ConflictEvent",
                                        "DisconnectedEvent"};
  for (const auto& [name, unused] : document.at("components").at("schemas").get_object()) {
    if (of_events.contains(std::string(name))) continue;
    EXPECT_TRUE(used.contains("#/components/schemas/" + std::string(name))) << name;
  }
}

TEST_F(OpenApiTest, EveryRouteForProgramsIsThereWithItsParametersAndAnswers) {
  for (const Route& route : routes()) {
    if (route.part == Part::files || route.part == Part::openid) continue;
    const json::object& described = operation(route);
    EXPECT_EQ(described.at("operationId").as_string(), route.operation);
    EXPECT_TRUE(described.at("responses").as_object().contains(std::to_string(route.status)));
    EXPECT_TRUE(described.at("responses").as_object().contains("default"));
    EXPECT_EQ(described.contains("requestBody"), !route.request_schema.empty());
    std::set<std::string> named;
    if (described.contains("parameters")) {
      for (const json::value& parameter : described.at("parameters").as_array())
        named.insert(std::string(parameter.at("name").as_string()));
    }
    for (const std::string& name : path_parameters(route.path)) EXPECT_TRUE(named.contains(name));
    for (const Parameter& query : route.query) EXPECT_TRUE(named.contains(query.name));
  }
}

TEST_F(OpenApiTest, WhatMustBeProvenIsDeclared) {
  const auto security = [&](const char* name) {
    return json::serialize(operation(get_route(name)).at("security"));
  };
  EXPECT_EQ(security("log_in"), "[]");
  EXPECT_EQ(security("get_record"), R"([{"session":[]}])");
  EXPECT_EQ(security("update_record"), R"([{"session":[],"csrf_token":[]}])");
  EXPECT_EQ(security("exchange_round"), R"([{"device":[]}])");
}

// What only the office has is not even named. REQ: SYN-4
TEST_F(OpenApiTest, NothingOfTheOfficeAloneIsMentioned) {
  int count = 0;
  for (const core::RecordType& type : core::registry().types()) {
    const json::value* fields =
        document.at("components").at("schemas").as_object().if_contains(fields_schema_name(type));
    EXPECT_EQ(fields != nullptr, core::exists_on(type, core::Side::online)) << type.name;
    if (fields == nullptr) continue;
    for (const core::Field& field : type.fields) {
      const bool is_described = fields->at("properties").as_object().contains(field.name);
      EXPECT_EQ(is_described, core::exists_on(type, field, core::Side::online))
          << type.name << "." << field.name;
      if (!is_described) ++count;
    }
  }
  EXPECT_GT(count, 0);
  EXPECT_THAT(text, Not(HasSubstr("national_id_number")));
}

TEST_F(OpenApiTest, FieldsTellWhatMayBeInThem) {
  EXPECT_EQ(field("ContactFields", "name").at("maxLength").as_int64(), 200);
  EXPECT_EQ(field("ContactFields", "name").at("type").as_string(), "string");
  EXPECT_EQ(json::serialize(schema("ContactFields").at("required")), R"(["name"])");
  EXPECT_EQ(json::serialize(field("ContactFields", "phone").at("type")), R"(["string","null"])");
  EXPECT_EQ(field("ContactFields", "our_reference").at("x-reference").as_string(), "employee");
  EXPECT_EQ(field("ContactFields", "active").at("default").as_bool(), true);
  EXPECT_EQ(field("PropertyFields", "kind").at("enum").as_array().front().as_string(),
            "contact_status");
  EXPECT_THAT(std::string(field("ContactFields", "discount").at("description").as_string()),
              HasSubstr("hundredths"));
}

TEST_F(OpenApiTest, WhatIsWrittenInTheOfficeOnlyIsReadOnly) {
  EXPECT_TRUE(field("ContactFields", "payment_terms").contains("readOnly"));
  EXPECT_FALSE(field("ContactFields", "phone").contains("readOnly"));
  EXPECT_TRUE(field("CompanyFields", "name").contains("readOnly"));
}

TEST(PrettyJsonTest, OneMemberPerLineAndShortListsInOne) {
  EXPECT_EQ(pretty_json(json::parse(R"({"a":[1,"b",null],"c":{"d":{}},"e":[{"f":true}]})")),
            "{\n"
            "  \"a\": [1, \"b\", null],\n"
            "  \"c\": {\n"
            "    \"d\": {}\n"
            "  },\n"
            "  \"e\": [\n"
            "    {\n"
            "      \"f\": true\n"
            "    }\n"
            "  ]\n"
            "}\n");
}

// ---- the office's ----

TEST(OfficeOpenApi, HasTheFieldsOfTheOfficeAndTheRegistersAlone) {
  const std::string text = make_office_openapi(core::registry(), "1.2.3");
  const json::value document = json::parse(text);
  const json::object& schemas = document.at("components").at("schemas").get_object();
  const json::object& contact = schemas.at("ContactFields").at("properties").get_object();
  EXPECT_TRUE(contact.contains("credit_limit"));
  EXPECT_FALSE(contact.at("discount").get_object().contains("readOnly"));
  for (const auto& [path, operations] : document.at("paths").get_object()) {
    EXPECT_TRUE(path.starts_with("/api/v1/records/") || path == "/healthz" ||
                path == "/openapi.json")
        << path;
    for (const auto& [method, operation] : operations.get_object()) {
      const bool is_open = operation.at("x-permission").as_string() == "everyone";
      EXPECT_EQ(operation.at("security").get_array().empty(), is_open) << path;
    }
  }
  EXPECT_EQ(document.at("components").at("securitySchemes").at("api_key").at("scheme").as_string(),
            "bearer");
  visit_references(document, [&](const std::string& reference) {
    constexpr std::string_view in_schemas = "#/components/schemas/";
    if (!reference.starts_with(in_schemas)) return;
    EXPECT_TRUE(schemas.contains(reference.substr(in_schemas.size()))) << reference;
  });
}

}  // namespace
}  // namespace tusk::api
