// Account administration over HTTP: who can be invited, what comes of it, and what the office does
// to its people.

#include <gmock/gmock.h>

#include <set>

#include "core/error.h"
#include "identity/access.h"
#include "identity/invitations.h"
#include "identity/limits.h"
#include "identity/people.h"
#include "online/second_factor_testing.h"
#include "replica/round.h"
#include "storage/testing/temporary_postgres.h"

namespace tusk::online::testing {
namespace {

namespace json = boost::json;
using storage::Transaction;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

class ClientLink final : public replica::Link {
 public:
  explicit ClientLink(api::SyncClient& client) : client_(client) {}
  [[nodiscard]] sync::RoundResponse exchange(const sync::RoundRequest& request) override {
    return client_.round(request);
  }

 private:
  api::SyncClient& client_;
};

constexpr const char* people_path = "/api/v1/administration/people";
constexpr const char* invitations_path = "/api/v1/administration/invitations";

class AdministrationTest : public OnlineTest {
 protected:
  explicit AdministrationTest(Config config = {}) : OnlineTest(without_mail(std::move(config))) {
    erik_ = add_employee("Erik Ek", "erik@norrsken.example");
    karin_ = add_employee("Karin Öman", "karin@norrsken.example");
    anna_user_ = add_user("anna", "Anna Berg", 0);
    erik_user_ = add_user("erik", "Erik Ek", erik_);
    office_ = connect("anna@norrsken.example", "Norrsken Bygg AB", *database_);
    client_ = client(office_);
    anna_ = std::make_unique<Browser>(logged_in("anna@norrsken.example"));
  }

  // Letters stay in the queue, where they can be read: the mail server does not answer.
  static Config without_mail(Config config) {
    config.mail.smtp_url = "smtp://127.0.0.1:1";
    config.mail.from = {"Tusk", "tusk@norrsken.example"};
    return config;
  }
  core::RecordId create(const std::string& type_name, const core::FieldValues& values) {
    const core::RecordType& type = core::registry().get(type_name);
    return storage::write(*database_, [&](Transaction& tx) {
      return store_.create(tx, type, core::make_change(type, values), {"Office Olof", clock_.now()})
          .id;
    });
  }
  core::RecordId add_employee(const std::string& name, const std::string& email) {
    return create("employee", {{"name", name}, {"email", email}});
  }
  core::RecordId add_user(const std::string& user_name, const std::string& full_name,
                          core::RecordId employee) {
    core::FieldValues values{{"user_name", user_name}, {"full_name", full_name}};
    if (employee != 0) values.emplace_back("employee", employee);
    return create("user", values);
  }
  void change(const std::string& type_name, core::RecordId id, const core::FieldValues& values) {
    const core::RecordType& type = core::registry().get(type_name);
    storage::write(*database_, [&](Transaction& tx) {
      store_.update(tx, type, id, core::make_change(type, values), {"Office Olof", clock_.now()});
    });
  }
  void remove(const std::string& type_name, core::RecordId id) {
    storage::write(*database_, [&](Transaction& tx) {
      store_.remove(tx, core::registry().get(type_name), id, {"Office Olof", clock_.now()});
    });
  }
  void synchronise() {
    ClientLink link(*client_);
    EXPECT_EQ(replica::run_office_round(*database_, store_, link, keeper_, clock_,
                                        {.computer = "KONTOR-1"})
                  .outcome,
              replica::RoundOutcome::done);
  }

