#pragma once

// One log-in to the office, for as long as it lives. A program is in a company only within one:
//
//   const auto company = log_in_to_company(installation, get_company(installation, "1"), anna);
//   company.update(…);   // throws Error{unauthenticated} once somebody has ended the log-in
//
// Like the Installation that it belongs to, and that must outlive it and stay where it is, a
// session is used by one thread at a time.

#include <memory>
#include <optional>

#include "business/company_database.h"
#include "business/sessions.h"

namespace tusk::business {

struct SessionStart {
  SessionKind kind = SessionKind::person;
  Actor actor;
  std::optional<Company> company;  // nothing: none in particular
};

class Hold;

class Session {
 public:
  // Registers it, and notes the person's last log-in. Throws HeldError.
  Session(Installation& installation, SessionStart start);
  ~Session();  // logs out
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  [[nodiscard]] std::int64_t id() const { return id_; }

  // Notes that the session is in use; writes at most once in a minute. After the connection to a
  // database server was lost the session may have ended with it: then it logs in anew. Not within a
  // transaction.
  void touch();
  // Within a write transaction of the company, before its first write: whoever ends the session, or
  // takes the company for itself afterwards, waits for the transaction. Throws
  // Error{unauthenticated} if somebody ended the session, Error{unavailable} if it ended with a
  // lost connection; after touch() it can be tried again.
  void require(storage::Transaction& company);

  // Who ended it; empty: nobody, it stands. Nothing: it is gone with a lost connection, and touch()
  // logs in anew. For programs that serve others, which look before every piece of work.
  [[nodiscard]] std::optional<std::string> ended_by();

 private:
  friend Hold hold_company(Installation&, const Company&, const Actor&, core::Text);
  Session(Installation& installation, SessionStart start, const core::Text& hold);
  void begin();
  [[nodiscard]] std::optional<std::string> look(storage::Transaction& transaction, const char* sql);

  Installation& installation_;
  SessionStart start_;
  std::optional<core::Text> hold_;
  std::int64_t id_ = 0;
  core::Microseconds touched_ = 0;  // monotonic
  bool lost_ = false;
};

// Logs in and opens. Throws as Session and open_company do.
[[nodiscard]] CompanyDatabase log_in_to_company(Installation& installation, const Company& company,
                                                const Actor& actor,
                                                SessionKind kind = SessionKind::person);

}  // namespace tusk::business
