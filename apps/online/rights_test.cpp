// What a role lets do over HTTP, in every route that shows or changes records.
// REQ: SEC-3, ACC-5

#include <gmock/gmock.h>

#include "identity/access.h"
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
  // The register of contacts can be read, and nothing in it is changed by whatever is tried.
  void expect_reading_alone(Browser& reader) {
    const Answer read = reader.get(contact_);
    EXPECT_EQ(read.status, 200);
    EXPECT_EQ(reader.patch(contact_, R"({"fields":{"name":"Stulen"}})", read.etag()).status, 403);
    EXPECT_EQ(reader.send(http::Method::del, contact_).status, 403);
    EXPECT_EQ(reader.post("/api/v1/records/contact", R"({"fields":{"name":"Ny"}})").status, 403);
    EXPECT_EQ(name_of(contact_), "Ahlgrens Bygg");
    EXPECT_EQ(anna_.get("/api/v1/records/contact").json().at("total").as_int64(), 1);
  }

  Office office_ = connect("anna@norrsken.example", "Norrsken Bygg AB");
  Browser anna_ = logged_in("anna@norrsken.example");
  std::string contact_ = create_contact(anna_, "Ahlgrens Bygg");
  std::string role_;
};

TEST_F(RightsTest, WhoMayOnlyReadChangesNothing) {
  set_role("erik@norrsken.example", "read_only");
  Browser erik = logged_in("erik@norrsken.example");
  expect_reading_alone(erik);
}

