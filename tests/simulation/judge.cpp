#include "judge.h"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>

#include "core/record_json.h"
#include "people.h"

namespace tusk::simulation {
namespace {

using Conflicts = std::vector<sync::Conflict>;

class Judge {
 public:
  Judge(const Case& given, Counters& counters)
      : given_(given),
        counters_(counters),
        rows_(given.office.rows()),
        online_rows_(given.online.rows()) {
    for (auto& logged : given.office.conflicts()) history_.push_back(std::move(logged.conflict));
    for (auto& logged : given.online.conflicts())
      online_history_.push_back(std::move(logged.conflict));
  }

  std::string judge() {
    same_on_both();
    same_history();
    for (const auto& [key, written] : given_.ledger.texts())
      judge_text(key.first, key.second, written);
    for (const auto& [field, writes] : given_.ledger.writes())
      judge_writes(field.first, field.second, writes);
    for (const Removal& removal : given_.ledger.removals()) judge_removal(removal);
    for (const auto& [key, creation] : given_.ledger.creations()) judge_creation(key, creation);
    for (const sync::Conflict& conflict : history_) judge_conflict(conflict);
    for (const Replaced& replaced : given_.replaced) judge_replaced(replaced);
    return wrong_;
  }

 private:
  void fail(std::string what) {
    if (wrong_.empty()) wrong_ = std::move(what);
  }
  // See merge-rules.md, the end.
  [[nodiscard]] bool goes_in_parts() const { return simulation::goes_in_parts(given_.kind); }
  [[nodiscard]] const core::RecordType& type_of(const Key& key) const {
    return *given_.office.registry().find(key.first);
  }
  [[nodiscard]] std::string name_of(const Key& key) const {
    return fmt::format("{} {}", type_of(key).name, key.second);
  }
  [[nodiscard]] const core::Value* value_of(const Key& key, const core::Field& field) const {
    const auto row = rows_.find(key);
    return row == rows_.end() ? nullptr : &row->second.values[type_of(key).index_of(field)];
  }

  // I1: both sides have the same, and I7: the number that every record has.
  void same_on_both() {
    std::size_t count = 0;
    for (const auto& [key, record] : rows_) {
      const core::RecordType& type = type_of(key);
      if (!type.is_synchronised()) continue;
      ++count;
      const auto found = online_rows_.find(key);
      if (found == online_rows_.end()) return fail("I1: not online: " + name_of(key));
      same_record(type, key, record, found->second);
    }
    if (count != online_rows_.size()) fail("I1: more records online than in the office");
    for (Side* side : {&given_.office, &given_.online}) {
      const std::string broken = side->broken_foreign_key();
      if (!broken.empty()) fail(fmt::format("I7: {}: {}", side->name(), broken));
    }
  }
  void same_record(const core::RecordType& type, const Key& key, const core::Record& office,
                   const core::Record& online) {
    const core::FieldMask both = core::synchronised_mask(type);
    for (const core::Field& field : type.fields) {
      const std::size_t i = type.index_of(field);
      if ((both & field.bit()) == 0) {
        if (!online.values[i].is_null())
          fail("I1: the office's own value is online: " + name_of(key));
      } else if (!(office.values[i] == online.values[i])) {
        fail(fmt::format("I1: {}.{} is \"{}\" in the office and \"{}\" online", name_of(key),
                         field.name, core::to_display(office.values[i]),
                         core::to_display(online.values[i])));
      }
    }
    // An edit of a field that is the office's own moves the stamp there alone.
    const bool has_own =
        std::any_of(type.fields.begin(), type.fields.end(), [&](const auto& field) {
          return field.scope == core::Scope::office_only &&
                 !office.values[type.index_of(field)].is_null();
        });
    if (!(office.created == online.created) || (!has_own && !(office.changed == online.changed)))
      fail("I1: stamps differ: " + name_of(key));
    if (!type.series_field.empty() && core::value_of(type, office, type.series_field).is_null())
      fail("I7: no number: " + name_of(key));
  }

