#pragma once

// The simulated world: an office and an online side, people at both, services that synchronise, and
// the line between them.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "clock.h"
#include "counters.h"
#include "people.h"
#include "reception.h"
#include "replica/office_round.h"
#include "scenes.h"
#include "stage.h"
#include "trace.h"

namespace tusk::simulation {

class World {
 public:
  // `trace`: what happened, for people to read; null: nobody reads it.
  World(Stage& stage, std::uint64_t setup, Counters& counters, std::string* trace);

  void act(const Step& step);
  // The line is good and nobody works, until nothing moves any more.
  void settle();

  // The first promise that was broken; empty: none.
  [[nodiscard]] const std::string& wrong() const { return wrong_; }
  void judge();

 private:
  struct Service {
    std::string name;
    std::unique_ptr<replica::LeaseKeeper> keeper;
    std::shared_ptr<replica::OfficeRound> round;  // the one it waits for an answer to
    int life = 0;
  };
  struct Message {
    std::size_t service = 0;
    int life = 0;  // of the service; another one is not there to hear the answer
    std::int64_t number = 0;
    std::shared_ptr<replica::OfficeRound> round;
    std::string text;
  };
  void fail(const std::string& what);
  template <typename... Parts>
  void note(const Parts&... parts) {
    trace_.note(parts...);
  }
  void step_of_people(Act act);
  void step_of_files(Act act);

  // ---- services ----
  Service& any_service();
  void build(Service& service);
  void give_up(Service& service);
  void stop(Service& service);
  void kill(Service& service, const char* why);
  void prefer(const Service& service);
  // I6: nobody takes the lease from a service that lives, or works with another's.
  void watch_lease(const Service* worker);

  // ---- the line ----
  [[nodiscard]] std::size_t pick(std::size_t count);
  std::optional<Message> take_from(std::vector<Message>& messages);
  void lose();
  void repeat();
  void truncate();
  void deliver_request(const Message& message);
  void deliver_request(const Message& message, const sync::RoundRequest& request);
  void deliver_answer(const Message& message);
  void take(const Message& message, const sync::RoundResponse& response);
  // I8: what a merge writes is not older than what it writes over.
  [[nodiscard]] Rows rows_before(Side& side) const;
  void watch_merge(Side& side, const Rows& before);
  void watch_answer(const Message& message, const replica::OfficeRoundResult& result);

  // ---- the first synchronisation ----
  void connect();
  void send(Service& service);
  // While a message of the first synchronisation is on its way.
  void between();
  void settle_connection();

  // ---- troubles, files, programs ----
  void set_trouble(Side& side);
  // Before a transaction that a mutant commits in two: nothing for all others.
  [[nodiscard]] std::optional<replica::State> state_before(Side& side) const;
  // The database's program died: what else is true of it.
  void after_crash(Side& side, const Crash& crash, const std::optional<replica::State>& before);
  void prune_witness(Side& side);
  void restore(Side& side, const FileImage& backup);
  void clone_office();
  void switch_office();
  void upgrade(Side& side);

  // ---- looking ----
  void look(Side& side);
  void watch_positions(Side& side, replica::State& before, const char* what);
  bool settle_one(int round);
  void settle_office();
  void settle_quarantine();
  [[nodiscard]] sync::ExchangeLimits make_limits() const;

  Stage& stage_;
  Side& office_;
  Side& online_;
  Counters& counters_;
  Trace trace_;
  std::uint64_t setup_;
  Clock clock_;
  core::SeededRandom random_;      // of the step at hand
  core::SeededRandom sql_random_;  // of the databases
  sync::ExchangeLimits limits_;
  Ledger ledger_;
  People people_;
  Scenes scenes_;
  std::vector<Service> services_;
  std::vector<Message> requests_;
  std::vector<Message> answers_;
  replica::Lease lease_;                   // as it was seen last
  core::Microseconds lease_heard_at_ = 0;  // when it changed
  replica::State office_state_;            // as it was seen last
  replica::State online_state_;
  FileImage office_backup_;
  FileImage online_backup_;
  FileImage other_office_;
  Reception reception_;
  int office_key_ = 0;                   // of the reception; a file, which no restore puts back
  bool is_key_refused_ = false;          // the last sender was told so
  bool is_faultless_ = false;            // the line is good, and nobody works
  std::vector<const Service*> senders_;  // at work, one within the other
  bool was_restored_ = false;
  bool may_stop_ = false;     // since a file was put back
  bool has_stopped_ = false;  // a rewind was noticed
  std::string wrong_;
};

}  // namespace tusk::simulation
