// Clients, codes, refresh tokens, consent and the ends of sessions, over a real directory of either
// engine.

#include "identity/openid/grants.h"

#include <gmock/gmock.h>

#include "core/base64.h"
#include "core/error.h"
#include "core/sha256.h"
#include "core/testing/manual_clock.h"
#include "identity/directory_schema.h"
#include "identity/limits.h"
#include "identity/log_in.h"
#include "identity/openid/authorization.h"
#include "identity/openid/consents.h"
#include "identity/openid/interactions.h"
#include "identity/openid/limits.h"
#include "identity/openid/logouts.h"
#include "identity/openid/refusal.h"
#include "identity/openid/visits.h"
#include "storage/testing/both_engines.h"

namespace tusk::identity::openid {
namespace {

using storage::Transaction;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kVerifier = "a-verifier-of-forty-three-characters-or-more";
constexpr const char* kRedirect = "https://program.example.com/done";

class GrantsTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  GrantsTest() : place_(GetParam()) {
    const auto connection = directory_.take();
    migrate_directory(*connection);
    anna_ = add_person("anna@norrsken.example");
    session_ = log_in(anna_);
    client_ = add_client({.name = "Program",
                          .redirect_uris = {kRedirect},
                          .logout_uri = "https://program.example.com/logout"});
  }

  template <typename Work>
  auto write(Work&& work) {
    return directory_.write(std::forward<Work>(work));
  }
  Person add_person(const std::string& email) {
    const PreparedPerson prepared(
        {.email = email, .name = "Anna Berg", .password = "blå häst i regn"}, hashes_);
    return write([&](Transaction& tx) { return prepared.insert(tx, random_, clock_); });
  }
  Session log_in(const Person& person) {
    return write([&](Transaction& tx) { return sessions_.create(tx, person); });
  }
  Client add_client(const NewClient& wanted) {
    return write([&](Transaction& tx) { return create_client(tx, random_, clock_, wanted); })
        .client;
  }
  std::string code(const std::string& scopes = "openid") {
    return write([&](Transaction& tx) {
      return grants_.issue_code(
          tx, session_, {client_, kRedirect, ""},
          {.scopes = scopes, .challenge = core::encode_base64url(core::sha256_bytes(kVerifier))});
    });
  }
  std::optional<GrantWithToken> redeem(const std::string& code) {
    return redeem(client_, {code, kRedirect, kVerifier});
  }
  std::optional<GrantWithToken> redeem(const Client& client, const Grants::Redemption& given) {
    return write([&](Transaction& tx) { return grants_.redeem(tx, client, given); });
  }
  std::optional<GrantWithToken> refresh(const std::string& token, const Client& client) {
    return write([&](Transaction& tx) { return grants_.refresh(tx, client, token, ""); });
  }
  std::optional<GrantWithToken> refresh(const std::string& token) {
    return refresh(token, client_);
  }
  bool is_living(const std::string& grant) {
    return write([&](Transaction& tx) { return grants_.find_living(tx, grant).has_value(); });
  }
  int end_visits() {
    return write([&](Transaction& tx) {
      return openid::end_visits(tx, random_, clock_, default_idle_time);
    });
  }
  std::vector<Logout> due_logouts() {
    return write([&](Transaction& tx) { return take_due_logouts(tx, clock_); });
  }