TEST_F(RightsTest, WhoMayReadARegisterByTheirRoleChangesNothingThere) {
  Browser erik = with_role(R"([{"record_type":"contact","right":"read"}])");
  expect_reading_alone(erik);
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

// ---- a role that is limited to one's own ----

constexpr const char* kOwnContacts =
    R"([{"record_type":"contact","right":"full","own_only":true},)"
    R"({"record_type":"contact_person","right":"full","own_only":true}])";

class OwnRecordsTest : public RightsTest {
 protected:
  OwnRecordsTest() {
    erik_id_ = add_employee("Erik Ek");
    anna_id_ = add_employee("Anna Berg");
    program_->services().directory.write([&](storage::Transaction& tx) {
      const auto person = identity::find_person_by_email(tx, "erik@norrsken.example");
      identity::set_office_record(tx, office_.company_id, person->id, {"employee", erik_id_});
    });
    his_ = add_contact("Björks El", erik_id_);
    hers_ = add_contact("Cederlunds Café", anna_id_);
    his_person_ = add_person_at(his_, "Siv Björk");
    her_person_ = add_person_at(hers_, "Kalle Ceder");
  }

  template <typename Work>
  auto in_company(Work&& work) {
    Services& services = program_->services();
    const auto company = services.directory.read(
        [&](storage::Transaction& tx) { return identity::get_company(tx, office_.company_id); });
    return services.tenants.open(company)->write(
        [&](storage::Transaction& tx) { return work(tx, services.store); });
  }
  core::RecordId add_employee(const std::string& name) {
    return in_company([&](storage::Transaction& tx, const storage::RecordStore& store) {
      const core::RecordType& type = core::registry().get("employee");
      core::Record record = core::make_record(type, store.next_id(tx, type));
      record.values.at(type.index_of(type.get_field("name"))) = core::Value(name);
      record.values.at(type.index_of(type.get_field("active"))) = core::Value(true);
      store.insert_raw(tx, type, record);
      return record.id;
    });
  }
  std::string add(Browser& browser, const std::string& type, const std::string& fields) {
    const Answer made = browser.post("/api/v1/records/" + type, R"({"fields":{)" + fields + "}}");
    EXPECT_EQ(made.status, 201) << made.body;
    return "/api/v1/records/" + type + "/" + std::to_string(made.json().at("id").as_int64());
  }
  static std::string id_in(const std::string& path) { return path.substr(path.rfind('/') + 1); }
  std::string add_contact(const std::string& name, core::RecordId owner) {
    return add(anna_, "contact",
               R"("name":")" + name + R"(","our_reference":)" + std::to_string(owner));
  }
  std::string add_person_at(const std::string& contact, const std::string& name) {
    return add(anna_, "contact_person", R"("name":")" + name + R"(","contact":)" + id_in(contact));
  }
  static std::string names_in(const Answer& page) {
    EXPECT_EQ(page.status, 200) << page.body;
    std::string names;
    const json::value json = page.json();
    for (const json::value& record : json.at("records").as_array())
      names += std::string(record.at("fields").at("name").as_string()) + ";";
    return names;
  }

  core::RecordId erik_id_ = 0;
  core::RecordId anna_id_ = 0;
  std::string his_;
  std::string hers_;
  std::string his_person_;
  std::string her_person_;
};

TEST_F(OwnRecordsTest, ListsHoldOnesOwnAndWhatBelongsToIt) {
  Browser erik = with_role(kOwnContacts);
  const Answer contacts = erik.get("/api/v1/records/contact");
  EXPECT_EQ(names_in(contacts), "Björks El;");
  EXPECT_EQ(contacts.json().at("total").as_int64(), 1);
  EXPECT_EQ(names_in(erik.get("/api/v1/records/contact_person")), "Siv Björk;");
  EXPECT_THAT(erik.get("/api/v1/records/contact_person").body, HasSubstr("Björks El"));
  for (const char* query :
       {"?q=ceder", "?filter=name:ge:C", "?sort=-name&filter=our_reference:ne:1"})
    EXPECT_THAT(erik.get(std::string("/api/v1/records/contact") + query).body,
                Not(HasSubstr("Cederlunds")))
        << query;
}

TEST_F(OwnRecordsTest, WhatIsNotOnesOwnIsNotThere) {
  Browser erik = with_role(kOwnContacts);
  const auto said = [](const Answer& answer) {
    return std::string(answer.json().at("error").at("message").as_string());
  };
  const std::string missing = said(erik.get("/api/v1/records/contact/999999"));
  for (const std::string& other : {hers_, contact_}) {
    const std::string etag = anna_.get(other).etag();
    EXPECT_EQ(erik.get(other).status, 404);
    EXPECT_EQ(said(erik.get(other)), missing);
    EXPECT_EQ(erik.patch(other, R"({"fields":{"name":"Stulen"}})", etag).status, 404);
    EXPECT_EQ(erik.send(http::Method::del, other).status, 404);
  }
  EXPECT_EQ(erik.get(her_person_).status, 404);
  EXPECT_EQ(erik.send(http::Method::del, her_person_).status, 404);
  EXPECT_EQ(name_of(hers_), "Cederlunds Café");
  EXPECT_EQ(name_of(her_person_), "Kalle Ceder");
  // TE-1: also where another record would refer to it.
  const auto person_at = [&](const std::string& id) {
    return erik.post("/api/v1/records/contact_person",
                     R"({"fields":{"name":"Ny","contact":)" + id + "}}");
  };
  EXPECT_EQ(person_at(id_in(hers_)).status, 400);
  EXPECT_EQ(said(person_at(id_in(hers_))), said(person_at("999999"))) << "nor may the words tell";
  EXPECT_EQ(person_at(id_in(his_)).status, 201);
  const Answer moved = erik.patch(his_person_, R"({"fields":{"contact":)" + id_in(hers_) + "}}",
                                  erik.get(his_person_).etag());
  EXPECT_EQ(moved.status, 400);
  EXPECT_THAT(moved.body, Not(HasSubstr("Cederlunds")));
}

TEST_F(OwnRecordsTest, WhatOneMakesIsOnesOwnAndStaysSo) {
  Browser erik = with_role(kOwnContacts);
  const std::string made = add(erik, "contact", R"("name":"Dalens Bageri")");
  EXPECT_EQ(anna_.get(made).json().at("fields").at("our_reference").as_int64(), erik_id_);
  EXPECT_EQ(names_in(erik.get("/api/v1/records/contact")), "Björks El;Dalens Bageri;");
  const std::string hers = std::to_string(anna_id_);
  const Answer for_her = erik.post("/api/v1/records/contact",
                                   R"({"fields":{"name":"Eks Bil","our_reference":)" + hers + "}}");
  EXPECT_EQ(for_her.status, 400);
  EXPECT_THAT(for_her.body, HasSubstr("our_reference"));
  EXPECT_EQ(erik.patch(made, R"({"fields":{"our_reference":)" + hers + "}}", erik.get(made).etag())
                .status,
            400);
  EXPECT_EQ(anna_.get("/api/v1/records/contact").json().at("total").as_int64(), 4);
  // A number that is taken is said to be, but not by whom.
  EXPECT_EQ(anna_.patch(hers_, R"({"fields":{"number":5001}})", anna_.get(hers_).etag()).status,
            200);
  const Answer taken = erik.patch(made, R"({"fields":{"number":5001}})", erik.get(made).etag());
  EXPECT_EQ(taken.status, 400);
  EXPECT_THAT(taken.body, Not(HasSubstr("Cederlunds")));
  // Handed over by somebody else, it is gone for him at once.
  EXPECT_EQ(
      anna_.patch(made, R"({"fields":{"our_reference":)" + hers + "}}", anna_.get(made).etag())
          .status,
      200);
  EXPECT_EQ(erik.get(made).status, 404);
}

TEST_F(OwnRecordsTest, LiveEventsTellOfOthersRecordsOnlyThatTheRegisterChanged) {
  Browser erik = with_role(kOwnContacts);
  LiveRequest stream = erik.listen();
  EXPECT_EQ(anna_.patch(hers_, R"({"fields":{"name":"Hemligt"}})", anna_.get(hers_).etag()).status,
            200);
  const std::string told = stream.read_until("\n\n");
  EXPECT_THAT(told, HasSubstr("event: bulk"));
  EXPECT_THAT(told, HasSubstr("\"contact\""));
  EXPECT_THAT(told, Not(HasSubstr("Anna")));
}

TEST_F(OwnRecordsTest, TheHistoryIsForThoseWhoSeeTheWholeRegister) {
  Browser erik = with_role(kOwnContacts);
  EXPECT_EQ(erik.post("/api/v1/sync/problems/contact/" + id_in(his_) + "/try_again", "{}").status,
            403);
  const json::value rights = erik.get("/api/v1/session").json().at("rights");
  for (const json::value& one : rights.as_array()) {
    const bool limited = one.at("record_type").as_string().starts_with("contact");
    EXPECT_EQ(one.at("own_only").as_bool(), limited) << one;
  }
}

TEST_F(OwnRecordsTest, WhoIsNoEmployeeHasNone) {
  program_->services().directory.write([&](storage::Transaction& tx) {
    const auto person = identity::find_person_by_email(tx, "anna@norrsken.example");
    identity::set_office_record(tx, office_.company_id, person->id, {"employee", erik_id_});
  });
  Browser erik = with_role(kOwnContacts);
  EXPECT_EQ(names_in(erik.get("/api/v1/records/contact")), "");
  EXPECT_EQ(erik.post("/api/v1/records/contact", R"({"fields":{"name":"Ny"}})").status, 400);
  EXPECT_EQ(anna_.get("/api/v1/records/contact").json().at("total").as_int64(), 3);
}

TEST_F(OwnRecordsTest, OnlyWhatHasAnOwnerCanBeLimited) {
  const Answer made = anna_.post(
      kRoles,
      R"({"name":"Fel","rights":[{"record_type":"employee","right":"read","own_only":true}]})");
  EXPECT_EQ(made.status, 400);
  EXPECT_THAT(made.body, HasSubstr("ingens egna"));
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
