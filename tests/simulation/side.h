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

// What was read of a file, for as long as nothing is written into it.
template <typename Value>
class Seen {
 public:
  template <typename Read>
  const Value& get(std::uint64_t version, Read&& read) {
    if (!value_ || version_ != version) value_.emplace(read());
    version_ = version;
    return *value_;
  }

 private:
  std::uint64_t version_ = 0;
  std::optional<Value> value_;
};

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
  [[nodiscard]] const core::Registry& registry() const { return program_->store.registry(); }
  [[nodiscard]] const storage::RecordStore& store() const { return program_->store; }
  // With the troubles that were set.
  [[nodiscard]] storage::Database& database() { return troubled_; }
  [[nodiscard]] TroubledDatabase& troubles() { return troubled_; }

  // ---- the file, and the program that opens it ----
  [[nodiscard]] FileImage copy() const { return copy_file(file_); }
  void put(const FileImage& image, const core::Registry& registry);
  void upgrade(const core::Registry& registry);
  // What another program has made takes the file's place. `made`: its connection.
  void replace_file(const std::string& file, storage::Database& made);

  // ---- what is in it; without troubles. References hold until the next look of the same kind ----
  [[nodiscard]] const std::vector<Key>& keys();
  [[nodiscard]] std::optional<core::Record> find(const Key& key);
  [[nodiscard]] const Rows& rows();
  [[nodiscard]] std::vector<replica::LoggedConflict> conflicts();
  [[nodiscard]] const std::set<Key>& quarantined();
  [[nodiscard]] const replica::State& state();
  [[nodiscard]] std::int64_t head();
  [[nodiscard]] const replica::Lease& lease();
  // What no transaction may leave behind; empty: nothing.
  [[nodiscard]] const std::string& broken_rule();
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
  // What works with the file: its record types, and the texts of its looks.
  struct Program {
    Program(const core::Registry& registry, core::Side side);
    storage::RecordStore store;
    std::string select_keys;
    std::string select_broken;
    std::string select_dangling;
    std::vector<std::pair<const core::RecordType*, std::string>> select_rows;
  };
  [[nodiscard]] Program& program_of(const core::Registry& registry);
  void use_connection();
  void number_schema(storage::Database& connection);
  template <typename Value, typename Work>
  const Value& look(Seen<Value>& seen, Work&& work) {
    return seen.get(version_of(file_), [&] { return read(std::forward<Work>(work)); });
  }

  core::Side side_;
  std::string file_;
  std::map<const core::Registry*, Program> programs_;
  Program* program_;
  // One for each schema that the file has had, by its number: SQLite need not read it again and
  // prepare every statement anew when one file takes another's place.
  std::map<std::uint32_t, std::unique_ptr<storage::Database>> connections_;
  std::unique_ptr<storage::Database> upgrading_;
  std::map<std::string, std::uint32_t> schema_numbers_;
  storage::Database* real_ = nullptr;
  TroubledDatabase troubled_;
  Seen<std::vector<Key>> keys_;
  Seen<Rows> rows_;
  Seen<std::set<Key>> quarantined_;
  Seen<replica::State> state_;
  Seen<std::int64_t> head_;
  Seen<replica::Lease> lease_;
  Seen<std::string> broken_;
};

// A value of customers' phones that the side with `refuses` does not take.
[[nodiscard]] bool is_refused(core::Side side, const std::string& value);
[[nodiscard]] const char* refused_suffix(core::Side side);

}  // namespace tusk::simulation
