// The first synchronisation over both engines: the office's sender, the online receiver, and what
// comes between them.

#include "replica/first_sync.h"

#include <gmock/gmock.h>

#include "core/random.h"
#include "replica/first_sync_sender.h"
#include "replica/receiver.h"
#include "replica/testing/two_sides.h"

namespace tusk::replica {
namespace {

using core::Value;
using testing::Contains;
using testing::IsEmpty;
using testing::Not;

constexpr int more_than_a_block = 2'050;

// An online side that receives; each request can be made to fail before or after it is carried out,
// and the program can be ended in between: it opens the database again.
class ReceivingSide final : public TransferLink {
 public:
  ReceivingSide(storage::Engine engine, const core::Clock& clock)
      : place_(engine), store_(core::registry(), core::Side::online), clock_(clock) {
    restart();
  }

  void restart() {
    receiver_.reset();
    receiver_ = std::make_unique<Receiver>(place_.open(), store_, clock_, Writing::beside);
  }

  sync::TransferReply offer(const sync::TransferOffer& offer) override {
    fail_if(lose_request);
    switch (sync::check_offer(state(), storage::schema_version, offer)) {
      case sync::OfferVerdict::begin:
        receiver_->begin(offer);
        break;
      case sync::OfferVerdict::go_on:
        receiver_->take_over(offer);
        break;
      case sync::OfferVerdict::fenced:
        return {.status = sync::TransferStatus::fenced};
      case sync::OfferVerdict::schema:
        return {.status = sync::TransferStatus::schema};
    }
    fail_if(lose_answer);
    return expected();
  }
  sync::TransferReply put_block(const sync::TransferSender& sender, std::int64_t block,
                                std::string_view bytes) override {
    fail_if(lose_request);
    switch (sync::check_block(state(), sender, block)) {
      case sync::BlockVerdict::apply:
        receiver_->apply(bytes);
        applied.push_back(block);
        break;
      case sync::BlockVerdict::not_wanted:
        break;
      case sync::BlockVerdict::fenced:
        return {.status = sync::TransferStatus::fenced};
      case sync::BlockVerdict::unknown:
        return {.status = sync::TransferStatus::unknown};
    }
    fail_if(lose_answer);
    return expected();
  }
  sync::TransferReply finish(const sync::TransferSender&) override {
    fail_if(lose_request);
    receiver_->complete({.company_id = "c_1", .database_uuid = "online", .old = old},
                        [this](int percent) { percents.push_back(percent); });
    fail_if(lose_answer);
    return {.status = sync::TransferStatus::done,
            .online_sequence = receiver_->transfer()->online.sequence,
            .online_salt = receiver_->transfer()->online.salt};
  }

  [[nodiscard]] std::unique_ptr<storage::Database> open() const { return place_.open(); }
  [[nodiscard]] const storage::RecordStore& store() const { return store_; }
  [[nodiscard]] Receiver& receiver() { return *receiver_; }

  std::function<bool()> lose_request = [] { return false; };
  std::function<bool()> lose_answer = [] { return false; };
  storage::Database* old = nullptr;
  std::vector<std::int64_t> applied;
  std::vector<int> percents;

 private:
  void fail_if(const std::function<bool()>& fails) {
    if (!fails()) return;
    restart();
    throw LinkError(LinkProblem::no_line, {"Ingen lina.", "No line."}, "test");
  }
  [[nodiscard]] std::optional<sync::TransferState> state() const {
    const auto& transfer = receiver_->transfer();
    return transfer ? std::optional(transfer->state) : std::nullopt;
  }
  [[nodiscard]] sync::TransferReply expected() const {
    const Transfer& transfer = *receiver_->transfer();
    return {.status = sync::TransferStatus::receiving,
            .next_block = transfer.state.next_block,
            .records = transfer.records_done,
            .bytes = transfer.bytes_done};
  }

  storage::TestDatabase place_;
  storage::RecordStore store_;
  const core::Clock& clock_;
  std::unique_ptr<Receiver> receiver_;
};

class FirstSync : public ::testing::TestWithParam<storage::Engine> {
 protected:
  FirstSync() : office_(core::Side::office, GetParam(), clock_), receiving_(GetParam(), clock_) {
    clock_.step = 1000;
  }

