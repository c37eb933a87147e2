#pragma once

// A database whose program dies around a commit, or whose transactions meet a deadlock.

#include <memory>
#include <string>

#include "storage/database.h"

namespace tusk::simulation {

// The program is gone: nothing between here and the world may catch it, so it is no exception of
// anybody's.
struct Crash {
  bool committed = false;
};

enum class Trouble {
  none,
  crash_before_commit,
  crash_after_commit,
  deadlock,  // one of the statements is chosen as the victim; the transaction may be tried again
  locked,    // of the disk: see memory_files.h
  disk_full,
  write_fails,
  sync_fails
};

class TroubledDatabase final : public storage::Database {
 public:
  // `file`: of memory_files.h. The database outlives this, or belongs to it.
  TroubledDatabase(storage::Database& database, std::string file)
      : storage::Database(database.company()), database_(&database), file_(std::move(file)) {}
  TroubledDatabase(std::unique_ptr<storage::Database> database, std::string file)
      : storage::Database(database->company()),
        owned_(std::move(database)),
        database_(owned_.get()),
        file_(std::move(file)) {}

  // From here on another connection to the file.
  void use(storage::Database& database) { database_ = &database; }
  // Something happens to the next write transaction. Deadlock: at its statement number `detail`.
  // Locked: to so many transactions, one after the other.
  void set_trouble(Trouble trouble, int detail);
  void forget_trouble();
  // How many troubles have happened.
  [[nodiscard]] std::int64_t struck() const { return struck_; }

  [[nodiscard]] storage::Engine engine() const override { return storage::Engine::sqlite; }
  [[nodiscard]] std::unique_ptr<storage::Transaction> begin(storage::Access access) override;
  [[nodiscard]] std::unique_ptr<storage::Database> as_company(std::int64_t company) override {
    return database_->as_company(company);
  }

 private:
  class Troubled;

  std::unique_ptr<storage::Database> owned_;  // or nothing
  storage::Database* database_;
  std::string file_;
  Trouble trouble_ = Trouble::none;
  int detail_ = 0;
  std::int64_t struck_ = 0;
};

}  // namespace tusk::simulation
