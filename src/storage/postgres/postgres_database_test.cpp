// What is particular to PostgreSQL. What both engines promise is in database_test.cpp.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <future>
#include <optional>

#include "core/testing/temporary_folder.h"
#include "storage/testing/both_engines.h"
#include "storage/testing/temporary_postgres.h"

namespace tusk::storage {
namespace {

class PostgresDatabase : public testing::Test {
 protected:
  PostgresDatabase() : place_(Engine::postgres), database_(place_.open()) {
    write(*database_, [](Transaction& t) {
      t.execute(
          "CREATE TABLE t(company_id BIGINT, a BIGINT, b BIGINT NOT NULL DEFAULT 0 CHECK "
          "(b < 100), PRIMARY KEY (company_id, a));"
          "CREATE TABLE child(company_id BIGINT, a BIGINT, FOREIGN KEY (company_id, a) "
          "REFERENCES t(company_id, a) DEFERRABLE);"
          "INSERT INTO t VALUES (1, 1), (1, 2)");
    });
  }

  // What the adapter makes of an error that the server reports with this SQLSTATE.
  std::optional<core::ErrorCode> code_of(const std::string& sqlstate, bool& retryable) {
    retryable = false;
    try {
      write(*database_, [&](Transaction& t) {
        t.execute(
            fmt::format("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{}'; END $$", sqlstate));
      });
    } catch (const RetryableError& error) {
      retryable = true;
      return error.code();
    } catch (const core::Error& error) {
      return error.code();
    }
    return std::nullopt;
  }

  [[nodiscard]] static std::int64_t backend(Transaction& t) {
    const auto row = t.prepare("SELECT pg_backend_pid()");
    row->step();
    return row->integer(0);
  }

  // Ends the session of `database_` as an administrator would.
  void end_session(std::int64_t process) {
    const auto other = place_.open();
    write(*other, [&](Transaction& t) {
      // Waits until the session is gone.
      t.prepare("SELECT pg_terminate_backend(CAST($1 AS INTEGER), 10000)")->bind(process).run();
    });
  }

