#include "business/api_users.h"

#include <gmock/gmock.h>

#include "business/api_keys.h"
#include "business/backup.h"
#include "business/company_setup.h"
#include "business/hold.h"
#include "business/office_testing.h"
#include "business/restore.h"
#include "business/rights.h"
#include "business/session.h"

namespace tusk::business {
namespace {

using core::ErrorCode;
using testing::AllOf;
using testing::Each;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class ApiUsers : public Office {
 protected:
  static core::RecordId profile(const CompanyDatabase& company, const char* name) {
    return company.find_by(type_of("access_profile"), "name", core::Value(name))->id;
  }
  ApiUser add(const CompanyDatabase& company, const char* name = "Webbutiken",
              const char* profile_name = profile_standard) {
    return add_api_user(installation(), company, anna(), name, profile(company, profile_name));
  }
  std::string add_key(const ApiUser& user) {
    return add_api_key(installation(), anna(), user, "Beställningar").secret;
  }
  static core::Change contact(const char* name) {
    return core::make_change(type_of("contact"), {{"name", name}});
  }
};
TUSK_ON_BOTH_ENGINES(ApiUsers);

TEST_P(ApiUsers, AKeyTellsWhoAsksAndInWhichCompany) {
  const CompanyDatabase company = add_norrsken();
  const CompanyDatabase other =
      open_company(installation(), add_company(installation(), anna(), NewCompany("Dal AB")));
  const std::string key = add_key(add(company));
  const std::string of_other = add_key(add(other));
  const auto caller = find_api_caller(installation(), key);
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->user.name, "Webbutiken");
  EXPECT_EQ(caller->company.name, "Norrsken Bygg AB");
  EXPECT_EQ(caller->company.location, company.company().location);
  EXPECT_EQ(find_api_caller(installation(), of_other)->company.number, other.company().number);
  // The name of one key with the rest of another opens nothing.
  const std::string mixed = key.substr(0, 17) + of_other.substr(17);
  for (const std::string& wrong :
       {mixed, std::string(), std::string("tusk_"), key + "0", key.substr(1),
        key.substr(0, key.size() - 1) + (key.back() == '0' ? "1" : "0")}) {
    EXPECT_FALSE(find_api_caller(installation(), wrong)) << wrong;
  }
}

TEST_P(ApiUsers, OnlyAHashOfAKeyIsKept) {
  const CompanyDatabase company = add_norrsken();
  const ApiUser user = add(company);
  const NewApiKey made = add_api_key(installation(), anna(), user, "Beställningar");
  EXPECT_THAT(made.secret, AllOf(SizeIs(5 + 12 + 1 + 64), HasSubstr(made.key.name + "_")));
  storage::read(installation().system(), [&](storage::Transaction& system) {
    const auto row = system.prepare("SELECT secret_hash, label, created_by FROM system_api_key");
    ASSERT_TRUE(row->step());
    EXPECT_THAT(std::string(row->text(0)),
                AllOf(SizeIs(64), Not(HasSubstr(made.secret.substr(18)))));
    EXPECT_EQ(row->text(1), "Beställningar");
    EXPECT_EQ(row->text(2), "Anna Berg");
  });
}

TEST_P(ApiUsers, AKeyIsSeenWhenItWasLastUsedAndCanBeRevokedAlone) {
  const CompanyDatabase company = add_norrsken();
  const ApiUser user = add(company);
  const std::string first = add_key(user);
  const std::string second = add_key(user);
  EXPECT_EQ(list_api_keys(installation(), user).at(0).last_used_at, 0);
  clock().advance(core::seconds(61));
  const core::Microseconds used = clock().now();
  EXPECT_TRUE(find_api_caller(installation(), first));
  clock().advance(core::seconds(5));
  EXPECT_TRUE(find_api_caller(installation(), first));
  const auto key_of = [&](const std::string& key) {
    for (const ApiKey& one : list_api_keys(installation(), user)) {
      if (key.starts_with(one.name)) return one;
    }
    return ApiKey{};
  };
  EXPECT_EQ(key_of(first).last_used_at, used) << "not written each time";
  EXPECT_EQ(key_of(second).last_used_at, 0);

  revoke_api_key(installation(), anna(), user, key_of(first).name);
  EXPECT_FALSE(find_api_caller(installation(), first));
  EXPECT_TRUE(find_api_caller(installation(), second));
  EXPECT_EQ(key_of(first).revoked_by, "Anna Berg");
  EXPECT_EQ(key_of(first).revoked_at, clock().now());
  // Twice, or by the whole key: refused without repeating it.
  for (const std::string& wrong : {key_of(first).name, second}) {
    const auto error = error_of([&] { revoke_api_key(installation(), anna(), user, wrong); });
    EXPECT_EQ(error.code(), ErrorCode::not_found);
    EXPECT_THAT(error.what(), AllOf(HasSubstr(key_of(second).name), Not(HasSubstr(second))));
  }
}

TEST_P(ApiUsers, WhoIsDeactivatedOrRemovedIsLetInNoMore) {
  const CompanyDatabase company = add_norrsken();
  const ApiUser user = add(company);
  const std::string key = add_key(user);
  change_api_user(installation(), company, anna(), user, {.active = false});
  EXPECT_FALSE(find_api_caller(installation(), key));
  change_api_user(installation(), company, anna(), user, {.name = "Kassan", .active = true});
  EXPECT_EQ(find_api_caller(installation(), key)->user.name, "Kassan");
  remove_api_user(installation(), anna(), user);
  EXPECT_FALSE(find_api_caller(installation(), key));
  EXPECT_THAT(list_api_users(installation(), company.company().number), IsEmpty());
  // One of the same name is another.
  EXPECT_THAT(list_api_keys(installation(), add(company, "Kassan")), IsEmpty());
  EXPECT_EQ(error_of([&] {
              change_api_user(installation(), company, anna(), user, {.active = true});
            }).code(),
            ErrorCode::not_found);
}

TEST_P(ApiUsers, ANameIsOneProgramsAlone) {
  const CompanyDatabase company = add_norrsken();
  const ApiUser user = add(company);
  const auto code_of_adding = [&](const char* name) {
    return error_of([&] { add(company, name); }).code();
  };
  EXPECT_EQ(code_of_adding("webbutiken"), ErrorCode::conflict);
  EXPECT_EQ(code_of_adding("anna BERG"), ErrorCode::conflict) << "the history names people";
  User person;
  person.user_name = "webbutiken";
  person.full_name = "Bo Ek";
  const auto code_of_person = [&] {
    return error_of([&] { add_user(installation(), anna(), person); }).code();
  };
  EXPECT_EQ(code_of_person(), ErrorCode::conflict);
  person.user_name = "bo";
  person.full_name = "WebButiken";
  EXPECT_EQ(code_of_person(), ErrorCode::conflict);
  EXPECT_EQ(error_of([&] {
              change_user(installation(), anna(), "anna", {.full_name = "webbutiken"});
            }).code(),
            ErrorCode::conflict);
  EXPECT_EQ(code_of_adding(" "), ErrorCode::invalid);
  EXPECT_EQ(code_of_adding("a\x01"), ErrorCode::invalid);
  EXPECT_EQ(change_api_user(installation(), company, anna(), user, {.name = "WEBBUTIKEN"}).name,
            "WEBBUTIKEN");
  const auto unknown =
      error_of([&] { (void)get_api_user(installation(), company.company().number, "Kassan"); });
  EXPECT_EQ(unknown.code(), ErrorCode::not_found);
  EXPECT_THAT(unknown.text().en, HasSubstr("WEBBUTIKEN"));
}

TEST_P(ApiUsers, AreManagedBySuperUsersAlone) {
  const CompanyDatabase company = add_norrsken();
  const ApiUser user = add(company);
  const ApiKey key = add_api_key(installation(), anna(), user, "Test").key;
  for (const Actor& actor : {add_erik(), actor_of(user)}) {
    const std::vector<std::function<void()>> calls{
        [&] { add_api_user(installation(), company, actor, "Kassan", 0); },
        [&] { change_api_user(installation(), company, actor, user, {.name = "Kassan"}); },
        [&] { remove_api_user(installation(), actor, user); },
        [&] { (void)add_api_key(installation(), actor, user, "Ny"); },
        [&] { revoke_api_key(installation(), actor, user, key.name); },
        [&] {
          add_user(installation(), actor, User{"eva", "Eva"});
        },
        [&] {
          (void)hold_company(installation(), company.company(), actor, {"x", "x"});
        }};
    for (const auto& call : calls) EXPECT_EQ(error_of(call).code(), ErrorCode::forbidden);
  }
  EXPECT_EQ(list_api_keys(installation(), user).at(0).revoked_at, 0);
}

TEST_P(ApiUsers, ThereAreOnlySoManyKeys) {
  const CompanyDatabase company = add_norrsken();
  const ApiUser user = add(company);
  const ApiKey first = add_api_key(installation(), anna(), user, "Första").key;
  for (int i = 1; i < 20; ++i) add_key(user);
  EXPECT_EQ(error_of([&] { add_key(user); }).code(), ErrorCode::limit);
  revoke_api_key(installation(), anna(), user, first.name);
  add_key(user);
  for (const std::string& label : {std::string(), std::string(201, 'x'), std::string("a\x01")}) {
    EXPECT_EQ(error_of([&] { (void)add_api_key(installation(), anna(), user, label); }).code(),
              ErrorCode::invalid);
  }
}

// ---- what they may do ----

TEST_P(ApiUsers, DoWhatTheirProfileSays) {
  const CompanyDatabase company = add_norrsken();
  const Actor full = actor_of(add(company, "Full"));
  const Actor reader = actor_of(add(company, "Läsaren", profile_read_only));
  const Actor nothing = actor_of(add_api_user(installation(), company, anna(), "Ingen", 0));
  const core::Record made = company.create(type_of("contact"), contact("Berg"), full);
  EXPECT_EQ(made.created.by, "Full");
  EXPECT_EQ(company.get(type_of("contact"), made.id, reader).id, made.id);
  const auto refused =
      error_of([&] { company.create(type_of("contact"), contact("Dal"), reader); });
  EXPECT_EQ(refused.code(), ErrorCode::forbidden);
  EXPECT_THAT(refused.text().en, HasSubstr("Contacts: Läsaren may not change"));
  const auto unread = error_of([&] { (void)company.find(type_of("contact"), made.id, nothing); });
  EXPECT_EQ(unread.code(), ErrorCode::forbidden);
  EXPECT_THAT(unread.text().en, HasSubstr("Contacts: Ingen may not read"));
  EXPECT_EQ(error_of([&] { (void)company.list(type_of("employee"), {}, nothing); }).code(),
            ErrorCode::forbidden);
  // Names of drop-down values, as for everybody.
  EXPECT_GT(company.list(type_of("property"), {}, nothing).total, 0);
}

TEST_P(ApiUsers, NeverChangeWhoMayDoWhat) {
  const CompanyDatabase company = add_norrsken();
  add_erik();
  const Actor actor = actor_of(add(company, "Allt", profile_super_user));
  const auto users = company.list(type_of("user"), {}, actor).records;
  EXPECT_EQ(error_of([&] {
              company.create(type_of("access_profile"),
                             core::make_change(type_of("access_profile"), {{"name", "Ny"}}), actor);
            }).code(),
            ErrorCode::forbidden);
  const auto own =
      company.create(type_of("access_profile"),
                     core::make_change(type_of("access_profile"), {{"name", "Ny"}}), anna());
  EXPECT_EQ(error_of([&] { company.remove(type_of("access_profile"), own.id, actor); }).code(),
            ErrorCode::forbidden);
  for (const core::Record& user : users) {
    const auto change = core::make_change(type_of("user"), {{"access_profile", own.id}});
    EXPECT_EQ(error_of([&] { company.update(type_of("user"), user.id, change, actor); }).code(),
              ErrorCode::forbidden);
  }
  // The rest of the settings is theirs.
  company.create(type_of("department"),
                 core::make_change(type_of("department"), {{"name", "Bygg"}}), actor);
}

TEST_P(ApiUsers, WithAProfileThatIsGoneSeeWhatEverybodySees) {
  const CompanyDatabase company = add_norrsken();
  const auto own = company.create(
      type_of("access_profile"),
      core::make_change(type_of("access_profile"), {{"name", "Butik"}, {"contacts", "full"}}),
      anna());
  const Actor actor = actor_of(add(company, "Webbutiken", "Butik"));
  company.create(type_of("contact"), contact("Berg"), actor);
  company.remove(type_of("access_profile"), own.id, anna());
  EXPECT_EQ(error_of([&] { company.create(type_of("contact"), contact("Dal"), actor); }).code(),
            ErrorCode::forbidden);
  EXPECT_EQ(error_of([&] { add_api_user(installation(), company, anna(), "Ny", own.id); }).code(),
            ErrorCode::not_found);
}

TEST_P(ApiUsers, AWriteLooksAtTheRecordFirst) {
  const CompanyDatabase company = add_norrsken();
  const Actor actor = actor_of(add(company));
  const auto made = company.create(type_of("contact"), contact("Berg"), actor);
  struct Other {};
  const auto refuse = [&](const core::Record& current) {
    EXPECT_EQ(current.id, made.id);
    throw Other();
  };
  EXPECT_THROW(company.update_checked(type_of("contact"), made.id, contact("Dal"), refuse, actor),
               Other);
  EXPECT_THROW(company.remove_checked(type_of("contact"), made.id, refuse, actor), Other);
  EXPECT_EQ(core::title_of(type_of("contact"), company.get(type_of("contact"), made.id, actor)),
            "Berg");
}

// ---- log-ins ----

// REQ: FST-1, FST-2
TEST_P(ApiUsers, AreNamedToWhoWantsTheCompanyAlone) {
  const CompanyDatabase company = add_norrsken();
  const ApiUser user = add(company);
  const auto there = open_again();
  auto session = std::make_unique<Session>(
      *there, SessionStart{SessionKind::api_user, actor_of(user), company.company()});
  const auto holding = [&] {
    return hold_company(installation(), company.company(), anna(), {"Återställning", "Restore"});
  };
  const auto refused = error_of([&] { (void)holding(); });
  EXPECT_EQ(refused.code(), ErrorCode::conflict);
  EXPECT_THAT(refused.text().sv, HasSubstr("Webbutiken (API-användare, tusk) på KONTOR-2"));
  const auto listed = list_sessions(installation());
  ASSERT_THAT(listed, SizeIs(1));
  EXPECT_EQ(listed[0].kind, SessionKind::api_user);
  EXPECT_EQ(session->ended_by(), "");

  end_session(installation(), anna(), session->id());
  EXPECT_EQ(session->ended_by(), "Anna Berg");
  const Hold hold = holding();
  session.reset();
  EXPECT_THROW(Session(*there, {SessionKind::api_user, actor_of(user), company.company()}),
               HeldError);
}

TEST_P(ApiUsers, TheirLogInsAreEndedBySuperUsersAlone) {
  const CompanyDatabase company = add_norrsken();
  const ApiUser user = add(company);
  const Session session(installation(), {SessionKind::api_user, actor_of(user), company.company()});
  for (const Actor& actor : {add_erik(), actor_of(user)}) {
    EXPECT_EQ(error_of([&] { end_session(installation(), actor, session.id()); }).code(),
              ErrorCode::forbidden);
  }
}

// ---- backups ----

TEST_P(ApiUsers, AreInABackupOfTheInstallationWithTheirKeys) {
  const CompanyDatabase company = add_norrsken();
  const ApiUser user = add(company);
  const std::string key = add_key(user);
  const std::string revoked = add_key(user);
  revoke_api_key(installation(), anna(), user, revoked.substr(0, 17));
  core::TemporaryFolder folder;
  back_up_installation(installation(), anna(), folder / "all", {});
  const std::string server = installation().server().empty()
                                 ? storage::TemporaryPostgres::shared().make_database()
                                 : "";  // to the other engine
  Installation other = Installation::create(folder / "data", server, environment());
  restore_installation(other, program_actor(), folder / "all", {});
  const auto caller = find_api_caller(other, key);
  ASSERT_TRUE(caller);
  EXPECT_FALSE(find_api_caller(other, revoked));
  const CompanyDatabase there = open_company(other, caller->company);
  EXPECT_EQ(there.create(type_of("contact"), contact("Berg"), actor_of(caller->user)).created.by,
            "Webbutiken");
}

// A backup of a company brings no key back.
TEST_P(ApiUsers, KeysThatWereRevokedStaySoWhenTheCompanyIsPutBack) {
  core::TemporaryFolder folder;
  std::string key;
  ApiUser user;
  Company company;
  {
    const CompanyDatabase open = add_norrsken();
    company = open.company();
    user = add(open);
    key = add_key(user);
  }
  back_up_company(installation(), anna(), company, folder / "one.tusk", {});
  revoke_api_key(installation(), anna(), user, key.substr(0, 17));
  restore_company(installation(), anna(), company, folder / "one.tusk", {});
  EXPECT_FALSE(find_api_caller(installation(), key));
  EXPECT_THAT(list_api_users(installation(), company.number),
              AllOf(SizeIs(1), Each(Field(&ApiUser::uuid, user.uuid))));
}

}  // namespace
}  // namespace tusk::business
