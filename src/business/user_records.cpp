#include <algorithm>

#include "business/company_setup.h"
#include "business/users.h"

namespace tusk::business {
namespace {

core::Value profile_for(storage::Transaction& transaction, const storage::RecordStore& store,
                        const User& user) {
  const auto profile =
      find_by(transaction, store, core::registry().get("access_profile"), "name",
              core::Value(user.super_user ? profile_super_user : profile_standard));
  return profile ? core::Value(profile->id) : core::Value();
}

core::Change wanted_values(const core::RecordType& type, const User& user) {
  return core::make_change(type, {{"user_name", user.user_name},
                                  {"full_name", user.full_name},
                                  {"super_user", user.super_user},
                                  {"active", user.active}});
}

bool is_equal(storage::Transaction& transaction, const storage::RecordStore& store,
              const User& user) {
  const core::RecordType& type = core::registry().get("user");
  const auto record = find_by(transaction, store, type, "user_name", core::Value(user.user_name));
  if (!record) return false;
  const core::Change wanted = wanted_values(type, user);
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    if (wanted.has(type.fields[i]) && !(record->values[i] == wanted.values[i])) return false;
  }
  return true;
}

void equalise(storage::Transaction& transaction, const storage::RecordStore& store,
              const User& user, const core::Stamp& stamp) {
  const core::RecordType& type = core::registry().get("user");
  core::Change change = wanted_values(type, user);
  if (const auto record =
          find_by(transaction, store, type, "user_name", core::Value(user.user_name))) {
    store.update(transaction, type, record->id, change, stamp);
    return;
  }
  change.set(type, type.get_field("access_profile"), profile_for(transaction, store, user));
  store.create(transaction, type, change, stamp);
}

}  // namespace

bool are_equal(storage::Transaction& company, const storage::RecordStore& store,
               const std::vector<User>& users) {
  return std::all_of(users.begin(), users.end(),
                     [&](const User& user) { return is_equal(company, store, user); });
}

void equalise_users(storage::Transaction& company, const storage::RecordStore& store,
                    const std::vector<User>& users, const core::Stamp& stamp) {
  for (const User& user : users) equalise(company, store, user, stamp);
}

}  // namespace tusk::business
