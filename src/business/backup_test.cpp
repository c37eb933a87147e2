#include "business/backup.h"

#include <gmock/gmock.h>

#include <set>

#include "archive/reader.h"
#include "business/licence.h"
#include "business/office_testing.h"
#include "business/restore.h"
#include "storage/change_log.h"

namespace tusk::business {
namespace {

using core::ErrorCode;
using core::Value;
using testing::HasSubstr;
using testing::IsEmpty;

class Backups : public Office {
 protected:
  [[nodiscard]] std::filesystem::path file(const char* name) const { return other_ / name; }

  static core::RecordId add_contact(const CompanyDatabase& company, const Actor& actor,
                                    const char* name) {
    return company
        .create(type_of("contact"), core::make_change(type_of("contact"), {{"name", name}}), actor)
        .id;
  }
  static std::int64_t contacts(const CompanyDatabase& company, const Actor& actor) {
    return company.list(type_of("contact"), {}, actor).total;
  }
  static void set_mode(const CompanyDatabase& company, const char* mode) {
    storage::write(company.database(), [&](storage::Transaction& transaction) {
      const auto update =
          transaction.prepare_company("UPDATE sync_state SET mode = $1 WHERE {company}");
      update->bind(mode).run();
    });
  }
  static std::string state_of(const CompanyDatabase& company) {
    return storage::read(company.database(), [](storage::Transaction& transaction) {
      const auto row = transaction.prepare_company(
          "SELECT database_uuid, incarnation, mode FROM sync_state WHERE {company}");
      row->step();
      return std::string(row->text(0)) + "|" + std::to_string(row->integer(1)) + "|" +
             std::string(row->text(2));
    });
  }