  // I2: the history is the same on both sides.
  void same_history() {
    const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
    std::sort(history_.begin(), history_.end(), by_id);
    std::sort(online_history_.begin(), online_history_.end(), by_id);
    if (given_.was_restored || history_ == online_history_) return;
    fail(fmt::format("I2: the histories differ: {} entries in the office, {} online",
                     history_.size(), online_history_.size()));
  }

  struct Found {
    int alone = 0;      // as the losing value of a field
    int in_images = 0;  // of whole records that lost
  };
  [[nodiscard]] Found find_in_history(const std::string& text, const Key& key) const {
    Found found;
    for (const sync::Conflict& conflict : history_) {
      if (conflict.type_number != key.first || conflict.record_id != key.second) continue;
      if (conflict.losing_value == core::Value(text)) ++found.alone;
      if (conflict.losing_image.find("\"" + text + "\"") != std::string::npos) ++found.in_images;
    }
    return found;
  }

  // I2 and I3: what nobody replaced stands, or is an online value that is in the history once.
  void judge_text(const std::string& text, const Key& key, const Written& written) {
    if (written.was_replaced || !given_.ledger.is_followed(written.step)) return;
    const core::Field& field = *type_of(key).find_field(written.field);
    const core::Value* value = value_of(key, field);
    if (value != nullptr && *value == core::Value(text)) return;
    if (written.side == core::Side::office)
      return fail("I3: the office's value is lost: " + text + " of " + name_of(key));
    const Found found = find_in_history(text, key);
    if (found.alone > 1 && !written.is_put_back)
      fail("I2: one value lost twice: " + text + " of " + name_of(key));
    if (found.alone + found.in_images == 0)
      fail("I2: lost and not in the history: online value " + text + " of " + name_of(key));
  }

  // The same for what is no text, if one side alone has written it: it stands, unless what it names
  // is gone, or an online one is in the history.
  void judge_writes(const Key& key, int field_number, const Writes& writes) {
    if (writes.sides.size() > 1 || !given_.ledger.is_followed(writes.step)) return;
    const core::Field& field = *type_of(key).find_field(field_number);
    const core::Value* value = value_of(key, field);
    if (value == nullptr || *value == writes.last) return;
    const bool is_reference = field.kind == core::FieldKind::reference;
    if (is_reference && value->is_null() && writes.last.is_integer()) {
      const core::RecordType& target = given_.office.registry().get(field.reference_type);
      if (!rows_.contains({target.number, writes.last.integer()})) return;
    }
    const std::string where = name_of(key) + "." + field.name;
    if (writes.sides.contains(core::Side::office))
      return fail("I3: the office's value is lost: " + where);
    if (writes.last.is_null()) return;  // waited for a number
    // After a rewind it is kept that a record had been removed online, not what it was.
    const auto& removals = given_.ledger.removals();
    const bool was_removed =
        std::any_of(removals.begin(), removals.end(), [&](const auto& removal) {
          return removal.side == core::Side::online && removal.step >= writes.step &&
                 removal.keys.contains(key);
        });
    if (given_.was_restored && was_removed) return;
    if (is_in_history(key, field, writes.last)) return;
    fail("I2: lost and not in the history: online value of " + where);
  }

  // Somebody put the record back afterwards, with its own id, as is done after a rewind.
  [[nodiscard]] bool was_made_again(const Key& key, std::int64_t after_step) const {
    const auto creation = given_.ledger.creations().find(key);
    return creation != given_.ledger.creations().end() && creation->second.step > after_step;
  }

  // I3: what the office removed is gone. What the online side removed is gone or in the history.
  void judge_removal(const Removal& removal) {
    if (!given_.ledger.is_followed(removal.step)) return;
    bool in_history = false;
    for (const sync::Conflict& conflict : history_) {
      const bool lives = conflict.kind == sync::ConflictKind::update_delete ||
                         conflict.kind == sync::ConflictKind::refused ||
                         conflict.kind == sync::ConflictKind::rewound;
      in_history = in_history ||
                   (lives && removal.keys.contains({conflict.type_number, conflict.record_id}));
    }
    for (const auto& [key, at] : removal.keys) {
      if (!rows_.contains(key) || was_made_again(key, removal.step)) continue;
      if (removal.side == core::Side::office)
        return fail("I3: removed in the office and there again: " + name_of(key));
      if (!in_history)
        return fail("I2: removed online, there again and not in the history: " + name_of(key));
    }
    const bool is_followed = !given_.was_restored && !goes_in_parts();
    if (is_followed && removal.side == core::Side::online && rows_.contains(removal.root))
      judge_family(removal);
  }

