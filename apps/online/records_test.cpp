// The registers over HTTP, and who is told of a change: browsers, waiting offices, rounds.

#include <gmock/gmock.h>

#include <thread>

#include "identity/access.h"
#include "online/online_testing.h"
#include "replica/round.h"

namespace tusk::online::testing {
namespace {

namespace json = boost::json;
using storage::Transaction;
using ::testing::HasSubstr;
using ::testing::Not;

class RecordsTest : public OnlineTest {
 protected:
  std::unique_ptr<storage::Database> database_ = make_office("Norrsken Bygg AB");
  Office office_ = connect("anna@norrsken.example", "Norrsken Bygg AB", *database_);
  Browser anna_ = logged_in("anna@norrsken.example");
};

// ---- the registers ----

TEST_F(RecordsTest, ARecordIsMadeReadChangedAndDeleted) {
  const std::string path = create_contact(anna_, "Ahlgrens Bygg");
  const Answer made = anna_.get(path);
  EXPECT_EQ(made.json().at("fields").at("name").as_string(), "Ahlgrens Bygg");
  EXPECT_EQ(made.json().at("created_by").as_string(), "Person anna");
  EXPECT_EQ(made.json().at("etag").as_string(), made.etag());
  const Answer changed = anna_.patch(path, R"({"fields":{"phone":"08-123 45 67"}})", made.etag());
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(changed.json().at("fields").at("name").as_string(), "Ahlgrens Bygg");
  EXPECT_NE(changed.etag(), made.etag());
  EXPECT_EQ(anna_.send(http::Method::del, path, {}, {{"If-Match", changed.etag()}}).status, 204);
  EXPECT_EQ(anna_.get(path).status, 404);
}

TEST_F(RecordsTest, AnEditOfAnOutdatedRecordIsRefusedWithTheRecordAsItIs) {
  const std::string path = create_contact(anna_, "Ahlgrens Bygg");
  const std::string etag = anna_.get(path).etag();
  const Answer first = anna_.patch(path, R"({"fields":{"city":"Umeå"}})", etag);
  const Answer second = anna_.patch(path, R"({"fields":{"city":"Luleå"}})", etag);
  EXPECT_EQ(second.status, 412);
  EXPECT_EQ(second.json().at("error").at("code").as_string(), "conflict");
  EXPECT_EQ(second.json().at("current").at("fields").at("city").as_string(), "Umeå");
  EXPECT_EQ(second.json().at("current").at("etag").as_string(), first.etag());
  EXPECT_EQ(anna_.send(http::Method::del, path, {}, {{"If-Match", etag}}).status, 412);
  EXPECT_EQ(anna_.get(path).etag(), first.etag());
}

TEST_F(RecordsTest, AnEditMustSayWhichRecordItChanges) {
  const std::string path = create_contact(anna_, "Ahlgrens Bygg");
  const Answer answer = anna_.send(http::Method::patch, path, R"({"fields":{"city":"Umeå"}})");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.json().at("error").at("problems").at(0).at("field").as_string(), "If-Match");
}

// REQ: SYN-4
TEST_F(RecordsTest, WhatIsTheOfficesAloneIsNeitherSeenNorWritten) {
  const std::string path = create_contact(anna_, "Ahlgrens Bygg");
  const Answer contact = anna_.get(path);
  EXPECT_THAT(contact.body, Not(HasSubstr("credit_limit")));
  const Answer hidden = anna_.patch(path, R"({"fields":{"credit_limit":100}})", contact.etag());
  EXPECT_EQ(hidden.status, 400);
  const Answer ruled = anna_.patch(path, R"({"fields":{"discount":1000}})", contact.etag());
  EXPECT_EQ(ruled.status, 400);
  EXPECT_EQ(ruled.json().at("error").at("problems").at(0).at("field").as_string(), "discount");
  EXPECT_THAT(ruled.body, HasSubstr("kontoret"));
  EXPECT_EQ(
      anna_.post("/api/v1/records/property", R"({"fields":{"kind":"contact_status","name":"Ny"}})")
          .status,
      400);
  EXPECT_EQ(anna_.get("/api/v1/records/contact?filter=credit_limit:gt:1").status, 400);
  EXPECT_EQ(anna_.get(path).etag(), contact.etag());
}

TEST_F(RecordsTest, AListIsSearchedFilteredSortedAndPaged) {
  for (const char* name : {"Ahlgrens Bygg", "Berg Åkeri", "Cederlunds Café"}) {
    create_contact(anna_, name);
    clock_.advance(core::seconds(1));
  }
  const auto names = [&](const std::string& query) {
    const Answer answer = anna_.get("/api/v1/records/contact" + query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    std::string found;
    const json::value page = answer.json();
    for (const auto& record : page.at("records").as_array()) {
      found += std::string(record.at("fields").at("name").as_string()) + ";";
    }
    return found;
  };
  EXPECT_EQ(names(""), "Ahlgrens Bygg;Berg Åkeri;Cederlunds Café;");
  EXPECT_EQ(names("?q=cafe"), "Cederlunds Café;");
  EXPECT_EQ(names("?q=%C3%A5k"), "Berg Åkeri;");
  EXPECT_EQ(names("?sort=-changed_at"), "Cederlunds Café;Berg Åkeri;Ahlgrens Bygg;");
  EXPECT_EQ(names("?filter=active:eq:false"), "");
  EXPECT_EQ(names("?filter=active:eq:true&filter=name:gt:B"), "Berg Åkeri;Cederlunds Café;");
  const json::value page = anna_.get("/api/v1/records/contact?limit=2").json();
  EXPECT_EQ(page.at("total").as_int64(), 3);
  EXPECT_EQ(names("?limit=2&cursor=" + std::string(page.at("next_cursor").as_string())),
            "Cederlunds Café;");
  const std::string cursor(page.at("next_cursor").as_string());
  EXPECT_EQ(names("?limit=1&cursor=" + cursor), "Cederlunds Café;") << "pages may change in size";
  for (const std::string& wrong :
       {"?sort=-changed_at&cursor=" + cursor, "?q=cafe&cursor=" + cursor, "?cursor=" + cursor + "0",
        std::string("?cursor=1.2.t41"), std::string("?cursor=x")}) {
    const Answer refused = anna_.get("/api/v1/records/contact" + wrong);
    EXPECT_EQ(refused.status, 400) << wrong;
    EXPECT_NE(refused.body.find("\"cursor\""), std::string::npos) << refused.body;
  }
  for (const char* wrong : {"?filter=name", "?filter=name:like:x", "?filter=nothing:eq:1",
                            "?sort=nothing", "?limit=0", "?limit=x", "?filter=active:eq:ja"}) {
    EXPECT_EQ(anna_.get(std::string("/api/v1/records/contact") + wrong).status, 400) << wrong;
  }
}

// TE-5.
TEST_F(RecordsTest, ACursorIsGoodForItsPersonInItsCompanyAlone) {
  create_contact(anna_, "Ahlgrens Bygg");
  create_contact(anna_, "Berg Åkeri");
  const json::value page = anna_.get("/api/v1/records/contact?limit=1").json();
  const std::string next =
      "/api/v1/records/contact?cursor=" + std::string(page.at("next_cursor").as_string());
  EXPECT_EQ(anna_.get(next).status, 200);
  add_person("erik@norrsken.example", office_.company_id);
  EXPECT_EQ(logged_in("erik@norrsken.example").get(next).status, 400) << "a colleague's";
  const std::string other = connect("anna@norrsken.example", "Sommarhus AB").company_id;
  ASSERT_EQ(anna_.send(http::Method::patch, "/api/v1/session", R"({"company_id":")" + other + "\"}")
                .status,
            200);
  EXPECT_EQ(anna_.get(next).status, 400) << "another company's";
}

TEST_F(RecordsTest, AListNamesWhatItsRecordsReferTo) {
  const std::string contact = create_contact(anna_, "Ahlgrens Bygg");
  const std::string id = contact.substr(contact.rfind('/') + 1);
  const Answer person = anna_.post("/api/v1/records/contact_person",
                                   R"({"fields":{"name":"Lisa Ek","contact":)" + id + "}}");
  ASSERT_EQ(person.status, 201) << person.body;
  const auto page = anna_.get("/api/v1/records/contact_person").json();
  EXPECT_EQ(page.at("references").at("contact").at(id).as_string(), "Ahlgrens Bygg");
}

// ---- live updates ----

TEST_F(RecordsTest, AnotherBrowserHearsOfAChangeAtOnce) {
  add_person("erik@norrsken.example", office_.company_id);
  Browser erik = logged_in("erik@norrsken.example");
  LiveRequest stream = erik.listen();
  const std::string path = create_contact(anna_, "Ahlgrens Bygg");
  const std::string event = stream.read_until("\n\n");
  EXPECT_THAT(event, HasSubstr("event: record"));
  EXPECT_THAT(event, HasSubstr(R"("operation":"create")"));
  EXPECT_THAT(event, HasSubstr(R"("changed_by":"Person anna","source":"online")"));
  const Answer changed = anna_.patch(path, R"({"fields":{"city":"Umeå"}})", anna_.get(path).etag());
  const std::string update = stream.read_until("\n\n");
  EXPECT_THAT(update, HasSubstr(R"("operation":"update")"));
  EXPECT_THAT(update, HasSubstr(json::serialize(json::value(changed.etag()))));
}

TEST_F(RecordsTest, DeletingARecordTellsOfThoseThatGoWithIt) {
  const std::string contact = create_contact(anna_, "Ahlgrens Bygg");
  const std::string id = contact.substr(contact.rfind('/') + 1);
  anna_.post("/api/v1/records/contact_person",
             R"({"fields":{"name":"Lisa Ek","contact":)" + id + "}}");
  LiveRequest stream = anna_.listen();
  EXPECT_EQ(anna_.send(http::Method::del, contact).status, 204);
  const std::string events = stream.read_until("\n\n") + stream.read_until("\n\n");
  EXPECT_THAT(events, HasSubstr(R"("type":"contact",)"));
  EXPECT_THAT(events, HasSubstr(R"("type":"contact_person",)"));
}

// REQ: SEC-3
TEST_F(RecordsTest, ACompanysBrowsersHearNothingOfAnother) {
  connect("olle@sommarhus.example", "Sommarhus AB");
  Browser olle = logged_in("olle@sommarhus.example");
  LiveRequest stream = olle.listen();
  LiveRequest of_anna = anna_.listen();  // else nothing is told of hers at all
  create_contact(anna_, "Ahlgrens Bygg");
  create_contact(olle, "Strandgatan 1");
  const auto own = olle.get("/api/v1/records/contact").json().at("records").at(0).at("etag");
  EXPECT_THAT(stream.read_until("\n\n"), HasSubstr(json::serialize(own)));
}

// REQ: SYN-1
TEST_F(RecordsTest, AWaitingOfficeHearsOfAChangeAtOnce) {
  const auto client_of_office = client(office_);
  // The mark that the log begins with.
  EXPECT_EQ(client_of_office->wait(0), 1) << "what is news already is answered at once";
  std::optional<std::int64_t> head;
  std::thread office([&] { head = client_of_office->wait(1); });
  while (!program_->services().waits.has_waiting(office_.company_id)) std::this_thread::yield();
  create_contact(anna_, "Ahlgrens Bygg");
  office.join();
  EXPECT_GE(head.value_or(0), 2);
}

// ---- rounds ----

class ClientLink final : public replica::Link {
 public:
  explicit ClientLink(api::SyncClient& client) : client_(client) {}
  [[nodiscard]] sync::RoundResponse exchange(const sync::RoundRequest& request) override {
    return client_.round(request);
  }

