#include "business/rights.h"

#include <algorithm>

#include "business/company_database.h"

namespace tusk::business {
namespace {

// The field of the access profile that decides about a register.
const char* field_for(const core::RecordType& type) {
  if (type.name == "contact" || type.name == "contact_person") return "contacts";
  if (type.name == "employee" || type.name == "department") return "employees";
  return "settings";
}

// A key that got into wrong hands must not be able to give itself more.
Right most_right(const core::RecordType& type, const Actor& actor) {
  const bool decides = type.name == "user" || type.name == "access_profile";
  return decides && actor.api_profile ? Right::read : Right::full;
}

// 0: none.
core::RecordId profile_of(storage::Transaction& transaction, const storage::RecordStore& store,
                          const Actor& actor) {
  if (actor.api_profile) return *actor.api_profile;
  const core::RecordType& type = core::registry().get("user");
  const auto user = find_by(transaction, store, type, "user_name", actor.user_name);
  if (!user) return 0;
  const core::Value& profile = core::value_of(type, *user, "access_profile");
  return profile.is_null() ? 0 : profile.integer();
}

Right parse_right(const core::Value& value) {
  return value.is_text() ? core::find_right(value.text()).value_or(Right::none) : Right::none;
}

}  // namespace

Right right_of(storage::Transaction& transaction, const storage::RecordStore& store,
               const Actor& actor, const core::RecordType& type) {
  if (actor.super_user) return Right::full;
  const core::RecordType& profile_type = core::registry().get("access_profile");
  const Right least = core::least_right(type);
  const core::RecordId profile_id = profile_of(transaction, store, actor);
  if (profile_id == 0) return least;
  const auto profile = store.find(transaction, profile_type, profile_id);
  if (!profile) return least;
  const Right given = parse_right(core::value_of(profile_type, *profile, field_for(type)));
  return std::max(least, std::min(given, most_right(type, actor)));
}

void require_right(storage::Transaction& transaction, const storage::RecordStore& store,
                   const Actor& actor, const core::RecordType& type, Right right) {
  if (right_of(transaction, store, actor, type) >= right) return;
  const bool reading = right == Right::read;
  throw core::Error(
      core::ErrorCode::forbidden,
      core::Text{fmt::format("{}: {} får inte {}. En superanvändare kan ändra "
                             "behörighetsprofilen.",
                             type.label_plural.sv, actor.full_name,
                             reading ? "läsa registret" : "ändra i registret"),
                 fmt::format("{}: {} may not {}. A super user can change the access profile.",
                             type.label_plural.en, actor.full_name,
                             reading ? "read the register" : "change the register")});
}

}  // namespace tusk::business
