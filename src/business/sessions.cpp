#include "business/sessions.h"

#include <fmt/format.h>

#include <algorithm>

#include "business/installation.h"
#include "business/local_time.h"
#include "business/session_rows.h"

namespace tusk::business {
namespace {

constexpr const char* select_hold =
    "SELECT 1 FROM system_session WHERE company = $1 AND hold_sv IS NOT NULL AND presence <> $2";
// PostgreSQL: waits for the writes that Session::require() let through, and keeps others back.
constexpr const char* lock_row = "SELECT id FROM system_session WHERE id = $1 FOR UPDATE";
constexpr const char* update_ended = "UPDATE system_session SET ended_by = $1 WHERE id = $2";

void require_may_end(const Actor& actor, const SessionInfo& session) {
  const core::Text who = describe(session);
  if (session.user_name != actor.user_name || session.kind != SessionKind::person) {
    require_super_user(actor);
  }
  if (session.hold) {
    throw core::Error(
        core::ErrorCode::conflict,
        core::Text{fmt::format("Inloggning {} håller företaget och kan inte avslutas härifrån: {}. "
                               "{}. Vänta, eller stoppa programmet (process {}) på den datorn.",
                               session.id, who.sv, session.hold->sv, session.process_id),
                   fmt::format("Log-in {} holds the company and can't be ended from here: {}. {}. "
                               "Wait, or stop the program (process {}) on that computer.",
                               session.id, who.en, session.hold->en, session.process_id)});
  }
  if (session.kind == SessionKind::service) {
    throw core::Error(
        core::ErrorCode::conflict,
        core::Text{fmt::format("Inloggning {} är en tjänst: {}. Stoppa tjänsten på den datorn "
                               "(systemctl stop tusk-syncd).",
                               session.id, who.sv),
                   fmt::format("Log-in {} is a service: {}. Stop the service on that computer "
                               "(systemctl stop tusk-syncd).",
                               session.id, who.en)});
  }
}

}  // namespace

std::string_view name_of(SessionKind kind) {
  switch (kind) {
    case SessionKind::person:
      return "person";
    case SessionKind::api_user:
      return "api_user";
    case SessionKind::integration:
      return "integration";
    case SessionKind::service:
      return "service";
  }
  return "";
}

core::Text label_of(SessionKind kind) {
  switch (kind) {
    case SessionKind::person:
      return {"person", "person"};
    case SessionKind::api_user:
      return {"API-användare", "API user"};
    case SessionKind::integration:
      return {"integration", "integration"};
    case SessionKind::service:
      return {"tjänst", "service"};
  }
  return {};
}

core::Text describe(const SessionInfo& session) {
  const core::Text kind = label_of(session.kind);
  const std::string since = format_local_time(session.since);
  return {fmt::format("{} ({}, {}) på {} sedan {}", session.full_name, kind.sv, session.program,
                      session.computer_name, since),
          fmt::format("{} ({}, {}) on {} since {}", session.full_name, kind.en, session.program,
                      session.computer_name, since)};
}

std::vector<SessionInfo> list_sessions(Installation& installation) {
  return storage::write(installation.system(), [&](storage::Transaction& transaction) {
    lock_sessions(transaction);
    std::vector<SessionInfo> sessions;
    for (SessionRow& row : load_living(transaction, installation)) {
      sessions.push_back(std::move(row.info));
    }
    return sessions;
  });
}

std::vector<SessionInfo> list_in_the_way(Installation& installation, std::int64_t company_number,
                                         const Actor& actor) {
  return storage::write(installation.system(), [&](storage::Transaction& transaction) {
    lock_sessions(transaction);
    SessionRow holder;
    holder.info.company = company_number;
    holder.info.user_name = actor.user_name;
    holder.presence = installation.presence_key();
    std::vector<SessionInfo> found;
    for (SessionRow& row : load_living(transaction, installation)) {
      if (keeps_from_holding(row, holder)) found.push_back(std::move(row.info));
    }
    return found;
  });
}

SessionInfo end_session(Installation& installation, const Actor& actor, std::int64_t id) {
  const auto sessions = list_sessions(installation);
  const auto found = std::find_if(sessions.begin(), sessions.end(),
                                  [&](const SessionInfo& one) { return one.id == id; });
  if (found == sessions.end()) {
    throw core::Error(core::ErrorCode::not_found,
                      core::say("Det finns ingen inloggning {}. Se tusk session list.",
                                "There is no log-in {}. See tusk session list.", id));
  }
  require_may_end(actor, *found);
  storage::write(installation.system(), [&](storage::Transaction& transaction) {
    if (transaction.engine() == storage::Engine::postgres) {
      transaction.prepare(lock_row)->bind(id).step();
    }
    transaction.prepare(update_ended)->bind(actor.full_name).bind(id).run();
  });
  SessionInfo ended = *found;
  ended.ended_by = actor.full_name;
  return ended;
}

std::optional<SessionInfo> find_hold(Installation& installation, std::int64_t company_number) {
  const std::int64_t own = installation.presence_key();
  const bool seems_held =
      storage::read(installation.system(), [&](storage::Transaction& transaction) {
        return transaction.prepare(select_hold)->bind(company_number).bind(own).step();
      });
  if (!seems_held) return std::nullopt;
  // The holder may have died.
  return storage::write(installation.system(), [&](storage::Transaction& transaction) {
    lock_sessions(transaction);
    const auto rows = load_living(transaction, installation);
    const SessionInfo* holder = find_holder(rows, company_number, own);
    return holder == nullptr ? std::nullopt : std::optional(*holder);
  });
}

}  // namespace tusk::business