  // Anna has one, and the company wants one of everybody.
  void require_second_factor() {
    App app(clock_);
    app.set_up(*anna_);
    EXPECT_EQ(anna_
                  ->send(http::Method::patch, "/api/v1/company/settings",
                         body({{"second_factor", "everyone"}}))
                  .status,
              200);
  }
  static std::string body(const json::object& object) { return json::serialize(object); }
  static json::object wanted(const std::string& type, core::RecordId id, const std::string& email,
                             const std::string& role = "member") {
    return {{"record_type", type}, {"record_id", id}, {"email", email}, {"role", role}};
  }
  Answer invite(const json::object& invitation) {
    return anna_->post(invitations_path, body(invitation));
  }
  std::string invite_erik() {
    const Answer answer = invite(wanted("user", erik_user_, "erik@norrsken.example"));
    EXPECT_EQ(answer.status, 201) << answer.body;
    return std::string(answer.json().at("id").as_string());
  }
  json::object list(const std::string& query = "") {
    const Answer answer = anna_->get(people_path + query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json().as_object();
  }
  // Name and status of each.
  std::vector<std::pair<std::string, std::string>> statuses(const std::string& query = "") {
    std::vector<std::pair<std::string, std::string>> all;
    const json::object page = list(query);
    for (const json::value& one : page.at("people").as_array()) {
      all.emplace_back(one.at("name").as_string(), one.at("status").as_string());
    }
    return all;
  }
  json::object row(const std::string& name) {
    const json::object page = list();
    for (const json::value& one : page.at("people").as_array()) {
      if (one.at("name").as_string() == name) return one.as_object();
    }
    ADD_FAILURE() << "nobody is called " << name;
    return {};
  }
  template <typename Work>
  auto in_directory(Work&& work) {
    return program_->services().directory.write(std::forward<Work>(work));
  }
  std::int64_t count(const std::string& table) {
    return in_directory([&](Transaction& tx) {
      const auto found = tx.prepare("SELECT count(*) FROM " + table);
      found->step();
      return found->integer(0);
    });
  }
  // The text of the newest letter to somebody.
  std::string letter(const std::string& to = "erik@norrsken.example") {
    return in_directory([&](Transaction& tx) {
      const auto found = tx.prepare(
          "SELECT body_text FROM directory_mail WHERE recipient = $1 ORDER BY created_at DESC");
      found->bind(to);
      found->step();
      return std::string(found->text(0));
    });
  }
  std::string token(const std::string& to = "erik@norrsken.example") {
    const std::string text = letter(to);
    const auto at = text.find("/invitation#");
    EXPECT_NE(at, std::string::npos) << text;
    return text.substr(at + 12, 2 * identity::invitation_token_bytes);
  }
  static std::string with(const std::string& token) { return body({{"token", token}}); }
  static std::string acceptance(const std::string& token, const std::string& name = "Erik Ek",
                                const std::string& password = "gul ko under bron") {
    return body(
        {{"token", token}, {"person_name", name}, {"password", password}, {"language", "sv"}});
  }
  // Invited and in.
  Browser erik_inside() {
    invite_erik();
    Browser erik = browser();
    EXPECT_EQ(erik.post("/api/v1/invitations/accept", acceptance(token())).status, 200);
    return erik;
  }

  std::unique_ptr<storage::Database> database_ = make_office("Norrsken Bygg AB");
  storage::RecordStore store_{core::registry(), core::Side::office};
  replica::LeaseKeeper keeper_{"uuid of KONTOR-1", "KONTOR-1"};
  core::RecordId erik_ = 0;
  core::RecordId karin_ = 0;
  core::RecordId anna_user_ = 0;
  core::RecordId erik_user_ = 0;
  Office office_;
  std::unique_ptr<api::SyncClient> client_;
  std::unique_ptr<Browser> anna_;
};

// ---- the list ----

// REQ: ACC-3
TEST_F(AdministrationTest, TheListHasEveryUserAndEmployeeOnceAndWhoeverHasAccess) {
  EXPECT_THAT(statuses(),
              ElementsAre(Pair("Anna Berg", "not_invited"), Pair("Erik Ek", "not_invited"),
                          Pair("Karin Öman", "not_invited"), Pair("Person anna", "active")));
  const json::object erik = row("Erik Ek");
  EXPECT_EQ(erik.at("user_name").as_string(), "erik");
  EXPECT_EQ(erik.at("email").as_string(), "erik@norrsken.example");
  EXPECT_EQ(erik.at("record_type").as_string(), "user");
  EXPECT_TRUE(row("Karin Öman").at("user_name").is_null());
  const json::object owner = row("Person anna");
  EXPECT_EQ(owner.at("office").as_string(), "unknown");
  EXPECT_EQ(owner.at("role").as_string(), "super_user");
  EXPECT_TRUE(owner.at("own").as_bool());
  EXPECT_FALSE(owner.at("last_log_in").is_null());
}

// REQ: ACC-3
TEST_F(AdministrationTest, TheStatusOfAnInvitationIsSeenAtAGlance) {
  invite_erik();
  EXPECT_EQ(row("Erik Ek").at("status").as_string(), "invited");
  EXPECT_EQ(list().at("counts").at("invited").as_int64(), 1);
  EXPECT_THAT(statuses("?status=invited"), ElementsAre(Pair("Erik Ek", "invited")));
  clock_.advance(identity::invitation_life);
  anna_ = std::make_unique<Browser>(logged_in("anna@norrsken.example"));
  EXPECT_EQ(row("Erik Ek").at("status").as_string(), "expired");
  EXPECT_THAT(statuses("?status=not_invited&q=kar"),
              ElementsAre(Pair("Karin Öman", "not_invited")));
  EXPECT_THAT(statuses("?q=NORRSKEN"), ::testing::SizeIs(3)) << "addresses are searched too";
  EXPECT_EQ(anna_->get(std::string(people_path) + "?status=nonsense").status, 400);
}

TEST_F(AdministrationTest, ALongListComesInPages) {
  for (int i = 0; i < 7; ++i) add_employee("Person " + std::to_string(i), "");
  synchronise();
  std::vector<std::string> names;
  std::string cursor;
  int pages = 0;
  do {
    const Answer answer = anna_->get(std::string(people_path) + "?limit=3" + cursor);
    const json::value page = answer.json();
    EXPECT_EQ(page.at("total").as_int64(), 11);
    for (const json::value& one : page.at("people").as_array())
      names.emplace_back(one.at("name").as_string());
    const json::value& next = page.at("next_cursor");
    cursor.clear();
    if (next.is_string()) {
      // TE-5: it goes on behind a person, and travels in an address.
      EXPECT_EQ(next.as_string().find("person"), std::string::npos) << next;
      cursor = "&cursor=" + std::string(next.as_string());
    }
  } while (!cursor.empty() && ++pages < 10);
  EXPECT_EQ(names.size(), 11U);
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), 11U);
}

TEST_F(AdministrationTest, WhoConnectsIsKnownByTheirOfficeUser) {
  auto request = connect_request("anna@norrsken.example", "Norrsken Bygg AB");
  request.create_identity = false;
  request.renew = true;
  request.office_user = anna_user_;
  static_cast<void>(client()->connect(request));
  const auto access =
      in_directory([&](Transaction& tx) { return identity::list_access(tx, office_.company_id); });
  ASSERT_EQ(access.size(), 1U);
  EXPECT_EQ(access.front().record, (identity::OfficeRecord{"user", anna_user_}));
}

// ---- inviting ----

// REQ: ACC-1, ACC-6
TEST_F(AdministrationTest, AnInvitationMakesATuskIdAndLetsItIn) {
  json::object erik = wanted("user", erik_user_, "Erik@Norrsken.example");
  erik["message"] = "Välkommen!\n<b>Anna</b>";
  const Answer sent = invite(erik);
  EXPECT_EQ(sent.status, 201) << sent.body;
  EXPECT_EQ(sent.json().at("email").as_string(), "erik@norrsken.example");
  EXPECT_THAT(letter(), HasSubstr("> <b>Anna</b>"));
  EXPECT_THAT(letter(), HasSubstr("Norrsken Bygg AB"));

  Browser browser_of_erik = browser();
  const Answer checked = browser_of_erik.post("/api/v1/invitations/check", with(token()));
  EXPECT_EQ(checked.status, 200) << checked.body;
  EXPECT_EQ(checked.json().at("company_name").as_string(), "Norrsken Bygg AB");
  EXPECT_EQ(checked.json().at("invited_by").as_string(), "Person anna");
  EXPECT_FALSE(checked.json().at("has_tusk_id").as_bool());

  const Answer accepted = browser_of_erik.post("/api/v1/invitations/accept", acceptance(token()));
  EXPECT_EQ(accepted.status, 200) << accepted.body;
  EXPECT_EQ(accepted.json().at("company").at("id").as_string(), office_.company_id);
  EXPECT_EQ(accepted.json().at("company").at("role").as_string(), "member");
  create_contact(browser_of_erik, "Ahlgrens Bygg");
  EXPECT_EQ(row("Erik Ek").at("status").as_string(), "active");
  EXPECT_FALSE(row("Erik Ek").at("last_log_in").is_null());
  Browser again = browser();
  again.log_in("erik@norrsken.example", "gul ko under bron");
  EXPECT_EQ(in_directory([&](Transaction& tx) {
              return identity::find_person_by_email(tx, "erik@norrsken.example");
            })->email_confirmed,
            true);
}

// REQ: ACC-2, ACC-4
TEST_F(AdministrationTest, WhoIsNoUserOrEmployeeOfTheCompanyIsRefusedAndNothingIsSent) {
  auto other_database = make_office("Sommarhus AB");
  std::swap(database_, other_database);
  core::RecordId foreign = 0;
  for (int i = 0; i < 5; ++i) foreign = add_employee("Olle Strand", "olle@sommarhus.example");
  std::swap(database_, other_database);
  connect("olle@sommarhus.example", "Sommarhus AB", *other_database);
  change("employee", karin_, {{"active", false}});
  synchronise();
  const std::int64_t letters = count("directory_mail");
  std::string unknown;
  for (const auto& [type, id] :
       {std::pair("employee", core::RecordId{4711}), std::pair("user", foreign),
        std::pair("employee", foreign), std::pair("contact", erik_), std::pair("", erik_),
        std::pair("employee", core::RecordId{-1}), std::pair("user", core::RecordId{0})}) {
    const Answer answer = invite(wanted(type, id, "stranger@example.org"));
    EXPECT_EQ(answer.status, 400) << type << " " << id << answer.body;
    EXPECT_THAT(answer.body, HasSubstr("registrerad som användare eller anställd")) << type << id;
  }
  const Answer inactive = invite(wanted("employee", karin_, "karin@norrsken.example"));
  EXPECT_EQ(inactive.status, 400);
  EXPECT_THAT(inactive.body, HasSubstr("inte aktiv"));
  EXPECT_EQ(invite(wanted("user", erik_user_, "no address")).status, 400);
  EXPECT_EQ(invite(wanted("user", erik_user_, "erik@norrsken.example", "king")).status, 400);
  EXPECT_EQ(invite(wanted("user", erik_user_, "erik@norrsken.example", "r_unknown")).status, 400);
  EXPECT_EQ(count("directory_invitation"), 0);
  EXPECT_EQ(count("directory_invitation_letter"), 0);
  EXPECT_EQ(count("directory_mail"), letters);
}

// REQ: ACC-2
TEST_F(AdministrationTest, AUserAndTheirEmployeeAreOnePerson) {
  invite_erik();
  EXPECT_EQ(invite(wanted("employee", erik_, "erik.ek@norrsken.example")).status, 409);
  Browser erik = browser();
  EXPECT_EQ(erik.post("/api/v1/invitations/accept", acceptance(token())).status, 200);
  EXPECT_EQ(invite(wanted("employee", erik_, "erik.ek@norrsken.example")).status, 409);
  // A user whom an invited employee gets later.
  EXPECT_EQ(invite(wanted("employee", karin_, "karin@norrsken.example")).status, 201);
  const core::RecordId user = add_user("karin", "Karin Öman", karin_);
  synchronise();
  EXPECT_EQ(row("Karin Öman").at("status").as_string(), "invited");
  EXPECT_EQ(invite(wanted("user", user, "karin.oman@norrsken.example")).status, 409);
}

// Security requirement ID-8, ID-10.
TEST_F(AdministrationTest, WhatTheOfficeDoesToAnAddressMovesNoInvitation) {
  invite_erik();
  change("employee", erik_, {{"email", "mallory@example.org"}});
  synchronise();
  EXPECT_EQ(row("Erik Ek").at("email").as_string(), "erik@norrsken.example");
  const Answer checked = browser().post("/api/v1/invitations/check", with(token()));
  EXPECT_EQ(checked.json().at("email").as_string(), "erik@norrsken.example");
}

// REQ: ACC-7
TEST_F(AdministrationTest, AnInvitationIsSentAgainOrWithdrawn) {
  const std::string id = invite_erik();
  const std::string first = token();
  clock_.advance(core::seconds(600));
  const std::string path = std::string(invitations_path) + "/" + id;
  EXPECT_EQ(anna_->post(path + "/resend", "{}").status, 200);
  const std::string second = token();
  EXPECT_NE(first, second);
  EXPECT_EQ(browser().post("/api/v1/invitations/check", with(first)).status, 404);
  EXPECT_EQ(browser().post("/api/v1/invitations/check", with(second)).status, 200);
  EXPECT_EQ(anna_->send(http::Method::del, path).status, 204);
  EXPECT_EQ(browser().post("/api/v1/invitations/accept", acceptance(second)).status, 409);
  EXPECT_EQ(anna_->send(http::Method::del, path).status, 404);
  EXPECT_EQ(row("Erik Ek").at("status").as_string(), "not_invited");
  EXPECT_EQ(count("directory_identity"), 1) << "nobody was made";
}

TEST_F(AdministrationTest, TheLicenceSaysHowMany) {
  in_directory([&](Transaction& tx) { identity::set_allowed_people(tx, office_.company_id, 2); });
  EXPECT_EQ(list().at("licence").at("left").as_int64(), 1);
  invite_erik();
  EXPECT_EQ(list().at("licence").at("left").as_int64(), 0);
  const Answer answer = invite(wanted("employee", karin_, "karin@norrsken.example"));
  EXPECT_EQ(answer.status, 409);
  EXPECT_THAT(answer.body, HasSubstr("Licensen räcker till 2"));
  EXPECT_EQ(count("directory_invitation"), 1);
}

// ---- accepting ----

// REQ: ACC-6, TID-6
TEST_F(AdministrationTest, WhoHasATuskIdLogsInWithItAndHasOneMoreCompany) {
  connect("erik@norrsken.example", "Sommarhus AB");
  in_directory([&](Transaction& tx) {
    identity::confirm_email(tx, identity::find_person_by_email(tx, "erik@norrsken.example")->id,
                            clock_);
  });
  invite_erik();
  Browser erik = browser();
  EXPECT_TRUE(
      erik.post("/api/v1/invitations/check", with(token())).json().at("has_tusk_id").as_bool());
  const Answer refused = erik.post("/api/v1/invitations/accept", acceptance(token()));
  EXPECT_EQ(refused.status, 409) << "the link alone sets no password: " << refused.body;
  EXPECT_EQ(erik.post("/api/v1/invitations/join", with(token())).status, 401);
  erik.log_in("erik@norrsken.example");
  const std::string before = erik.cookie;
  const Answer joined = erik.post("/api/v1/invitations/join", with(token()));
  EXPECT_EQ(joined.status, 200) << joined.body;
  EXPECT_EQ(joined.json().at("company").at("id").as_string(), office_.company_id);
  EXPECT_EQ(joined.json().at("companies").as_array().size(), 2U);
  EXPECT_NE(erik.cookie, before) << "another company, another id";
}

// Access is given, and the company opens with the second factor that it wants; ID-3.
TEST_F(AdministrationTest, ACompanyThatRequiresASecondFactorOpensForTheInvitedWhenTheyHaveOne) {
  require_second_factor();
  invite_erik();
  Browser erik = browser();
  const Answer accepted = erik.post("/api/v1/invitations/accept", acceptance(token()));
  EXPECT_EQ(accepted.status, 200) << accepted.body;
  EXPECT_TRUE(accepted.json().at("company").is_null());
  EXPECT_TRUE(accepted.json().at("companies").at(0).at("needs_second_factor").as_bool());
  EXPECT_EQ(erik.get("/api/v1/records/contact").status, 403);
  EXPECT_EQ(row("Erik Ek").at("status").as_string(), "active") << "the invitation is used";
  const std::string choice = body({{"company_id", office_.company_id}});
  EXPECT_EQ(erik.send(http::Method::patch, "/api/v1/session", choice).status, 403);
  App of_erik(clock_);
  of_erik.set_up(erik);
  EXPECT_EQ(erik.send(http::Method::patch, "/api/v1/session", choice).status, 200);
  EXPECT_EQ(erik.get("/api/v1/records/contact").status, 200);
}

TEST_F(AdministrationTest, WhoJoinsACompanyThatRequiresASecondFactorKeepsTheirSession) {
  connect("erik@norrsken.example", "Sommarhus AB");
  in_directory([&](Transaction& tx) {
    identity::confirm_email(tx, identity::find_person_by_email(tx, "erik@norrsken.example")->id,
                            clock_);
  });
  require_second_factor();
  invite_erik();
  Browser erik = logged_in("erik@norrsken.example");
  const Answer joined = erik.post("/api/v1/invitations/join", with(token()));
  EXPECT_EQ(joined.status, 200) << joined.body;
  EXPECT_TRUE(joined.json().at("company").is_null()) << "led to set it up";
  EXPECT_EQ(joined.json().at("companies").as_array().size(), 2U);
  EXPECT_EQ(erik.get("/api/v1/session").status, 200);
}

// REQ: ACC-6
TEST_F(AdministrationTest, AnotherPersonsInvitationIsNotTheirsWhoIsLoggedIn) {
  add_person("mallory@example.org");
  invite_erik();
  Browser mallory = logged_in("mallory@example.org");
  const Answer answer = mallory.post("/api/v1/invitations/join", with(token()));
  EXPECT_EQ(answer.status, 403);
  EXPECT_THAT(answer.body, HasSubstr("erik@norrsken.example"));
  EXPECT_EQ(count("directory_membership"), 1);
  EXPECT_EQ(row("Erik Ek").at("status").as_string(), "invited");
}

// Whoever took the address beforehand is out (pre-hijacking).
TEST_F(AdministrationTest, AnAddressThatNobodyProvedIsTakenOverByItsOwner) {
  add_person("erik@norrsken.example");  // by somebody who never opened the mailbox
  Browser mallory = logged_in("erik@norrsken.example");
  App(clock_).set_up(mallory);
  invite_erik();
  Browser erik = browser();
  EXPECT_FALSE(
      erik.post("/api/v1/invitations/check", with(token())).json().at("has_tusk_id").as_bool());
  const Answer accepted = erik.post("/api/v1/invitations/accept", acceptance(token()));
  EXPECT_EQ(accepted.status, 200) << accepted.body;
  EXPECT_EQ(accepted.json().at("person").at("name").as_string(), "Erik Ek");
  EXPECT_EQ(mallory.get("/api/v1/session").status, 401);
  EXPECT_EQ(browser()
                .post("/api/v1/session",
                      body({{"email", "erik@norrsken.example"}, {"password", kPassword}}))
                .status,
            401);
  EXPECT_EQ(browser()
                .post("/api/v1/session",
                      body({{"email", "erik@norrsken.example"}, {"password", "gul ko under bron"}}))
                .status,
            200)
      << "no second step of somebody else's";
  EXPECT_EQ(count("directory_identity"), 2);
}

TEST_F(AdministrationTest, AnUnconfirmedTuskIdCanNotAcceptByBeingLoggedIn) {
  add_person("erik@norrsken.example");
  Browser mallory = logged_in("erik@norrsken.example");
  invite_erik();
  // The token is in the mailbox alone; whoever has it and is logged in may still not join with an
  // account that somebody else may have made.
  EXPECT_EQ(mallory.post("/api/v1/invitations/join", with(token())).status, 409);
}

// REQ: ACC-6
TEST_F(AdministrationTest, ALinkIsGoodOnceAndForAWeek) {
  invite_erik();
  const std::string link = token();
  EXPECT_EQ(browser().post("/api/v1/invitations/accept", acceptance(link, "")).status, 400);
  EXPECT_EQ(browser().post("/api/v1/invitations/accept", acceptance(link, "Erik", "kort")).status,
            400);
  EXPECT_EQ(browser().post("/api/v1/invitations/accept", acceptance(link)).status, 200);
  const Answer again = browser().post("/api/v1/invitations/accept", acceptance(link));
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again.headers.count("Set-Cookie"), 0U);
  EXPECT_EQ(browser().post("/api/v1/invitations/check", with("0123")).status, 404);

