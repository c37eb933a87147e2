#pragma once

// What people on both sides do to the same few records before either side hears of the other: the
// cases of the merge rules about families and unique values, which single steps seldom meet.

#include "people.h"

namespace tusk::simulation {

class Scenes {
 public:
  // Everything outlives this.
  Scenes(People& people, Clock& clock, Side& office, Side& online)
      : people_(people), clock_(clock), office_(office), online_(online) {}

  // One customer and what belongs to it: edited, made, moved in and out, removed.
  void family(core::Random& random);
  // Codes and numbers change hands on one side.
  void values(core::Random& random);
  // A code that both sides know leaves one customer online for another, and the first one is edited
  // once more: with few entries in a message the last of that comes later.
  void exchange(core::Random& random);

 private:
  [[nodiscard]] People& people();
  [[nodiscard]] std::vector<Key> known_to_both(const char* type_name);
  void make_more(core::Random& random);
  void work_with(Side& side, const Key& customer, core::Random& random);
  void rename(Side& side, const Key& key);
  void dissolve(Side& side, const Key& customer, const Key& person, core::Random& random);
  void split_off(Side& side, const Key& customer, const Key& person);
  void move(Side& side, const Key& person, const Key& customer);
  void hand_on(Side& side, const core::Field& field, const Key& from, const Key& to,
               core::Random& random);

  People& people_;
  Clock& clock_;
  Side& office_;
  Side& online_;
};

}  // namespace tusk::simulation
