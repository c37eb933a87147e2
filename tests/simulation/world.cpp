#include "world.h"

#include <fmt/format.h>

#include <algorithm>

#include "judge.h"
#include "registries.h"
#include "storage/change_log.h"
#include "sync/codec.h"

namespace tusk::simulation {
namespace {

constexpr core::Microseconds minutes(std::int64_t count) {
  return core::seconds(60 * count);
}

// Rounds after which it must be quiet.
constexpr int most_rounds = 80;

const char* name_of_outcome(replica::RoundOutcome outcome) {
  switch (outcome) {
    case replica::RoundOutcome::done:
      return "taken";
    case replica::RoundOutcome::not_holder:
      return "not taken: another has the lease";
    case replica::RoundOutcome::not_connected:
      return "not connected";
    case replica::RoundOutcome::needs_resync:
      return "stopped: rewound";
    case replica::RoundOutcome::stale:
      return "not taken: stale";
    case replica::RoundOutcome::refused:
      return "refused";
  }
  return "";
}

}  // namespace

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
      people_(ledger_, clock_, stage.kind(), [this](const std::string& what) { note(what); }) {
  set_sql_random(stage.mutant().has_no_salts ? nullptr : &sql_random_);
  clock_.pass(minutes(60));
  limits_ = make_limits();
  office_.put(stage.start().office, stage.first_registry());
  online_.put(stage.start().online, stage.first_registry());
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
  if (stage_.kind() != WorldKind::parts) return limits;
  if (setup_ / 16 % 4 == 0) {
    limits.bytes = 400 + setup_ / 64 % 1'000;
  } else {
    limits.entries = 1 + static_cast<std::int64_t>(setup_ / 64 % 4);
  }
  return limits;
}

void World::fail(const std::string& what) {
  if (wrong_.empty()) wrong_ = what;
  note("WRONG: " + what);
}

void World::note(const std::string& what) {
  if (trace_ != nullptr && !what.empty()) *trace_ += what + "\n";
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
    case Act::count:
      return;
  }
}