  EXPECT_EQ(invite(wanted("employee", karin_, "karin@norrsken.example")).status, 201);
  const std::string hers = token("karin@norrsken.example");
  clock_.advance(identity::invitation_life);
  EXPECT_EQ(browser().post("/api/v1/invitations/check", with(hers)).status, 409);
  EXPECT_EQ(browser().post("/api/v1/invitations/accept", acceptance(hers)).status, 409);
  EXPECT_EQ(count("directory_identity"), 2);
}

// ---- who may ----

// REQ: ACC-5, SEC-3
TEST_F(AdministrationTest, MembersAndReadersAdministerNothingAndNothingIsWritten) {
  add_person("member@norrsken.example", office_.company_id, identity::Role::member);
  add_person("reader@norrsken.example", office_.company_id, identity::Role::read_only);
  const std::string id = invite_erik();
  const std::int64_t letters = count("directory_mail");
  for (const char* who : {"member@norrsken.example", "reader@norrsken.example"}) {
    Browser one = logged_in(who);
    EXPECT_EQ(one.get(people_path).status, 403);
    EXPECT_EQ(one.post(invitations_path, body(wanted("employee", karin_, "karin@norrsken.example")))
                  .status,
              403);
    const std::string path = std::string(invitations_path) + "/" + id;
    EXPECT_EQ(one.post(path + "/resend", "{}").status, 403);
    EXPECT_EQ(one.send(http::Method::del, path).status, 403);
  }
  EXPECT_EQ(count("directory_invitation"), 1);
  EXPECT_EQ(count("directory_mail"), letters);
  EXPECT_EQ(row("Erik Ek").at("status").as_string(), "invited");
}