  core::TemporaryFolder other_;
};
TUSK_ON_BOTH_ENGINES(Backups);

// REQ: BAK-1, BAK-3
TEST_P(Backups, ARestoredCompanyIsAsItWasAndMakesNoIdAgain) {
  auto company = std::make_unique<CompanyDatabase>(add_norrsken());
  const std::string uuid = state_of(*company).substr(0, 36);
  add_contact(*company, anna(), "Åkessons Plåt");
  // Also while it is connected.
  set_mode(*company, "connected");
  const Backup backup =
      back_up_company(installation(), anna(), company->company(), file("a.tusk"), {});
  EXPECT_GT(backup.summary.trailer.rows, 30);
  const core::RecordId later = add_contact(*company, anna(), "Senare AB");
  const Company number_1 = company->company();
  const auto restore = [&] {
    return restore_company(installation(), anna(), number_1, file("a.tusk"), {});
  };
  for (const char* mode : {"connected", "needs_resync"}) {
    set_mode(*company, mode);
    const core::Error refused = error_of([&] {
      company.reset();
      restore();
    });
    company = std::make_unique<CompanyDatabase>(open_company(installation(), number_1));
    EXPECT_EQ(refused.code(), ErrorCode::conflict);
    EXPECT_THAT(refused.text().en, HasSubstr("Disconnect it"));
  }
  set_mode(*company, "disconnected");
  company.reset();
  const Restored restored = restore();
  EXPECT_TRUE(std::filesystem::exists(restored.kept_aside));
  const CompanyDatabase again = open_company(installation(), get_company(installation(), "1"));
  EXPECT_EQ(contacts(again, anna()), 1);
  EXPECT_EQ(state_of(again), uuid + "|1|unconnected");
  storage::read(again.database(), [](storage::Transaction& transaction) {
    EXPECT_FALSE(storage::has_entries_after(transaction, 0));
  });
  EXPECT_NE(add_contact(again, anna(), "Ny AB"), later);
  EXPECT_EQ(again.list(type_of("contact"), {.search = "åkessons"}, anna()).total, 1);
}

TEST_P(Backups, EachRestoreKeepsWhatItReplacesAlsoWithinOneSecond) {
  const Company company = add_norrsken().company();
  back_up_company(installation(), anna(), company, file("a.tusk"), {});
  std::set<std::filesystem::path> kept;
  for (int i = 0; i < 3; ++i) {
    const Company now = get_company(installation(), "1");
    const Restored restored = restore_company(installation(), anna(), now, file("a.tusk"), {});
    EXPECT_TRUE(std::filesystem::exists(restored.kept_aside));
    kept.insert(restored.kept_aside);
  }
  EXPECT_EQ(kept.size(), 3U);
}

// REQ: BAK-2
TEST_P(Backups, ACompanyIsRestoredAsOneMoreUnlessItIsConnectedHere) {
  const CompanyDatabase company = add_norrsken();
  add_contact(company, anna(), "Åkessons Plåt");
  back_up_company(installation(), anna(), company.company(), file("a.tusk"), {});
  set_mode(company, "connected");
  EXPECT_THAT(
      error_of([&] { restore_as_new(installation(), anna(), file("a.tusk"), "", {}); }).text().en,
      HasSubstr("is connected to Tusk Online"));
  set_mode(company, "disconnected");
  const Restored restored =
      restore_as_new(installation(), anna(), file("a.tusk"), "Norrsken Kopia", {});
  EXPECT_EQ(restored.company.number, 2);
  const CompanyDatabase copy = open_company(installation(), get_company(installation(), "2"));
  EXPECT_EQ(copy.company().name, "Norrsken Kopia");
  EXPECT_EQ(contacts(copy, anna()), 1);
  EXPECT_NE(state_of(copy).substr(0, 36), state_of(company).substr(0, 36));
}

TEST_P(Backups, UsersWithoutAnAccountBecomeInactive) {
  const CompanyDatabase company = add_norrsken();
  add_erik();
  static_cast<void>(open_company(installation(), company.company()));
  back_up_company(installation(), anna(), company.company(), file("a.tusk"), {});
  core::TemporaryFolder elsewhere;
  Installation other = Installation::create(elsewhere / "data", "", environment());
  add_first_user(other, "anna", "Anna Berg");
  const Restored restored = restore_as_new(other, get_actor(other, "anna"), file("a.tusk"), "", {});
  EXPECT_EQ(restored.users_without_account, 1);
  const CompanyDatabase there = open_company(other, restored.company);
  const core::Record erik = get_user_record(there, "erik");
  EXPECT_EQ(core::value_of(type_of("user"), erik, "active"), Value(false));
}

TEST_P(Backups, AWholeInstallationMovesToANewComputer) {
  {
    const CompanyDatabase company = add_norrsken();
    add_contact(company, anna(), "Åkessons Plåt");
  }
  add_company(installation(), anna(), NewCompany("Fjäll & Bygd HB"));
  add_erik();
  set_password(installation(), anna(), "erik", "tre gula fåglar");
  save_licence(installation(), anna(),
               {.holder = "Norrsken", .contact_person = "Anna", .phone = "08"});
  const auto backups = back_up_installation(installation(), anna(), file("all"), {});
  EXPECT_EQ(backups.size(), 3U);
  EXPECT_EQ(error_of([&] { back_up_installation(installation(), anna(), file("all"), {}); }).code(),
            ErrorCode::conflict);
  core::TemporaryFolder elsewhere;
  const std::string server = GetParam() == storage::Engine::sqlite
                                 ? storage::TemporaryPostgres::shared().make_database()
                                 : "";  // to the other engine
  Installation other = Installation::create(elsewhere / "data", server, environment());
  EXPECT_EQ(restore_installation(other, program_actor(), file("all"), {}).size(), 2U);
  EXPECT_TRUE(log_in(other, "erik", "tre gula fåglar"));
  EXPECT_EQ(load_licence(other).holder, "Norrsken");
  EXPECT_EQ(list_companies(other).size(), 2U);
  const CompanyDatabase company = open_company(other, get_company(other, "1"));
  EXPECT_EQ(contacts(company, get_actor(other, "anna")), 1);
  // What is not in the backup is not thrown away.
  add_company(other, get_actor(other, "anna"), NewCompany("Tredje AB"));
  EXPECT_THAT(
      error_of([&] { restore_installation(other, get_actor(other, "anna"), file("all"), {}); })
          .text()
          .en,
      HasSubstr("would vanish"));
}

TEST_P(Backups, AreForSuperUsersAndOverwriteNothing) {
  const CompanyDatabase company = add_norrsken();
  const Actor erik = add_erik();
  EXPECT_EQ(error_of([&] {
              back_up_company(installation(), erik, company.company(), file("a.tusk"), {});
            }).code(),
            ErrorCode::forbidden);
  back_up_company(installation(), anna(), company.company(), file("a.tusk"), {});
  EXPECT_EQ(error_of([&] {
              back_up_company(installation(), anna(), company.company(), file("a.tusk"), {});
            }).code(),
            ErrorCode::conflict);
  EXPECT_EQ(error_of([&] {
              restore_company(installation(), erik, company.company(), file("a.tusk"), {});
            }).code(),
            ErrorCode::forbidden);
}

// A damaged database is what backups are for; one that is in use is not to be replaced.
TEST(BackupsOnSqlite, ReplaceADamagedFileButNoneThatIsOpen) {
  core::ManualClock clock;
  core::SeededRandom random{7};
  const Environment environment{clock, random, "KONTOR-1"};
  core::TemporaryFolder folder;
  Installation installation = Installation::create(folder / "data", "", environment);
  add_first_user(installation, "anna", "Anna Berg");
  const Actor anna = get_actor(installation, "anna");
  const Company company = add_company(installation, anna, NewCompany("Norrsken"));
  back_up_company(installation, anna, company, folder / "a.tusk", {});
  const std::string path = address_of(installation, company).location;
  {
    const CompanyDatabase open = open_company(installation, company);
    try {
      restore_company(installation, anna, company, folder / "a.tusk", {});
      ADD_FAILURE() << "an open database was replaced";
    } catch (const core::Error& error) {
      EXPECT_THAT(error.text().en, HasSubstr("is used by another program"));
    }
  }
  std::filesystem::resize_file(path, 5'000);
  restore_company(installation, anna, company, folder / "a.tusk", {});
  const Company now = get_company(installation, "1");
  EXPECT_NE(now.location, company.location);
  EXPECT_EQ(open_company(installation, now).list(type_of("user"), {}, anna).total, 1);
}

}  // namespace
}  // namespace tusk::business
