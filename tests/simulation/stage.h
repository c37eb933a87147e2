#pragma once

// What every schedule of one world starts from, made once: the databases with their connections and
// prepared statements, and a company that both sides know (in the world of the first
// synchronisation: that the office has).

#include <filesystem>
#include <memory>
#include <optional>

#include "clock.h"
#include "core/testing/temporary_folder.h"
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
  // Where the office's computer keeps its snapshot.
  [[nodiscard]] std::filesystem::path snapshot_file();
  // The programs that both sides begin with.
  [[nodiscard]] const core::Registry& first_registry() const;

 private:
  void make_company();
  void connect(Clock& clock);

  WorldKind kind_;
  const Mutant& mutant_;
  std::unique_ptr<Side> office_;
  std::unique_ptr<Side> online_;
  Start start_;
  std::optional<core::TemporaryFolder> folder_;
};

}  // namespace tusk::simulation