void World::step_of_people(Act act) {
  const bool in_office = act < Act::online_create;
  Side& side = in_office ? office_ : online_;
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

// ---- services ----

World::Service& World::any_service() {
  return services_[random_.below(services_.size())];
}

// Another process with the same name: it remembers nothing.
void World::kill(Service& service, const char* why) {
  if (*why != '\0') note(service.name + " " + why);
  ++service.life;
  service.round = nullptr;
  service.keeper = std::make_unique<replica::LeaseKeeper>(service.name, service.name);
}

void World::build(Service& service) {
  const replica::State before = office_.state();
  auto round = std::make_shared<replica::OfficeRound>(
      office_.database(), office_.store(), *service.keeper, clock_,
      replica::OfficeRoundOptions{.computer = service.name, .limits = limits_});
  const sync::RoundRequest* request = nullptr;
  try {
    request = round->build();
  } catch (const Crash& crash) {
    after_crash(office_, crash, before);
    kill(service, "dies while it makes a request");
    return watch_lease(nullptr);
  } catch (const core::Error& error) {
    return note(service.name + " cannot make a request: " + error.text().en);
  }
  service.round = nullptr;
  if (request == nullptr) {
    if (round->refusal().outcome == replica::RoundOutcome::not_holder)
      counters_.add(Count::not_holder);
    if (round->refusal().outcome == replica::RoundOutcome::needs_resync && !was_restored_)
      fail("I8: stopped as rewound, but nothing was put back");
    return note(service.name + " makes no request: " + round->refusal().message.en);
  }
  counters_.add(Count::requests);
  if (!request->number_blocks.empty()) counters_.add(Count::numbers_granted);
  watch_lease(&service);
  note(service.name + " makes request " + std::to_string(request->round) + ": " +
       sync::to_json(office_.registry(), *request));
  service.round = round;
  requests_.push_back({static_cast<std::size_t>(&service - services_.data()), service.life,
                       request->round, std::move(round),
                       sync::to_json(office_.registry(), *request)});
  look(office_);
}

void World::watch_lease(const Service* worker) {
  replica::Lease now = office_.lease();
  const bool silent = clock_.steady() - lease_heard_at_ >= replica::take_over_after;
  const bool is_taken = now.token != lease_.token;
  if (is_taken && !lease_.holder_uuid.empty() && !silent && now.preferred_uuid != now.holder_uuid)
    fail("I6: the lease was taken from a service that lives");
  if (now.token < lease_.token) fail("I6: an older lease lives again");
  if (worker != nullptr && now.holder_uuid != worker->name)
    fail("I6: " + worker->name + " works without the lease");
  if (is_taken && lease_.token != 0) counters_.add(Count::take_overs);
  if (is_taken || now.beat != lease_.beat) lease_heard_at_ = clock_.steady();
  lease_ = std::move(now);
}

void World::give_up(Service& service) {
  if (!service.round) return;
  note(service.name + " gives up waiting");
  const auto round = std::move(service.round);
  service.round = nullptr;
  try {
    round->log_failure({replica::LinkProblem::server_down,
                        core::say("Tusk Online svarar inte.", "Tusk Online does not answer."), ""});
  } catch (const Crash&) {
    kill(service, "dies while it gives up");
  } catch (const core::Error& error) {
    note(error.text().en);
  }
  watch_lease(nullptr);
}

// A clean stop gives the lease away.
void World::stop(Service& service) {
  try {
    storage::write(office_.database(), [&](storage::Transaction& transaction) {
      const replica::Lease lease = replica::load_lease(transaction);
      if (lease.holder_uuid == service.name) service.keeper->release(transaction, lease.token);
    });
  } catch (const Crash&) {
    note(service.name + " dies when it stops");
  } catch (const core::Error& error) {
    note(error.text().en);
  }
  kill(service, "is stopped");
  watch_lease(nullptr);
}

void World::prefer(const Service& service) {
  note("people prefer " + service.name);
  office_.write_quietly([&](storage::Transaction& transaction) {
    const auto statement = transaction.prepare("UPDATE sync_lease SET preferred_uuid = $1");
    statement->bind(service.name).run();
  });
  lease_.preferred_uuid = service.name;
}

// ---- the line ----

// Mostly the newest: old messages do no more than be refused.
std::size_t World::pick(std::size_t count) {
  return random_.below(4) == 0 ? random_.below(count) : count - 1;
}

std::optional<World::Message> World::take_from(std::vector<Message>& messages) {
  if (messages.empty()) return std::nullopt;
  const auto at = messages.begin() + static_cast<std::ptrdiff_t>(pick(messages.size()));
  Message message = std::move(*at);
  messages.erase(at);
  return message;
}

void World::lose() {
  auto& messages = random_.below(2) == 0 ? requests_ : answers_;
  if (!take_from(messages)) return;
  note("a message is lost");
  counters_.add(Count::messages_lost);
}

void World::repeat() {
  auto& messages = random_.below(2) == 0 ? requests_ : answers_;
  if (messages.empty()) return;
  note("a message is repeated");
  const Message copy = messages[pick(messages.size())];
  messages.push_back(copy);
  counters_.add(Count::messages_repeated);
}

// A part of a message is no message.
void World::truncate() {
  const bool is_request = random_.below(2) == 0;
  const auto message = take_from(is_request ? requests_ : answers_);
  if (!message) return;
  const std::string_view part(message->text.data(), random_.below(message->text.size()));
  counters_.add(Count::messages_truncated);
  try {
    if (is_request) {
      (void)sync::parse_request(online_.registry(), part);
    } else {
      (void)sync::parse_response(office_.registry(), part);
    }
    fail("a part of a message was read as a message");
  } catch (const core::Error& error) {
    note("a message arrives in part: " + error.text().en);
  }
}

void World::deliver_request(const Message& message) {
  const replica::State before = online_.state();
  const sync::RoundRequest request = sync::parse_request(online_.registry(), message.text);
  sync::RoundResponse response;
  try {
    response =
        replica::run_online_round(online_.database(), online_.store(), request, clock_, limits_)
            .response;
  } catch (const Crash& crash) {
    note("request " + std::to_string(message.number) + " arrives; the server dies");
    after_crash(online_, crash, before);
    return look(online_);
  } catch (const core::Error& error) {
    return note("request " + std::to_string(message.number) + " arrives; " + error.text().en);
  }
  prune_witness(online_);
  watch_positions(online_, online_state_, "online");
  look(online_);
  Message answer = message;
  answer.text = sync::to_json(online_.registry(), response);
  note("request " + std::to_string(message.number) + " arrives, answer: " + answer.text);
  if (response.status == sync::RoundStatus::fenced) counters_.add(Count::fenced);
  if (response.status == sync::RoundStatus::schema) counters_.add(Count::schema_refusals);
  if (response.more) counters_.add(Count::parts);
  for (const sync::RecordChange& change : response.changes) {
    if (change.operation == sync::Operation::want) counters_.add(Count::wants);
  }
  answers_.push_back(std::move(answer));
}

void World::deliver_answer(const Message& message) {
  Service& service = services_[message.service];
  if (service.life != message.life) return note("an answer arrives where nobody waits");
  take(message, sync::parse_response(office_.registry(), message.text));
}

void World::take(const Message& message, const sync::RoundResponse& response) {
  Service& service = services_[message.service];
  const replica::State before = office_.state();
  const std::string what = service.name + " gets the answer to " + std::to_string(message.number);
  replica::OfficeRoundResult result;
  try {
    result = message.round->take(response);
  } catch (const Crash& crash) {
    note(what);
    after_crash(office_, crash, before);
    kill(service, "dies while it takes the answer");
    watch_lease(nullptr);
    return look(office_);
  } catch (const core::Error& error) {
    return note(what + ": " + error.text().en);
  }
  note(what + ": " + name_of_outcome(result.outcome));
  if (service.round == message.round) service.round = nullptr;
  watch_answer(message, result);
  prune_witness(office_);
  watch_positions(office_, office_state_, "office");
  look(office_);
}

void World::watch_answer(const Message& message, const replica::OfficeRoundResult& result) {
  const Service& service = services_[message.service];
  const bool is_turned_away = result.outcome == replica::RoundOutcome::not_holder ||
                              result.outcome == replica::RoundOutcome::stale;
  watch_lease(is_turned_away ? nullptr : &service);
  switch (result.outcome) {
    case replica::RoundOutcome::done:
      counters_.add(Count::rounds);
      break;
    case replica::RoundOutcome::not_holder:
      counters_.add(Count::not_holder);
      return;
    case replica::RoundOutcome::stale:
      counters_.add(office_.state().own_acked == office_state_.own_acked
                        ? Count::stale_answers
                        : Count::positions_corrected);
      break;
    case replica::RoundOutcome::needs_resync:
      counters_.add(Count::rewinds);
      has_stopped_ = true;
      if (!was_restored_) fail("I8: stopped as rewound, but nothing was put back");
      break;
    case replica::RoundOutcome::refused:
      counters_.add(Count::schema_refusals);
      break;
    case replica::RoundOutcome::not_connected:
      fail("not connected any more");
      break;
  }
  if (result.more) counters_.add(Count::parts);
}

// ---- troubles, files, programs ----

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
  note(std::string(side.name()) + ": trouble is on its way");
  side.troubles().set_trouble(trouble, detail);
}

