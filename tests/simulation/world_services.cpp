// Services: they make requests, stop and die, and hand the lease to each other.

#include "sync/codec.h"
#include "world.h"

namespace tusk::simulation {

World::Service& World::any_service() {
  return services_[random_.below(services_.size())];
}

// Another process with the same name: it remembers nothing.
void World::kill(Service& service, const char* why) {
  if (*why != '\0') note(service.name, " ", why);
  ++service.life;
  service.round = nullptr;
  service.keeper = std::make_unique<replica::LeaseKeeper>(service.name, service.name);
}

void World::build(Service& service) {
  const auto before = state_before(office_);
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
    return note(service.name, " cannot make a request: ", error.text().en);
  }
  service.round = nullptr;
  if (request == nullptr) {
    if (round->refusal().outcome == replica::RoundOutcome::not_holder)
      counters_.add(Count::not_holder);
    if (round->refusal().outcome == replica::RoundOutcome::needs_resync && !may_stop_)
      fail("I8: stopped as rewound, but nothing was put back");
    return note(service.name, " makes no request: ", round->refusal().message.en);
  }
  counters_.add(Count::requests);
  if (!request->number_blocks.empty()) counters_.add(Count::numbers_granted);
  watch_lease(&service);
  std::string text = sync::to_json(office_.registry(), *request);
  note(service.name, " makes request ", request->round, ": ", text);
  service.round = round;
  requests_.push_back({static_cast<std::size_t>(&service - services_.data()), service.life,
                       request->round, std::move(round), std::move(text)});
  look(office_);
}

void World::watch_lease(const Service* worker) {
  const replica::Lease& now = office_.lease();
  const bool silent = clock_.steady() - lease_heard_at_ >= replica::take_over_after;
  const bool is_taken = now.token != lease_.token;
  if (is_taken && !lease_.holder_uuid.empty() && !silent && now.preferred_uuid != now.holder_uuid)
    fail("I6: the lease was taken from a service that lives");
  if (now.token < lease_.token) fail("I6: an older lease lives again");
  if (worker != nullptr && now.holder_uuid != worker->name)
    fail("I6: " + worker->name + " works without the lease");
  if (is_taken && lease_.token != 0) counters_.add(Count::take_overs);
  if (is_taken || now.beat != lease_.beat) lease_heard_at_ = clock_.steady();
  lease_ = now;
}

void World::give_up(Service& service) {
  if (!service.round) return;
  note(service.name, " gives up waiting");
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
    note(service.name, " dies when it stops");
  } catch (const core::Error& error) {
    note(error.text().en);
  }
  kill(service, "is stopped");
  watch_lease(nullptr);
}

void World::prefer(const Service& service) {
  note("people prefer ", service.name);
  office_.write_quietly([&](storage::Transaction& transaction) {
    const auto statement = transaction.prepare("UPDATE sync_lease SET preferred_uuid = $1");
    statement->bind(service.name).run();
  });
  lease_.preferred_uuid = service.name;
}

}  // namespace tusk::simulation
