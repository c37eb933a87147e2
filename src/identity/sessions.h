#pragma once

// Web sessions. The browser holds a random id; the directory holds only its hash. A session ends
// after the idle time without anything a person did, and after 12 hours in any case.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "identity/companies.h"
#include "identity/limits.h"
#include "identity/people.h"
#include "identity/second_factor.h"
#include "storage/database.h"

namespace tusk::identity {

// Where somebody logs in from, as it is shown to them.
struct Visit {
  std::string browser;  // "Firefox"
  std::string system;   // "Windows"
  std::string address;
};

struct Session {
  std::string id;  // the browser's secret: never written to a log
  Person person;
  // The company that every request of this session is about; nothing if none is chosen, or the
  // person's access has been withdrawn.
  std::optional<Membership> company;
  core::Microseconds created_at = 0;
  core::Microseconds last_activity = 0;
  core::Microseconds proved_at = 0;  // when the password was given last
  Visit visit = {};
  Factor factor = Factor::none;  // that it began with
};

// A session as its person sees it among the others.
struct SessionEntry {
  std::string key;  // what it is called there; good for nothing else
  Visit visit;
  core::Microseconds created_at = 0;
  core::Microseconds last_activity = 0;
};

class Sessions {
 public:
  // Both must outlive it.
  Sessions(core::Random& random, const core::Clock& clock,
           core::Microseconds idle_time = default_idle_time)
      : random_(random), clock_(clock), idle_time_(idle_time) {}

  // A new session of a person who has just proved who they are. Enters their default company, or
  // their only one, or the one they were in last: if they have the second factor that it wants.
  // Also clears away sessions that have ended.
  [[nodiscard]] Session create(storage::Transaction&, const Person&, const Visit& = {},
                               Factor = Factor::none);
  // Nothing if there is none, it has ended, or the person is disabled.
  [[nodiscard]] std::optional<Session> load(storage::Transaction&, std::string_view id) const;
  // Those that are in the company now, of each person the one that was used last, by name. Without
  // ids and company.
  [[nodiscard]] std::vector<Session> list_in_company(storage::Transaction&,
                                                     std::string_view company) const;
  // Whether touch() would write anything: it does at most every activity_grain.
  [[nodiscard]] bool is_touch_due(const Session&) const;
  void touch(storage::Transaction&, Session&) const;
  // The same session under a new id, in another company. Throws Error{not_found} if the person is
  // not a member of it or there is none.
  [[nodiscard]] Session switch_company(storage::Transaction&, const Session&,
                                       std::string_view company);
  // The same for somebody who has just joined the company: where it wants a second factor that they
  // lack, the new session is in none, and they are led to set it up.
  [[nodiscard]] Session enter_if_open(storage::Transaction&, const Session&,
                                      std::string_view company);
  void end(storage::Transaction&, std::string_view id) const;
  // The password was given again: the same session under a new id.
  [[nodiscard]] Session prove(storage::Transaction&, const Session&);
  [[nodiscard]] bool is_proved_lately(const Session&) const;

  // The person's own, the one used last first.
  [[nodiscard]] std::vector<SessionEntry> list_of(storage::Transaction&,
                                                  std::string_view person) const;
  // False if the person has none of that key.
  [[nodiscard]] static bool end_of(storage::Transaction&, std::string_view person,
                                   std::string_view key);

  [[nodiscard]] core::Microseconds idle_time() const { return idle_time_; }
  // Until it ends by itself if nobody does anything.
  [[nodiscard]] core::Microseconds time_left(const Session&) const;

 private:
  void insert(storage::Transaction&, const Session&) const;
  [[nodiscard]] Session renew(storage::Transaction&, const Session&);

  core::Random& random_;
  const core::Clock& clock_;
  core::Microseconds idle_time_;
};

// What a page must send with every change, so that no other page can send it: derived from the
// session's id, which pages can't read.
[[nodiscard]] std::string csrf_token(const Session&);

}  // namespace tusk::identity
