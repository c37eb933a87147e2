#include <gmock/gmock.h>

#include "business/office_testing.h"
#include "business/password.h"

namespace tusk::business {
namespace {

using core::ErrorCode;
using testing::HasSubstr;

class Users : public Office {};
TUSK_ON_BOTH_ENGINES(Users);

TEST_P(Users, TheFirstUserIsASuperUserAndThereIsOnlyOneFirst) {
  EXPECT_TRUE(get_user(installation(), "ANNA").super_user);
  EXPECT_EQ(error_of([&] { add_first_user(installation(), "bo", "Bo Ek"); }).code(),
            ErrorCode::conflict);
}

TEST_P(Users, OnlySuperUsersAddAndChangeUsers) {
  const Actor erik = add_erik();
  User bo;
  bo.user_name = "bo";
  bo.full_name = "Bo Ek";
  EXPECT_EQ(error_of([&] { add_user(installation(), erik, bo); }).code(), ErrorCode::forbidden);
  EXPECT_EQ(
      error_of([&] { change_user(installation(), erik, "erik", {.super_user = true}); }).code(),
      ErrorCode::forbidden);
  EXPECT_EQ(list_users(installation()).size(), 2U);
}

TEST_P(Users, UserNamesAreCheckedAndTakenOnce) {
  User user;
  user.full_name = "Åsa Öberg";
  for (const char* name : {"", "åsa", "a b", "-asa", "../asa"}) {
    user.user_name = name;
    const core::Error error = error_of([&] { add_user(installation(), anna(), user); });
    EXPECT_EQ(error.code(), ErrorCode::invalid) << name;
    EXPECT_EQ(error.problems().at(0).field, "user_name");
  }
  user.user_name = "Anna";
  EXPECT_EQ(error_of([&] { add_user(installation(), anna(), user); }).code(), ErrorCode::conflict);
  user.user_name = "asa";
  user.full_name = " ";
  EXPECT_EQ(error_of([&] { add_user(installation(), anna(), user); }).problems().at(0).field,
            "full_name");
}

TEST_P(Users, TheLastSuperUserStays) {
  add_erik();
  for (const UserChange& change : {UserChange{.super_user = false}, UserChange{.active = false}}) {
    const core::Error error =
        error_of([&] { change_user(installation(), anna(), "anna", change); });
    EXPECT_EQ(error.code(), ErrorCode::conflict);
    EXPECT_THAT(error.text().sv, HasSubstr("sista"));
  }
  change_user(installation(), anna(), "erik", {.super_user = true});
  change_user(installation(), anna(), "anna", {.super_user = false});
  EXPECT_EQ(default_actor(installation()).user_name, "erik");
}

TEST_P(Users, WhoIsNamedActsUnlessDeactivated) {
  add_erik();
  EXPECT_EQ(default_actor(installation()).full_name, "Anna Berg");
  change_user(installation(), anna(), "erik", {.active = false});
  EXPECT_EQ(error_of([&] { (void)get_actor(installation(), "erik"); }).code(),
            ErrorCode::forbidden);
  change_user(installation(), anna(), "erik", {.super_user = true, .active = true});
  const core::Error error = error_of([&] { (void)default_actor(installation()); });
  EXPECT_THAT(error.text().en, HasSubstr("anna, erik"));
  EXPECT_THAT(error_of([&] { (void)get_user(installation(), "bo"); }).text().en,
              HasSubstr("anna, erik"));
}

TEST_P(Users, PasswordsOpenTheAccountAndNothingElseDoes) {
  const Actor erik = add_erik();
  EXPECT_FALSE(log_in(installation(), "erik", "").has_value());
  set_password(installation(), erik, "erik", "tre gula fåglar");
  EXPECT_TRUE(get_user(installation(), "erik").has_password);
  EXPECT_EQ(log_in(installation(), "ERIK", "tre gula fåglar")->full_name, "Erik Lind");
  EXPECT_FALSE(log_in(installation(), "erik", "tre gula fåglaR").has_value());
  EXPECT_FALSE(log_in(installation(), "bo", "tre gula fåglar").has_value());
  EXPECT_EQ(error_of([&] { set_password(installation(), erik, "anna", "tre gula fåglar"); }).code(),
            ErrorCode::forbidden);
  change_user(installation(), anna(), "erik", {.active = false});
  EXPECT_FALSE(log_in(installation(), "erik", "tre gula fåglar").has_value());
}

// A record for each account in each company, also for those added later.
TEST_P(Users, CompaniesFollowTheAccounts) {
  const CompanyDatabase company = add_norrsken();
  add_erik();
  const auto value = [&](const char* user, const char* field) {
    return core::value_of(type_of("user"), get_user_record(company, user), field);
  };
  EXPECT_EQ(value("erik", "full_name"), core::Value("Erik Lind"));
  EXPECT_EQ(value("erik", "super_user"), core::Value(false));
  change_user(installation(), anna(), "erik", {.full_name = "Erik Lind-Ek", .active = false});
  EXPECT_EQ(value("erik", "full_name"), core::Value("Erik Lind-Ek"));
  EXPECT_EQ(value("erik", "active"), core::Value(false));
  // The record itself gives no rights: what belongs to the account is changed there.
  const auto record = get_user_record(company, "erik");
  const auto change = core::make_change(type_of("user"), {{"super_user", true}});
  EXPECT_EQ(error_of([&] { company.update(type_of("user"), record.id, change, anna()); }).code(),
            ErrorCode::invalid);
  EXPECT_EQ(error_of([&] { company.remove(type_of("user"), record.id, anna()); }).code(),
            ErrorCode::conflict);
}

// REQ: SEC-4
TEST(Passwords, GuessableOnesAreRefusedWithoutRepeatingThem) {
  for (const char* bad : {"kort", "Sommar2026!", "lösenord123", "1234567890", "aaaaaaaaaaaa",
                          "annaberg123", "Anna.Berg.1", "\xFF\xFE text som inte är text"}) {
    try {
      check_password(bad, "annaberg", "Anna Berg");
      ADD_FAILURE() << bad;
    } catch (const core::Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::invalid);
      EXPECT_EQ(std::string(error.what()).find(bad), std::string::npos) << bad;
    }
  }
  EXPECT_NO_THROW(check_password("tre gula fåglar", "anna", "Anna Berg"));
}

TEST(Passwords, HashesAreSaltedAndVerifyOnlyTheirOwn) {
  const std::string hash = hash_password("tre gula fåglar");
  EXPECT_TRUE(hash.starts_with("$argon2id$"));
  EXPECT_NE(hash, hash_password("tre gula fåglar"));
  EXPECT_TRUE(verify_password(hash, "tre gula fåglar"));
  EXPECT_TRUE(verify_password(hash, "tre gula fa\u030Aglar")) << "another keyboard's å";
  EXPECT_FALSE(verify_password(hash, "tre gula fåglar "));
  EXPECT_FALSE(verify_password("", "tre gula fåglar"));
}

}  // namespace
}  // namespace tusk::business
