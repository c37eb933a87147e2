// What people may do in a company, over a real database of either engine.
// REQ: SEC-3

#include "identity/roles.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "core/testing/manual_clock.h"
#include "identity/access.h"
#include "identity/companies.h"
#include "identity/directory_schema.h"
#include "identity/limits.h"
#include "identity/people.h"
#include "storage/connection_pool.h"
#include "storage/testing/both_engines.h"

namespace tusk::identity {
namespace {

using core::Right;
using storage::Transaction;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

core::ErrorCode code_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const core::Error& error) {
    return error.code();
  }
  ADD_FAILURE() << "nothing was refused";
  return core::ErrorCode::internal;
}

class RolesTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  template <typename Work>
  auto write(Work&& work) {
    return directory_.write(std::forward<Work>(work));
  }
  RolesTest() {
    migrate_directory(*directory_.take());
    person_ = write([&](Transaction& tx) {
      const PreparedPerson prepared(
          {.email = "anna@norrsken.example", .name = "Anna Berg", .password = "blå häst i regn"},
          hashes_);
      return prepared.insert(tx, random_, clock_).id;
    });
    norrsken_ = add_company("Norrsken");
    sommarhus_ = add_company("Sommarhus");
  }

  std::string add_company(const std::string& name) {
    return write([&](Transaction& tx) {
      return connect_company(tx, random_, clock_,
                             {.name = name, .office_uuid = name, .connected_by = person_})
          .id;
    });
  }
  OwnRole create(const std::string& company, const OwnRole& role) {
    return write([&](Transaction& tx) { return create_own_role(tx, random_, company, role); });
  }
  std::vector<OwnRole> list(const std::string& company) {
    return write([&](Transaction& tx) { return list_own_roles(tx, company); });
  }
  void give(const std::string& company, const Role& role) {
    write([&](Transaction& tx) { set_membership(tx, person_, company, role, clock_); });
  }
  Right right(const std::string& company, const char* record_type) {
    return write([&](Transaction& tx) {
      return right_of(*find_membership(tx, person_, company), core::registry().get(record_type));
    });
  }

  const storage::TestDatabase place_{GetParam()};
  core::ManualClock clock_;
  core::SeededRandom random_{1};
  storage::ConnectionPool directory_{[this] { return place_.open(0); }, 2};
  Sealing sealing_{Sealing::make_master_key(random_)};
  HashPool hashes_{sealing_, {.memory_bytes = 8192, .passes = 1}, 1};
  std::string person_;
  std::string norrsken_;
  std::string sommarhus_;
};
TUSK_ON_BOTH_ENGINES(RolesTest);

TEST_P(RolesTest, TheCommonRolesAreTheSameEverywhere) {
  for (const Role& role : {Role::super_user, Role::administrator, Role::member}) {
    give(norrsken_, role);
    EXPECT_EQ(right(norrsken_, "contact"), Right::full) << role.id;
  }
  give(norrsken_, Role::read_only);
  EXPECT_EQ(right(norrsken_, "contact"), Right::read);
  EXPECT_TRUE(Role::super_user.administers());
  EXPECT_TRUE(Role::administrator.administers());
  EXPECT_FALSE(Role::member.administers());
  EXPECT_FALSE(Role::read_only.administers());
}

TEST_P(RolesTest, AnOwnRoleLetsDoWhatItNamesAndNothingElse) {
  const OwnRole role =
      create(norrsken_, {.id = {}, .name = " Växel ", .rights = {{"contact", Right::read}}});
  EXPECT_EQ(role.name, "Växel");
  give(norrsken_, Role{role.id});
  EXPECT_EQ(right(norrsken_, "contact"), Right::read);
  EXPECT_EQ(right(norrsken_, "contact_person"), Right::none);
  EXPECT_EQ(right(norrsken_, "employee"), Right::none);
  EXPECT_EQ(right(norrsken_, "property"), Right::read) << "forms need the names";
  EXPECT_FALSE(Role{role.id}.administers());
}

