// The first synchronisation, and the update of the connection after a rewind: people begin it, the
// services send, and everything that can come in between comes in between.

#include <utility>

#include "replica/connection.h"
#include "replica/first_sync.h"
#include "world.h"

namespace tusk::simulation {
namespace {

// Snapshots and senders after which it must be connected.
constexpr int most_attempts = 40;

const char* name_of(replica::SendOutcome outcome) {
  switch (outcome) {
    case replica::SendOutcome::done:
      return "done";
    case replica::SendOutcome::not_holder:
      return "another has the lease";
    case replica::SendOutcome::ended:
      return "ended";
    case replica::SendOutcome::failed:
      return "failed";
    case replica::SendOutcome::later:
      return "later";
  }
  return "";
}

replica::LinkError no_line() {
  return {replica::LinkProblem::no_line, core::say("Ingen lina.", "No line."), ""};
}

}  // namespace

// As `tusk online connect` and `tusk online update` do it.
void World::connect() {
  const replica::Mode mode = office_.state().mode;
  if (mode == replica::Mode::connected) return;
  note("people connect the office");
  try {
    if (reception_.is_shown()) {
      storage::write(online_.database(), [](storage::Transaction& transaction) {
        replica::stop_for_resync(transaction);
      });
    }
    const int key = reception_.expect();
    const replica::Snapshot snapshot =
        replica::take_snapshot(office_.database(), office_.store(), stage_.snapshot_file(), clock_,
                               [](std::int64_t, std::int64_t) {});
    office_key_ = key;  // before the connection: it could do nothing without it
    storage::write(office_.database(), [&](storage::Transaction& transaction) {
      replica::begin_first_sync(transaction,
                                {.online_url = "https://online.example",
                                 .company_id = "c_1",
                                 .device_id = "d_1",
                                 .connected_by = "Anna",
                                 .connected_by_email = "anna@norrsken.example"},
                                snapshot, clock_);
    });
    counters_.add(Count::snapshots);
  } catch (const Crash& crash) {
    note(crash.committed ? "(the program died after it)" : "(the program died before it)");
  } catch (const core::Error& error) {
    note("(not done: ", error.text().en, ")");
  }
  // Positions begin anew.
  office_state_ = office_.state();
}

void World::send(Service& service) {
  if (office_.state().mode != replica::Mode::first_sync) return;
  counters_.add(Count::sends);
  if (!senders_.empty()) counters_.add(Count::taken_sends);
  note(service.name, " sends");
  const int life = service.life;
  const int shown = reception_.shown_count();
  senders_.push_back(&service);
  std::optional<replica::SendOutcome> outcome;
  try {
    ReceptionLink link(reception_, office_key_);
    replica::FirstSyncSender sender(
        office_.database(), link, *service.keeper, clock_,
        {.archive = stage_.snapshot_file(),
         .computer = service.name,
         .wait = [&](std::chrono::milliseconds) { return service.life == life; }});
    outcome = sender.run();
    note(service.name, " has sent: ", name_of(*outcome));
  } catch (const Crash&) {
    kill(service, "dies while it sends");
  } catch (const replica::LinkError& error) {
    counters_.add(Count::send_breaks);
    is_key_refused_ = error.problem() == replica::LinkProblem::login_refused;
    note(service.name, " cannot send: ", error.text().en);
  } catch (const core::Error& error) {
    counters_.add(Count::send_breaks);
    note(service.name, " cannot send: ", error.text().en);
  }
  senders_.pop_back();
  if (reception_.shown_count() != shown) online_state_ = online_.state();
  if (!reception_.wrong().empty()) fail(reception_.wrong());
  const bool worked = outcome == replica::SendOutcome::done;
  watch_lease(worked ? &service : nullptr);
  if (!worked) return;
  counters_.add(has_stopped_ ? Count::updates : Count::first_syncs);
  note("---- both sides are connected ----");
  has_stopped_ = false;
  may_stop_ = false;
  office_state_ = office_.state();
  online_state_ = online_.state();
  look(online_);
}

void World::between() {
  if (is_faultless_ || !wrong_.empty()) return;
  clock_.pass(core::seconds(1) + 1);
  ledger_.next_step();
  switch (random_.below(20)) {
    case 0:
      note("what was on its way is lost");
      throw no_line();
    case 1:
      note("the server is started again");
      return reception_.restart();
    case 2:
      return reception_.set_trouble(
          random_.below(2) == 0 ? Trouble::crash_before_commit : Trouble::crash_after_commit, 0);
    case 3:
      return set_trouble(office_);
    case 4:
      if (random_.below(2) == 0) throw Crash{};
      return reception_.set_trouble(Trouble::disk_full, 0);
    case 5:
    case 6:
      note("an old message arrives once more");
      return reception_.repeat(random_);
    case 7:
    case 8:
    case 9:
      return people_.edit(office_, random_);
    case 10:
      return people_.create(office_, random_);
    case 11:
      return people_.remove(office_, random_);
    case 12:
      if (senders_.size() > 1 || random_.below(3) != 0) return;
      return connect();  // anew, while it is being sent
    case 13:
    case 14: {
      // It sleeps, and another takes over.
      Service& other = any_service();
      if (senders_.size() > 1 || senders_.front() == &other) return;
      send(other);
      clock_.pass(replica::take_over_after);
      return send(other);
    }
    default:
      return;
  }
}

void World::settle_connection() {
  is_faultless_ = true;
  for (int attempt = 0; wrong_.empty(); ++attempt) {
    const replica::State state = office_.state();
    if (state.mode == replica::Mode::connected) return;
    if (attempt == most_attempts) return fail("I9: it is never connected");
    // One that has failed says so, and that people have to connect anew; so does one whose key is
    // refused, since connecting came to its end on the server alone.
    const auto transfer = office_.read(
        [](storage::Transaction& transaction) { return replica::find_transfer(transaction); });
    const bool has_failed = transfer && transfer->phase == replica::TransferPhase::failed;
    if (state.mode != replica::Mode::first_sync || has_failed ||
        std::exchange(is_key_refused_, false)) {
      connect();
    }
    for (Service& service : services_) send(service);
    clock_.pass(replica::take_over_after);
  }
}

}  // namespace tusk::simulation
