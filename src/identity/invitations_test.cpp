// Invitations, and who may decide who has access, over a real directory of either engine.

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "core/error.h"
#include "core/testing/manual_clock.h"
#include "identity/access.h"
#include "identity/directory_schema.h"
#include "identity/invitations.h"
#include "identity/limits.h"
#include "identity/sessions.h"
#include "storage/connection_pool.h"
#include "storage/testing/both_engines.h"

namespace tusk::identity {
namespace {

using storage::Transaction;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr const char* kPassword = "blå häst i regn";
constexpr core::Microseconds kDay = core::seconds(86'400);
constexpr std::int64_t kAllowed = 10;

class InvitationsTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  InvitationsTest() : place_(GetParam()) {
    migrate_directory(*directory_.take());
    anna_ = add_person("anna@norrsken.example");
    company_ = add_company("Norrsken", anna_);
  }

  template <typename Work>
  auto write(Work&& work) {
    return directory_.write(std::forward<Work>(work));
  }
  Person add_person(const std::string& email) {
    const PreparedPerson prepared({.email = email, .name = "Ann Berg", .password = kPassword},
                                  hashes_);
    return write([&](Transaction& tx) { return prepared.insert(tx, random_, clock_); });
  }
  std::string add_company(const std::string& name, const Person& person) {
    return write([&](Transaction& tx) {
      const Company company = connect_company(
          tx, random_, clock_,
          {.name = name, .office_uuid = "office of " + name, .connected_by = person.id});
      set_membership(tx, person.id, company.id, Role::super_user, clock_);
      EXPECT_TRUE(show_incoming(tx, company.id, *company.incoming));
      return company.id;
    });
  }
  Person add_member(const std::string& email, const Role& role) {
    const Person person = add_person(email);
    write([&](Transaction& tx) { set_membership(tx, person.id, company_, role, clock_); });
    return person;
  }
  [[nodiscard]] NewInvitation wanted(core::RecordId user, const std::string& email,
                                     const Role& role = Role::member) const {
    return {.company = company_,
            .invited_by = anna_.id,
            .records = {{"user", user}},
            .name = "Erik Ek",
            .email = email,
            .role = role,
            .message = {}};
  }
  SentInvitation send(const NewInvitation& invitation, std::int64_t allowed = kAllowed) {
    return write([&](Transaction& tx) { return invite(tx, random_, clock_, invitation, allowed); });
  }
  SentInvitation send(core::RecordId user, const std::string& email,
                      const Role& role = Role::member) {
    return send(wanted(user, email, role));
  }
  SentInvitation send_anew(const std::string& id, const Person& by,
                           std::int64_t allowed = kAllowed) {
    return write([&](Transaction& tx) {
      return send_again(tx, random_, clock_, id, {company_, by.id, ""}, allowed);
    });
  }
  Membership accept_as(const Person& person, const std::string& token) {
    return write([&](Transaction& tx) { return accept(tx, clock_, token, person); });
  }
  std::optional<Role> role_of(const Person& person) {
    return write([&](Transaction& tx) { return find_role(tx, person.id, company_); });
  }
  std::vector<Invitation> open() {
    return write([&](Transaction& tx) { return list_invitations(tx, company_); });
  }
  // What is thrown, or internal if nothing is.
  template <typename Work>
  core::ErrorCode code_of(Work&& work) {
    try {
      write(std::forward<Work>(work));
    } catch (const core::Error& error) {
      said_ = error.text();
      return error.code();
    }
    return core::ErrorCode::internal;
  }
  core::ErrorCode code_of_invite(const NewInvitation& invitation, std::int64_t allowed = kAllowed) {
    return code_of(
        [&](Transaction& tx) { (void)invite(tx, random_, clock_, invitation, allowed); });
  }
  core::ErrorCode code_of_accept(const Person& person, const std::string& token) {
    return code_of([&](Transaction& tx) { accept(tx, clock_, token, person); });
  }
  core::ErrorCode code_of_role(const Person& by, const Person& person, const Role& role) {
    return code_of([&](Transaction& tx) {
      change_role(tx, {company_, by.id, person.id}, role, clock_);
    });
  }
  core::ErrorCode code_of_taking(const Person& by, const Person& person) {
    return code_of([&](Transaction& tx) { take_access(tx, {company_, by.id, person.id}, clock_); });
  }
  std::int64_t count(const std::string& sql) {
    return write([&](Transaction& tx) {
      const auto row = tx.prepare(sql);
      row->step();
      return row->integer(0);
    });
  }

  const storage::TestDatabase place_;
  core::ManualClock clock_;
  core::SeededRandom random_{1};
  storage::ConnectionPool directory_{[this] { return place_.open(0); }, 8};
  Sealing sealing_{Sealing::make_master_key(random_)};
  HashPool hashes_{sealing_, {.memory_bytes = 8192, .passes = 1, .max_waiting = 1000}, 2};
  Sessions sessions_{random_, clock_};
  Person anna_;
  std::string company_;
  core::Text said_;
};
TUSK_ON_BOTH_ENGINES(InvitationsTest);

// ---- accepting ----

// REQ: ACC-6, TID-6
TEST_P(InvitationsTest, GivesAccessWhenItIsAcceptedAndNothingBefore) {
  const Person erik = add_person("erik@norrsken.example");
  const SentInvitation sent = send(7, " Erik@Norrsken.example");
  EXPECT_EQ(sent.invitation.email, "erik@norrsken.example");
  EXPECT_EQ(sent.token.size(), 64U);
  EXPECT_FALSE(role_of(erik));
  EXPECT_FALSE(write([&](Transaction& tx) { return sessions_.create(tx, erik); }).company);

  EXPECT_EQ(accept_as(erik, sent.token).company.id, company_);
  EXPECT_EQ(role_of(erik), Role::member);
  EXPECT_THAT(open(), IsEmpty());
  const auto access = write([&](Transaction& tx) { return find_access(tx, company_, erik.id); });
  EXPECT_EQ(access->record, (OfficeRecord{"user", 7}));
}

// Security requirement ID-10.
TEST_P(InvitationsTest, OnlyAHashOfTheTokenIsKept) {
  const SentInvitation sent = send(7, "erik@norrsken.example");
  write([&](Transaction& tx) {
    const auto row = tx.prepare("SELECT count(*) FROM directory_invitation WHERE token_hash = $1");
    row->bind(sent.token);
    row->step();
    EXPECT_EQ(row->integer(0), 0);
  });
}

// REQ: ACC-6
TEST_P(InvitationsTest, IsGoodOnce) {
  const Person erik = add_person("erik@norrsken.example");
  const SentInvitation sent = send(7, erik.email);
  accept_as(erik, sent.token);
  write([&](Transaction& tx) { remove_membership(tx, erik.id, company_); });
  EXPECT_EQ(code_of_accept(erik, sent.token), core::ErrorCode::conflict);
  EXPECT_THAT(said_.en, HasSubstr("used already"));
  EXPECT_FALSE(role_of(erik));
}

// REQ: ACC-6
TEST_P(InvitationsTest, IsGoodForAWeek) {
  const Person erik = add_person("erik@norrsken.example");
  const SentInvitation sent = send(7, erik.email);
  clock_.advance(7 * kDay - 1);
  EXPECT_EQ(write([&](Transaction& tx) { return get_invited(tx, clock_, sent.token); }).id,
            sent.invitation.id);
  clock_.advance(1);
  EXPECT_EQ(code_of_accept(erik, sent.token), core::ErrorCode::conflict);
  EXPECT_THAT(said_.en, HasSubstr("expired"));
  EXPECT_FALSE(role_of(erik));
  EXPECT_TRUE(open().at(0).has_expired(clock_)) << "it is shown as that";
}

TEST_P(InvitationsTest, IsGoodForTheAddressItWasSentToAndNoOther) {
  const Person olle = add_person("olle@sommarhus.example");
  const SentInvitation sent = send(7, "erik@norrsken.example");
  EXPECT_EQ(code_of_accept(olle, sent.token), core::ErrorCode::forbidden);
  EXPECT_FALSE(role_of(olle));
  EXPECT_EQ(open().size(), 1U) << "it waits for the right one";
}

TEST_P(InvitationsTest, AnUnknownTokenIsNobodys) {
  EXPECT_EQ(code_of_accept(anna_, "0123"), core::ErrorCode::not_found);
  EXPECT_EQ(code_of_accept(anna_, ""), core::ErrorCode::not_found);
}

TEST_P(InvitationsTest, OfADisconnectedCompanyWaitsUntilItIsBack) {
  const Person erik = add_person("erik@norrsken.example");
  const SentInvitation sent = send(7, erik.email);
  write([&](Transaction& tx) { disconnect_company(tx, company_); });
  EXPECT_EQ(code_of_accept(erik, sent.token), core::ErrorCode::conflict);
  EXPECT_THAT(said_.en, HasSubstr("not connected"));
  EXPECT_EQ(add_company("Norrsken", anna_), company_);
  accept_as(erik, sent.token);
  EXPECT_EQ(role_of(erik), Role::member);
}

// REQ: ACC-6
TEST_P(InvitationsTest, AcceptedTwiceAtTheSameTimeGivesOneMembership) {
  const Person erik = add_person("erik@norrsken.example");
  for (int round = 0; round < 10; ++round) {
    const SentInvitation sent = send(7, erik.email);
    std::atomic<int> accepted = 0;
    std::atomic<int> refused = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        try {
          accept_as(erik, sent.token);
          ++accepted;
        } catch (const core::Error& error) {
          if (error.code() == core::ErrorCode::conflict) ++refused;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(accepted, 1);
    EXPECT_EQ(refused, 3);
    EXPECT_EQ(count("SELECT count(*) FROM directory_membership"), 2);
    write([&](Transaction& tx) { remove_membership(tx, erik.id, company_); });
    clock_.advance(kDay);
  }
}

TEST_P(InvitationsTest, WhoHasAccessAlreadyKeepsTheRoleAndIsKnownByTheRecord) {
  const SentInvitation sent = send(7, "erik@norrsken.example", Role::read_only);
  const Person erik = add_member("erik@norrsken.example", Role::administrator);
  accept_as(erik, sent.token);
  const auto access = write([&](Transaction& tx) { return find_access(tx, company_, erik.id); });
  EXPECT_EQ(access->role, Role::administrator);
  EXPECT_EQ(access->record, (OfficeRecord{"user", 7}));
}

// ---- inviting ----

// REQ: ACC-2
TEST_P(InvitationsTest, NobodyIsInvitedTwice) {
  const Person erik = add_person("erik@norrsken.example");
  const SentInvitation sent = send(7, erik.email);
  EXPECT_EQ(code_of_invite(wanted(7, "annan@norrsken.example")), core::ErrorCode::conflict);
  EXPECT_EQ(code_of_invite(wanted(8, erik.email)), core::ErrorCode::conflict);
  NewInvitation linked = wanted(9, "annan@norrsken.example");
  linked.records.push_back({"user", 7});  // one person who has two records
  EXPECT_EQ(code_of_invite(linked), core::ErrorCode::conflict);
  accept_as(erik, sent.token);
  EXPECT_EQ(code_of_invite(wanted(7, "annan@norrsken.example")), core::ErrorCode::conflict);
  EXPECT_EQ(code_of_invite(wanted(8, erik.email)), core::ErrorCode::conflict);
  EXPECT_EQ(code_of_invite(linked), core::ErrorCode::conflict);
  EXPECT_EQ(count("SELECT count(*) FROM directory_invitation"), 1) << "nothing was written";
  EXPECT_EQ(count("SELECT count(*) FROM directory_invitation_letter"), 1);
}

TEST_P(InvitationsTest, TakesThePlaceOfOneThatHasExpired) {
  const SentInvitation first = send(7, "erik@norrsken.example");
  clock_.advance(invitation_life);
  const SentInvitation second = send(7, "erik.ek@norrsken.example");
  EXPECT_THAT(open(), ElementsAre(Field(&Invitation::id, second.invitation.id)));
  EXPECT_EQ(code_of_accept(add_person("erik@norrsken.example"), first.token),
            core::ErrorCode::conflict);
  EXPECT_THAT(said_.en, HasSubstr("withdrawn"));
}

// REQ: ACC-7
TEST_P(InvitationsTest, SentAgainHasANewTokenAndANewWeek) {
  const Person erik = add_person("erik@norrsken.example");
  const SentInvitation first = send(7, erik.email);
  clock_.advance(6 * kDay);
  const SentInvitation again = send_anew(first.invitation.id, anna_);
  EXPECT_NE(again.token, first.token);
  EXPECT_EQ(code_of_accept(erik, first.token), core::ErrorCode::not_found);
  clock_.advance(6 * kDay);
  accept_as(erik, again.token);
  EXPECT_EQ(role_of(erik), Role::member);
  EXPECT_EQ(code_of([&](Transaction& tx) {
              (void)send_again(tx, random_, clock_, first.invitation.id, {company_, anna_.id, ""},
                               kAllowed);
            }),
            core::ErrorCode::not_found)
      << "accepted by now";
}

// REQ: ACC-7
TEST_P(InvitationsTest, WithdrawnIsGoodForNothing) {
  const Person erik = add_person("erik@norrsken.example");
  const SentInvitation sent = send(7, erik.email);
  write([&](Transaction& tx) {
    withdraw(tx, clock_, sent.invitation.id, {company_, anna_.id, ""});
  });
  EXPECT_EQ(code_of_accept(erik, sent.token), core::ErrorCode::conflict);
  EXPECT_THAT(said_.en, HasSubstr("withdrawn"));
  EXPECT_FALSE(role_of(erik));
  send(7, erik.email);
}

// REQ: SEC-3
TEST_P(InvitationsTest, AnotherCompanysInvitationIsNotThere) {
  const SentInvitation sent = send(7, "erik@norrsken.example");
  const Person olle = add_person("olle@sommarhus.example");
  const std::string other = add_company("Sommarhus", olle);
  EXPECT_EQ(code_of([&](Transaction& tx) {
              withdraw(tx, clock_, sent.invitation.id, {other, olle.id, ""});
            }),
            core::ErrorCode::not_found);
  EXPECT_EQ(
      code_of([&](Transaction& tx) {
        (void)send_again(tx, random_, clock_, sent.invitation.id, {other, olle.id, ""}, kAllowed);
      }),
      core::ErrorCode::not_found);
  EXPECT_EQ(code_of([&](Transaction& tx) {
              change_role(tx, {other, olle.id, anna_.id}, Role::member, clock_);
            }),
            core::ErrorCode::not_found);
  EXPECT_EQ(open().size(), 1U);
}

TEST_P(InvitationsTest, AddressAndMessageAreLookedAt) {
  EXPECT_EQ(code_of_invite(wanted(7, "erik")), core::ErrorCode::invalid);
  NewInvitation long_one = wanted(7, "erik@norrsken.example");
  long_one.message = std::string(max_invitation_message_characters + 1, 'x');
  EXPECT_EQ(code_of_invite(long_one), core::ErrorCode::invalid);
  long_one.message = "rad ett\x01";
  EXPECT_EQ(code_of_invite(long_one), core::ErrorCode::invalid);
  EXPECT_THAT(open(), IsEmpty());
}

// ---- how many ----

TEST_P(InvitationsTest, PeopleAndOpenInvitationsCountAgainstTheLicence) {
  const SentInvitation sent = send(wanted(7, "erik@norrsken.example"), 2);
  EXPECT_EQ(code_of_invite(wanted(8, "karin@norrsken.example"), 2), core::ErrorCode::conflict);
  EXPECT_THAT(said_.sv, HasSubstr("2 användare"));
  EXPECT_EQ(open().size(), 1U);
  clock_.advance(invitation_life);
  send(wanted(8, "karin@norrsken.example"), 2);
  EXPECT_EQ(
      code_of([&](Transaction& tx) {
        (void)send_again(tx, random_, clock_, sent.invitation.id, {company_, anna_.id, ""}, 2);
      }),
      core::ErrorCode::conflict)
      << "it had expired, and its place was given away";
  write([&](Transaction& tx) { set_allowed_people(tx, company_, 3); });
  send_anew(sent.invitation.id, anna_, 2);
  const Seats seats = write([&](Transaction& tx) { return count_seats(tx, company_, 2, clock_); });
  EXPECT_EQ(seats.allowed, 3);
  EXPECT_EQ(seats.people, 1);
  EXPECT_EQ(seats.invitations, 2);
  EXPECT_EQ(seats.left(), 0);
}

TEST_P(InvitationsTest, TheLastPlaceIsGivenAwayOnce) {
  std::atomic<int> sent = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&, i] {
      try {
        send(wanted(10 + i, "person" + std::to_string(i) + "@norrsken.example"), 2);
        ++sent;
      } catch (const core::Error&) {
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(sent, 1);
  EXPECT_EQ(open().size(), 1U);
}

TEST_P(InvitationsTest, NobodyIsFloodedWithLetters) {
  const SentInvitation sent = send(7, "erik@norrsken.example");
  for (int i = 1; i < max_invitation_letters_per_address; ++i) send_anew(sent.invitation.id, anna_);
  const auto again = [&](Transaction& tx) {
    (void)send_again(tx, random_, clock_, sent.invitation.id, {company_, anna_.id, ""}, kAllowed);
  };
  EXPECT_EQ(code_of(again), core::ErrorCode::limit);
  write([&](Transaction& tx) {
    withdraw(tx, clock_, sent.invitation.id, {company_, anna_.id, ""});
  });
  EXPECT_EQ(code_of_invite(wanted(8, "erik@norrsken.example")), core::ErrorCode::limit)
      << "nor is a new invitation a way round";
  clock_.advance(invitation_letters_span);
  write([&](Transaction& tx) { forget_old_letters(tx, clock_); });
  EXPECT_EQ(count("SELECT count(*) FROM directory_invitation_letter"), 0);
  send(8, "erik@norrsken.example");
}

TEST_P(InvitationsTest, ACompanySendsSoManyLettersADay) {
  write([&](Transaction& tx) {
    for (std::int64_t i = 0; i < max_invitation_letters_per_company; ++i) {
      tx.prepare(
            "INSERT INTO directory_invitation_letter (company, email, sent_at) "
            "VALUES ($1, 'nobody@norrsken.example', $2)")
          ->bind(company_)
          .bind(clock_.now())
          .run();
    }
  });
  EXPECT_EQ(code_of_invite(wanted(7, "erik@norrsken.example")), core::ErrorCode::limit);
}

// ---- who decides ----

// REQ: ACC-5
TEST_P(InvitationsTest, AdministratorsAdministerAllButSuperUsers) {
  const Person admin = add_member("admin@norrsken.example", Role::administrator);
  const Person member = add_member("erik@norrsken.example", Role::member);
  NewInvitation super_user = wanted(7, "ny@norrsken.example", Role::super_user);
  super_user.invited_by = admin.id;
  EXPECT_EQ(code_of_invite(super_user), core::ErrorCode::forbidden);
  EXPECT_EQ(code_of_role(admin, member, Role::super_user), core::ErrorCode::forbidden);
  EXPECT_EQ(code_of_role(admin, anna_, Role::member), core::ErrorCode::forbidden);
  EXPECT_EQ(code_of_taking(admin, anna_), core::ErrorCode::forbidden);
  EXPECT_EQ(role_of(anna_), Role::super_user);
  const SentInvitation hers = send(8, "karin@norrsken.example", Role::super_user);
  EXPECT_EQ(code_of([&](Transaction& tx) {
              withdraw(tx, clock_, hers.invitation.id, {company_, admin.id, ""});
            }),
            core::ErrorCode::forbidden);

  super_user.role = Role::administrator;
  EXPECT_EQ(send(super_user).invitation.role, Role::administrator);
  write([&](Transaction& tx) {
    change_role(tx, {company_, admin.id, member.id}, Role::administrator, clock_);
  });
  EXPECT_EQ(role_of(member), Role::administrator);
  write([&](Transaction& tx) { take_access(tx, {company_, admin.id, member.id}, clock_); });
  EXPECT_FALSE(role_of(member));
}

// REQ: ACC-5
TEST_P(InvitationsTest, MembersAndReadersAdministerNothing) {
  const Person erik = add_member("erik@norrsken.example", Role::member);
  for (const Role& role : {Role::member, Role::read_only}) {
    const Person one = add_member(role.id + "@norrsken.example", role);
    NewInvitation invitation = wanted(7, "ny@norrsken.example", Role::read_only);
    invitation.invited_by = one.id;
    EXPECT_EQ(code_of_invite(invitation), core::ErrorCode::forbidden);
    EXPECT_EQ(code_of_role(one, erik, Role::read_only), core::ErrorCode::forbidden);
    EXPECT_EQ(code_of_taking(one, erik), core::ErrorCode::forbidden);
  }
  EXPECT_THAT(open(), IsEmpty());
}

TEST_P(InvitationsTest, NobodyChangesTheirOwnAccess) {
  const Person admin = add_member("admin@norrsken.example", Role::administrator);
  add_member("karin@norrsken.example", Role::super_user);
  EXPECT_EQ(code_of_role(admin, admin, Role::super_user), core::ErrorCode::forbidden);
  EXPECT_EQ(code_of_role(anna_, anna_, Role::member), core::ErrorCode::forbidden);
  EXPECT_EQ(code_of_taking(anna_, anna_), core::ErrorCode::forbidden);
}

// REQ: ACC-7
TEST_P(InvitationsTest, TakenAccessEndsTheSessionsAndWithdrawsWhatThePersonHadSent) {
  const Person admin = add_member("admin@norrsken.example", Role::administrator);
  const Session session = write([&](Transaction& tx) { return sessions_.create(tx, admin); });
  ASSERT_TRUE(session.company);
  NewInvitation from_admin = wanted(7, "erik@norrsken.example");
  from_admin.invited_by = admin.id;
  send(from_admin);
  write([&](Transaction& tx) { take_access(tx, {company_, anna_.id, admin.id}, clock_); });
  EXPECT_FALSE(write([&](Transaction& tx) { return sessions_.load(tx, session.id); }));
  EXPECT_THAT(open(), IsEmpty());
}

TEST_P(InvitationsTest, WhatAPersonMayNoLongerGiveIsWithdrawnWithTheRole) {
  const Person karin = add_member("karin@norrsken.example", Role::super_user);
  NewInvitation to_super_user = wanted(7, "erik@norrsken.example", Role::super_user);
  to_super_user.invited_by = karin.id;
  NewInvitation to_member = wanted(8, "olle@norrsken.example");
  to_member.invited_by = karin.id;
  send(to_super_user);
  const SentInvitation kept = send(to_member);
  write([&](Transaction& tx) {
    change_role(tx, {company_, anna_.id, karin.id}, Role::administrator, clock_);
  });
  EXPECT_THAT(open(), ElementsAre(Field(&Invitation::id, kept.invitation.id)));
}

TEST_P(InvitationsTest, TwoSuperUsersWhoUnmakeEachOtherLeaveOne) {
  const Person karin = add_member("karin@norrsken.example", Role::super_user);
  for (int round = 0; round < 20; ++round) {
    const bool takes = round % 2 == 1;
    std::vector<std::thread> threads;
    for (const auto& [by, other] : {std::pair(anna_, karin), std::pair(karin, anna_)}) {
      threads.emplace_back([this, takes, by, other] {
        try {
          write([&](Transaction& tx) {
            const Decision decision{company_, by.id, other.id};
            if (takes) {
              take_access(tx, decision, clock_);
            } else {
              change_role(tx, decision, Role::administrator, clock_);
            }
          });
        } catch (const core::Error&) {
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(count("SELECT count(*) FROM directory_membership WHERE role = 'super_user'"), 1);
    write([&](Transaction& tx) {
      set_membership(tx, anna_.id, company_, Role::super_user, clock_);
      set_membership(tx, karin.id, company_, Role::super_user, clock_);
    });
  }
}

// ---- what the office does to its people ----

// REQ: ACC-8
TEST_P(InvitationsTest, WhomTheOfficeNoLongerHasLosesAccessButTheLastSuperUser) {
  const Person erik = add_member("erik@norrsken.example", Role::member);
  const Session session = write([&](Transaction& tx) { return sessions_.create(tx, erik); });
  const SentInvitation sent = send(7, "karin@norrsken.example");
  write([&](Transaction& tx) {
    EXPECT_TRUE(close_access(tx, company_, erik.id, clock_));
    EXPECT_TRUE(close_access(tx, company_, erik.id, clock_)) << "again does no harm";
    EXPECT_FALSE(close_access(tx, company_, anna_.id, clock_));
    EXPECT_EQ(withdraw_of(tx, clock_, company_, {"user", 7}), 1);
    EXPECT_EQ(withdraw_of(tx, clock_, company_, {"user", 7}), 0);
  });
  EXPECT_FALSE(role_of(erik));
  EXPECT_FALSE(write([&](Transaction& tx) { return sessions_.load(tx, session.id); }));
  EXPECT_EQ(role_of(anna_), Role::super_user);
  EXPECT_EQ(code_of_accept(add_person("karin@norrsken.example"), sent.token),
            core::ErrorCode::conflict);
}

TEST_P(InvitationsTest, ADisabledSuperUserIsNone) {
  const Person karin = add_member("karin@norrsken.example", Role::super_user);
  write([&](Transaction& tx) {
    disable_person(tx, karin.id);
    EXPECT_FALSE(close_access(tx, company_, anna_.id, clock_));
    EXPECT_THROW(require_another_super_user(tx, company_, anna_.id), core::Error);
  });
}

// REQ: ACC-8
TEST_P(InvitationsTest, AChangeOfPeopleIsDueUntilItWasLookedAt) {
  const auto due = [&] {
    return write([](Transaction& tx) { return list_changes_of_people(tx); });
  };
  const auto first = due();
  ASSERT_EQ(first.size(), 1U) << "its first synchronisation brought all of them";
  write([&](Transaction& tx) {
    note_change_of_people(tx, company_);
    forget_change_of_people(tx, first.front());
  });
  const auto second = due();
  ASSERT_EQ(second.size(), 1U) << "there was another in the meantime";
  write([&](Transaction& tx) { forget_change_of_people(tx, second.front()); });
  EXPECT_THAT(due(), IsEmpty());
}

// REQ: ACC-3
TEST_P(InvitationsTest, TheListSaysWhoTheyAreAndWhenTheyWereLastHere) {
  const Person erik = add_member("erik@norrsken.example", Role::read_only);
  write([&](Transaction& tx) {
    set_office_record(tx, company_, anna_.id, {"user", 1});
    set_office_record(tx, company_, erik.id, {"user", 1});  // it was a mistake
    (void)sessions_.create(tx, erik);
  });
  const auto all = write([&](Transaction& tx) { return list_access(tx, company_); });
  ASSERT_EQ(all.size(), 2U);
  for (const Access& access : all) {
    const bool is_erik = access.person.id == erik.id;
    EXPECT_EQ(access.record.has_value(), is_erik);
    EXPECT_EQ(access.role, is_erik ? Role::read_only : Role::super_user);
    EXPECT_EQ(access.entered_at, is_erik ? clock_.now() : 0);
  }
}

}  // namespace
}  // namespace tusk::identity