TEST_P(RolesTest, AnOwnRoleCanBeLimitedToWhatIsThePersonsOwn) {
  const OwnRole role = create(
      norrsken_, {.id = {},
                  .name = "Säljare",
                  .rights = {{"contact", Right::full, true}, {"contact_person", Right::read}}});
  give(norrsken_, Role{role.id});
  write([&](Transaction& tx) { set_office_record(tx, norrsken_, person_, {"employee", 7}); });
  const auto member =
      write([&](Transaction& tx) { return find_membership(tx, person_, norrsken_); });
  ASSERT_TRUE(member);
  EXPECT_TRUE(is_limited_to_own(*member, core::registry().get("contact")));
  EXPECT_FALSE(is_limited_to_own(*member, core::registry().get("contact_person")));
  EXPECT_FALSE(is_limited_to_own(*member, core::registry().get("employee")));
  EXPECT_EQ(member->office_record, (OfficeRecord{"employee", 7}));
  EXPECT_EQ(code_of([&] {
              (void)create(norrsken_,
                           {.id = {}, .name = "Fel", .rights = {{"employee", Right::read, true}}});
            }),
            core::ErrorCode::invalid);
}

TEST_P(RolesTest, AChangeIsForEverybodyWhoHasTheRole) {
  OwnRole role =
      create(norrsken_, {.id = {}, .name = "Växel", .rights = {{"contact", Right::read}}});
  give(norrsken_, Role{role.id});
  role.rights = {{"contact_person", Right::full}};
  write([&](Transaction& tx) { change_own_role(tx, norrsken_, role); });
  EXPECT_EQ(right(norrsken_, "contact"), Right::none);
  EXPECT_EQ(right(norrsken_, "contact_person"), Right::full);
}

TEST_P(RolesTest, AnotherCompanysRoleIsNobodys) {
  const OwnRole role = create(norrsken_, {.id = {}, .name = "Växel", .rights = {}});
  EXPECT_THAT(list(sommarhus_), IsEmpty());
  EXPECT_EQ(code_of([&] { give(sommarhus_, Role{role.id}); }), core::ErrorCode::invalid);
  const auto refused = [&](auto&& work) { return code_of([&] { write(work); }); };
  EXPECT_EQ(refused([&](Transaction& tx) { (void)get_own_role(tx, sommarhus_, role.id); }),
            core::ErrorCode::not_found);
  EXPECT_EQ(refused([&](Transaction& tx) {
              change_own_role(tx, sommarhus_, {.id = role.id, .name = "Stulen", .rights = {}});
            }),
            core::ErrorCode::not_found);
  EXPECT_EQ(refused([&](Transaction& tx) { delete_own_role(tx, sommarhus_, role.id); }),
            core::ErrorCode::not_found);
  EXPECT_THAT(list(norrsken_), ElementsAre(Field(&OwnRole::name, "Växel")));
}

TEST_P(RolesTest, ARoleThatSomebodyHasStays) {
  const OwnRole role = create(norrsken_, {.id = {}, .name = "Växel", .rights = {}});
  give(norrsken_, Role{role.id});
  const auto remove = [&] {
    write([&](Transaction& tx) { delete_own_role(tx, norrsken_, role.id); });
  };
  EXPECT_EQ(code_of(remove), core::ErrorCode::conflict);
  give(norrsken_, Role::member);
  remove();
  EXPECT_THAT(list(norrsken_), IsEmpty());
}

TEST_P(RolesTest, EverythingThatIsWrongWithARoleIsSaidAtOnce) {
  try {
    (void)create(
        norrsken_,
        {.id = {},
         .name = "  ",
         .rights = {{"contact", Right::read}, {"contact", Right::full}, {"invoice", Right::read}}});
    FAIL();
  } catch (const core::Error& error) {
    EXPECT_THAT(error.problems(), ElementsAre(Field(&core::Problem::field, "name"),
                                              Field(&core::Problem::value, "contact"),
                                              Field(&core::Problem::value, "invoice")));
  }
}

TEST_P(RolesTest, TwoRolesOfACompanyDoNotHaveOneName) {
  (void)create(norrsken_, {.id = {}, .name = "Växel", .rights = {}});
  (void)create(sommarhus_, {.id = {}, .name = "Växel", .rights = {}});
  EXPECT_EQ(code_of([&] { (void)create(norrsken_, {.id = {}, .name = "Växel", .rights = {}}); }),
            core::ErrorCode::conflict);
}

TEST_P(RolesTest, ACompanyHasSoManyRolesAndNoMore) {
  for (int i = 0; i < max_own_roles; ++i) {
    (void)create(norrsken_, {.id = {}, .name = "Roll " + std::to_string(i), .rights = {}});
  }
  EXPECT_EQ(code_of([&] { (void)create(norrsken_, {.id = {}, .name = "En till", .rights = {}}); }),
            core::ErrorCode::limit);
}

}  // namespace
}  // namespace tusk::identity