// REQ: ACC-5
TEST_F(AdministrationTest, AnAdministratorAdministersAllButSuperUsers) {
  add_person("admin@norrsken.example", office_.company_id, identity::Role::administrator);
  Browser admin = logged_in("admin@norrsken.example");
  EXPECT_EQ(admin
                .post(invitations_path,
                      body(wanted("user", erik_user_, "erik@norrsken.example", "super_user")))
                .status,
            403);
  EXPECT_EQ(count("directory_invitation"), 0);
  EXPECT_EQ(admin
                .post(invitations_path,
                      body(wanted("user", erik_user_, "erik@norrsken.example", "administrator")))
                .status,
            201);
  const std::string owner(row("Person anna").at("person_id").as_string());
  const std::string own(row("Person admin").at("person_id").as_string());
  const std::string people = std::string(people_path) + "/";
  EXPECT_EQ(admin.send(http::Method::patch, people + owner, R"({"role":"member"})").status, 403);
  EXPECT_EQ(admin.send(http::Method::patch, people + own, R"({"role":"super_user"})").status, 403);
  EXPECT_EQ(admin.send(http::Method::del, people + owner).status, 403);
  EXPECT_EQ(anna_->send(http::Method::patch, people + own, R"({"role":"super_user"})").status, 204);
  EXPECT_EQ(admin.send(http::Method::patch, people + owner, R"({"role":"member"})").status, 204);
  EXPECT_EQ(anna_->get(people_path).status, 403);
}

