#pragma once

// What people did, as they saw it: every value written, and which it replaced. From it the judge
// tells what must be there in the end.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/record.h"
#include "side.h"

namespace tusk::simulation {

// A text that somebody wrote into a field. Texts are written once in the whole world, but for those
// that are put back.
struct Written {
  core::Side side = core::Side::office;
  int field = 0;
  core::Microseconds at = 0;  // its stamp; 0: not known (a program that knows no stamps)
  std::string replaced;       // the text that its writer saw
  bool was_replaced = false;  // somebody saw it and wrote another, or removed the record
  bool is_put_back = false;
  std::int64_t step = 0;
};

struct Removal {
  core::Side side = core::Side::office;
  Key root;                                    // what was removed; the rest went with it
  std::map<Key, core::Microseconds> keys;      // the record and what went with it: stamps
  std::set<std::pair<std::string, Key>> seen;  // the texts in them
  std::int64_t step = 0;
};

// Who wrote a field that is no text, and what.
struct Writes {
  std::set<core::Side> sides;
  core::Value last;
  std::int64_t step = 0;
};

// Who gave a unique text to a record, at any time.
struct Giver {
  bool office = false;
  bool online = false;
};
using Givers = std::map<Key, Giver>;

struct Creation {
  core::Side side = core::Side::office;
  core::Microseconds at = 0;
  std::int64_t step = 0;
};

class Ledger {
 public:
  using TextKey = std::pair<std::string, Key>;

  [[nodiscard]] std::string fresh_text(core::Side side);

  void created(core::Side side, const core::RecordType& type, const core::Record& record);
  // `stamped`: the writer's program knows stamps.
  void edited(core::Side side, const core::RecordType& type, const core::Record& before,
              const core::Record& after, core::FieldMask fields, bool stamped, bool put_back);
  // `root`: what was removed, with all that went with it.
  void removed(core::Side side, const core::Registry& registry, const Key& root, const Rows& before,
               const Rows& after, core::Microseconds now);
  // What was done on that side (or on both) so far may be gone: a file was put back.
  void forget() { forgotten_ = step_; }
  void next_step() { ++step_; }

  // What the judge follows: from the last restore on.
  [[nodiscard]] bool is_followed(std::int64_t step) const { return step > forgotten_; }
  [[nodiscard]] const std::map<TextKey, Written>& texts() const { return texts_; }
  [[nodiscard]] const std::map<std::pair<Key, int>, Writes>& writes() const { return writes_; }
  [[nodiscard]] const std::map<Key, Creation>& creations() const { return creations_; }
  [[nodiscard]] const std::vector<Removal>& removals() const { return removals_; }
  // The records that had this unique value.
  [[nodiscard]] const Givers& givers_of(int type_number, const core::Field& field,
                                        const std::string& value) const;
  [[nodiscard]] const Written* find(const std::string& text, const Key& key) const;
  // How many times people of that side changed the record with that stamp: after a jump of the
  // clock, two edits can have the same.
  [[nodiscard]] int edits_at(core::Side side, const Key& key, core::Microseconds at) const;
  // True if `earlier` was seen, at some time, by those whose texts led to `later`.
  [[nodiscard]] bool is_over(std::string later, const std::string& earlier, const Key& key) const;

 private:
  void wrote(core::Side side, const Key& key, const core::Field& field, const core::Value& value,
             const core::Value& seen, core::Microseconds at, bool put_back);

  std::map<TextKey, Written> texts_;
  std::map<std::pair<Key, int>, Writes> writes_;
  std::map<std::tuple<int, int, std::string>, Givers> givers_;  // of type, field and value
  std::map<Key, Creation> creations_;
  std::map<std::tuple<core::Side, Key, core::Microseconds>, int> edits_;
  std::vector<Removal> removals_;
  std::int64_t text_counter_ = 0;
  std::int64_t step_ = 1;
  std::int64_t forgotten_ = 0;
};

}  // namespace tusk::simulation
