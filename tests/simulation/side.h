#pragma once

// One side of the simulated company: the production code over a database whose file is in memory.

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/random.h"
#include "memory_files.h"
#include "mutant.h"
#include "replica/conflict_log.h"
#include "replica/lease.h"
#include "replica/state.h"
#include "storage/record_store.h"
#include "troubled_database.h"

namespace tusk::simulation {

// A record: number of its type, id.
using Key = std::pair<int, core::RecordId>;
using Rows = std::map<Key, core::Record>;

class Side {
 public:
  // Makes an empty company database in `file`.
  // `refuses`: it has a CHECK that the other side does not have (refused_value()).
  Side(core::Side side, std::string file, const core::Registry& registry, const Mutant& mutant,
       bool refuses);

  [[nodiscard]] core::Side side() const { return side_; }
  [[nodiscard]] const char* name() const { return core::name_of(side_); }
  [[nodiscard]] const core::Registry& registry() const { return store_->registry(); }
  [[nodiscard]] const storage::RecordStore& store() const { return *store_; }
  // With the troubles that were set.
  [[nodiscard]] storage::Database& database() { return troubled_; }
  [[nodiscard]] TroubledDatabase& troubles() { return troubled_; }

  // ---- the file, and the program that opens it ----
  [[nodiscard]] FileImage copy() const { return copy_file(file_); }
  void put(const FileImage& image, const core::Registry& registry);
  void upgrade(const core::Registry& registry);
  // What another connection has made takes the file's place.
  void replace_file(const std::string& file);

  // ---- what is in it; without troubles ----
  [[nodiscard]] std::vector<Key> keys();
  [[nodiscard]] std::optional<core::Record> find(const Key& key);
  [[nodiscard]] Rows rows();
  [[nodiscard]] std::vector<replica::LoggedConflict> conflicts();
  [[nodiscard]] std::set<Key> quarantined();
  [[nodiscard]] replica::State state();
  [[nodiscard]] std::int64_t head();
  [[nodiscard]] replica::Lease lease();
  // What no transaction may leave behind; empty: nothing.
  [[nodiscard]] std::string broken_rule();
  [[nodiscard]] std::string broken_foreign_key();

  template <typename Work>
  auto read(Work&& work) {
    return storage::read(*real_, std::forward<Work>(work));
  }
  // Behind everybody's back, without troubles.
  template <typename Work>
  auto write_quietly(Work&& work) {
    return storage::write(*real_, std::forward<Work>(work));
  }

 private:
  [[nodiscard]] std::string make_select_broken() const;
  void forget_texts();

  core::Side side_;
  std::string file_;
  std::unique_ptr<storage::Database> real_;
  TroubledDatabase troubled_;
  std::optional<storage::RecordStore> store_;
  // Made anew with the registry.
  std::string select_keys_;
  std::string select_broken_;
};

// A value of customers' phones that the side with `refuses` does not take.
[[nodiscard]] bool is_refused(core::Side side, const std::string& value);
[[nodiscard]] const char* refused_suffix(core::Side side);

}  // namespace tusk::simulation