  // I3: what lives although it was removed online lives with all of the office's that went with it.
  void judge_family(const Removal& removal) {
    for (const auto& [key, at] : removal.keys) {
      const auto creation = given_.ledger.creations().find(key);
      if (rows_.contains(key) || creation == given_.ledger.creations().end()) continue;
      if (creation->second.side == core::Side::online) continue;
      const auto& removals = given_.ledger.removals();
      const bool is_removed_elsewhere =
          std::any_of(removals.begin(), removals.end(), [&, key = key](const Removal& other) {
            return &other != &removal && other.keys.contains(key);
          });
      if (!is_removed_elsewhere)
        return fail(fmt::format("I3: {} lives again, but not {}, which went with it",
                                name_of(removal.root), name_of(key)));
    }
  }

  // I3: what nobody removed is there; an online record that went with its parent is in the history.
  void judge_creation(const Key& key, const Creation& creation) {
    if (rows_.contains(key) || !given_.ledger.is_followed(creation.step)) return;
    for (const Removal& removal : given_.ledger.removals()) {
      if (removal.keys.contains(key)) return;
    }
    if (creation.side == core::Side::office)
      return fail("I3: a record of the office is gone: " + name_of(key));
    for (const sync::Conflict& conflict : history_) {
      if (conflict.type_number == key.first && conflict.record_id == key.second) return;
    }
    fail("I2: a record made online is gone and not in the history: " + name_of(key));
  }

  // I9: what was online when the office's data took its place is in the history.
  void judge_replaced(const Replaced& replaced) {
    const core::Field& field = *type_of(replaced.key).find_field(replaced.field);
    if (is_in_history(replaced.key, field, replaced.value)) return;
    fail(fmt::format("I9: was online before the update and is not in the history: {}.{} = {}",
                     name_of(replaced.key), field.name, core::to_display(replaced.value)));
  }
  [[nodiscard]] bool is_in_history(const Key& key, const core::Field& field,
                                   const core::Value& value) const {
    const std::string in_image =
        fmt::format("\"{}\":{}", field.name, boost::json::serialize(core::to_json(value)));
    return std::any_of(history_.begin(), history_.end(), [&](const sync::Conflict& conflict) {
      if (conflict.type_number != key.first || conflict.record_id != key.second) return false;
      return (conflict.field_number == field.number && conflict.losing_value == value) ||
             conflict.losing_image.find(in_image) != std::string::npos;
    });
  }

  // I2: no edit lost twice. I4: no conflict between values of which one was written over the other.
  void judge_conflict(const sync::Conflict& conflict) {
    counters_.add(Count::conflicts);
    if (conflict.kind == sync::ConflictKind::update_delete) counters_.add(Count::revivals);
    if (conflict.how.sv.empty() || conflict.how.en.empty()) fail("I2: a conflict without words");
    if (given_.was_restored) return;
    const Key key{conflict.type_number, conflict.record_id};
    const core::Field* field = type_of(key).find_field(conflict.field_number);
    // The number that the merge gives after a collision can be lost again, with the same stamp.
    const bool is_number = field != nullptr && field->name == type_of(key).series_field;
    // The value, too: after a jump of the clock, stamps of two edits can be the same.
    const auto lost = std::tuple(key, conflict.field_number, conflict.losing.at,
                                 core::to_display(conflict.losing_value));
    const Written* text = conflict.losing_value.is_text()
                              ? given_.ledger.find(conflict.losing_value.text(), key)
                              : nullptr;
    const bool is_put_back = text != nullptr && text->is_put_back;
    // So can those of two removals of one record.
    const bool is_removed_again = field == nullptr && count_removals(key) > 1;
    if (!lost_.insert(lost).second && !is_number && !is_put_back && !is_removed_again &&
        conflict.losing.at != 0)
      fail("I2: one edit lost twice: " + name_of(key) + ": " + conflict.how.en);
    judge_sequence(conflict, key);
    judge_taken(conflict, key, field);
    if (conflict.kind != sync::ConflictKind::same_field || !conflict.losing_value.is_text()) return;
    const std::string& loser = conflict.losing_value.text();
    const Written* lost_text = given_.ledger.find(loser, key);
    if (lost_text == nullptr) return;
    if (lost_text->side != core::Side::online && !lost_text->is_put_back)
      fail("I3: the office lost: " + loser);
    if (goes_in_parts() || !conflict.winning_value.is_text()) return;
    const std::string& winner = conflict.winning_value.text();
    const Written* won = given_.ledger.find(winner, key);
    if (won == nullptr || won->is_put_back || lost_text->is_put_back) return;
    if (given_.ledger.is_over(loser, winner, key) || given_.ledger.is_over(winner, loser, key))
      fail("I4: in sequence, but a conflict: " + winner + ", " + loser);
  }