// REQ: SEC-3
TEST_F(AdministrationTest, AnotherCompanysPeopleAndInvitationsAreNotThere) {
  const std::string id = invite_erik();
  const std::string owner(row("Person anna").at("person_id").as_string());
  connect("olle@sommarhus.example", "Sommarhus AB");
  Browser olle = logged_in("olle@sommarhus.example");
  const auto both = [&](http::Method method, const std::string& path, const std::string& mine,
                        const std::string& nobodys, const std::string& given) {
    const Answer foreign = olle.send(method, path + mine, given);
    const Answer missing = olle.send(method, path + nobodys, given);
    EXPECT_EQ(foreign.status, 404) << foreign.body;
    EXPECT_EQ(foreign.json().at("error").at("message"), missing.json().at("error").at("message"));
    EXPECT_EQ(missing.status, 404);
  };
  const std::string invitations = std::string(invitations_path) + "/";
  both(http::Method::del, invitations, id, "i_00", "");
  both(http::Method::post, invitations, id + "/resend", "i_00/resend", "{}");
  const std::string people = std::string(people_path) + "/";
  both(http::Method::patch, people, owner, "p_00", R"({"role":"member"})");
  both(http::Method::del, people, owner, "p_00", "");
  EXPECT_THAT(olle.get(people_path).body, Not(HasSubstr("Erik")));
  EXPECT_EQ(row("Erik Ek").at("status").as_string(), "invited");
}