 private:
  api::SyncClient& client_;
};

class RoundsTest : public RecordsTest {
 protected:
  replica::OfficeRoundResult run_round() {
    ClientLink link(*client_);
    return replica::run_office_round(*database_, store_, link, keeper_, clock_,
                                     {.computer = "KONTOR-1"});
  }
  core::Record create_in_office(const std::string& name) {
    const core::RecordType& type = core::registry().get("contact");
    const core::Change change = core::make_change(type, {{"name", name}});
    return storage::write(*database_, [&](Transaction& tx) {
      return store_.create(tx, type, change, {"Office Olof", clock_.now()});
    });
  }
  void change_in_office(core::RecordId id, const std::string& field, const std::string& value) {
    const core::RecordType& type = core::registry().get("contact");
    const core::Change change = core::make_change(type, {{field, value}});
    storage::write(*database_, [&](Transaction& tx) {
      store_.update(tx, type, id, change, {"Office Olof", clock_.now()});
    });
  }

  storage::RecordStore store_{core::registry(), core::Side::office};
  replica::LeaseKeeper keeper_{"uuid of KONTOR-1", "KONTOR-1"};
  std::unique_ptr<api::SyncClient> client_ = client(office_);
};

// REQ: SYN-2
TEST_F(RoundsTest, WhatTheOfficeChangesAppearsInOpenBrowsers) {
  EXPECT_EQ(anna_.get("/api/v1/sync/status").json().at("state").as_string(), "never");
  LiveRequest stream = anna_.listen();
  const core::Record record = create_in_office("Ahlgrens Bygg");
  EXPECT_EQ(run_round().outcome, replica::RoundOutcome::done);
  const std::string event = stream.read_until("event: sync");
  EXPECT_THAT(event, HasSubstr("event: record"));
  EXPECT_THAT(event, HasSubstr(R"("changed_by":"Office Olof","source":"office")"));
  EXPECT_THAT(stream.read_until("\n\n"), HasSubstr("KONTOR-1"));
  const auto told =
      anna_.get("/api/v1/records/contact/" + std::to_string(record.id)).json().at("fields");
  EXPECT_EQ(told.at("name").as_string(), "Ahlgrens Bygg");
  const auto status = anna_.get("/api/v1/sync/status").json();
  EXPECT_EQ(status.at("state").as_string(), "synchronised");
  EXPECT_EQ(status.at("office_computer").as_string(), "KONTOR-1");
}

TEST_F(RoundsTest, ManyChangesAreToldAsOne) {
  for (int i = 0; i < 201; ++i) create_in_office("Contact " + std::to_string(i));
  LiveRequest stream = anna_.listen();
  EXPECT_EQ(run_round().outcome, replica::RoundOutcome::done);
  const std::string events = stream.read_until("event: sync");
  EXPECT_THAT(events, HasSubstr("event: bulk"));
  EXPECT_THAT(events, HasSubstr(R"({"types":["contact"]})"));
  EXPECT_THAT(events, Not(HasSubstr("event: record")));
}

// REQ: SYN-3, CNF-7
TEST_F(RoundsTest, AnEditThatLostCanBePutBack) {
  const core::Record record = create_in_office("Ahlgrens Bygg");
  run_round();
  const std::string path = "/api/v1/records/contact/" + std::to_string(record.id);
  EXPECT_EQ(anna_.patch(path, R"({"fields":{"city":"Umeå"}})", anna_.get(path).etag()).status, 200);
  EXPECT_EQ(anna_.get("/api/v1/sync/status").json().at("state").as_string(), "catching_up");
  change_in_office(record.id, "city", "Luleå");
  LiveRequest stream = anna_.listen();
  run_round();
  EXPECT_THAT(stream.read_until("event: sync"), HasSubstr("event: conflict"));
  const auto conflicts = anna_.get("/api/v1/sync/conflicts").json().at("conflicts").as_array();
  ASSERT_EQ(conflicts.size(), 1U);
  const auto& conflict = conflicts.front();
  EXPECT_EQ(conflict.at("kind").as_string(), "same_field");
  EXPECT_EQ(conflict.at("winning_value").as_string(), "Luleå");
  EXPECT_EQ(conflict.at("losing_value").as_string(), "Umeå");
  EXPECT_EQ(conflict.at("losing_by").as_string(), "Person anna");
  const auto count = [&](const std::string& filter) {
    return anna_.get("/api/v1/sync/conflicts?" + filter).json().at("conflicts").as_array().size();
  };
  EXPECT_EQ(count("record=7"), 0U);
  EXPECT_EQ(count("type=contact&record=" + std::to_string(record.id)), 1U);
  EXPECT_EQ(count("type=employee"), 0U);
  EXPECT_EQ(anna_.get("/api/v1/sync/conflicts?type=nothing").status, 404);
  const Answer restored = anna_.post(
      "/api/v1/sync/conflicts/" + std::string(conflict.at("id").as_string()) + "/put_back", "{}");
  EXPECT_EQ(restored.status, 200) << restored.body;
  EXPECT_EQ(restored.json().at("fields").at("city").as_string(), "Umeå");
  EXPECT_FALSE(
      anna_.get("/api/v1/sync/conflicts").json().at("conflicts").at(0).at("put_back_at").is_null());
  EXPECT_GE(anna_.get("/api/v1/sync/rounds").json().at("rounds").as_array().size(), 2U);
}

// TE-6: values that lost are seen and put back by those who see and change the record.
TEST_F(RoundsTest, TheHistoryTellsNothingOfWhatARoleHides) {
  const core::Record record = create_in_office("Ahlgrens Bygg");
  run_round();
  const std::string path = "/api/v1/records/contact/" + std::to_string(record.id);
  EXPECT_EQ(anna_.patch(path, R"({"fields":{"city":"Umeå"}})", anna_.get(path).etag()).status, 200);
  change_in_office(record.id, "city", "Luleå");
  run_round();
  const json::value logged = anna_.get("/api/v1/sync/conflicts").json();
  const std::string put_back = "/api/v1/sync/conflicts/" +
                               std::string(logged.at("conflicts").at(0).at("id").as_string()) +
                               "/put_back";
  add_person("erik@norrsken.example", office_.company_id);
  for (const char* rights : {"[]", R"([{"record_type":"contact","right":"read"}])"}) {
    const Answer role = anna_.post(
        "/api/v1/administration/roles",
        R"({"name":"Roll )" + std::string(rights).substr(0, 2) + R"(","rights":)" + rights + "}");
    ASSERT_EQ(role.status, 201) << role.body;
    program_->services().directory.write([&](Transaction& tx) {
      const auto person = identity::find_person_by_email(tx, "erik@norrsken.example");
      identity::set_membership(tx, person->id, office_.company_id,
                               identity::Role{std::string(role.json().at("id").as_string())},
                               clock_);
    });
    Browser erik = logged_in("erik@norrsken.example");
    const json::value told = erik.get("/api/v1/sync/conflicts").json();
    EXPECT_EQ(told.at("conflicts").as_array().size(), rights == std::string_view("[]") ? 0U : 1U);
    EXPECT_EQ(erik.post(put_back, "{}").status, 403) << rights;
  }
  EXPECT_EQ(anna_.get(path).json().at("fields").at("city").as_string(), "Luleå");
}

TEST_F(RoundsTest, AnOfficeThatFallsSilentIsToldOnce) {
  run_round();
  LiveRequest stream = anna_.listen();
  program_->sweep().run_once();
  clock_.advance(core::seconds(60));
  program_->sweep().run_once();
  EXPECT_THAT(stream.read_until("\n\n"), HasSubstr("office_unreachable"));
  program_->sweep().run_once();
  create_contact(anna_, "Ahlgrens Bygg");
  EXPECT_THAT(stream.read_until("\n\n"), HasSubstr("event: record"));
}

TEST_F(RoundsTest, TheCompanyIsCalledWhatItCallsItself) {
  const core::RecordType& type = core::registry().get("company");
  const core::Change change = core::make_change(type, {{"name", "Norrsken Bygg & Mark AB"}});
  storage::write(*database_, [&](Transaction& tx) {
    storage::RecordQuery first;
    first.limit = 1;
    const auto page = store_.list(tx, type, first);
    const core::Stamp stamp{"Office Olof", clock_.now()};
    if (page.records.empty()) {
      store_.create(tx, type, change, stamp);
    } else {
      store_.update(tx, type, page.records.front().id, change, stamp);
    }
  });
  run_round();
  EXPECT_EQ(anna_.get("/api/v1/session").json().at("company").at("name").as_string(),
            "Norrsken Bygg & Mark AB");
}

}  // namespace
}  // namespace tusk::online::testing