void World::after_crash(Side& side, const Crash& crash, const replica::State& before) {
  if (!crash.committed || !stage_.mutant().positions_apart) return;
  // The mutant commits the positions after the data: the crash came between.
  side.write_quietly([&](storage::Transaction& transaction) {
    replica::State state = replica::load_state(transaction);
    state.peer = before.peer;
    state.own_acked = before.own_acked;
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
  note(std::string(side.name()) + ": the file is put back");
  counters_.add(Count::restores);
  was_restored_ = true;
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
  note(std::string(side.name()) + ": the program is replaced by a newer one");
  counters_.add(Count::upgrades);
  side.troubles().forget_trouble();
  if (&side == &office_) {
    for (Service& service : services_) kill(service, "begins anew");
  }
  side.upgrade(registry());
}

// ---- looking ----

// I7: holds after every commit.
void World::look(Side& side) {
  const std::string broken = side.broken_rule();
  if (!broken.empty()) fail(std::string("I7: ") + side.name() + ": " + broken);
}

// I6: positions never go back.
void World::watch_positions(Side& side, replica::State& before, const char* what) {
  replica::State now = side.state();
  const bool regressed = now.peer.sequence < before.peer.sequence ||
                         now.own_acked.sequence < before.own_acked.sequence ||
                         now.peer_token < before.peer_token;
  // A restored online side says where it is, and the office goes on from there if its log still has
  // all that came after.
  if (regressed && !was_restored_) fail(std::string("I6: a position went back: ") + what);
  before = std::move(now);
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
    if (office_.state().mode == replica::Mode::needs_resync) has_stopped_ = true;
    if (has_stopped_) return false;
  }
  if (requests_.empty()) {
    clock_.pass(minutes(4));
    return true;
  }
  const std::int64_t before = office_.head() + online_.head();
  const Message request = requests_.back();
  deliver_request(request);
  if (answers_.empty()) {
    fail(fmt::format("I5: round {} of the good line fails", round));
    return false;
  }
  const sync::RoundRequest asked = sync::parse_request(online_.registry(), request.text);
  const sync::RoundResponse response =
      sync::parse_response(office_.registry(), answers_.back().text);
  deliver_answer(answers_.back());
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
  settle_office();
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
  if (has_stopped_) return;
  if (was_restored_) counters_.add(Count::harmless);
  const std::string broken = simulation::judge(
      {office_, online_, ledger_, was_restored_, stage_.kind() == WorldKind::parts}, counters_);
  if (!broken.empty()) fail(broken);
}

}  // namespace tusk::simulation