  void add_contacts(int count) {
    const core::RecordType& type = core::registry().get("contact");
    office_.write([&](storage::Transaction& tx) {
      for (int i = 0; i < count; ++i) {
        const auto change = core::make_change(
            type, {{"name", "Åkeri " + std::to_string(i)}, {"note", "rad 1\n\"rad\" 2\t"}});
        office_.store().create(tx, type, change, office_.stamp());
      }
    });
  }
  void begin() {
    const Snapshot snapshot = take_snapshot(office_.database(), office_.store(), archive(), clock_,
                                            [this](std::int64_t done, std::int64_t of) {
                                              reported_ = {done, of};
                                            });
    office_.write([&](storage::Transaction& tx) {
      begin_first_sync(tx,
                       {.online_url = "https://online.example",
                        .company_id = "c_1",
                        .device_id = "d_1",
                        .connected_by = "Anna Berg",
                        .connected_by_email = "anna@norrsken.example"},
                       snapshot, clock_);
    });
  }
  SendOutcome send(TransferLink& link, LeaseKeeper& keeper) {
    FirstSyncSender sender(office_.database(), link, keeper, clock_,
                           {.archive = archive(),
                            .computer = "KONTOR-1",
                            .wait = [](std::chrono::milliseconds) { return true; }});
    return sender.run();
  }
  SendOutcome send() { return send(receiving_, keeper_); }
  [[nodiscard]] State state() {
    return office_.read([](storage::Transaction& tx) { return load_state(tx); });
  }
  [[nodiscard]] Transfer transfer() {
    return *office_.read([](storage::Transaction& tx) { return find_transfer(tx); });
  }
  [[nodiscard]] std::filesystem::path archive() const { return folder_ / "1.first-sync.tusk"; }

  // What both sides have, as text.
  [[nodiscard]] std::string online_content() {
    const auto database = receiving_.open();
    return storage::read(*database, [&](storage::Transaction& tx) {
      std::string text;
      for (const core::RecordType& type : core::registry().types()) {
        if (!core::exists_on(type, core::Side::online)) continue;
        const storage::TypeDigest digest = storage::make_digest(tx, type);
        text += type.name + " " + std::to_string(digest.count()) + " " + summary_of(digest) + "\n";
      }
      return text;
    });
  }
  [[nodiscard]] std::string office_content() {
    return office_.read([&](storage::Transaction& tx) {
      std::string text;
      for (const core::RecordType& type : core::registry().types()) {
        if (!core::exists_on(type, core::Side::online)) continue;
        const storage::TypeDigest digest = storage::make_digest(tx, type);
        text += type.name + " " + std::to_string(digest.count()) + " " + summary_of(digest) + "\n";
      }
      return text;
    });
  }

  // Rounds over the received database until nothing moves.
  void settle() {
    const auto database = receiving_.open();
    class Rounds final : public Link {
     public:
      Rounds(storage::Database& online, const storage::RecordStore& store, const core::Clock& clock)
          : online_(online), store_(store), clock_(clock) {}
      sync::RoundResponse exchange(const sync::RoundRequest& request) override {
        return run_online_round(online_, store_, request, clock_).response;
      }

     private:
      storage::Database& online_;
      const storage::RecordStore& store_;
      const core::Clock& clock_;
    } link(*database, receiving_.store(), clock_);
    for (int i = 0; i < 50; ++i) {
      const auto result = run_office_round(office_.database(), office_.store(), link, keeper_,
                                           clock_, {.computer = "KONTOR-1"});
      ASSERT_EQ(result.outcome, RoundOutcome::done) << result.message.en;
      if (!result.more && result.up + result.down + result.conflicts == 0) return;
    }
    FAIL() << "the sides never came to rest";
  }

