// How synchronisation is doing, from what the company's database knows.

#include <algorithm>

#include "online/limits.h"
#include "online/news.h"
#include "replica/problems.h"
#include "replica/round_log.h"
#include "replica/state.h"
#include "storage/change_log.h"

namespace tusk::online {
namespace {

core::Text message_of(api::SyncState state, const std::string& computer) {
  switch (state) {
    case api::SyncState::first_sync:
      return {"Den första synkroniseringen pågår. Uppgifterna visas när allt har kommit fram.",
              "The first synchronisation is under way. The data is shown when all of it has "
              "arrived."};
    case api::SyncState::synchronised:
      return {"Kontoret och webben har samma uppgifter.",
              "The office and the web have the same data."};
    case api::SyncState::catching_up:
      return {"Ändringar är på väg till kontoret.", "Changes are on their way to the office."};
    case api::SyncState::office_unreachable:
      return core::say(
          "Kontorsdatorn {} hör inte av sig. Det du ändrar sparas här och förs över när den är "
          "igång och har kontakt med Internet.",
          "The office computer {} does not answer. What you change is kept here and sent on when "
          "it runs and has a line to the Internet.",
          computer);
    case api::SyncState::never:
      return {"Kontoret har inte synkroniserat ännu.", "The office has not synchronised yet."};
    case api::SyncState::needs_resync:
      return {
          "Kontorets eller webbens databas har återställts till ett tidigare läge. Ingenting "
          "synkroniseras, och ingenting kan ändras här, förrän en superanvändare har uppdaterat "
          "anslutningen på kontoret.",
          "The office's or the web's database was put back to an earlier state. Nothing is "
          "synchronised, and nothing can be changed here, until a super user has updated the "
          "connection in the office."};
    case api::SyncState::disconnected:
      return {"Företaget är frånkopplat.", "The company is disconnected."};
  }
  return {};
}

api::SyncState state_of(const replica::State& known, const std::optional<replica::RoundRow>& last,
                        std::int64_t pending, core::Microseconds now) {
  switch (known.mode) {
    case replica::Mode::unconnected:
    case replica::Mode::first_sync:
      return api::SyncState::never;
    case replica::Mode::needs_resync:
      return api::SyncState::needs_resync;
    case replica::Mode::disconnected:
      return api::SyncState::disconnected;
    case replica::Mode::connected:
      break;
  }
  if (!last) return api::SyncState::never;
  const core::Microseconds patience = std::max(
      core::seconds(std::int64_t{missed_rounds} * known.interval_seconds), min_office_patience);
  if (now - last->ended_at > patience) return api::SyncState::office_unreachable;
  return pending > 0 ? api::SyncState::catching_up : api::SyncState::synchronised;
}

}  // namespace

BilingualStatus load_sync_status(Services& services, const identity::Company& company) {
  BilingualStatus result;
  api::SyncStatus& status = result.status;
  status.first_sync = services.first_syncs.progress(company);
  if (company.state == identity::CompanyState::receiving) {
    status.state = api::SyncState::first_sync;
    const bool has_begun = status.first_sync && status.first_sync->started_at;
    status.since =
        has_begun ? *status.first_sync->started_at : api::Timestamp{services.clock.now()};
    result.message = message_of(status.state, "");
    return result;
  }
  services.tenants.open(company)->read([&](storage::Transaction& tx) {
    const replica::State known = replica::load_state(tx);
    const auto last = replica::last_round(tx);
    status.interval_seconds = known.interval_seconds;
    status.pending_here = storage::count_after(tx, known.own_acked.sequence);
    status.problems = replica::count_problems(tx);
    status.state = state_of(known, last, status.pending_here, services.clock.now());
    status.since = {last ? last->ended_at : known.connected_at};
    if (last) {
      status.last_round_at = api::Timestamp{last->ended_at};
      status.office_computer = last->computer;
    }
    result.message = message_of(status.state, last ? last->computer : "");
  });
  return result;
}

std::string status_json(const BilingualStatus& status, core::Language language) {
  api::SyncStatus told = status.status;
  told.message = status.message.in(language);
  return api::to_json(told);
}

}  // namespace tusk::online
