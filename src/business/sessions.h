#pragma once

// Who is logged in to the office: people, API users, integrations and the service Tusk Sync, each
// from which computer and program, in which company, since when. (session.h makes them.)
//
// A session ends with its program. One that crashed, or whose computer lost its power, ends by
// itself: not a clock says so, but the lock that its program held (storage/presence.h).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "business/actor.h"
#include "core/error.h"

namespace tusk::business {

class Installation;

enum class SessionKind {
  person,
  api_user,
  integration,
  service  // Tusk Sync: an exclusive hold neither waits for it nor keeps it out
};

// As in the system database and in JSON.
[[nodiscard]] std::string_view name_of(SessionKind kind);
[[nodiscard]] core::Text label_of(SessionKind kind);

struct SessionInfo {
  std::int64_t id = 0;  // rises; never used again
  SessionKind kind = SessionKind::person;
  std::string user_name;  // empty: the program itself
  std::string full_name;
  std::string computer_uuid;
  std::string computer_name;
  std::string program;
  std::int64_t process_id = 0;
  std::int64_t company = 0;  // number; 0: none in particular
  core::Microseconds since = 0;
  core::Microseconds last_seen = 0;  // last did something; at most a minute old while it works
  std::optional<core::Text> hold;    // has the company to itself, and why
  std::string ended_by;              // full name of who ended it; its program has yet to notice
};

// Error{conflict} to whoever wants to log in to or open a company that somebody else holds
// (hold.h): its text says who, since when and why.
class HeldError : public core::Error {
 public:
  using core::Error::Error;
};

// "Erik Lind (person, tusk) på KONTOR-2 sedan 2026-05-04 09:14:02", in local time.
[[nodiscard]] core::Text describe(const SessionInfo& session);

// The oldest first. Clears away what the dead left.
[[nodiscard]] std::vector<SessionInfo> list_sessions(Installation& installation);

// Those who keep the actor from having the company for themselves (hold.h) at this moment.
[[nodiscard]] std::vector<SessionInfo> list_in_the_way(Installation& installation,
                                                       std::int64_t company_number,
                                                       const Actor& actor);

// The program gets Error{unauthenticated} at its next write. For super users, and for one's own
// sessions. Throws Error{not_found, forbidden}, and Error{conflict} for services and for who holds
// a company: their programs have to be stopped.
SessionInfo end_session(Installation& installation, const Actor& actor, std::int64_t id);

// Who holds the company exclusively (hold.h), other than this very Installation.
[[nodiscard]] std::optional<SessionInfo> find_hold(Installation& installation,
                                                   std::int64_t company_number);

}  // namespace tusk::business
