#include "business/session.h"

#include <unistd.h>

#include "business/companies.h"
#include "business/installation.h"
#include "business/limits.h"
#include "business/session_rows.h"

namespace tusk::business {
namespace {

constexpr const char* update_last_login =
    "UPDATE system_login SET last_login_at = $1 WHERE user_name = $2";
constexpr const char* update_last_seen =
    "UPDATE system_session SET last_seen_at = $1 WHERE id = $2";
constexpr const char* delete_session = "DELETE FROM system_session WHERE id = $1";
constexpr const char* select_ended = "SELECT ended_by FROM system_session WHERE id = $1";
// Ending the session waits for the transaction; noting that it is in use does not.
constexpr const char* select_ended_locked =
    "SELECT ended_by FROM system_session WHERE id = $1 FOR KEY SHARE";

SessionInfo info_of(const Installation& installation, const SessionStart& start) {
  const Environment& environment = installation.environment();
  const core::Microseconds now = environment.clock.now();
  SessionInfo info;
  info.kind = start.kind;
  info.user_name = start.actor.user_name;
  info.full_name = start.actor.full_name;
  info.computer_uuid = installation.computer_uuid();
  info.computer_name = environment.computer_name;
  info.program = environment.program;
  info.process_id = ::getpid();
  info.company = start.company ? start.company->number : 0;
  info.since = now;
  info.last_seen = now;
  return info;
}

std::vector<const SessionInfo*> find_others(const std::vector<SessionRow>& rows,
                                            const SessionRow& holder) {
  std::vector<const SessionInfo*> others;
  for (const SessionRow& row : rows) {
    if (keeps_from_holding(row, holder)) others.push_back(&row.info);
  }
  return others;
}

[[noreturn]] void throw_in_use(const Company& company,
                               const std::vector<const SessionInfo*>& others) {
  core::Text list;
  std::vector<core::Problem> problems;
  for (const SessionInfo* other : others) {
    const core::Text who = describe(*other);
    const std::string comma = list.sv.empty() ? "" : "; ";
    list.sv += comma + who.sv;
    list.en += comma + who.en;
    problems.push_back({"session", std::to_string(other->id), who});
  }
  throw core::Error(
      core::ErrorCode::conflict,
      core::Text{fmt::format("{} används av andra: {}. Be dem logga ut och försök igen.",
                             company.name, list.sv),
                 fmt::format("{} is in use by others: {}. Ask them to log out and try again.",
                             company.name, list.en)},
      std::move(problems));
}

}  // namespace

Session::Session(Installation& installation, SessionStart start)
    : installation_(installation), start_(std::move(start)) {
  begin();
}

Session::Session(Installation& installation, SessionStart start, const core::Text& hold)
    : installation_(installation), start_(std::move(start)), hold_(hold) {
  begin();
}

Session::~Session() {
  try {
    storage::write(installation_.system(), [&](storage::Transaction& transaction) {
      transaction.prepare(delete_session)->bind(id_).run();
    });
  } catch (const std::exception&) {
    // As after a crash: the next who looks sees that nobody is behind it.
  }
}

void Session::begin() {
  const core::Microseconds now = installation_.environment().clock.steady();
  id_ = storage::write(installation_.system(), [&](storage::Transaction& transaction) {
    SessionRow own{info_of(installation_, start_), 0};
    own.info.id = lock_sessions(transaction);
    own.info.hold = hold_;
    own.presence = installation_.presence(transaction).key();
    if (start_.company) {
      const auto rows = load_living(transaction, installation_);
      if (hold_ || start_.kind != SessionKind::service) {
        const SessionInfo* holder = find_holder(rows, own.info.company, own.presence);
        if (holder != nullptr) throw_held(start_.company->name, *holder);
      }
      if (hold_) {
        const auto others = find_others(rows, own);
        if (!others.empty()) throw_in_use(*start_.company, others);
      }
    }
    insert_row(transaction, own);
    if (start_.kind == SessionKind::person) {
      transaction.prepare(update_last_login)->bind(own.info.since).bind(own.info.user_name).run();
    }
    return own.info.id;
  });
  touched_ = now;
  lost_ = false;
}

void Session::touch() {
  const core::Clock& clock = installation_.environment().clock;
  if (!lost_) {
    if (clock.steady() - touched_ < limits::session_touch_interval) return;
    const bool there =
        storage::write(installation_.system(), [&](storage::Transaction& transaction) {
          static_cast<void>(installation_.presence(transaction));
          return transaction.prepare(update_last_seen)->bind(clock.now()).bind(id_).run() > 0;
        });
    touched_ = clock.steady();
    if (there) return;
  }
  begin();
}

std::optional<std::string> Session::look(storage::Transaction& transaction, const char* sql) {
  const auto row = transaction.prepare(sql);
  if (row->bind(id_).step()) return std::string(row->text(0));
  lost_ = true;
  return std::nullopt;
}

std::optional<std::string> Session::ended_by() {
  return storage::read(installation_.system(), [&](storage::Transaction& transaction) {
    return look(transaction, select_ended);
  });
}

void Session::require(storage::Transaction& company) {
  const std::optional<std::string> ended = company.engine() == storage::Engine::postgres
                                               ? look(company, select_ended_locked)
                                               : ended_by();
  if (!ended) {
    throw core::Error(core::ErrorCode::unavailable,
                      core::say("Inloggningen upphörde när anslutningen till databasservern bröts. "
                                "Ingenting är sparat. Försök igen.",
                                "The log-in ended when the connection to the database server was "
                                "lost. Nothing was saved. Try again."));
  }
  if (ended->empty()) return;
  throw core::Error(
      core::ErrorCode::unauthenticated,
      core::say("{} har avslutat din inloggning. Ingenting är sparat. Logga in på "
                "nytt.",
                "{} has ended your log-in. Nothing was saved. Log in again.", *ended));
}

CompanyDatabase log_in_to_company(Installation& installation, const Company& company,
                                  const Actor& actor, SessionKind kind) {
  auto session = std::make_shared<Session>(installation, SessionStart{kind, actor, company});
  CompanyDatabase database = open_company(installation, company);
  database.attach(std::move(session));
  return database;
}

}  // namespace tusk::business
