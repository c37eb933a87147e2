// The server with everything in one PostgreSQL database.

#include <gmock/gmock.h>

#include "online/online_testing.h"
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

}  // namespace
}  // namespace tusk::online::testing
