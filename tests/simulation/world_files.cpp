// Troubles, files that are put back or go on twice, and programs that are replaced.

#include <array>

#include "registries.h"
#include "world.h"

namespace tusk::simulation {

void World::set_trouble(Side& side) {
  static constexpr std::array<Trouble, 10> troubles{Trouble::crash_before_commit,
                                                    Trouble::crash_after_commit,
                                                    Trouble::crash_before_commit,
                                                    Trouble::crash_after_commit,
                                                    Trouble::deadlock,
                                                    Trouble::locked,
                                                    Trouble::disk_full,
                                                    Trouble::write_fails,
                                                    Trouble::sync_fails,
                                                    Trouble::deadlock};
  const Trouble trouble = troubles[random_.below(troubles.size())];
  // A lock that stays for all attempts of one transaction, or goes away before.
  const int detail = trouble == Trouble::locked ? (random_.below(2) == 0 ? 1 : 6)
                                                : static_cast<int>(random_.below(40));
  const bool is_crash =
      trouble == Trouble::crash_before_commit || trouble == Trouble::crash_after_commit;
  counters_.add(is_crash ? Count::crashes : Count::disk_troubles);
  note(side.name(), ": trouble is on its way");
  side.troubles().set_trouble(trouble, detail);
}

std::optional<replica::State> World::state_before(Side& side) const {
  if (!stage_.mutant().positions_apart) return std::nullopt;
  return side.state();
}

void World::after_crash(Side& side, const Crash& crash,
                        const std::optional<replica::State>& before) {
  if (!crash.committed || !before) return;
  // The mutant commits the positions after the data: the crash came between.
  side.write_quietly([&](storage::Transaction& transaction) {
    replica::State state = replica::load_state(transaction);
    state.peer = before->peer;
    state.own_acked = before->own_acked;
    replica::save_state(transaction, state);
  });
}

void World::prune_witness(Side& side) {
  if (!stage_.mutant().prunes_witness) return;
  side.write_quietly([](storage::Transaction& transaction) {
    transaction.execute(
        "DELETE FROM sync_log WHERE sequence <= (SELECT own_acked_sequence FROM sync_state)");
  });
}

void World::restore(Side& side, const FileImage& backup) {
  note(side.name(), ": the file is put back");
  counters_.add(Count::restores);
  was_restored_ = true;
  may_stop_ = true;
  has_stopped_ = false;  // the other file may know nothing of it
  ledger_.forget();
  side.put(backup, side.registry());
  if (&side == &online_) {
    online_state_ = online_.state();
    return;
  }
  // Whoever worked on the other file is gone; what they sent may still arrive.
  for (Service& service : services_) kill(service, "begins anew");
  office_state_ = office_.state();
  lease_ = office_.lease();
  lease_heard_at_ = clock_.steady();
}

void World::clone_office() {
  counters_.add(Count::clones);
  other_office_ = office_.copy();
}

void World::switch_office() {
  const FileImage current = office_.copy();
  note("the other copy of the office works on");
  restore(office_, other_office_);
  other_office_ = current;
}

void World::upgrade(Side& side) {
  if (&side.registry() == &registry()) return;
  note(side.name(), ": the program is replaced by a newer one");
  counters_.add(Count::upgrades);
  side.troubles().forget_trouble();
  if (&side == &office_) {
    for (Service& service : services_) kill(service, "begins anew");
  }
  side.upgrade(registry());
}

}  // namespace tusk::simulation