  // I4: a unique value is refused only if another record has it in the office: somebody gave it to
  // that one there, or has lost with what he did to that one online.
  void judge_taken(const sync::Conflict& conflict, const Key& key, const core::Field* field) {
    if (field == nullptr || !field->unique || given_.kind == WorldKind::refusals) return;
    if (conflict.kind != sync::ConflictKind::refused || !conflict.losing_value.is_text()) return;
    const std::string& value = conflict.losing_value.text();
    for (const auto& [other, giver] : given_.ledger.givers_of(key.first, *field, value)) {
      if (other == key) continue;
      if (giver.office || is_in_history(other)) return;
    }
    fail(fmt::format("I4: {} was refused to {}, though nobody had it", value, name_of(key)));
  }
  [[nodiscard]] std::ptrdiff_t count_removals(const Key& key) const {
    const auto& removals = given_.ledger.removals();
    return std::count_if(removals.begin(), removals.end(),
                         [&](const Removal& removal) { return removal.keys.contains(key); });
  }
  [[nodiscard]] bool is_in_history(const Key& key) const {
    return std::any_of(history_.begin(), history_.end(), [&](const sync::Conflict& conflict) {
      return conflict.type_number == key.first && conflict.record_id == key.second;
    });
  }

  // I4: whoever removed the record had not seen the edit that it is in conflict with.
  void judge_sequence(const sync::Conflict& conflict, const Key& key) {
    const bool edit_won = conflict.kind == sync::ConflictKind::update_delete;
    const bool removal_won = conflict.kind == sync::ConflictKind::delete_update ||
                             conflict.kind == sync::ConflictKind::child_of_deleted;
    if ((!edit_won && !removal_won) || goes_in_parts()) return;
    const core::Stamp& edit = edit_won ? conflict.winning : conflict.losing;
    const core::Stamp& removed_by = edit_won ? conflict.losing : conflict.winning;
    for (const Removal& removal : given_.ledger.removals()) {
      const auto removed = removal.keys.find(key);
      const core::Side remover = edit_won ? core::Side::online : core::Side::office;
      if (removal.side != remover || removed == removal.keys.end() ||
          removed->second != removed_by.at) {
        continue;
      }
      for (const auto& [text, seen_key] : removal.seen) {
        const Written& written = *given_.ledger.find(text, seen_key);
        // A reference of a new record is sent again when what it names is there: who removed the
        // record had seen only the rest of what was written with it.
        const auto creation = given_.ledger.creations().find(key);
        const bool is_creation = edit_won && creation != given_.ledger.creations().end() &&
                                 creation->second.at == edit.at;
        if (written.at == edit.at && seen_key == key && written.at != 0 && !written.is_put_back &&
            !is_creation && edit.by == person_of(written.side) &&
            given_.ledger.edits_at(written.side, key, edit.at) < 2)
          fail("I4: the edit was seen by who removed the record: " + text);
      }
    }
  }

  const Case& given_;
  Counters& counters_;
  const Rows& rows_;
  const Rows& online_rows_;
  Conflicts history_;
  Conflicts online_history_;
  std::set<std::tuple<Key, int, core::Microseconds, std::string>> lost_;
  std::string wrong_;
};

}  // namespace

std::string judge(const Case& given, Counters& counters) {
  return Judge(given, counters).judge();
}

}  // namespace tusk::simulation
