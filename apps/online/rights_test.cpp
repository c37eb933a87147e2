// What a role lets do over HTTP, in every route that shows or changes records.
// REQ: SEC-3, ACC-5

#include <gmock/gmock.h>

#include "online/online_testing.h"

namespace tusk::online::testing {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kRoles = "/api/v1/administration/roles";

class RightsTest : public OnlineTest {
 protected:
  RightsTest() { add_person("erik@norrsken.example", office_.company_id); }

  // Erik, who has an own role with these rights, in a browser of his.
  Browser with_role(const std::string& rights) {
    const Answer made = anna_.post(kRoles, R"({"name":"Egen","rights":)" + rights + "}");
    EXPECT_EQ(made.status, 201) << made.body;
    role_ = made.json().at("id").as_string();
    set_role("erik@norrsken.example", role_);
    return logged_in("erik@norrsken.example");
  }
  void set_role(const std::string& email, const std::string& role) {
    program_->services().directory.write([&](storage::Transaction& tx) {
      const auto person = identity::find_person_by_email(tx, email);
      identity::set_membership(tx, person->id, office_.company_id, identity::Role{role}, clock_);
    });
  }
  std::string name_of(const std::string& path) {
    return std::string(anna_.get(path).json().at("fields").at("name").as_string());
  }

