#include "replica/audit.h"

#include <gmock/gmock.h>

#include "replica/testing/two_sides.h"

namespace tusk::replica {
namespace {

using core::Value;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Audit : public TwoSides {
 protected:
  Audit() {
    connect();
    for (int i = 1; i <= 20; ++i) {
      ids_.push_back(office_.create("contact", {{"name", "Kontakt " + std::to_string(i)},
                                                {"phone", "08-" + std::to_string(i)}}));
    }
    settle();
  }

  class AuditLine final : public AuditLink {
   public:
    explicit AuditLine(Audit& test) : test_(test) {}
    sync::AuditResponse audit(const sync::AuditRequest& request) override {
      const core::Registry& registry = core::registry();
      ++test_.exchanges_;
      if (test_.before_question_) test_.before_question_();
      // Over the wire and back, as in production.
      const auto asked = sync::parse_audit_request(registry, sync::to_json(registry, request));
      const auto response = answer_audit(test_.online_.database(), test_.online_.store(), asked);
      if (test_.before_audit_answer_) test_.before_audit_answer_();
      if (std::exchange(test_.loses_answer_, false)) {
        throw LinkError(LinkProblem::no_line, {"Ingen lina.", "No line."}, "test");
      }
      return sync::parse_audit_response(registry, sync::to_json(registry, response));
    }

   private:
    Audit& test_;
  };

  // As another program writes that switches the capture off, or a damaged disk.
  static void behind_the_back(Side& side, std::string_view sql) {
    side.write([&](storage::Transaction& transaction) {
      const storage::Applying applying(transaction);
      transaction.prepare_company(sql)->run();
    });
  }
  static std::string with_id(const char* sql, core::RecordId id) {
    return std::string(sql) + std::to_string(id);
  }

  std::int64_t request() {
    return office_.write(
        [&](storage::Transaction& tx) { return request_audit(tx, "Anna Berg", clock_.now()); });
  }
  // Rounds and steps as Tusk Sync makes them, until the audit has ended and is told.
  AuditRow run(std::int64_t number) {
    OfficeAudit audit(office_.store(), keeper_, clock_, "KONTOR-1");
    AuditLine line(*this);
    for (int i = 0; i < 200; ++i) {
      EXPECT_EQ(round().outcome, RoundOutcome::done);
      try {
        (void)audit.step(office_.database(), line);
      } catch (const LinkError&) {
      }
      const auto row = find(office_, number);
      if (row && row->is_told) return *row;
    }
    ADD_FAILURE() << "the audit never ended";
    return {};
  }
  AuditRow audit() { return run(request()); }
  static std::optional<AuditRow> find(Side& side, std::int64_t number) {
    return side.read([&](storage::Transaction& tx) { return find_audit(tx, number); });
  }
  void expect_found(const AuditRow& row, std::int64_t differing) {
    EXPECT_EQ(row.state, differing == 0 ? AuditState::equal : AuditState::repaired);
    EXPECT_EQ(row.differing, differing);
    EXPECT_EQ(row.repaired, differing);
    settle_equal();
    const AuditRow again = audit();
    EXPECT_EQ(again.state, AuditState::equal) << "repaired is repaired";
    EXPECT_EQ(ids_of(office_.conflicts()), ids_of(online_.conflicts()));
  }
  static std::vector<std::string> ids_of(const std::vector<LoggedConflict>& conflicts) {
    std::vector<std::string> ids;
    for (const LoggedConflict& each : conflicts) ids.push_back(each.conflict.id);
    std::sort(ids.begin(), ids.end());
    return ids;
  }

  std::vector<core::RecordId> ids_;
  std::function<void()> before_question_;
  std::function<void()> before_audit_answer_;
  bool loses_answer_ = false;
  int exchanges_ = 0;
};
TUSK_ON_BOTH_ENGINES(Audit);

// REQ: SYN-5
TEST_P(Audit, OfEqualSidesFindsNothingAndIsKnownOnBoth) {
  const AuditRow row = audit();
  EXPECT_EQ(row.state, AuditState::equal);
  EXPECT_GE(row.compared, 20);
  EXPECT_EQ(row.requested_by, "Anna Berg");
  EXPECT_EQ(row.computer, "KONTOR-1");
  EXPECT_GT(row.ended_at, row.started_at);
  EXPECT_EQ(exchanges_, 2) << "sums, and the result";
  const auto told = find(online_, row.number);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->state, AuditState::equal);
  EXPECT_EQ(told->compared, row.compared);
  EXPECT_EQ(told->requested_by, "Anna Berg");
  EXPECT_THAT(office_.conflicts(), IsEmpty());
}

// REQ: CNF-3
TEST_P(Audit, AValueThatDiffersIsShownAndBecomesTheOffices) {
  behind_the_back(
      online_,
      with_id("UPDATE contact SET phone = '13', city = 'Umeå' WHERE {company} AND id = ", ids_[4]));
  expect_found(audit(), 1);
  EXPECT_EQ(online_.value("contact", ids_[4], "phone"), Value("08-5"));
  for (Side* side : {&office_, &online_}) {
    const auto conflicts = side->conflicts();
    ASSERT_THAT(conflicts, SizeIs(2));
    for (const LoggedConflict& each : conflicts) {
      EXPECT_EQ(each.conflict.kind, sync::ConflictKind::drift);
      EXPECT_EQ(each.conflict.winner, core::Side::office);
      EXPECT_EQ(each.conflict.record_name, "Kontakt 5");
      const core::Field& field =
          *core::registry().get("contact").find_field(each.conflict.field_number);
      EXPECT_EQ(each.conflict.losing_value, field.name == "phone" ? Value("13") : Value("Umeå"));
      EXPECT_EQ(each.conflict.winning_value, field.name == "phone" ? Value("08-5") : Value());
    }
  }
}

TEST_P(Audit, AValueThatDiffersInTheOfficeGoesOnline) {
  behind_the_back(office_,
                  with_id("UPDATE contact SET phone = '13' WHERE {company} AND id = ", ids_[4]));
  expect_found(audit(), 1);
  EXPECT_EQ(online_.value("contact", ids_[4], "phone"), Value("13"));
  ASSERT_THAT(office_.conflicts(), SizeIs(1));
  EXPECT_EQ(office_.conflicts()[0].conflict.losing_value, Value("08-5"));
}

TEST_P(Audit, ARecordThatIsMissingOnlineIsSentAgainWithItsChildren) {
  const auto person =
      office_.create("contact_person", {{"name", "Per"}, {"contact", Value(ids_[2])}});
  settle();
  behind_the_back(online_, with_id("DELETE FROM contact WHERE {company} AND id = ", ids_[2]));
  ASSERT_FALSE(online_.find("contact_person", person));
  expect_found(audit(), 2);
  EXPECT_EQ(online_.value("contact", ids_[2], "phone"), Value("08-3"));
  EXPECT_EQ(online_.value("contact_person", person, "name"), Value("Per"));
}

// REQ: CNF-7
TEST_P(Audit, ARecordThatIsOnlineOnlyGoesAndCanBePutBack) {
  behind_the_back(online_,
                  "INSERT INTO contact({company_column}id, name, phone) VALUES "
                  "({company_value}9000, 'Främling', '031')");
  behind_the_back(online_,
                  "INSERT INTO contact_person({company_column}id, name, contact) VALUES "
                  "({company_value}9001, 'Barn', 9000)");
  // Somebody has begun to use it.
  online_.update("contact", ids_[0], {{"our_reference", Value()}, {"fax", "1"}});
  expect_found(audit(), 2);
  EXPECT_FALSE(online_.find("contact", 9000));
  EXPECT_FALSE(online_.find("contact_person", 9001));
  const auto conflicts = online_.conflicts();
  const auto found = std::find_if(conflicts.begin(), conflicts.end(),
                                  [](const auto& each) { return each.conflict.record_id == 9000; });
  ASSERT_NE(found, conflicts.end());
  EXPECT_THAT(found->conflict.losing_image, HasSubstr("\"phone\":\"031\""));
  const auto back = online_.write([&](storage::Transaction& tx) {
    return put_back(tx, online_.store(), found->conflict.id, online_.stamp());
  });
  settle_equal();
  EXPECT_EQ(office_.value("contact", back.id, "phone"), Value("031"));
}

TEST_P(Audit, ARecordThatIsMissingInTheOfficeIsGoneOnline) {
  behind_the_back(office_, with_id("DELETE FROM contact WHERE {company} AND id = ", ids_[7]));
  expect_found(audit(), 1);
  EXPECT_FALSE(online_.find("contact", ids_[7]));
}

TEST_P(Audit, ManyDifferencesAreAllFoundAndRepaired) {
  office_.write([&](storage::Transaction& tx) {
    for (int i = 0; i < 300; ++i) {
      (void)office_.store().create(
          tx, core::registry().get("contact"),
          core::make_change(core::registry().get("contact"), {{"name", "M" + std::to_string(i)}}),
          office_.stamp());
    }
  });
  settle();
  behind_the_back(online_, "UPDATE contact SET city = 'Ort' || id WHERE {company}");
  const AuditRow row = audit();
  EXPECT_EQ(row.differing, 320);
  settle();
  EXPECT_EQ(audit().state, AuditState::equal);
  EXPECT_EQ(online_.value("contact", ids_[0], "city"), Value());
}

// People work on both sides between any two messages: none of it is drift.
TEST_P(Audit, EditsThatAreOnTheirWayAreNoDrift) {
  int turn = 0;
  const auto work = [&] {
    ++turn;
    const core::RecordId ours = ids_[static_cast<std::size_t>(turn) % ids_.size()];
    const core::RecordId theirs = ids_[static_cast<std::size_t>(turn * 7 + 3) % ids_.size()];
    office_.update("contact", ours, {{"phone", "office " + std::to_string(turn)}});
    online_.update("contact", theirs, {{"fax", "online " + std::to_string(turn)}});
    (void)office_.create("contact", {{"name", "Ny " + std::to_string(turn)}});
    (void)online_.create("contact", {{"name", "Nät " + std::to_string(turn)}});
  };
  before_question_ = work;
  before_audit_answer_ = work;
  before_answer_ = work;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(audit().differing, 0);
  // What really differs is found all the same, as soon as nobody writes to it.
  behind_the_back(online_,
                  with_id("UPDATE contact SET mobile = '13' WHERE {company} AND id = ", ids_[4]));
  std::int64_t found = 0;
  for (int i = 0; i < 20 && found == 0; ++i) found = audit().differing;
  EXPECT_EQ(found, 1);
  before_question_ = before_audit_answer_ = before_answer_ = nullptr;
  settle_equal();
  for (const LoggedConflict& each : office_.conflicts()) {
    if (each.conflict.kind == sync::ConflictKind::drift) {
      EXPECT_EQ(each.conflict.record_id, ids_[4]);
    }
  }
}

TEST_P(Audit, ADriftedValueThatSomebodyOverwritesMeanwhileIsHisEdit) {
  behind_the_back(online_,
                  with_id("UPDATE contact SET phone = '13' WHERE {company} AND id = ", ids_[4]));
  before_audit_answer_ = [&, once = true]() mutable {
    if (std::exchange(once, false)) online_.update("contact", ids_[4], {{"phone", "14"}});
  };
  const AuditRow row = audit();
  EXPECT_EQ(row.differing, 0) << "it is on its way to the office";
  settle_equal();
  EXPECT_EQ(office_.value("contact", ids_[4], "phone"), Value("14"));
}

TEST_P(Audit, AnEditOnlineAfterTheDriftWasFoundIsNotOverwritten) {
  behind_the_back(online_,
                  with_id("UPDATE contact SET phone = '13' WHERE {company} AND id = ", ids_[4]));
  // Just before the repair arrives.
  before_audit_answer_ = [&] {
    if (exchanges_ == 3) online_.update("contact", ids_[4], {{"phone", "14"}, {"fax", "15"}});
  };
  EXPECT_EQ(audit().differing, 1);
  settle_equal();
  EXPECT_EQ(office_.value("contact", ids_[4], "phone"), Value("14"));
  EXPECT_EQ(office_.value("contact", ids_[4], "fax"), Value("15"));
}

TEST_P(Audit, WaitsForARoundThatCameInBetween) {
  behind_the_back(online_,
                  with_id("UPDATE contact SET phone = '13' WHERE {company} AND id = ", ids_[4]));
  int left = 3;
  before_question_ = [&] {
    if (left-- <= 0) return;
    office_.update("contact", ids_[0], {{"phone", std::to_string(left)}});
    lose(replica::Line::answer_lost);
  };
  OfficeAudit audit(office_.store(), keeper_, clock_, "KONTOR-1");
  AuditLine line(*this);
  const std::int64_t number = request();
  for (int i = 0; i < 30; ++i) {
    (void)round();
    (void)audit.step(office_.database(), line);
  }
  const auto row = find(office_, number);
  EXPECT_EQ(row->state, AuditState::repaired);
  EXPECT_EQ(row->differing, 1);
  settle_equal();
}

TEST_P(Audit, ALostAnswerIsAskedForAgain) {
  behind_the_back(online_,
                  with_id("UPDATE contact SET phone = '13' WHERE {company} AND id = ", ids_[4]));
  before_question_ = [this] { loses_answer_ = exchanges_ % 2 == 1; };
  expect_found(audit(), 1);
}

TEST_P(Audit, AProgramThatWasKilledBeginsItAnew) {
  behind_the_back(online_,
                  with_id("UPDATE contact SET phone = '13' WHERE {company} AND id = ", ids_[4]));
  const std::int64_t number = request();
  {
    OfficeAudit killed(office_.store(), keeper_, clock_, "KONTOR-1");
    AuditLine line(*this);
    for (int i = 0; i < 2; ++i) {
      (void)round();
      (void)killed.step(office_.database(), line);
    }
  }
  ASSERT_EQ(find(office_, number)->state, AuditState::running);
  expect_found(run(number), 1);
}

TEST_P(Audit, AComputerThatWasReplacedWritesNothing) {
  behind_the_back(online_,
                  with_id("UPDATE contact SET phone = '13' WHERE {company} AND id = ", ids_[4]));
  OfficeAudit audit(office_.store(), keeper_, clock_, "KONTOR-1");
  AuditLine line(*this);
  const std::int64_t number = request();
  before_audit_answer_ = [&] {
    if (exchanges_ != 3) return;
    // Another computer takes the lease while this one waits for the record.
    office_.write([&](storage::Transaction& tx) {
      keeper_.release(tx, load_lease(tx).token);
      LeaseKeeper other("computer-2", "KONTOR-2");
      (void)other.acquire(tx, clock_);
    });
  };
  for (int i = 0; i < 3; ++i) {
    (void)round();
    (void)audit.step(office_.database(), line);
  }
  EXPECT_EQ(exchanges_, 3);
  EXPECT_EQ(find(office_, number)->differing, 0);
  EXPECT_THAT(office_.conflicts(), IsEmpty());
}

TEST_P(Audit, ComesByItselfOnceAWeek) {
  const auto due = [&] {
    return office_.read([&](storage::Transaction& tx) { return is_audit_due(tx, clock_.now()); });
  };
  constexpr core::Microseconds day = core::seconds(24 * 60 * 60);
  EXPECT_FALSE(due());
  clock_.advance(6 * day);
  EXPECT_FALSE(due());
  clock_.advance(day);
  EXPECT_TRUE(due());
  const AuditRow row = run(1);
  EXPECT_EQ(row.state, AuditState::equal);
  EXPECT_EQ(row.requested_by, "");
  EXPECT_FALSE(due());
  office_.write([](storage::Transaction& tx) { save_audit_interval(tx, 2); });
  clock_.advance(2 * day);
  EXPECT_TRUE(due());
  office_.write([](storage::Transaction& tx) { save_audit_interval(tx, 0); });
  EXPECT_FALSE(due());
}

TEST_P(Audit, CanBeAskedForOnceAtATimeAndOnlyWhenConnected) {
  EXPECT_EQ(request(), request());
  EXPECT_TRUE(office_.read([](storage::Transaction& tx) { return is_audit_requested(tx); }));
  office_.write([](storage::Transaction& tx) { end_connection(tx); });
  EXPECT_THROW((void)request(), core::Error);
}

}  // namespace
}  // namespace tusk::replica