// ---- taking away ----

// REQ: ACC-7
TEST_F(AdministrationTest, WhoseAccessIsTakenIsOutOnEveryTabAtOnce) {
  Browser erik = erik_inside();
  Browser elsewhere = browser();
  elsewhere.log_in("erik@norrsken.example", "gul ko under bron");
  LiveRequest tab = erik.listen();
  LiveRequest other_tab = elsewhere.listen();
  const std::string id(row("Erik Ek").at("person_id").as_string());
  EXPECT_EQ(anna_->send(http::Method::del, std::string(people_path) + "/" + id).status, 204);
  for (LiveRequest* one : {&tab, &other_tab}) {
    EXPECT_THAT(one->read_until("this never comes"), HasSubstr("Din åtkomst till Norrsken Bygg AB"))
        << "and after that the stream ended";
  }
  EXPECT_EQ(erik.get("/api/v1/records/contact").status, 401);
  EXPECT_EQ(elsewhere.get("/api/v1/records/contact").status, 401);
  EXPECT_EQ(row("Erik Ek").at("status").as_string(), "not_invited");
  EXPECT_EQ(anna_->send(http::Method::del, std::string(people_path) + "/" + id).status, 404);
}

// REQ: ACC-8
TEST_F(AdministrationTest, WhomTheOfficeDeactivatesIsOutWithTheRoundThatSaysSo) {
  Browser erik = erik_inside();
  EXPECT_EQ(invite(wanted("employee", karin_, "karin@norrsken.example")).status, 201);
  const std::string hers = token("karin@norrsken.example");
  const core::RecordId second = add_user("erik2", "Erik Ek", erik_);
  synchronise();
  change("user", erik_user_, {{"active", false}});
  synchronise();
  EXPECT_EQ(erik.get("/api/v1/session").status, 200) << "there is another user of theirs";
  change("user", second, {{"active", false}});
  change("employee", karin_, {{"active", false}});
  synchronise();
  EXPECT_EQ(erik.get("/api/v1/session").status, 401);
  EXPECT_EQ(browser().post("/api/v1/invitations/accept", acceptance(hers)).status, 409);
  EXPECT_EQ(row("Erik Ek").at("status").as_string(), "inactive");
  EXPECT_EQ(row("Karin Öman").at("status").as_string(), "inactive");
  EXPECT_EQ(count("directory_membership"), 1);
  change("user", erik_user_, {{"active", true}});
  synchronise();
  EXPECT_EQ(row("Erik Ek").at("status").as_string(), "not_invited") << "nobody comes back by it";
}

