// The server with everything in one PostgreSQL database.

#include <gmock/gmock.h>

#include <map>

#include "online/database_admin.h"
#include "online/online_testing.h"
#include "storage/database_role.h"
#include "storage/row_security.h"
#include "storage/testing/temporary_postgres.h"

namespace tusk::online::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class OnPostgres : public OnlineTest {
 protected:
  OnPostgres() : OnlineTest(on_postgres()) {}

  static Config on_postgres() {
    Config config;
    config.database = storage::TemporaryPostgres::shared().make_database();
    return config;
  }
  static std::string list(Browser& browser, const std::string& words) {
    const Answer answer = browser.get("/api/v1/records/contact?q=" + words);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body;
  }
};

TEST_F(OnPostgres, ACompanySeesItsOwnRecordsAlone) {
  connect("anna@norrsken.example", "Norrsken Bygg AB");
  connect("erik@soder.example", "Söder AB");
  Browser anna = logged_in("anna@norrsken.example");
  Browser erik = logged_in("erik@soder.example");
  const std::string path = create_contact(anna, "Ahlgrens Bygg");
  const Answer made = anna.get(path);
  EXPECT_EQ(anna.patch(path, R"({"fields":{"city":"Umeå"}})", made.etag()).status, 200);
  EXPECT_THAT(list(anna, "ahl+ume%C3%A5"), HasSubstr("Ahlgrens Bygg"));
  EXPECT_THAT(list(erik, "ahl"), Not(HasSubstr("Ahlgrens Bygg")));
  EXPECT_EQ(erik.get(path).status, 404);
}

TEST_F(OnPostgres, ADisconnectedCompanysRecordsAreGoneAndTheOthersAreThere) {
  const Office office = connect("anna@norrsken.example", "Norrsken Bygg AB");
  connect("erik@soder.example", "Söder AB");
  Browser anna = logged_in("anna@norrsken.example");
  Browser erik = logged_in("erik@soder.example");
  create_contact(anna, "Ahlgrens Bygg");
  create_contact(erik, "Berg Åkeri");
  client(office)->disconnect({"anna@norrsken.example", kPassword});
  EXPECT_THAT(list(erik, "berg"), HasSubstr("Berg"));

  connect("karin@norrsken.example", "Norrsken Bygg Nya AB");
  Browser karin = logged_in("karin@norrsken.example");
  EXPECT_THAT(list(karin, "ahl"), Not(HasSubstr("Ahlgrens Bygg")));
}

// Why a table of the server's database is under no policy; decision 0021 says more.
constexpr const char* before_the_company =
    "looked up by an account or a secret, which is what tells which company it is";
constexpr const char* no_company = "about people or the service, not a company";
constexpr const char* of_the_directory =
    "reached by statements of identity alone, in transactions that see several companies";
const std::map<std::string, const char*>& unguarded() {
  static const std::map<std::string, const char*> reasons = {
      {"directory_allowance", no_company},
      {"directory_audit", of_the_directory},
      {"directory_audit_head", of_the_directory},
      {"directory_company", before_the_company},
      {"directory_counter", no_company},
      {"directory_device", before_the_company},
      {"directory_identity", before_the_company},
      {"directory_invitation", before_the_company},
      {"directory_invitation_letter", of_the_directory},
      {"directory_known_browser", no_company},
      {"directory_left_place", of_the_directory},
      {"directory_lock_notice", no_company},
      {"directory_login_counter", no_company},
      {"directory_mail", no_company},
      {"directory_mailed_token", no_company},
      {"directory_membership", before_the_company},
      {"directory_openid_client", before_the_company},
      {"directory_openid_client_uri", before_the_company},
      {"directory_openid_consent", no_company},
      {"directory_openid_grant", before_the_company},
      {"directory_openid_interaction", no_company},
      {"directory_openid_key", no_company},
      {"directory_openid_logout", no_company},
      {"directory_openid_refresh", before_the_company},
      {"directory_openid_session", no_company},
      {"directory_openid_visit", no_company},
      {"directory_passkey", no_company},
      {"directory_passkey_challenge", no_company},
      {"directory_recovery_code", no_company},
      {"directory_reset_request", no_company},
      {"directory_role", of_the_directory},
      {"directory_role_right", of_the_directory},
      {"directory_second_step", before_the_company},
      {"directory_session", before_the_company},
      {"directory_totp", no_company},
      {"directory_version", no_company},
      {"schema_version", no_company},
  };
  return reasons;
}

// A new table has a policy, or stands above with the reason why it has none. TE-3.
// REQ: SEC-5
TEST_F(OnPostgres, EveryTableHasAPolicyOrAReason) {
  const auto database = storage::open_database({.location = config_.database});
  storage::read(*database, [](storage::Transaction& t) {
    for (const std::string& table : storage::list_unguarded_tables(t)) {
      EXPECT_TRUE(unguarded().contains(table)) << table << " has no policy";
    }
    for (const auto& [table, reason] : unguarded()) {
      EXPECT_TRUE(storage::has_table(t, table)) << table << " stands in the list, but is not there";
    }
    for (const std::string& table : storage::list_company_tables(t)) {
      EXPECT_FALSE(unguarded().contains(table)) << table << " holds a company's data";
    }
  });
}

TEST_F(OnPostgres, OnlyAPostgresqlDatabaseIsMigratedByCommand) {
  EXPECT_THROW(migrate_database({.location = "/var/lib/tusk/directory.db", .role = ""}),
               core::Error);
}

}  // namespace
}  // namespace tusk::online::testing