  core::ManualClock clock_;
  core::TemporaryFolder folder_;
  Side office_;
  ReceivingSide receiving_;
  LeaseKeeper keeper_{"computer-1", "KONTOR-1"};
  std::pair<std::int64_t, std::int64_t> reported_;
};
TUSK_ON_BOTH_ENGINES(FirstSync);

// REQ: FST-4, FST-5
TEST_P(FirstSync, EverythingGoesOverAndRoundsGoOnFromThere) {
  const auto employee = office_.create("employee", {{"name", "Karin"}});
  const auto contact = office_.create(
      "contact", {{"name", "Berg"}, {"our_reference", employee}, {"credit_limit", 100}});
  office_.create("contact_person", {{"name", "Eva"}, {"contact", contact}});
  begin();
  EXPECT_EQ(reported_.first, reported_.second);
  EXPECT_EQ(state().mode, Mode::first_sync);
  // Written after the snapshot: goes over with the rounds.
  office_.update("contact", contact, {{"phone", "08-1"}});
  EXPECT_EQ(send(), SendOutcome::done);
  EXPECT_EQ(state().mode, Mode::connected);
  EXPECT_EQ(transfer().phase, TransferPhase::done);
  EXPECT_EQ(transfer().records_done, sync::count_records(transfer().sections));
  settle();
  EXPECT_EQ(online_content(), office_content());
  const auto online = receiving_.open();
  storage::read(*online, [&](storage::Transaction& tx) {
    const auto record = receiving_.store().find(tx, core::registry().get("contact"), contact);
    ASSERT_TRUE(record);
    const auto& type = core::registry().get("contact");
    EXPECT_EQ(core::value_of(type, *record, "phone"), Value("08-1"));
    EXPECT_TRUE(core::value_of(type, *record, "credit_limit").is_null());
  });
}

// REQ: FST-5
TEST_P(FirstSync, LostRequestsAndAnswersAndRestartsSendNoBlockTwice) {
  add_contacts(more_than_a_block);
  begin();
  core::SeededRandom random(7);
  receiving_.lose_request = [&] { return random.below(3) == 0; };
  receiving_.lose_answer = [&] { return random.below(3) == 0; };
  int interruptions = 0;
  for (;;) {
    try {
      ASSERT_EQ(send(), SendOutcome::done);
      break;
    } catch (const LinkError&) {
      ++interruptions;
      EXPECT_EQ(transfer().message.en, "No line.");
    }
  }
  EXPECT_GT(interruptions, 3);
  for (std::size_t i = 0; i < receiving_.applied.size(); ++i) {
    EXPECT_EQ(receiving_.applied[i], static_cast<std::int64_t>(i));
  }
  receiving_.lose_request = receiving_.lose_answer = [] { return false; };
  settle();
  EXPECT_EQ(online_content(), office_content());
}

// REQ: PCS-3
TEST_P(FirstSync, AComputerThatWasReplacedSendsNothing) {
  add_contacts(10);
  begin();
  LeaseKeeper other("computer-2", "KONTOR-2", 0);
  int blocks = 0;
  receiving_.lose_request = [&] {
    if (++blocks != 3) return false;
    office_.write([&](storage::Transaction& tx) { EXPECT_TRUE(other.acquire(tx, clock_)); });
    return true;
  };
  EXPECT_THROW((void)send(), LinkError);
  EXPECT_EQ(send(), SendOutcome::not_holder);
  EXPECT_EQ(send(receiving_, other), SendOutcome::done);
}

// REQ: FST-3
TEST_P(FirstSync, ASnapshotThatIsGoneOrAnotherIsAFailureThatSaysSo) {
  add_contacts(3);
  begin();
  std::filesystem::remove(archive());
  EXPECT_EQ(send(), SendOutcome::failed);
  EXPECT_EQ(transfer().phase, TransferPhase::failed);
  EXPECT_THAT(transfer().message.en, testing::HasSubstr("tusk online connect"));
  EXPECT_THAT(receiving_.applied, IsEmpty());
  begin();  // anew
  EXPECT_EQ(send(), SendOutcome::done);
}

// REQ: FST-3
TEST_P(FirstSync, ABlockThatIsNotTheNextOfTheChainIsNotTaken) {
  add_contacts(3);
  begin();
  class Spoiling final : public TransferLink {
   public:
    explicit Spoiling(ReceivingSide& side) : side_(side) {}
    sync::TransferReply offer(const sync::TransferOffer& offer) override {
      return side_.offer(offer);
    }
    sync::TransferReply put_block(const sync::TransferSender& sender, std::int64_t block,
                                  std::string_view bytes) override {
      std::string changed(bytes);
      changed[changed.size() / 2] ^= 1;
      return side_.put_block(sender, block, changed);
    }
    sync::TransferReply finish(const sync::TransferSender& sender) override {
      return side_.finish(sender);
    }

   private:
    ReceivingSide& side_;
  } spoiling(receiving_);
  EXPECT_THROW((void)send(spoiling, keeper_), core::Error);
  EXPECT_EQ(receiving_.receiver().transfer()->state.next_block, 0);
  EXPECT_EQ(send(), SendOutcome::done);
}

// REQ: FST-3
TEST_P(FirstSync, WhatHindersABlockIsTheAnswerToTheNextAndTheBlockComesAgain) {
  add_contacts(3);
  const auto contact = office_.create("contact", {{"name", "Berg"}});
  begin();
  const auto other = receiving_.open();
  const auto write = [&](const char* sql) {
    storage::write(*other, [&](storage::Transaction& tx) {
      const storage::Applying applying(tx);
      tx.prepare_company(sql)->bind(contact).run();
    });
  };
  bool is_in_the_way = false;
  receiving_.lose_answer = [&] {  // to the offer: the tables are there
    if (!std::exchange(is_in_the_way, true))
      write("INSERT INTO contact({company_column}id, name) VALUES ({company_value}$1, 'x')");
    return false;
  };
  EXPECT_THROW((void)send(), core::Error);
  const std::int64_t expected = receiving_.receiver().transfer()->state.next_block;
  EXPECT_LT(expected, receiving_.receiver().transfer()->state.blocks - 1);
  write("DELETE FROM contact WHERE {company} AND id = $1");
  EXPECT_EQ(send(), SendOutcome::done);
  settle();
  EXPECT_EQ(online_content(), office_content());
}

TEST_P(FirstSync, GivenUpItIsWhatItWasBefore) {
  add_contacts(3);
  begin();
  office_.write([](storage::Transaction& tx) { abandon_first_sync(tx); });
  EXPECT_EQ(state().mode, Mode::unconnected);
  EXPECT_EQ(send(), SendOutcome::ended);
}

// ---- what takes the place of another ----

class Rewind : public FirstSync {
 protected:
  // The office knows less than the online side, which has been edited since.
  Rewind() : old_(core::Side::online, GetParam(), clock_) { receiving_.old = &old_.database(); }
  std::vector<LoggedConflict> history() {
    const auto database = receiving_.open();
    return storage::read(*database, [](storage::Transaction& tx) {
      return list_conflicts(tx, core::registry(), 500, "").conflicts;
    });
  }
  Side old_;
};
TUSK_ON_BOTH_ENGINES(Rewind);

// REQ: REC-1, CNF-7
TEST_P(Rewind, WhatWasOnlineAndIsNotInTheOfficeIsKeptOnBothSides) {
  const auto contact = office_.create("contact", {{"name", "Berg"}, {"phone", "08-1"}});
  const core::RecordType& type = core::registry().get("contact");
  old_.write([&](storage::Transaction& tx) {
    const storage::Applying applying(tx);
    auto record = *office_.find("contact", contact);
    for (const core::Field& field : type.fields) {
      if (!core::exists_on(type, field, core::Side::online))
        record.values[type.index_of(field)] = {};
    }
    old_.store().insert_raw(tx, type, record);
  });
  old_.update("contact", contact, {{"phone", "08-2"}});
  const auto alone = old_.create("contact", {{"name", "Ensam AB"}, {"city", "Boden"}});
  begin();
  EXPECT_EQ(send(), SendOutcome::done);
  settle();
  EXPECT_EQ(online_content(), office_content());
  const auto kept = history();
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(office_.conflicts().size(), 2U) << "the office has them too";
  for (const LoggedConflict& logged : kept) {
    EXPECT_EQ(logged.conflict.kind, sync::ConflictKind::rewound);
    if (logged.conflict.record_id != contact) continue;
    EXPECT_EQ(logged.conflict.winning_value, Value("08-1"));
    EXPECT_EQ(logged.conflict.losing_value, Value("08-2"));
    EXPECT_EQ(logged.conflict.losing.by, "Erik");
  }
  // Put back in the office, under its own id.
  for (const LoggedConflict& logged : kept) {
    office_.write([&](storage::Transaction& tx) {
      put_back(tx, office_.store(), logged.conflict.id, office_.stamp());
    });
  }
  EXPECT_EQ(office_.value("contact", contact, "phone"), Value("08-2"));
  EXPECT_EQ(office_.value("contact", alone, "city"), Value("Boden"));
  settle();
  EXPECT_EQ(online_content(), office_content());
}

TEST_P(Rewind, ThousandsOfEntriesGoOverInSeveralRounds) {
  const core::RecordType& type = core::registry().get("contact");
  old_.write([&](storage::Transaction& tx) {
    for (int i = 0; i < more_than_a_block; ++i) {
      const auto change = core::make_change(type, {{"name", "Bara online " + std::to_string(i)}});
      old_.store().create(tx, type, change, old_.stamp());
    }
  });
  begin();
  EXPECT_EQ(send(), SendOutcome::done);
  settle();
  const auto count = [](storage::Transaction& tx) { return count_conflicts(tx); };
  EXPECT_EQ(office_.read(count), more_than_a_block);
}

}  // namespace
}  // namespace tusk::replica
