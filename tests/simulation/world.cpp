#include "world.h"

#include <array>

namespace tusk::simulation {

World::World(Stage& stage, std::uint64_t setup, Counters& counters, std::string* trace)
    : stage_(stage),
      office_(stage.office()),
      online_(stage.online()),
      counters_(counters),
      trace_(trace),
      setup_(setup),
      random_(setup),
      sql_random_(setup),
      ledger_(stage.start().ledger),
      people_(ledger_, clock_, stage.kind(), trace_),
      scenes_(people_, clock_, office_, online_),
      reception_(online_, clock_, [this] { between(); }) {
  set_sql_random(stage.mutant().has_no_salts ? nullptr : &sql_random_);
  clock_.pass(minutes(60));
  limits_ = make_limits();
  office_.put(stage.start().office, stage.first_registry());
  online_.put(stage.start().online, stage.first_registry());
  if (stage.kind() != WorldKind::first_sync) reception_.show();
  office_state_ = office_.state();
  online_state_ = online_.state();
  lease_ = office_.lease();
  const std::size_t count = 2 + setup % 3;
  for (std::size_t i = 0; i < count; ++i) {
    services_.push_back({"PC-" + std::to_string(i + 1), nullptr, nullptr, 0});
    kill(services_.back(), "");
  }
}

sync::ExchangeLimits World::make_limits() const {
  sync::ExchangeLimits limits;
  limits.numbers_per_block = 2 + static_cast<std::int64_t>(setup_ / 4 % 3);
  limits.grant_when_fewer_than = 2;
  if (!goes_in_parts(stage_.kind())) return limits;
  if (setup_ / 16 % 4 == 0) {
    limits.bytes = 400 + setup_ / 64 % 1'000;
  } else {
    limits.entries = 1 + static_cast<std::int64_t>(setup_ / 64 % 4);
  }
  return limits;
}

void World::fail(const std::string& what) {
  if (wrong_.empty()) wrong_ = what;
  note("WRONG: ", what);
}

void World::act(const Step& step) {
  if (!wrong_.empty()) return;
  random_ = core::SeededRandom(step.choice);
  // A second and a microsecond: no two stamps are equal, whatever the wall clock does.
  clock_.pass(core::seconds(1) + 1);
  ledger_.next_step();
  counters_.add(Count::steps);
  switch (step.act) {
    case Act::office_create:
    case Act::office_edit:
    case Act::office_remove:
    case Act::office_put_back:
    case Act::online_create:
    case Act::online_edit:
    case Act::online_remove:
    case Act::online_put_back:
      return step_of_people(step.act);
    case Act::build:
      return build(any_service());
    case Act::give_up:
      return give_up(any_service());
    case Act::stop:
      return stop(any_service());
    case Act::kill:
      return kill(any_service(), "is killed");
    case Act::prefer:
      return prefer(any_service());
    case Act::deliver_request:
      if (const auto message = take_from(requests_)) deliver_request(*message);
      return;
    case Act::deliver_answer:
      if (const auto message = take_from(answers_)) deliver_answer(*message);
      return;
    case Act::lose:
      return lose();
    case Act::repeat:
      return repeat();
    case Act::truncate:
      return truncate();
    case Act::wait: {
      static constexpr std::array<std::int64_t, 5> times{1, 5, 8, 15, 40};
      return clock_.pass(minutes(times[random_.below(times.size())]));
    }
    case Act::jump:
      return clock_.jump((random_.below(2) == 0 ? -1 : 1) * minutes(24 * 60));
    case Act::office_trouble:
      return set_trouble(office_);
    case Act::online_trouble:
      return set_trouble(online_);
    case Act::back_up_office:
    case Act::restore_office:
    case Act::back_up_online:
    case Act::restore_online:
    case Act::clone_office:
    case Act::switch_office:
      return step_of_files(step.act);
    case Act::upgrade_office:
      return upgrade(office_);
    case Act::upgrade_online:
      return upgrade(online_);
    case Act::family_scene:
      return scenes_.family(random_);
    case Act::exchange_scene:
      return scenes_.exchange(random_);
    case Act::values_scene:
      return scenes_.values(random_);
    case Act::connect:
      return connect();
    case Act::send:
      return send(any_service());
    case Act::count:
      return;
  }
}

void World::step_of_people(Act act) {
  const bool in_office = act < Act::online_create;
  Side& side = in_office ? office_ : online_;
  if (!in_office && !reception_.is_shown()) return;
  if (act == Act::office_create || act == Act::online_create) people_.create(side, random_);
  if (act == Act::office_edit || act == Act::online_edit) people_.edit(side, random_);
  if (act == Act::office_remove || act == Act::online_remove) people_.remove(side, random_);
  if (act == Act::office_put_back || act == Act::online_put_back) {
    counters_.add(Count::put_back);
    people_.put_back(side, random_);
  }
}

void World::step_of_files(Act act) {
  if (act == Act::back_up_office) office_backup_ = office_.copy();
  if (act == Act::back_up_online) online_backup_ = online_.copy();
  if (act == Act::restore_office && office_backup_) restore(office_, office_backup_);
  if (act == Act::restore_online && online_backup_) restore(online_, online_backup_);
  if (act == Act::clone_office) clone_office();
  if (act == Act::switch_office && other_office_) switch_office();
}

}  // namespace tusk::simulation
