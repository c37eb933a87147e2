#include "sync/codec.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/error.h"
#include "sync/testing/memory_side.h"

namespace tusk::sync::testing {
namespace {

const core::RecordType& customer() {
  return test_registry().get("customer");
}

core::Stamp random_stamp() {
  return {*rc::gen::element<std::string>("", "Anna Öberg", "\"\\"),
          *rc::gen::inRange<std::int64_t>(0, 1LL << 52)};
}

// A change as coalesce() makes it.
RecordChange random_change() {
  RecordChange change;
  change.type_number = customer().number;
  change.record_id = *rc::gen::inRange<std::int64_t>(1, core::max_record_id);
  change.operation =
      *rc::gen::element(Operation::update, Operation::remove, Operation::full, Operation::want);
  change.changed = random_stamp();
  const core::FieldMask all = core::synchronised_mask(customer());
  const auto mask = static_cast<core::FieldMask>(*rc::gen::arbitrary<std::uint32_t>()) & all;
  const auto half = static_cast<core::FieldMask>(*rc::gen::arbitrary<std::uint32_t>()) & mask;
  const bool has_values =
      change.operation == Operation::update || change.operation == Operation::full;
  if (change.operation == Operation::remove) {
    change.touches.push_back({0, 7, random_stamp()});
  } else {
    change.mask = mask;
    for (const core::FieldMask part : {half, mask & ~half})
      if (part != 0) change.touches.push_back({part, *rc::gen::inRange(1, 1000), random_stamp()});
  }
  if (!has_values) return change;
  if (change.operation == Operation::full) change.created = random_stamp();
  change.carried = change.operation == Operation::full ? all : mask;
  if (change.operation == Operation::update) change.given_up = all & ~mask;
  change.values = core::make_record(customer(), 1).values;
  for (const core::Field& field : customer().fields) {
    if ((change.carried & field.bit()) == 0 || *rc::gen::inRange(0, 3) == 0) continue;
    change.values[customer().index_of(field)] =
        field.kind == core::FieldKind::text
            ? core::Value(*rc::gen::element<std::string>("Å", "\"quoted\"\n", "08-1", "😀"))
            : core::Value(*rc::gen::inRange<std::int64_t>(1, core::max_record_id));
  }
  return change;
}

RC_GTEST_PROP(Codec, GivesBackWhatItWasGiven, ()) {
  RoundRequest request;
  request.database_uuid = "d";
  request.token = 3;
  request.from = {4, -5};
  request.to = {6, 7};
  request.online_from = {8, 9};
  request.changes = {random_change(), random_change()};
  request.number_blocks = {{"customer.number", 1, 50}};
  const RoundRequest read = parse_request(test_registry(), to_json(test_registry(), request));
  RC_ASSERT(read.changes == request.changes);
  RC_ASSERT(read.from == request.from);
  RC_ASSERT(read.to == request.to);
  RC_ASSERT(read.online_from == request.online_from);
  RC_ASSERT(read.number_blocks == request.number_blocks);
  RC_ASSERT(read.unknown.empty());

  RoundResponse response;
  response.status = RoundStatus::position;
  response.applied = {1, 2};
  response.changes = request.changes;
  response.numbers_left = {{"customer.number", 12}};
  response.more = true;
  const RoundResponse got = parse_response(test_registry(), to_json(test_registry(), response));
  RC_ASSERT(got.status == response.status);
  RC_ASSERT(got.changes == response.changes);
  RC_ASSERT(got.numbers_left == response.numbers_left);
  RC_ASSERT(got.more);
}

constexpr const char* start =
    R"({"status":"ok","requested_from":[0,0],"applied":[0,0],"online_from":[0,0],"online_to":[0,0],)"
    R"("conflicts":[],"numbers_left":{},"more":false,"message":"","changes":[)";

RoundResponse parse(const std::string& changes) {
  return parse_response(test_registry(), start + changes + "]}");
}

std::string error_of(const std::string& changes) {
  try {
    (void)parse(changes);
  } catch (const core::Error& error) {
    return error.text().en;
  }
  return "no error";
}

constexpr const char* touched =
    R"("changed":["Anna",1],"touched":[{"fields":["phone"],"entry":4,"by":"Anna","at":1}],)";

TEST(Codec, PassesOverKeysThatItDoesNotKnow) {
  const auto response =
      parse(std::string(R"({"type":"customer","id":7,"operation":"update","mood":"good",)") +
            touched + R"("fields":{"phone":"08-1"}})");
  ASSERT_EQ(response.changes.size(), 1U);
  EXPECT_TRUE(response.unknown.empty());
}

TEST(Codec, NamesTypesAndFieldsThatItDoesNotKnow) {
  const auto response = parse(std::string(R"({"type":"project","id":7,"operation":"remove"},)") +
                              R"({"type":"customer","id":7,"operation":"update",)" + touched +
                              R"("fields":{"phone":"08-1","colour":"red","credit_limit":5}})");
  EXPECT_EQ(response.changes.size(), 1U);
  EXPECT_EQ(response.unknown, (std::vector<std::string>{
                                  "changes[0].type: project", "changes[1].fields: customer.colour",
                                  "changes[1].fields: customer.credit_limit"}));
}

TEST(Codec, SaysWhereAMessageIsWrong) {
  EXPECT_EQ(error_of("7"), "changes[0]: must be an object");
  EXPECT_EQ(error_of(R"({"type":"customer","id":"x","operation":"remove"})"),
            "changes[0].id: must be a whole number");
  EXPECT_EQ(error_of(R"({"type":"customer","id":-1,"operation":"remove"})"),
            "changes[0].id: is no record id");
  EXPECT_EQ(error_of(R"({"type":"customer","id":7,"operation":"burn"})"),
            "changes[0].operation: has an unknown value");
  EXPECT_EQ(error_of(std::string(R"({"type":"customer","id":7,"operation":"update",)") + touched +
                     R"("fields":{}})"),
            "changes[0].fields.phone: is missing");
  EXPECT_NE(error_of(std::string(R"({"type":"customer","id":7,"operation":"update",)") + touched +
                     R"("fields":{"phone":8}})")
                .find("changes[0].fields.phone"),
            std::string::npos);
}

}  // namespace
}  // namespace tusk::sync::testing
