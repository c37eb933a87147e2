#pragma once

// What every schedule of one world starts from, made once: the databases with their connections and
// prepared statements, and a company that both sides know.

#include <memory>

#include "ledger.h"
#include "side.h"

namespace tusk::simulation {

struct Start {
  FileImage office;
  FileImage online;
  Ledger ledger;  // of what is in them
};

class Stage {
 public:
  Stage(WorldKind kind, const Mutant& mutant);
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  [[nodiscard]] WorldKind kind() const { return kind_; }
  [[nodiscard]] const Mutant& mutant() const { return mutant_; }
  [[nodiscard]] Side& office() { return *office_; }
  [[nodiscard]] Side& online() { return *online_; }
  [[nodiscard]] const Start& start() const { return start_; }
  // The programs that both sides begin with.
  [[nodiscard]] const core::Registry& first_registry() const;

 private:
  void make_company();

  WorldKind kind_;
  const Mutant& mutant_;
  std::unique_ptr<Side> office_;
  std::unique_ptr<Side> online_;
  Start start_;
};

}  // namespace tusk::simulation
