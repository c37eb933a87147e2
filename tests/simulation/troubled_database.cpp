#include "troubled_database.h"

#include <utility>

#include "memory_files.h"
#include "storage/bulk_insert.h"

namespace tusk::simulation {
namespace {

DiskTrouble disk_trouble_of(Trouble trouble) {
  switch (trouble) {
    case Trouble::locked:
      return DiskTrouble::locked;
    case Trouble::disk_full:
      return DiskTrouble::full;
    case Trouble::write_fails:
      return DiskTrouble::write_fails;
    case Trouble::sync_fails:
      return DiskTrouble::sync_fails;
    case Trouble::none:
    case Trouble::crash_before_commit:
    case Trouble::crash_after_commit:
    case Trouble::deadlock:
      return DiskTrouble::none;
  }
  return DiskTrouble::none;
}

}  // namespace

class TroubledDatabase::Troubled final : public storage::Transaction {
 public:
  Troubled(TroubledDatabase& owner, std::unique_ptr<storage::Transaction> transaction)
      : storage::Transaction(owner.company()),
        owner_(owner),
        transaction_(std::move(transaction)) {}
  ~Troubled() override { clear_disk(); }
  Troubled(const Troubled&) = delete;
  Troubled& operator=(const Troubled&) = delete;

  [[nodiscard]] storage::Engine engine() const override { return transaction_->engine(); }
  [[nodiscard]] std::unique_ptr<storage::Statement> prepare(std::string_view sql) override {
    meet_deadlock();
    return transaction_->prepare(sql);
  }
  void execute(const std::string& sql) override { transaction_->execute(sql); }
  [[nodiscard]] std::unique_ptr<storage::BulkInsert> insert_many(
      const storage::BulkTarget& target) override {
    return transaction_->insert_many(target);
  }
  void commit() override {
    if (owner_.trouble_ == Trouble::crash_before_commit) {
      strike();
      throw Crash{.committed = false};
    }
    set_trouble_of_disk();
    transaction_->commit();
    if (owner_.trouble_ == Trouble::crash_after_commit) {
      strike();
      throw Crash{.committed = true};
    }
    clear_disk();
  }

 private:
  [[nodiscard]] std::unique_ptr<storage::Statement> prepare_expanded(
      std::string_view sql) override {
    meet_deadlock();
    return transaction_->prepare_company(sql);
  }
  void meet_deadlock() {
    if (owner_.trouble_ != Trouble::deadlock || --owner_.detail_ >= 0) return;
    strike();
    throw storage::RetryableError("deadlock");
  }
  void strike() {
    owner_.trouble_ = Trouble::none;
    ++owner_.struck_;
  }
  void set_trouble_of_disk() {
    const DiskTrouble trouble = disk_trouble_of(owner_.trouble_);
    if (trouble == DiskTrouble::none) return;
    simulation::set_trouble(owner_.file_, trouble);
    on_disk_ = true;
    owner_.trouble_ = Trouble::none;
  }
  void clear_disk() {
    if (!std::exchange(on_disk_, false)) return;
    // A lock that was in the way stays until it is looked away from; the others strike once.
    if (!clear_trouble(owner_.file_)) ++owner_.struck_;
  }

  TroubledDatabase& owner_;
  std::unique_ptr<storage::Transaction> transaction_;
  bool on_disk_ = false;
};

void TroubledDatabase::set_trouble(Trouble trouble, int detail) {
  trouble_ = trouble;
  detail_ = detail;
}

void TroubledDatabase::forget_trouble() {
  trouble_ = Trouble::none;
}

std::unique_ptr<storage::Transaction> TroubledDatabase::begin(storage::Access access) {
  if (access == storage::Access::read) return database_->begin(access);
  if (trouble_ == Trouble::locked) {
    // Somebody else writes, longer than this program waits.
    if (--detail_ <= 0) trouble_ = Trouble::none;
    ++struck_;
    simulation::set_trouble(file_, DiskTrouble::locked);
    struct Unlock {
      const std::string& file;
      ~Unlock() { clear_trouble(file); }
    } const unlock{file_};
    return std::make_unique<Troubled>(*this, database_->begin(access));
  }
  return std::make_unique<Troubled>(*this, database_->begin(access));
}

}  // namespace tusk::simulation