  const storage::TestDatabase place_;
  core::ManualClock clock_;
  core::SeededRandom random_{1};
  storage::ConnectionPool directory_{[this] { return place_.open(0); }, 8};
  Sealing sealing_{Sealing::make_master_key(random_)};
  HashPool hashes_{sealing_, {.memory_bytes = 8192, .passes = 1, .max_waiting = 1000}, 2};
  Sessions sessions_{random_, clock_};
  Grants grants_{sealing_, random_, clock_, default_idle_time};
  Person anna_;
  Session session_;
  Client client_;
};
TUSK_ON_BOTH_ENGINES(GrantsTest);

// ---- clients ----

TEST_P(GrantsTest, AClientsSecretIsShownOnceAndKeptAsAHash) {
  const MadeClient made = write([&](Transaction& tx) {
    return create_client(tx, random_, clock_, {.name = "Annat", .redirect_uris = {kRedirect}});
  });
  EXPECT_THAT(made.secret, SizeIs(64));
  const auto find = [&] {
    return *write([&](Transaction& tx) { return find_client(tx, made.client.id); });
  };
  EXPECT_TRUE(is_secret_of(find(), made.secret));
  EXPECT_FALSE(is_secret_of(find(), "") || is_secret_of(find(), find().secret_hash));
  const Client before = find();
  const std::string renewed =
      write([&](Transaction& tx) { return renew_secret(tx, random_, before); });
  EXPECT_TRUE(is_secret_of(find(), renewed));
  EXPECT_FALSE(is_secret_of(find(), made.secret)) << "the old one";
  EXPECT_TRUE(write([&](Transaction& tx) { return remove_client(tx, made.client.id); }));
  EXPECT_FALSE(write([&](Transaction& tx) { return remove_client(tx, made.client.id); }));
}

TEST_P(GrantsTest, APublicClientHasNoSecret) {
  const Client open =
      add_client({.name = "Öppet", .is_public = true, .redirect_uris = {"http://127.0.0.1/"}});
  EXPECT_FALSE(is_secret_of(open, ""));
  EXPECT_THROW(write([&](Transaction& tx) { return renew_secret(tx, random_, open); }),
               core::Error);
}

TEST_P(GrantsTest, AWrongClientIsRefusedWithEverythingThatIsWrong) {
  try {
    add_client({.name = "", .redirect_uris = {"http://evil.example/"}, .logout_uri = "ftp://x"});
    FAIL() << "accepted";
  } catch (const core::Error& error) {
    EXPECT_THAT(error.problems(), SizeIs(3));
  }
  EXPECT_THROW(add_client({.name = "Inga adresser"}), core::Error);
}

// The server calls that address itself: a company must not have it call what listens beside it.
TEST_P(GrantsTest, ACompanysClientIsNotToldOnTheServersOwnComputer) {
  const Company company = write([&](Transaction& tx) {
    return connect_company(tx, random_, clock_,
                           {.name = "AB", .office_uuid = "o", .connected_by = anna_.id});
  });
  NewClient wanted{.name = "Program",
                   .company = company.id,
                   .redirect_uris = {kRedirect},
                   .logout_uri = "http://127.0.0.1:9200/_shutdown"};
  EXPECT_THROW(add_client(wanted), core::Error);
  wanted.logout_uri = kRedirect;
  const Client made = add_client(wanted);
  EXPECT_FALSE(write([&](Transaction& tx) { return may_use(tx, made, anna_.id); }));
  write([&](Transaction& tx) { set_membership(tx, anna_.id, company.id, Role::member, clock_); });
  EXPECT_TRUE(write([&](Transaction& tx) { return may_use(tx, made, anna_.id); }));
  EXPECT_THAT(write([&](Transaction& tx) { return list_clients(tx, company.id); }), SizeIs(1));
}

// ---- codes (OP-3) ----

// REQ: TID-1
TEST_P(GrantsTest, ACodeIsRedeemedOnceByItsClient) {
  const std::string given = code();
  const auto grant = redeem(given);
  ASSERT_TRUE(grant);
  EXPECT_EQ(grant->grant.person, anna_.id);
  EXPECT_EQ(grant->refresh_token, "") << "no offline access was asked for";
  EXPECT_TRUE(is_living(grant->grant.id));
}

TEST_P(GrantsTest, TheSecondUseOfACodeEndsWhatTheFirstGave) {
  const std::string given = code("openid offline_access");
  const auto grant = redeem(given);
  ASSERT_TRUE(grant);
  EXPECT_FALSE(redeem(given));
  EXPECT_FALSE(is_living(grant->grant.id));
  EXPECT_FALSE(refresh(grant->refresh_token));
}

TEST_P(GrantsTest, ACodeBelongsToClientAddressAndChallenge) {
  const Client other = add_client({.name = "Annat", .redirect_uris = {kRedirect}});
  const std::string given = code();
  EXPECT_FALSE(redeem(other, {given, kRedirect, kVerifier}));
  EXPECT_FALSE(redeem(client_, {given, "https://program.example.com/done2", kVerifier}));
  EXPECT_FALSE(redeem(client_, {given, "", kVerifier}));
  EXPECT_FALSE(redeem(client_, {given, kRedirect, "another-verifier-of-forty-three-characters!"}));
  EXPECT_FALSE(redeem(client_, {given, kRedirect, ""}));
  EXPECT_FALSE(redeem(client_, {given + "0", kRedirect, kVerifier}));
  EXPECT_TRUE(redeem(given)) << "none of that has used it up";
}

TEST_P(GrantsTest, ACodeIsGoodForAMinute) {
  const std::string late = code();
  clock_.advance(code_life);
  EXPECT_FALSE(redeem(late));
  const std::string early = code();
  clock_.advance(code_life - 1);
  EXPECT_TRUE(redeem(early));
}

TEST_P(GrantsTest, ACodeDiesWithItsSession) {
  const std::string given = code();
  write([&](Transaction& tx) { sessions_.end(tx, session_.id); });
  EXPECT_FALSE(redeem(given));
}

// ---- refresh tokens (ID-13) ----

class RefreshTest : public GrantsTest {
 protected:
  void SetUp() override {
    const auto grant = redeem(code("openid offline_access"));
    ASSERT_TRUE(grant);
    grant_ = grant->grant.id;
    first_ = grant->refresh_token;
  }
  std::string next(const std::string& token) {
    const auto answer = refresh(token);
    EXPECT_TRUE(answer);
    return answer ? answer->refresh_token : "";
  }
  std::string grant_;
  std::string first_;
};
TUSK_ON_BOTH_ENGINES(RefreshTest);

TEST_P(RefreshTest, EachRefreshTokenIsUsedOnceAndTheyOutliveTheSession) {
  write([&](Transaction& tx) { sessions_.end(tx, session_.id); });
  end_visits();
  std::string token = first_;
  for (int i = 0; i < 5; ++i) {
    clock_.advance(core::seconds(3600));
    const std::string following = next(token);
    EXPECT_NE(following, token);
    token = following;
  }
  EXPECT_TRUE(is_living(grant_));
}

TEST_P(RefreshTest, AnOldTokenEndsTheWholeFamily) {
  const std::string second = next(first_);
  const std::string third = next(second);
  EXPECT_FALSE(refresh(first_)) << "not the direct predecessor";
  EXPECT_FALSE(refresh(third));
  EXPECT_FALSE(is_living(grant_));
}

TEST_P(RefreshTest, AnAnswerThatWasLostIsGivenAgainForTenSeconds) {
  const std::string second = next(first_);
  clock_.advance(refresh_retry_time);
  EXPECT_EQ(next(first_), second);
  clock_.advance(1);
  EXPECT_FALSE(refresh(first_));
  EXPECT_FALSE(refresh(second));
}

TEST_P(RefreshTest, NothingIsRepeatedOnceTheSuccessorWasUsed) {
  const std::string second = next(first_);
  next(second);
  EXPECT_FALSE(refresh(first_));
}

TEST_P(RefreshTest, APublicClientIsNeverAnsweredTwice) {
  client_ = add_client({.name = "Öppet", .is_public = true, .redirect_uris = {kRedirect}});
  const auto grant = redeem(code("openid offline_access"));
  const std::string second = next(grant->refresh_token);
  EXPECT_FALSE(refresh(grant->refresh_token));
  EXPECT_FALSE(refresh(second));
}

TEST_P(RefreshTest, AnotherClientGetsNothingForIt) {
  const Client other = add_client({.name = "Annat", .redirect_uris = {kRedirect}});
  EXPECT_FALSE(refresh(first_, other));
  write([&](Transaction& tx) { grants_.revoke_token(tx, other, first_); });
  EXPECT_TRUE(refresh(first_)) << "and can't end it either";
}

TEST_P(RefreshTest, EndsAfterTwoWeeksOfNothingAndAfterNinetyDays) {
  std::string token = first_;
  for (int week = 0; week < 12; ++week) {
    clock_.advance(core::seconds(7 * 86'400));
    token = next(token);
  }
  clock_.advance(core::seconds(6 * 86'400));
  EXPECT_FALSE(refresh(token)) << "ninety days";
  session_ = log_in(anna_);
  const auto fresh = redeem(code("openid offline_access"));
  clock_.advance(refresh_idle_life);
  EXPECT_FALSE(refresh(fresh->refresh_token)) << "two weeks";
}

TEST_P(RefreshTest, ANewPasswordOrADisabledAccountEndsIt) {
  const PreparedPassword renewed(anna_, "grön häst i regn", hashes_);
  write([&](Transaction& tx) { renewed.save(tx); });
  EXPECT_FALSE(refresh(first_));
  EXPECT_FALSE(is_living(grant_));
  session_ = log_in(anna_);
  const auto again = redeem(code("openid offline_access"));
  write([&](Transaction& tx) { disable_person(tx, anna_.id); });
  EXPECT_FALSE(refresh(again->refresh_token));
}

TEST_P(RefreshTest, WithdrawnConsentAndRevocationEndIt) {
  write([&](Transaction& tx) { grants_.revoke_token(tx, client_, first_); });
  EXPECT_FALSE(is_living(grant_));
  const auto again = redeem(code("openid offline_access"));
  write([&](Transaction& tx) {
    give_consent(tx, clock_, anna_.id, {.client = client_.id, .scopes = "openid offline_access"});
    EXPECT_THAT(list_consents(tx, anna_.id), SizeIs(1));
    EXPECT_TRUE(withdraw_consent(tx, anna_.id, client_.id));
  });
  EXPECT_FALSE(is_living(again->grant.id));
}

TEST_P(RefreshTest, OfANarrowerScopeNotOfAWiderOne) {
  const auto wanted = [&](const std::string& scopes) {
    return write([&](Transaction& tx) { return grants_.refresh(tx, client_, first_, scopes); });
  };
  EXPECT_THROW(wanted("openid email"), Refusal);
  EXPECT_EQ(wanted("openid")->grant.scopes, "openid");
}

TEST_P(RefreshTest, WhatIsOverIsForgottenAndWhatIsNotStays) {
  (void)code();
  const auto count = [&] {
    return write([&](Transaction& tx) {
      grants_.forget_old(tx);
      const auto row = tx.prepare("SELECT count(*) FROM directory_openid_grant");
      row->step();
      return row->integer(0);
    });
  };
  EXPECT_EQ(count(), 2);
  clock_.advance(code_life + token_life + 1);
  EXPECT_EQ(count(), 1);
  clock_.advance(refresh_idle_life);
  EXPECT_EQ(count(), 0);
}

// ---- ends of sessions (OP-6) ----

TEST_P(GrantsTest, TheEndOfASessionEndsItsGrantsAndTellsItsClientsOnce) {
  const auto grant = redeem(code());
  EXPECT_EQ(end_visits(), 0) << "it goes on";
  write([&](Transaction& tx) { sessions_.end(tx, session_.id); });
  EXPECT_FALSE(is_living(grant->grant.id)) << "at once, before anybody swept";
  EXPECT_EQ(end_visits(), 1);
  EXPECT_EQ(end_visits(), 0);
  const auto due = due_logouts();
  ASSERT_THAT(due, SizeIs(1));
  EXPECT_EQ(due[0].client, client_.id);
  EXPECT_EQ(due[0].person, anna_.id);
  EXPECT_EQ(due[0].sid, grant->grant.sid);
  EXPECT_THAT(due_logouts(), IsEmpty()) << "another server would tell it a second time";
}

TEST_P(GrantsTest, HoweverASessionEndsItsClientsAreTold) {
  (void)code();
  clock_.advance(default_idle_time);
  EXPECT_EQ(end_visits(), 1) << "idle";
  session_ = log_in(anna_);
  (void)code();
  const PreparedPassword renewed(anna_, "grön häst i regn", hashes_);
  write([&](Transaction& tx) { renewed.save(tx); });
  EXPECT_EQ(end_visits(), 1) << "a new password";
  session_ = log_in(anna_);
  (void)code();
  for (int i = 0; i < 100; ++i) {
    clock_.advance(absolute_session_time / 100);
    write([&](Transaction& tx) { sessions_.touch(tx, session_); });
  }
  EXPECT_EQ(end_visits(), 1) << "twelve hours";
}

TEST_P(GrantsTest, ASessionKeepsItsNameUnderAnotherId) {
  const auto grant = redeem(code());
  const Session renewed = log_in(anna_);
  write([&](Transaction& tx) {
    move_visits(tx, session_.id, renewed.id);
    sessions_.end(tx, session_.id);
  });
  EXPECT_EQ(end_visits(), 0);
  EXPECT_EQ(write([&](Transaction& tx) { return find_sid(tx, renewed); }), grant->grant.sid);
  EXPECT_TRUE(is_living(grant->grant.id));
}

TEST_P(GrantsTest, AClientThatDoesNotAnswerIsToldAgainForSomeHoursThenNoMore) {
  (void)code();
  write([&](Transaction& tx) { sessions_.end(tx, session_.id); });
  end_visits();
  core::Microseconds waited = 0;
  for (std::int64_t tries = 1; tries <= max_logout_tries; ++tries) {
    ASSERT_THAT(due_logouts(), SizeIs(1)) << tries;
    const core::Microseconds delay = first_logout_delay << (tries - 1);
    clock_.advance(delay - 1);
    EXPECT_THAT(due_logouts(), IsEmpty());
    clock_.advance(1);
    waited += delay;
  }
  EXPECT_THAT(due_logouts(), IsEmpty());
  EXPECT_GT(waited, core::seconds(3600));
}

// ---- requests that wait ----

TEST_P(GrantsTest, ARequestWaitsTenMinutesForItsBrowserAlone) {
  const Parameters parameters{{"client_id", client_.id}, {"state", "å=&"}};
  const std::string id = write([&](Transaction& tx) {
    return create_interaction(tx, random_, clock_, "browser", parameters);
  });
  const auto find = [&](const std::string& browser) {
    return write([&](Transaction& tx) { return find_interaction(tx, clock_, id, browser); });
  };
  ASSERT_TRUE(find("browser"));
  EXPECT_EQ(find("browser")->parameters, parameters);
  EXPECT_FALSE(find("another browser"));
  EXPECT_FALSE(find(""));
  clock_.advance(interaction_life);
  EXPECT_FALSE(find("browser"));
  const std::string other = write([&](Transaction& tx) {
    forget_old_interactions(tx, clock_);
    return create_interaction(tx, random_, clock_, "browser", parameters);
  });
  EXPECT_TRUE(write([&](Transaction& tx) { return remove_interaction(tx, other); }));
  EXPECT_FALSE(write([&](Transaction& tx) { return remove_interaction(tx, other); }));
}

TEST_P(GrantsTest, OneBrowserHasOnlySoManyRequestsThatWait) {
  const auto ask = [&] {
    clock_.advance(1);
    return write([&](Transaction& tx) { return create_interaction(tx, random_, clock_, "b", {}); });
  };
  const std::string first = ask();
  for (int i = 0; i < max_interactions_per_browser; ++i) (void)ask();
  EXPECT_FALSE(write([&](Transaction& tx) { return find_interaction(tx, clock_, first, "b"); }));
}

}  // namespace
}  // namespace tusk::identity::openid
