#pragma once

// What people and programs do on one side, by the ways that the real ones take.

#include <functional>

#include "clock.h"
#include "ledger.h"
#include "side.h"
#include "trace.h"

namespace tusk::simulation {

// Who works on a side.
[[nodiscard]] inline const char* person_of(core::Side side) {
  return side == core::Side::office ? "Anna" : "Erik";
}

class People {
 public:
  // Everything outlives this.
  People(Ledger& ledger, const Clock& clock, WorldKind world, const Trace& trace)
      : ledger_(ledger), clock_(clock), world_(world), trace_(trace) {}

  void create(Side& side, core::Random& random);
  void edit(Side& side, core::Random& random);
  void remove(Side& side, core::Random& random);
  void put_back(Side& side, core::Random& random);
  // What scenes are made of (scenes.h). A text field that must have a value gets a new one.
  std::optional<core::RecordId> make(Side& side, const core::RecordType& type,
                                     const core::FieldValues& values);
  [[nodiscard]] core::Value new_text(const Side& side) { return ledger_.fresh_text(side.side()); }
  void set(Side& side, const Key& key, const core::Field& field, core::Value value);
  void remove(Side& side, const Key& key);

  // Gives every record that a database did not take a value that it takes, where it was written.
  void repair(Side& side, const std::set<Key>& keys);

 private:
  std::optional<core::RecordId> make(Side& side, const core::RecordType& type,
                                     const core::Change& change);
  [[nodiscard]] core::Stamp stamp(const Side& side) const;
  [[nodiscard]] core::Value new_value(Side& side, const core::RecordType& type,
                                      const core::Field& field, core::Random& random);
  [[nodiscard]] std::string new_text(Side& side, const core::RecordType& type,
                                     const core::Field& field, core::Random& random);
  void edit_by_sql(Side& side, const core::RecordType& type, const core::Record& before,
                   const core::Field& field, const core::Value& value);
  template <typename... Parts>
  void say(const Side& side, const Parts&... parts) {
    trace_.note(side.name(), ": ", parts...);
  }

  // Commits the work; false if it did not come to that.
  bool commits(Side& side, const std::function<void(storage::Transaction&)>& work);

  Ledger& ledger_;
  const Clock& clock_;
  WorldKind world_;
  const Trace& trace_;
};

}  // namespace tusk::simulation
