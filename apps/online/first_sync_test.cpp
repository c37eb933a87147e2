// First synchronisations over HTTP: what people see meanwhile, and what other offices may do.

#include <gmock/gmock.h>

#include <fstream>

#include "archive/reader.h"
#include "online/online_testing.h"
#include "replica/first_sync.h"
#include "storage/schema.h"
#include "storage/search_backlog.h"

namespace tusk::online::testing {
namespace {

using storage::Transaction;
using ::testing::HasSubstr;

class FirstSyncTest : public OnlineTest {
 protected:
  // An office with a contact, its snapshot, and the offer of it.
  struct Offered {
    Office office;
    std::filesystem::path archive;
    sync::TransferOffer offer;
    [[nodiscard]] sync::TransferSender sender() const { return {offer.archive, offer.token}; }
  };

  Offered offer(const std::string& email, const std::string& company) {
    const auto database = make_office(company);
    const storage::RecordStore store(core::registry(), core::Side::office);
    const core::RecordType& type = core::registry().get("contact");
    storage::write(*database, [&](Transaction& tx) {
      store.create(tx, type, core::make_change(type, {{"name", "Ahlgrens Bygg"}}), {"Olof", 1});
    });
    Offered made;
    made.office = connect_only(email, company);
    made.archive = folder_ / (company + ".tusk");
    const auto snapshot = replica::take_snapshot(*database, store, made.archive, clock_,
                                                 [](std::int64_t, std::int64_t) {});
    made.offer = {.database_uuid = "uuid of " + company,
                  .incarnation = 1,
                  .schema_version = storage::schema_version,
                  .token = 1,
                  .computer = "KONTOR-1",
                  .archive = snapshot.archive,
                  .blocks = snapshot.blocks,
                  .bytes = snapshot.bytes,
                  .sections = snapshot.sections,
                  .position_sequence = snapshot.position.sequence,
                  .position_salt = snapshot.position.salt};
    return made;
  }
  static std::string block(const Offered& offered, std::int64_t index) {
    return archive::Reader(offered.archive).raw_block(static_cast<std::uint32_t>(index));
  }
  // Sends what is expected until everything is there.
  void send_all(api::SyncClient& client, const Offered& offered, std::int64_t from = 0) {
    for (std::int64_t next = from; next < offered.offer.blocks;) {
      const auto reply = client.put_block(offered.sender(), next, block(offered, next));
      ASSERT_EQ(reply.status, sync::TransferStatus::receiving) << reply.message_en;
      ASSERT_EQ(reply.next_block, next + 1);
      next = reply.next_block;
    }
  }
  sync::TransferReply finish(api::SyncClient& client, const Offered& offered) {
    for (;;) {
      auto reply = client.finish_transfer(offered.sender());
      if (reply.status != sync::TransferStatus::finishing) return reply;
      clock_.advance(core::seconds(1) / 4);  // else so many questions come too often
    }
  }
};

// REQ: FST-3
TEST_F(FirstSyncTest, PeopleSeeHowFarItIsAndNothingElse) {
  const Offered offered = offer("anna@norrsken.example", "Norrsken Bygg AB");
  Browser anna = logged_in("anna@norrsken.example");
  auto status = anna.get("/api/v1/sync/status").json();
  EXPECT_EQ(status.at("state").as_string(), "first_sync");
  EXPECT_TRUE(status.at("first_sync").at("started_at").is_null());
  const auto office = client(offered.office);
  EXPECT_EQ(office->begin_transfer(offered.offer).next_block, 0);
  EXPECT_EQ(office->put_block(offered.sender(), 0, block(offered, 0)).next_block, 1);
  status = anna.get("/api/v1/sync/status").json();
  EXPECT_FALSE(status.at("first_sync").at("started_at").is_null());
  EXPECT_GE(status.at("first_sync").at("of_records").as_int64(), 1);
  EXPECT_EQ(anna.get("/api/v1/records/contact").status, 503);
  EXPECT_EQ(anna.post("/api/v1/records/contact", R"({"fields":{"name":"För tidigt"}})").status,
            503);
  send_all(*office, offered, 1);
  EXPECT_EQ(anna.get("/api/v1/records/contact").status, 503) << "not before it is finished";
  EXPECT_EQ(finish(*office, offered).status, sync::TransferStatus::done);
  EXPECT_EQ(anna.get("/api/v1/records/contact").json().at("total").as_int64(), 1);
  EXPECT_EQ(anna.get("/api/v1/sync/status").json().at("first_sync"), boost::json::value());
  EXPECT_EQ(finish(*office, offered).status, sync::TransferStatus::done) << "told again";
}

// REQ: FST-5
TEST_F(FirstSyncTest, AfterARestartOfTheServerItGoesOnWhereItWas) {
  const Offered offered = offer("anna@norrsken.example", "Norrsken Bygg AB");
  EXPECT_EQ(client(offered.office)->begin_transfer(offered.offer).next_block, 0);
  EXPECT_EQ(client(offered.office)->put_block(offered.sender(), 0, block(offered, 0)).next_block,
            1);
  restart();
  const auto office = client(offered.office);
  EXPECT_EQ(office->begin_transfer(offered.offer).next_block, 1);
  send_all(*office, offered, 1);
  EXPECT_EQ(finish(*office, offered).status, sync::TransferStatus::done);
}

TEST_F(FirstSyncTest, BlocksThatAreNotExpectedChangeNothing) {
  const Offered offered = offer("anna@norrsken.example", "Norrsken Bygg AB");
  const auto office = client(offered.office);
  EXPECT_EQ(office->put_block(offered.sender(), 0, block(offered, 0)).status,
            sync::TransferStatus::unknown)
      << "not offered";
  (void)office->begin_transfer(offered.offer);
  EXPECT_EQ(office->put_block(offered.sender(), 1, block(offered, 1)).next_block, 0);
  EXPECT_EQ(office->put_block(offered.sender(), 0, "nonsense").status,
            sync::TransferStatus::refused);
  EXPECT_EQ(office->put_block({offered.offer.archive, 0}, 0, block(offered, 0)).status,
            sync::TransferStatus::fenced);
  EXPECT_EQ(office->finish_transfer(offered.sender()).next_block, 0) << "nothing is there yet";
  EXPECT_EQ(office->put_block(offered.sender(), 0, block(offered, 0)).next_block, 1);
}

// What was brought can't be searched yet when the server ends: a search says so instead of missing
// it, and the next server goes on by itself.
TEST_F(FirstSyncTest, ASearchMissesNothingThatWasBrought) {
  const Offered offered = offer("anna@norrsken.example", "Norrsken Bygg AB");
  const auto office = client(offered.office);
  (void)office->begin_transfer(offered.offer);
  send_all(*office, offered);
  EXPECT_EQ(finish(*office, offered).status, sync::TransferStatus::done);
  const std::string search = "/api/v1/records/contact?q=ahlgren";
  const auto search_soon = [&] {
    Answer answer = logged_in("anna@norrsken.example").get(search);
    while (answer.status == 503) {
      clock_.advance(core::seconds(1) / 4);  // else so many questions come too often
      answer = logged_in("anna@norrsken.example").get(search);
    }
    return answer;
  };
  EXPECT_EQ(search_soon().json().at("total").as_int64(), 1);

  for (const auto& file : std::filesystem::directory_iterator(folder_ / "data" / "companies")) {
    if (file.path().extension() != ".db") continue;
    const auto database = storage::open_database({.location = file.path(), .company = 1});
    storage::write(*database, [](Transaction& tx) {
      tx.execute("DELETE FROM contact_search");
      storage::leave_for_later(tx, core::registry().get("contact"));
    });
  }
  const Answer refused = logged_in("anna@norrsken.example").get(search);
  EXPECT_EQ(refused.status, 503);
  EXPECT_THAT(refused.body, HasSubstr("kan inte sökas i än (0 % klart)"));
  EXPECT_EQ(logged_in("anna@norrsken.example").get("/api/v1/records/contact").status, 200);
  restart();
  EXPECT_EQ(search_soon().json().at("total").as_int64(), 1);
}

// REQ: FST-3
TEST_F(FirstSyncTest, WhatDoesNotFitWhatWasPromisedIsNotShown) {
  Offered offered = offer("anna@norrsken.example", "Norrsken Bygg AB");
  for (auto& section : offered.offer.sections) {
    if (section.name == "contact") section.digest = std::string(32, '0');
  }
  const auto office = client(offered.office);
  (void)office->begin_transfer(offered.offer);
  send_all(*office, offered);
  const auto reply = finish(*office, offered);
  EXPECT_EQ(reply.status, sync::TransferStatus::refused);
  EXPECT_THAT(reply.message_en, HasSubstr("contact"));
  EXPECT_EQ(logged_in("anna@norrsken.example").get("/api/v1/records/contact").status, 503);
}

// REQ: SEC-3
TEST_F(FirstSyncTest, AnotherOfficeCanNeitherSendNorGiveUp) {
  const Offered offered = offer("anna@norrsken.example", "Norrsken Bygg AB");
  const Office other = connect("olle@sommarhus.example", "Sommarhus AB");
  const auto office = client(offered.office);
  (void)office->begin_transfer(offered.offer);
  EXPECT_EQ(client(other)->put_block(offered.sender(), 0, block(offered, 0)).status,
            sync::TransferStatus::unknown);
  client(other)->cancel_transfer();
  EXPECT_EQ(office->put_block(offered.sender(), 0, block(offered, 0)).next_block, 1);
}

// REQ: FST-3
TEST_F(FirstSyncTest, GivenUpNothingIsLeft) {
  const Offered offered = offer("anna@norrsken.example", "Norrsken Bygg AB");
  const auto office = client(offered.office);
  (void)office->begin_transfer(offered.offer);
  EXPECT_FALSE(std::filesystem::is_empty(folder_ / "data" / "companies"));
  office->cancel_transfer();
  EXPECT_TRUE(std::filesystem::is_empty(folder_ / "data" / "companies"));
  EXPECT_THROW((void)office->begin_transfer(offered.offer), core::Error) << "the key is dead";
  EXPECT_TRUE(logged_in("anna@norrsken.example")
                  .get("/api/v1/companies")
                  .json()
                  .at("companies")
                  .as_array()
                  .empty());
}

// REQ: BAK-4
TEST_F(FirstSyncTest, AfterARewindTheWebIsReadOnlyAndSaysSo) {
  const Office office = connect("anna@norrsken.example", "Norrsken Bygg AB");
  Browser anna = logged_in("anna@norrsken.example");
  const std::string contact = create_contact(anna, "Ahlgrens Bygg");
  client(office)->report_rewind();
  EXPECT_EQ(anna.get(contact).status, 200);
  const Answer refused = anna.post("/api/v1/records/contact", R"({"fields":{"name":"Ny"}})");
  EXPECT_EQ(refused.status, 409);
  EXPECT_THAT(refused.body, HasSubstr("återställts"));
  EXPECT_EQ(anna.get("/api/v1/sync/status").json().at("state").as_string(), "needs_resync");
}

// REQ: REC-1
TEST_F(FirstSyncTest, ANewKeyReplacesTheOldOneOfTheSameComputer) {
  const Office office = connect("anna@norrsken.example", "Norrsken Bygg AB");
  const api::RenewRequest request{.email = "anna@norrsken.example",
                                  .password = kPassword,
                                  .company_uuid = "uuid of Norrsken Bygg AB",
                                  .computer_name = "KONTOR-1",
                                  .computer_uuid = "uuid of KONTOR-1"};
  const auto answer = client()->renew(request);
  EXPECT_EQ(answer.company_id, office.company_id);
  EXPECT_THROW((void)client(office)->wait(-1), core::Error);
  const Office again{"", answer.company_id, answer.device_id, answer.device_key};
  EXPECT_TRUE(client(again)->wait(-1));
  api::RenewRequest wrong = request;
  wrong.password = "fel lösenord här";
  EXPECT_THROW((void)client()->renew(wrong), core::Error);
  add_person("erik@norrsken.example", office.company_id);
  wrong = request;
  wrong.email = "erik@norrsken.example";
  EXPECT_THROW((void)client()->renew(wrong), core::Error) << "no super user";
}

}  // namespace
}  // namespace tusk::online::testing