// REQ: ACC-8
TEST_F(AdministrationTest, WhoHasLeftIsOutThoughTheUserIsActiveStill) {
  Browser erik = erik_inside();
  change("employee", erik_, {{"active", false}});
  synchronise();
  EXPECT_EQ(erik.get("/api/v1/session").status, 401);
}

// REQ: ACC-8
TEST_F(AdministrationTest, WhomTheOfficeRemovesIsOut) {
  Browser erik = erik_inside();
  remove("user", erik_user_);
  synchronise();
  EXPECT_EQ(erik.get("/api/v1/session").status, 401);
}

// REQ: ACC-8
TEST_F(AdministrationTest, TheLastSuperUserStaysAndIsShown) {
  in_directory([&](Transaction& tx) {
    const auto access = identity::list_access(tx, office_.company_id);
    identity::set_office_record(tx, office_.company_id, access.front().person.id,
                                {"user", anna_user_});
  });
  change("user", anna_user_, {{"active", false}});
  synchronise();
  EXPECT_EQ(row("Anna Berg").at("status").as_string(), "active");
  EXPECT_EQ(row("Anna Berg").at("office").as_string(), "inactive");
}

// REQ: ACC-8
TEST_F(AdministrationTest, AServerThatDiedInBetweenLooksAgain) {
  Browser erik = erik_inside();
  // As the directory is after a death between the round and what follows from it.
  in_directory([&](Transaction& tx) {
    static_cast<void>(identity::note_change_of_people(tx, office_.company_id));
  });
  auto& services = program_->services();
  const auto company =
      in_directory([&](Transaction& tx) { return identity::get_company(tx, office_.company_id); });
  services.tenants.open(company)->write([&](Transaction& tx) {
    const core::RecordType& type = core::registry().get("user");
    core::Record user = services.store.get(tx, type, erik_user_);
    user.values[type.index_of(type.get_field("active"))] = false;
    services.store.update_raw(tx, type, user, type.get_field("active").bit());
  });
  restart();
  program_->sweep().run_once();
  Browser now(port());
  now.cookie = erik.cookie;
  EXPECT_EQ(now.get("/api/v1/session").status, 401);
}

// ---- everything on PostgreSQL ----

class AdministrationOnPostgres : public AdministrationTest {
 protected:
  AdministrationOnPostgres() : AdministrationTest(on_postgres()) {}
  static Config on_postgres() {
    Config config;
    config.database = storage::TemporaryPostgres::shared().make_database();
    return config;
  }
};

// REQ: ACC-6, ACC-8
TEST_F(AdministrationOnPostgres, FromTheInvitationToTheDeparture) {
  Browser erik = erik_inside();
  create_contact(erik, "Ahlgrens Bygg");
  EXPECT_EQ(row("Erik Ek").at("status").as_string(), "active");
  change("user", erik_user_, {{"active", false}});
  synchronise();
  EXPECT_EQ(erik.get("/api/v1/session").status, 401);
  EXPECT_EQ(row("Erik Ek").at("status").as_string(), "inactive");
}

}  // namespace
}  // namespace tusk::online::testing
