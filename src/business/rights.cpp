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

// What every form needs to show, whoever looks: names of drop-down values, people, the company.
Right least_right(const core::RecordType& type) {
  return type.name == "contact" || type.name == "contact_person" || type.name == "employee"
             ? Right::none
             : Right::read;
}

Right parse_right(const core::Value& value) {
  if (!value.is_text()) return Right::none;
  if (value.text() == "full") return Right::full;
  return value.text() == "read" ? Right::read : Right::none;
}

}  // namespace

Right right_of(storage::Transaction& transaction, const storage::RecordStore& store,
               const Actor& actor, const core::RecordType& type) {
  if (actor.super_user) return Right::full;
  const core::RecordType& user_type = core::registry().get("user");
  const core::RecordType& profile_type = core::registry().get("access_profile");
  const Right least = least_right(type);
  const auto user = find_by(transaction, store, user_type, "user_name", actor.user_name);
  if (!user) return least;
  const core::Value& profile_id = core::value_of(user_type, *user, "access_profile");
  if (profile_id.is_null()) return least;
  const auto profile = store.find(transaction, profile_type, profile_id.integer());
  if (!profile) return least;
  return std::max(least, parse_right(core::value_of(profile_type, *profile, field_for(type))));
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