  TestDatabase place_;
  std::unique_ptr<Database> database_;
};

TEST_F(PostgresDatabase, ErrorsOfTheServerSayWhatToDo) {
  struct Case {
    const char* sqlstate;
    core::ErrorCode code;
    bool retryable;
  };
  using core::ErrorCode;
  for (const Case& expected :
       {Case{"40001", ErrorCode::unavailable, true}, Case{"40P01", ErrorCode::unavailable, true},
        Case{"55P03", ErrorCode::unavailable, true}, Case{"25006", ErrorCode::unavailable, true},
        Case{"57P01", ErrorCode::unavailable, true}, Case{"57P03", ErrorCode::unavailable, true},
        Case{"08006", ErrorCode::unavailable, true}, Case{"08P01", ErrorCode::internal, false},
        Case{"57014", ErrorCode::unavailable, false}, Case{"53100", ErrorCode::unavailable, false},
        Case{"53200", ErrorCode::unavailable, false}, Case{"53300", ErrorCode::unavailable, false},
        Case{"58030", ErrorCode::unavailable, false}, Case{"42501", ErrorCode::unavailable, false},
        Case{"22021", ErrorCode::invalid, false}, Case{"XX001", ErrorCode::internal, false},
        Case{"42P01", ErrorCode::internal, false}}) {
    bool retryable = false;
    EXPECT_EQ(code_of(expected.sqlstate, retryable), expected.code) << expected.sqlstate;
    EXPECT_EQ(retryable, expected.retryable) << expected.sqlstate;
  }
}

TEST_F(PostgresDatabase, SaysWhichConstraintOfWhichTableWasViolated) {
  struct Case {
    const char* sql;
    Constraint constraint;
    const char* table;
  };
  for (const Case& expected :
       {Case{"INSERT INTO t VALUES (1, 1)", Constraint::unique, "t"},
        Case{"INSERT INTO t VALUES (1, 3, NULL)", Constraint::not_null, "t"},
        Case{"INSERT INTO t VALUES (1, 3, 100)", Constraint::check, "t"},
        Case{"INSERT INTO child VALUES (1, 77)", Constraint::foreign_key, "child"},
        Case{"CREATE TABLE words(word TEXT PRIMARY KEY); INSERT INTO words SELECT "
             "string_agg(md5(i::text), '') "
             "FROM generate_series(1, 200) AS i",
             Constraint::check, "words"}}) {
    try {
      write(*database_, [&](Transaction& t) { t.execute(expected.sql); });
      ADD_FAILURE() << expected.sql << " was accepted";
    } catch (const ConstraintError& error) {
      EXPECT_EQ(error.constraint(), expected.constraint) << expected.sql;
      EXPECT_EQ(error.table(), expected.table) << expected.sql;
      EXPECT_EQ(error.code(), core::ErrorCode::conflict);
    }
  }
}

TEST_F(PostgresDatabase, ADeferredConstraintIsFoundWhenTheTransactionIsCommitted) {
  const auto transaction = database_->begin(Access::write);
  transaction->execute("SET CONSTRAINTS ALL DEFERRED; INSERT INTO child VALUES (1, 77)");
  EXPECT_THROW(transaction->commit(), ConstraintError);
}

TEST_F(PostgresDatabase, AFailedTransactionCannotBeCommitted) {
  const auto transaction = database_->begin(Access::write);
  EXPECT_THROW(transaction->execute("INSERT INTO t VALUES (1, 1)"), ConstraintError);
  EXPECT_THROW(transaction->commit(), core::Error);
}

TEST_F(PostgresDatabase, AReaderCannotWrite) {
  EXPECT_THROW(read(*database_, [](Transaction& t) { t.execute("DELETE FROM t"); }), core::Error);
  write(*database_, [](Transaction& t) { t.execute("DELETE FROM t"); });
}

TEST_F(PostgresDatabase, OneTransactionAtATime) {
  const auto transaction = database_->begin(Access::read);
  EXPECT_THROW((void)database_->begin(Access::read), core::Error);
}

TEST_F(PostgresDatabase, ConnectsAgainAfterTheServerEndedTheSession) {
  end_session(read(*database_, [](Transaction& t) { return backend(t); }));
  write(*database_, [](Transaction& t) { t.execute("DELETE FROM t"); });
}

TEST_F(PostgresDatabase, ASessionThatEndsWithinATransactionIsTriedAgain) {
  int attempts = 0;
  write(*database_, [&](Transaction& t) {
    t.execute("UPDATE t SET b = b + 1");
    const std::int64_t process = backend(t);
    if (++attempts == 1) end_session(process);
    t.execute("UPDATE t SET b = b + 1");
  });
  EXPECT_EQ(attempts, 2);
  read(*database_, [](Transaction& t) {
    const auto row = t.prepare("SELECT max(b) FROM t");
    row->step();
    EXPECT_EQ(row->integer(0), 2);
  });
}

TEST_F(PostgresDatabase, AnUnansweredCommitIsNotRepeated) {
  int attempts = 0;
  try {
    write(*database_, [&](Transaction& t) {
      ++attempts;
      t.execute("UPDATE t SET b = b + 1");
      end_session(backend(t));
    });
    FAIL() << "the commit was answered";
  } catch (const RetryableError&) {
    FAIL() << "the commit may have been done, and yet is to be tried again";
  } catch (const core::Error& error) {
    EXPECT_EQ(error.code(), core::ErrorCode::unavailable);
  }
  EXPECT_EQ(attempts, 1);
}

TEST_F(PostgresDatabase, WhatALostTransactionLeftBehindTouchesNothing) {
  const auto lost = database_->begin(Access::write);
  const auto statement = lost->prepare("DELETE FROM t");
  end_session(backend(*lost));
  EXPECT_THROW(lost->execute("SELECT 1"), RetryableError);
  const auto next = database_->begin(Access::write);
  EXPECT_THROW(statement->run(), RetryableError);
  EXPECT_THROW(lost->execute("DELETE FROM t"), RetryableError);
  EXPECT_THROW(lost->commit(), RetryableError);
  EXPECT_EQ(next->prepare("UPDATE t SET b = 7")->run(), 2);
  next->commit();
}

TEST_F(PostgresDatabase, ADeadlockIsSolvedByTryingAgain) {
  const auto other = place_.open();
  std::promise<void> first_locked;
  std::promise<void> second_locked;
  int attempts = 0;
  const auto lock = [](Transaction& t, int a) {
    t.prepare_company("UPDATE t SET b = b + 1 WHERE {company} AND a = $1")->bind(a).run();
  };
  auto second = std::async(std::launch::async, [&] {
    bool waited = false;
    write(*other, [&](Transaction& t) {
      ++attempts;
      lock(t, 2);
      if (!waited) {
        waited = true;
        second_locked.set_value();
        first_locked.get_future().wait();
      }
      lock(t, 1);
    });
  });
  bool waited = false;
  int own_attempts = 0;
  write(*database_, [&](Transaction& t) {
    ++own_attempts;
    lock(t, 1);
    if (!waited) {
      waited = true;
      first_locked.set_value();
      second_locked.get_future().wait();
    }
    lock(t, 2);
  });
  second.get();
  // More on a busy machine: who lost may have the row again before the other wakes up.
  EXPECT_GE(attempts + own_attempts, 3);
  read(*database_, [](Transaction& t) {
    const auto row = t.prepare("SELECT min(b), max(b) FROM t");
    row->step();
    EXPECT_EQ(row->integer(0), 2);
    EXPECT_EQ(row->integer(1), 2);
  });
}

TEST_F(PostgresDatabase, TextWithANullCharacterIsRefused) {
  read(*database_, [](Transaction& t) {
    const auto statement = t.prepare("SELECT CAST($1 AS TEXT)");
    EXPECT_THROW(statement->bind(std::string_view("a\0b", 3)), core::Error);
  });
}

// Logs are read by more people than records are.
TEST_F(PostgresDatabase, ErrorsDoNotQuoteTheValuesOfARow) {
  write(*database_, [](Transaction& t) {
    t.execute("CREATE TABLE person(name TEXT UNIQUE); INSERT INTO person VALUES ('Berg')");
  });
  try {
    write(*database_,
          [](Transaction& t) { t.prepare("INSERT INTO person VALUES ($1)")->bind("Berg").run(); });
    FAIL() << "the second row was taken";
  } catch (const ConstraintError& error) {
    EXPECT_EQ(std::string(error.what()).find("Berg"), std::string::npos);
  }
}

TEST(PostgresAddress, APasswordInItOrInTheEnvironmentIsRefused) {
  for (const char* location :
       {"postgresql://tusk:hemligt@localhost/tusk", "postgresql:///tusk?password=hemligt",
        "postgresql:///tusk?sslpassword=hemligt"}) {
    try {
      (void)open_database({.location = location});
      ADD_FAILURE() << location << " was accepted";
    } catch (const core::Error& error) {
      EXPECT_EQ(error.code(), core::ErrorCode::invalid);
      EXPECT_NE(error.text().en.find("passfile"), std::string::npos);
      EXPECT_EQ(std::string(error.what()).find("hemligt"), std::string::npos);
    }
  }
  setenv("PGPASSWORD", "hemligt", 1);
  EXPECT_THROW((void)open_database({.location = "postgresql:///tusk"}), core::Error);
  unsetenv("PGPASSWORD");
}

TEST(PostgresAddress, OneThatCannotBeReadIsRefusedWithoutQuotingIt) {
  try {
    (void)open_database({.location = "postgresql://tusk:hemligt@[oops/tusk"});
    FAIL() << "the address was accepted";
  } catch (const core::Error& error) {
    EXPECT_EQ(error.code(), core::ErrorCode::invalid);
    EXPECT_EQ(std::string(error.what()).find("hemligt"), std::string::npos);
  }
}

TEST(PostgresAddress, AServerThatIsNotThereIsUnavailable) {
  try {
    (void)open_database({.location = "postgresql:///tusk?host=/nonexistent"});
    FAIL() << "there is no such server";
  } catch (const core::Error& error) {
    EXPECT_EQ(error.code(), core::ErrorCode::unavailable);
    EXPECT_NE(error.text().en.find("/nonexistent"), std::string::npos);
  }
}

class Passfile : public testing::Test {
 protected:
  [[nodiscard]] std::string uri_with(const std::string& password) const {
    const auto file = folder_ / "passfile";
    std::ofstream(file) << "*:*:*:*:" << password << "\n";
    chmod(file.c_str(), 0600);
    return TemporaryPostgres::shared().uri(TemporaryPostgres::role_with_password) +
           "&passfile=" + file.string();
  }
  core::TemporaryFolder folder_;
};

TEST_F(Passfile, HoldsThePassword) {
  const auto database = open_database({.location = uri_with(TemporaryPostgres::password_of_role)});
  read(*database, [](Transaction& t) {
    const auto row = t.prepare("SELECT current_user");
    row->step();
    EXPECT_EQ(row->text(0), TemporaryPostgres::role_with_password);
  });
}

TEST_F(Passfile, AWrongOrAMissingPasswordIsToldApartFromAMissingServer) {
  for (const std::string& location :
       {uri_with("wrong"), TemporaryPostgres::shared().uri(TemporaryPostgres::role_with_password) +
                               "&passfile=/nonexistent"}) {
    try {
      (void)open_database({.location = location});
      ADD_FAILURE() << "logged in";
    } catch (const core::Error& error) {
      EXPECT_EQ(error.code(), core::ErrorCode::unavailable);
      EXPECT_NE(error.text().en.find("passfile"), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace tusk::storage
