// What is looked at while it goes on, and what happens when the line is good and nobody works.

#include <fmt/format.h>

#include "judge.h"
#include "sync/codec.h"
#include "world.h"

namespace tusk::simulation {
namespace {

// Rounds after which it must be quiet.
constexpr int most_rounds = 80;

}  // namespace

// I7: holds after every commit.
void World::look(Side& side) {
  const std::string& broken = side.broken_rule();
  if (!broken.empty()) fail(std::string("I7: ") + side.name() + ": " + broken);
}

// I6: positions never go back.
void World::watch_positions(Side& side, replica::State& before, const char* what) {
  const replica::State& now = side.state();
  const bool regressed = now.peer.sequence < before.peer.sequence ||
                         now.own_acked.sequence < before.own_acked.sequence ||
                         now.peer_token < before.peer_token;
  // A restored online side says where it is, and the office goes on from there if its log still has
  // all that came after.
  if (regressed && !was_restored_) fail(std::string("I6: a position went back: ") + what);
  before = now;
}

// One round without faults; false when nothing moves any more.
bool World::settle_one(int round) {
  // Whoever gets the lease; if nobody does, time passes until its holder counts as dead.
  requests_.clear();
  answers_.clear();
  clock_.pass(core::seconds(1) + 1);
  for (Service& service : services_) {
    build(service);
    if (!requests_.empty()) break;
    const replica::Mode mode = office_.state().mode;
    if (mode == replica::Mode::needs_resync || mode == replica::Mode::first_sync)
      has_stopped_ = true;
    if (has_stopped_) return false;
  }
  if (requests_.empty()) {
    clock_.pass(replica::take_over_after);
    return true;
  }
  const std::int64_t before = office_.head() + online_.head();
  const Message& request = requests_.back();
  const sync::RoundRequest asked = sync::parse_request(online_.registry(), request.text);
  deliver_request(request, asked);
  if (answers_.empty()) {
    fail(fmt::format("I5: round {} of the good line fails", round));
    return false;
  }
  const sync::RoundResponse response =
      sync::parse_response(office_.registry(), answers_.back().text);
  take(answers_.back(), response);
  if (has_stopped_ || !wrong_.empty()) return false;
  return !(asked.changes.empty() && asked.conflicts.empty() && response.changes.empty() &&
           response.conflicts.empty() && !response.more &&
           response.status == sync::RoundStatus::ok && asked.from == asked.to &&
           before == office_.head() + online_.head() && asked.to.sequence == office_.head() &&
           response.online_to.sequence == online_.head());
}

void World::settle_office() {
  for (int round = 0; round < most_rounds; ++round) {
    if (!settle_one(round)) return;
  }
  if (wrong_.empty()) fail("I5: it never becomes quiet");
}

void World::settle() {
  if (!wrong_.empty()) return;
  note("---- the line is good and nobody works ----");
  office_.troubles().forget_trouble();
  online_.troubles().forget_trouble();
  ledger_.next_step();
  upgrade(online_);
  upgrade(office_);
  for (const Service& service : services_) {
    if (service.round) requests_.clear();
  }
  if (stage_.kind() == WorldKind::first_sync) settle_connection();
  settle_office();
  if (has_stopped_ && wrong_.empty()) {
    settle_connection();
    has_stopped_ = false;
    settle_office();
  }
  settle_quarantine();
}

// People see what is in quarantine and correct it where they wrote it; then it is taken.
void World::settle_quarantine() {
  for (int attempt = 0; attempt < 3 && wrong_.empty() && !has_stopped_; ++attempt) {
    const std::set<Key> in_office = office_.quarantined();
    const std::set<Key> online = online_.quarantined();
    if (in_office.empty() && online.empty()) return;
    if (stage_.kind() != WorldKind::refusals) return fail("quarantine without a reason");
    counters_.add(Count::quarantined, static_cast<std::int64_t>(in_office.size() + online.size()));
    ledger_.next_step();
    people_.repair(online_, in_office);
    people_.repair(office_, online);
    settle_office();
    counters_.add(Count::repaired);
  }
  if (!has_stopped_ && wrong_.empty() &&
      !(office_.quarantined().empty() && online_.quarantined().empty())) {
    fail("what was repaired is in quarantine all the same");
  }
}

void World::judge() {
  if (!wrong_.empty()) return;
  if (was_restored_) counters_.add(Count::harmless);
  const std::string broken = simulation::judge(
      {office_, online_, ledger_, stage_.kind(), was_restored_, reception_.replaced()}, counters_);
  if (!broken.empty()) fail(broken);
}

}  // namespace tusk::simulation