  Office office_ = connect("anna@norrsken.example", "Norrsken Bygg AB");
  Browser anna_ = logged_in("anna@norrsken.example");
  std::string contact_ = create_contact(anna_, "Ahlgrens Bygg");
  std::string role_;
};

TEST_F(RightsTest, WhoMayOnlyReadChangesNothing) {
  set_role("erik@norrsken.example", "read_only");
  Browser erik = logged_in("erik@norrsken.example");
  const Answer read = erik.get(contact_);
  EXPECT_EQ(read.status, 200);
  EXPECT_EQ(erik.patch(contact_, R"({"fields":{"name":"Stulen"}})", read.etag()).status, 403);
  EXPECT_EQ(erik.send(http::Method::del, contact_).status, 403);
  EXPECT_EQ(erik.post("/api/v1/records/contact", R"({"fields":{"name":"Ny"}})").status, 403);
  EXPECT_EQ(name_of(contact_), "Ahlgrens Bygg");
  EXPECT_EQ(anna_.get("/api/v1/records/contact").json().at("total").as_int64(), 1);
}

TEST_F(RightsTest, ARegisterThatTheRoleDoesNotNameIsNotThere) {
  Browser erik = with_role(R"([{"record_type":"contact_person","right":"full"}])");
  for (const char* target : {"/api/v1/records/contact", contact_.c_str()}) {
    const Answer answer = erik.get(target);
    EXPECT_EQ(answer.status, 403) << target;
    EXPECT_THAT(answer.body, Not(HasSubstr("Ahlgrens")));
    EXPECT_THAT(answer.body, HasSubstr("administratör"));
  }
  const std::string etag = anna_.get(contact_).etag();
  EXPECT_EQ(erik.patch(contact_, R"({"fields":{"name":"Stulen"}})", etag).status, 403);
  EXPECT_EQ(erik.post("/api/v1/records/contact", R"({"fields":{"name":"Ny"}})").status, 403);
  EXPECT_EQ(name_of(contact_), "Ahlgrens Bygg");
}

TEST_F(RightsTest, NamesOfAHiddenRegisterAreNotToldBesideOtherRecords) {
  const std::string id = contact_.substr(contact_.rfind('/') + 1);
  EXPECT_EQ(anna_
                .post("/api/v1/records/contact_person",
                      R"({"fields":{"name":"Siv","contact":)" + id + "}}")
                .status,
            201);
  Browser erik = with_role(R"([{"record_type":"contact_person","right":"read"}])");
  const Answer persons = erik.get("/api/v1/records/contact_person");
  EXPECT_THAT(persons.body, HasSubstr("Siv"));
  EXPECT_THAT(persons.body, Not(HasSubstr("Ahlgrens")));
}

TEST_F(RightsTest, NothingOfAHiddenRegisterIsToldLive) {
  Browser erik = with_role(R"([{"record_type":"contact_person","right":"read"}])");
  LiveRequest stream = erik.listen();
  const std::string id = contact_.substr(contact_.rfind('/') + 1);
  const std::string other = create_contact(anna_, "Björks El");
  (void)anna_.post("/api/v1/records/contact_person",
                   R"({"fields":{"name":"Siv","contact":)" + id + "}}");
  const std::string told = stream.read_until("\n\n");
  EXPECT_THAT(told, HasSubstr("\"contact_person\""));
  EXPECT_THAT(told, Not(HasSubstr(other.substr(other.rfind('/') + 1))));
}

TEST_F(RightsTest, TheSessionSaysWhatTheRoleLetsDo) {
  Browser erik = with_role(R"([{"record_type":"contact","right":"read"}])");
  const json::value session = erik.get("/api/v1/session").json();
  EXPECT_EQ(session.at("company").at("role").as_string(), role_);
  EXPECT_EQ(session.at("company").at("role_name").as_string(), "Egen");
  std::map<std::string, std::string> rights;
  for (const json::value& one : session.at("rights").as_array()) {
    rights[std::string(one.at("record_type").as_string())] = one.at("right").as_string();
  }
  EXPECT_EQ(rights["contact"], "read");
  EXPECT_EQ(rights["contact_person"], "none");
  EXPECT_EQ(rights["property"], "read");
}

TEST_F(RightsTest, AChangedRoleHoldsAtOnce) {
  Browser erik = with_role(R"([{"record_type":"contact","right":"read"}])");
  EXPECT_EQ(erik.get(contact_).status, 200);
  EXPECT_EQ(anna_.send(http::Method::put, kRoles + ("/" + role_), R"({"name":"Egen","rights":[]})")
                .status,
            200);
  EXPECT_EQ(erik.get(contact_).status, 403);
}

TEST_F(RightsTest, OnlyWhoAdministersMakesRoles) {
  const std::string role = R"({"name":"Allt","rights":[{"record_type":"contact","right":"full"}]})";
  for (const char* common : {"member", "read_only"}) {
    set_role("erik@norrsken.example", common);
    Browser erik = logged_in("erik@norrsken.example");
    EXPECT_EQ(erik.post(kRoles, role).status, 403) << common;
    EXPECT_EQ(erik.get(kRoles).status, 403) << common;
  }
  EXPECT_TRUE(anna_.get(kRoles).json().at("roles").as_array().empty());
  set_role("erik@norrsken.example", "administrator");
  EXPECT_EQ(logged_in("erik@norrsken.example").post(kRoles, role).status, 201);
}

TEST_F(RightsTest, AnotherCompanysRolesAnswerLikeThoseThatThereAreNot) {
  (void)with_role("[]");
  (void)connect("olle@sommarhus.example", "Sommarhus AB");
  Browser olle = logged_in("olle@sommarhus.example");
  const std::string change = R"({"name":"Stulen","rights":[]})";
  const std::string theirs = kRoles + ("/" + role_);
  const std::string missing = std::string(kRoles) + "/r_nothing";
  const Answer foreign = olle.send(http::Method::put, theirs, change);
  const Answer nobodys = olle.send(http::Method::put, missing, change);
  EXPECT_EQ(foreign.status, 404);
  EXPECT_EQ(nobodys.status, 404);
  EXPECT_EQ(foreign.json().at("error").at("message"), nobodys.json().at("error").at("message"));
  EXPECT_EQ(olle.send(http::Method::del, theirs).status, 404);
  EXPECT_THAT(anna_.get(kRoles).body, HasSubstr("Egen"));
}

}  // namespace
}  // namespace tusk::online::testing
