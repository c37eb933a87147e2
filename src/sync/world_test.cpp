// The simulated world behind testing/world.h, and the schedules that are run in it.
//
// REQ: SYN-3, CNF-1, CNF-2, CNF-3, CNF-4, CNF-6
//
// TUSK_SCHEDULES sets how many schedules are run, TUSK_SEED where they start.

#include "sync/testing/world.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "sync/codec.h"

namespace tusk::sync::testing {
namespace {

const core::Registry& registry() {
  return test_registry();
}

// Everything that was ever written into a text field: each value is written once.
struct Written {
  core::Side side = core::Side::office;
  Key key;
  int field = 0;
  std::int64_t at = 0;
  std::string replaced;       // the value that its writer saw
  bool was_replaced = false;  // somebody saw it and wrote another, or removed the record
};

struct Removal {
  core::Side side = core::Side::office;
  std::int64_t at = 0;
  std::set<Key> keys;          // the record and what belonged to it
  std::set<std::string> seen;  // the texts in them that whoever removed them could see
};

// Who wrote a field that is no text, and what: references and unique values.
struct Writes {
  std::set<core::Side> sides;
  core::Value last;
};

class World {
 public:
  World(const WorldOptions& options, Counters& counters, bool is_traced, bool as_json)
      : options_(options),
        counters_(counters),
        is_traced_(is_traced),
        as_json_(as_json),
        office_(registry(), core::Side::office, 11),
        online_(registry(), core::Side::online, 12) {
    office_.token = 1;
  }

  void act(const Step& step) {
    random_ = core::SeededRandom(step.choice);
    ++now_;
    switch (step.act) {
      case Act::office_create:
        return create(office_);
      case Act::office_edit:
        return edit(office_);
      case Act::office_remove:
        return remove(office_);
      case Act::online_create:
        return create(online_);
      case Act::online_edit:
        return edit(online_);
      case Act::online_remove:
        return remove(online_);
      case Act::send_request:
        return send();
      case Act::deliver_request:
        return deliver_request(false);
      case Act::deliver_answer:
        return deliver_answer(false);
      case Act::lose_message:
        return lose();
      case Act::repeat_message:
        return repeat();
      case Act::crash_online:
        return deliver_request(true);
      case Act::crash_office:
        return deliver_answer(true);
      case Act::back_up_office:
        backup_ = office_;
        return;
      case Act::restore_office:
        return restore_office();
      case Act::back_up_online:
        online_backup_ = online_;
        return;
      case Act::restore_online:
        return restore_online();
    }
  }

  // Rounds without faults until nothing moves.
  void settle() {
    requests_.clear();
    answers_.clear();
    for (int round = 0; round < 60 && !stopped_; ++round) {
      const std::int64_t before = office_.head().sequence + online_.head().sequence;
      const RoundRequest request = build_request(office_, options_.limit);
      note("request", request.changes);
      const RoundResponse response = answer(online_, over_the_wire(request), options_.limit);
      note("answer", response.changes);
      const Taken taken = take(request, response);
      check_rules();
      if (taken == Taken::stopped) return;
      const bool quiet = taken == Taken::done && request.changes.empty() &&
                         request.conflicts.empty() && response.changes.empty() &&
                         response.conflicts.empty() && !response.more &&
                         before == office_.head().sequence + online_.head().sequence;
      if (quiet && request.from == request.to && request.to == office_.head() &&
          response.online_to == online_.head()) {
        return;
      }
    }
    if (!stopped_) fail("I5: it never becomes quiet");
  }

  [[nodiscard]] const std::string& trace() const { return trace_; }

  std::string judge() {
    if (stopped_) {
      if (!restored_) fail("I8: stopped as rewound, but nothing was put back");
      return wrong_;
    }
    same_on_both();
    // After a restore what was written since the backup is gone with it: no lineage to follow.
    if (restored_) return wrong_;
    for (const auto& [value, written] : written_) judge_value(value, written);
    for (const auto& [field, writes] : writes_) judge_writes(field.first, field.second, writes);
    for (const Removal& removal : removals_) judge_removal(removal);
    for (const auto& [key, side] : created_) judge_created(key, side);
    for (const auto& [id, conflict] : office_.conflicts) judge_conflict(conflict.first);
    return wrong_;
  }

 private:
  void fail(const std::string& what) {
    if (wrong_.empty()) wrong_ = what;
  }

  // ---- people ----

  core::Stamp stamp(const MemorySide& side) {
    return {side.side() == core::Side::office ? "Anna" : "Erik", now_};
  }
  std::optional<core::RecordId> any(MemorySide& side, const core::RecordType& type) {
    std::vector<core::RecordId> ids;
    for (const auto& [key, record] : side.rows()) {
      if (key.first == type.number) ids.push_back(key.second);
    }
    if (ids.empty()) return std::nullopt;
    return ids[random_.below(ids.size())];
  }
  std::string fresh(MemorySide& side, Key key, const core::Field& field, const core::Value& seen) {
    std::string value =
        (side.side() == core::Side::office ? "p" : "o") + std::to_string(++value_counter_);
    Written written{side.side(), key, field.number, now_, seen.is_text() ? seen.text() : "", false};
    if (!written.replaced.empty()) written_.at(written.replaced).was_replaced = true;
    written_[value] = written;
    return value;
  }

  static std::string name_of(const Key& key) {
    return registry().find(key.first)->name + " " + std::to_string(key.second);
  }
  void note(const MemorySide& side, const std::string& what) {
    if (!is_traced_) return;
    trace_ += (side.side() == core::Side::office ? "office: " : "online: ") + what + "\n";
  }
  void note(const char* what, const std::vector<RecordChange>& changes) {
    static constexpr const char* operations[] = {"update", "remove", "full", "want"};
    if (!is_traced_) return;
    trace_ += what;
    for (const RecordChange& change : changes) {
      trace_ += std::string(" [") + operations[static_cast<int>(change.operation)] + " " +
                name_of({change.type_number, change.record_id}) + " mask " +
                std::to_string(change.mask) + "]";
    }
    trace_ += "\n";
  }

  void create(MemorySide& side) {
    if (side.rows().size() > 5) return;  // few records, so that people meet
    const bool is_office = side.side() == core::Side::office;
    static constexpr const char* names[] = {"customer", "person", "customer", "person",
                                            "remark",   "place",  "invoice"};
    const core::RecordType& type = registry().get(names[random_.below(is_office ? 7 : 5)]);
    core::Record record = core::make_record(type, 0);
    std::vector<const core::Field*> texts;
    for (const core::Field& field : type.fields) {
      core::Value& value = record.values[type.index_of(field)];
      if (field.kind == core::FieldKind::reference) {
        if (!field.required && random_.below(2) == 0) continue;
        const auto target = any(side, registry().get(field.reference_type));
        if (!target && field.required) return;
        if (target) value = core::Value(*target);
      } else if (field.kind == core::FieldKind::text && !field.unique) {
        texts.push_back(&field);
      }
    }
    const core::RecordId id = side.create(type, record.values, stamp(side));
    const Key key{type.number, id};
    created_[key] = side.side();
    created_at_[key] = now_;
    if (is_traced_) note(side, "create " + name_of(key) + " " + make_image(type, record.values));
    for (const core::Field& field : type.fields) {
      if (!type.is_synchronised()) continue;
      const core::Value& given = side.value(type, id, field.name.c_str());
      note_written(side, key, field, given);
    }
    for (const core::Field* field : texts) {
      side.set_created(key, *field, core::Value(fresh(side, key, *field, {})));
    }
  }

  void edit(MemorySide& side) {
    if (side.rows().empty()) return;
    auto at = side.rows().begin();
    std::advance(at, random_.below(side.rows().size()));
    const core::RecordType& type = *registry().find(at->first.first);
    if (!type.is_synchronised()) return;
    const std::optional<core::RecordId> id = at->first.second;
    // Half of the time a text: those have a lineage.
    const core::Field* chosen = &type.fields[random_.below(type.fields.size())];
    if (random_.below(2) == 0) chosen = &type.get_field("name");
    const core::Field& field = *chosen;
    if (!core::writable_on(type, field, side.side())) return;
    // Would move the stamp of the office's record alone.
    if (field.scope == core::Scope::office_only) return;
    const Key key{type.number, *id};
    core::Value value;
    if (field.kind == core::FieldKind::reference) {
      const auto target = any(side, registry().get(field.reference_type));
      if (target && (field.required || random_.below(4) != 0)) value = core::Value(*target);
      if (value.is_null() && field.required) return;
    } else if (field.unique) {
      value = field.kind == core::FieldKind::integer
                  ? core::Value(static_cast<std::int64_t>(random_.below(12)))
                  : core::Value(std::string(1, static_cast<char>('A' + random_.below(4))));
      if (side.owner_of(type, field, value, *id)) return;
    } else if (field.kind == core::FieldKind::integer) {
      value = core::Value(static_cast<std::int64_t>(random_.below(9)));
    } else {
      value = core::Value(fresh(side, key, field, side.value(type, *id, field.name.c_str())));
    }
    if (value == side.value(type, *id, field.name.c_str())) return;
    if (is_traced_)
      note(side, "edit " + name_of(key) + "." + field.name + " = " + core::to_display(value));
    note_written(side, key, field, value);
    side.edit(type, *id, field, value, stamp(side));
  }

  static bool is_followed(const core::Field& field) {
    return field.kind == core::FieldKind::reference || field.unique;
  }
  void note_written(const MemorySide& side, const Key& key, const core::Field& field,
                    const core::Value& value) {
    if (!is_followed(field)) return;
    Writes& writes = writes_[{key, field.number}];
    writes.sides.insert(side.side());
    writes.last = value;
  }
  // References that the removal of their target emptied.
  void note_emptied(const MemorySide& side, const Key& key, const core::Record& before) {
    const core::RecordType& type = *registry().find(key.first);
    const core::Record& after = side.rows().at(key);
    for (const core::Field& field : type.fields) {
      const std::size_t i = type.index_of(field);
      if (!(before.values[i] == after.values[i])) note_written(side, key, field, after.values[i]);
    }
  }

  void remove(MemorySide& side) {
    static constexpr const char* names[] = {"customer", "person", "person", "remark", "place"};
    const core::RecordType& type =
        registry().get(names[random_.below(side.side() == core::Side::office ? 5 : 4)]);
    const auto id = any(side, type);
    if (!id) return;
    if (!side.referrers(type, *id, core::OnDelete::restrict).empty()) return;
    Removal removal{side.side(), now_, {}, {}};
    note(side, "remove " + name_of({type.number, *id}));
    const auto before = side.rows();
    side.erase(type, *id, stamp(side));
    for (const auto& [key, record] : before) {
      if (side.rows().contains(key)) {
        note_emptied(side, key, record);
        continue;
      }
      removal.keys.insert(key);
      for (const core::Value& value : record.values) {
        if (!value.is_text() || !written_.contains(value.text())) continue;
        written_[value.text()].was_replaced = true;
        removal.seen.insert(value.text());
      }
    }
    removals_.push_back(std::move(removal));
  }

  // ---- the line ----

  [[nodiscard]] RoundRequest over_the_wire(const RoundRequest& request) const {
    return as_json_ ? parse_request(registry(), to_json(registry(), request)) : request;
  }
  [[nodiscard]] RoundResponse over_the_wire(const RoundResponse& response) const {
    return as_json_ ? parse_response(registry(), to_json(registry(), response)) : response;
  }

  void send() {
    if (stopped_) return;
    requests_.emplace_back(life_, build_request(office_, options_.limit));
    note("made request", requests_.back().second.changes);
  }

  // Mostly the newest: old messages do no more than be refused.
  std::size_t pick(std::size_t count) {
    return random_.below(4) == 0 ? random_.below(count) : count - 1;
  }

  void deliver_request(bool crash) {
    if (requests_.empty()) return;
    const std::size_t i = pick(requests_.size());
    const auto [life, request] = requests_[i];
    requests_.erase(requests_.begin() + static_cast<std::ptrdiff_t>(i));
    if (crash) {
      ++counters_.crashes;
      MemorySide lost = online_;
      (void)answer(lost, request, options_.limit);
      return;
    }
    ++counters_.rounds;
    RoundResponse response = answer(online_, over_the_wire(request), options_.limit);
    note("request arrived, answer", response.changes);
    if (life == life_) answers_.emplace_back(request, std::move(response));
    check_rules();
  }

  void deliver_answer(bool crash) {
    if (answers_.empty() || stopped_) return;
    const std::size_t i = pick(answers_.size());
    const auto [request, response] = answers_[i];
    answers_.erase(answers_.begin() + static_cast<std::ptrdiff_t>(i));
    if (crash) {
      ++counters_.crashes;
      MemorySide lost = office_;
      (void)take_answer(lost, request, response);
      return;
    }
    (void)take(request, response);
    check_rules();
  }

  Taken take(const RoundRequest& request, const RoundResponse& response) {
    const Taken taken = take_answer(office_, request, over_the_wire(response));
    static constexpr const char* words[] = {"taken", "stale", "again", "stopped"};
    if (is_traced_) trace_ += std::string("answer ") + words[static_cast<int>(taken)] + "\n";
    if (taken == Taken::stale) ++counters_.stale;
    if (taken == Taken::again) ++counters_.again;
    if (taken == Taken::stopped) {
      stopped_ = true;
      ++counters_.stopped;
    }
    for (const RecordChange& change : response.changes) {
      if (taken == Taken::done && change.operation == Operation::want) ++counters_.wants;
    }
    return taken;
  }

  void lose() {
    if (random_.below(2) == 0 && !requests_.empty()) {
      requests_.erase(requests_.begin() +
                      static_cast<std::ptrdiff_t>(random_.below(requests_.size())));
      ++counters_.lost;
    } else if (!answers_.empty()) {
      answers_.erase(answers_.begin() +
                     static_cast<std::ptrdiff_t>(random_.below(answers_.size())));
      ++counters_.lost;
    }
  }

  void repeat() {
    if (random_.below(2) == 0 && !requests_.empty()) {
      requests_.push_back(requests_[random_.below(requests_.size())]);
    } else if (!answers_.empty()) {
      answers_.push_back(answers_[random_.below(answers_.size())]);
    }
  }

  void restore_online() {
    if (!online_backup_) return;
    ++counters_.restores;
    restored_ = true;
    const std::int64_t incarnation = online_.incarnation + 1;
    online_ = *online_backup_;
    online_.incarnation = incarnation;
    online_.restart_randomness(random_.next());
  }

  void restore_office() {
    if (!backup_) return;
    ++counters_.restores;
    restored_ = true;
    const std::int64_t incarnation = office_.incarnation + 1;
    office_ = *backup_;
    office_.incarnation = incarnation;
    office_.restart_randomness(random_.next());
    // Who made the requests under way is gone; they may still arrive, but nobody hears the answer.
    answers_.clear();
    ++life_;
  }

  // ---- the judge ----

  // I7: foreign keys, unique values and required fields hold after every commit.
  void check_rules() {
    for (MemorySide* side : {&office_, &online_}) {
      for (const auto& [key, record] : side->rows()) {
        const core::RecordType& type = *registry().find(key.first);
        for (const core::Field& field : type.fields) {
          const core::Value& value = record.values[type.index_of(field)];
          if (field.required && value.is_null()) fail("I7: empty " + type.name + "." + field.name);
          if (value.is_null() || !core::exists_on(type, field, side->side())) continue;
          if (field.kind == core::FieldKind::reference &&
              !side->row(registry().get(field.reference_type), value.integer())) {
            fail("I7: dangling " + type.name + "." + field.name);
          }
          if (field.unique && side->owner_of(type, field, value, key.second))
            fail("I7: twice " + type.name + "." + field.name);
        }
      }
    }
  }

  // I1, and the history is the same on both sides.
  void same_on_both() {
    std::size_t count = 0;
    for (const auto& [key, record] : office_.rows()) {
      const core::RecordType& type = *registry().find(key.first);
      if (!type.is_synchronised()) continue;
      ++count;
      const auto other = online_.row(type, key.second);
      const std::string where = type.name + " " + std::to_string(key.second);
      if (!other) return fail("I1: not online: " + where);
      for (const core::Field& field : type.fields) {
        const std::size_t i = type.index_of(field);
        if ((core::synchronised_mask(type) & field.bit()) == 0) continue;
        if (!(record.values[i] == other->values[i]))
          return fail("I1: differs: " + where + " " + field.name + ": office " +
                      core::to_display(record.values[i]) + ", online " +
                      core::to_display(other->values[i]));
      }
      if (!(record.created == other->created && record.changed == other->changed))
        return fail("I1: stamps differ: " + where);
      if (!type.series_field.empty() && core::value_of(type, record, type.series_field).is_null())
        return fail("I7: no number: " + where);
    }
    if (count != online_.rows().size()) fail("I1: more records online than in the office");
    if (office_.conflicts.size() != online_.conflicts.size())
      fail("I2: histories of different length");
    for (const auto& [id, conflict] : office_.conflicts) {
      if (!online_.conflicts.contains(id)) fail("I2: a conflict is in the office's history alone");
    }
    if (!office_.in_quarantine.empty() || !online_.in_quarantine.empty())
      fail("something quarantined");
  }

  struct Found {
    int alone = 0;      // as the losing value of a field
    int in_images = 0;  // of whole records that lost
  };
  Found find_in_history(const std::string& value, const Key& key) {
    Found found;
    for (const auto& [id, logged] : office_.conflicts) {
      const Conflict& conflict = logged.first;
      if (conflict.type_number != key.first || conflict.record_id != key.second) continue;
      if (conflict.losing_value == core::Value(value)) ++found.alone;
      if (conflict.losing_image.find("\"" + value + "\"") != std::string::npos) ++found.in_images;
    }
    return found;
  }

  // I2 and I3: what nobody replaced stands, or is an online value that is in the history once.
  void judge_value(const std::string& value, const Written& written) {
    if (written.was_replaced) return;
    const core::RecordType& type = *registry().find(written.key.first);
    const auto row = office_.row(type, written.key.second);
    const core::Field& field = *type.find_field(written.field);
    if (row && row->values[type.index_of(field)] == core::Value(value)) return;
    if (written.side == core::Side::office) return fail("I3: office's value lost: " + value);
    const Found found = find_in_history(value, written.key);
    if (found.alone > 1) fail("I2: lost twice: online value " + value);
    if (found.alone + found.in_images == 0) fail("I2: not in the history: online value " + value);
  }

  // I2 and I3 for references and unique values that one side alone has written: they stand, unless
  // what they name is gone, or an online one is in the history.
  void judge_writes(const Key& key, int field_number, const Writes& writes) {
    const core::RecordType& type = *registry().find(key.first);
    const core::Field& field = *type.find_field(field_number);
    const auto row = office_.row(type, key.second);
    if (!row || writes.sides.size() > 1) return;
    const core::Value& value = row->values[type.index_of(field)];
    if (value == writes.last) return;
    const bool is_reference = field.kind == core::FieldKind::reference;
    if (is_reference && value.is_null() &&
        !office_.row(registry().get(field.reference_type), writes.last.integer())) {
      return;
    }
    const std::string where = type.name + " " + std::to_string(key.second) + " " + field.name;
    if (writes.sides.contains(core::Side::office)) return fail("I3: office's value lost: " + where);
    if (writes.last.is_null()) return;  // waited for a number
    for (const auto& [id, logged] : office_.conflicts) {
      const Conflict& conflict = logged.first;
      if (conflict.type_number != key.first || conflict.record_id != key.second) continue;
      if (conflict.field_number == field_number && conflict.losing_value == writes.last) return;
      const std::string shown = core::to_display(writes.last);
      const std::string in_image =
          "\"" + field.name + "\":" + (writes.last.is_text() ? "\"" + shown + "\"" : shown);
      if (conflict.losing_image.find(in_image) != std::string::npos) return;
    }
    fail("I2: online value lost and not in the history: " + where);
  }

  // I3: what the office removed is gone. What the online side removed is gone or in the history.
  void judge_removal(const Removal& removal) {
    bool in_history = false;
    for (const auto& [id, logged] : office_.conflicts) {
      const Conflict& conflict = logged.first;
      const bool lives =
          conflict.kind == ConflictKind::update_delete || conflict.kind == ConflictKind::refused;
      in_history = in_history ||
                   (lives && removal.keys.contains({conflict.type_number, conflict.record_id}));
    }
    for (const Key& key : removal.keys) {
      if (!office_.rows().contains(key)) continue;
      if (removal.side == core::Side::office) fail("I3: removed in the office and there again");
      if (!in_history) fail("I2: removed online, there again, and not in the history");
    }
  }

  // What nobody removed is there; an online record that went with its parent is in the history.
  void judge_created(const Key& key, core::Side side) {
    if (office_.rows().contains(key)) return;
    for (const Removal& removal : removals_) {
      if (removal.keys.contains(key)) return;
    }
    if (side == core::Side::office) return fail("I3: a record of the office is gone");
    for (const auto& [id, logged] : office_.conflicts) {
      if (logged.first.type_number == key.first && logged.first.record_id == key.second) return;
    }
    fail("I2: a record made online is gone and not in the history");
  }

  // I4: no conflict between values of which one was written over the other.
  void judge_conflict(const Conflict& conflict) {
    ++counters_.conflicts;
    if (conflict.kind == ConflictKind::update_delete) ++counters_.revived;
    if (conflict.how.sv.empty() || conflict.how.en.empty()) fail("a conflict without words");
    const auto lost = std::tuple(conflict.type_number, conflict.record_id, conflict.field_number,
                                 conflict.losing.at);
    // The number that the merge gives after a collision can be lost again, with the same stamp.
    const core::RecordType& type = *registry().find(conflict.type_number);
    const core::Field* field = type.find_field(conflict.field_number);
    const bool is_again = field != nullptr && field->name == type.series_field;
    if (!lost_edits_.insert(lost).second && !is_again)
      fail("I2: one edit lost twice: " + conflict.how.en + " " +
           core::to_display(conflict.losing_value) + conflict.losing_image);
    judge_sequence(conflict);
    if (conflict.kind != ConflictKind::same_field || !conflict.losing_value.is_text()) return;
    const std::string loser = conflict.losing_value.text();
    const std::string winner =
        conflict.winning_value.is_text() ? conflict.winning_value.text() : "";
    if (!written_.contains(loser) || !written_.contains(winner)) return;
    if (written_[loser].side != core::Side::online) fail("I3: the office lost: " + loser);
    if (options_.limit < 1000) return;
    if (is_over(loser, winner) || is_over(winner, loser))
      fail("I4: in sequence, but a conflict: " + winner + ", " + loser);
  }
  // I4: whoever removed the record had not seen the edit that it is in conflict with.
  void judge_sequence(const Conflict& conflict) {
    const bool edit_won = conflict.kind == ConflictKind::update_delete;
    const bool removal_won = conflict.kind == ConflictKind::delete_update ||
                             conflict.kind == ConflictKind::child_of_deleted;
    if ((!edit_won && !removal_won) || options_.limit < 1000) return;
    const std::int64_t edit_at = edit_won ? conflict.winning.at : conflict.losing.at;
    const std::int64_t removal_at = edit_won ? conflict.losing.at : conflict.winning.at;
    for (const Removal& removal : removals_) {
      if (removal.at != removal_at) continue;
      for (const std::string& seen : removal.seen) {
        const Written& written = written_.at(seen);
        const Key key{conflict.type_number, conflict.record_id};
        // A reference of a new record is sent again when what it names is there: who removed the
        // record had seen only the rest of what was written with it.
        const bool is_creation = edit_won && created_at_[key] == edit_at;
        if (written.at == edit_at && written.key == key && !is_creation)
          fail("I4: the edit was seen by who removed the record: " + seen);
      }
    }
  }
  bool is_over(std::string later, const std::string& earlier) {
    while (!later.empty() && written_.contains(later)) {
      later = written_[later].replaced;
      if (later == earlier) return true;
    }
    return false;
  }

  const WorldOptions& options_;
  Counters& counters_;
  bool is_traced_;
  bool as_json_;  // messages go through the codec
  MemorySide office_;
  MemorySide online_;
  std::optional<MemorySide> backup_;
  std::optional<MemorySide> online_backup_;
  std::vector<std::pair<int, RoundRequest>> requests_;  // and which life of the office made them
  int life_ = 0;
  std::vector<std::pair<RoundRequest, RoundResponse>> answers_;
  core::SeededRandom random_{0};
  std::int64_t now_ = 0;
  std::int64_t value_counter_ = 0;
  std::map<std::string, Written> written_;
  std::map<std::pair<Key, int>, Writes> writes_;
  std::map<Key, core::Side> created_;
  std::map<Key, std::int64_t> created_at_;
  std::vector<Removal> removals_;
  std::set<std::tuple<int, core::RecordId, int, std::int64_t>> lost_edits_;
  bool stopped_ = false;
  bool restored_ = false;
  std::string wrong_;
  std::string trace_;
};

std::int64_t setting(const char* name, std::int64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoll(text);
}

void run_many(std::int64_t count, const WorldOptions& options, Counters& counters) {
  const std::int64_t first = setting("TUSK_SEED", 1);
  std::printf("seeds %lld to %lld\n", static_cast<long long>(first),
              static_cast<long long>(first + count - 1));
  for (std::int64_t seed = first; seed < first + count; ++seed) {
    const auto schedule = make_schedule(static_cast<std::uint64_t>(seed), options);
    const std::string wrong = run_schedule(schedule, options, counters);
    if (wrong.empty()) continue;
    const auto small = shrink(schedule, options);
    Counters ignored;
    std::string trace;
    const std::string still = run_schedule(small, options, ignored, &trace);
    FAIL() << "seed " << seed << ": " << wrong << "\nshrunk: " << still << "\n"
           << describe(small) << trace;
  }
  std::printf(
      "%lld schedules: %lld rounds, %lld conflicts, %lld revived, %lld wants, %lld messages lost, "
      "%lld crashes, %lld stale answers, %lld positions corrected, %lld restores, %lld stopped\n",
      static_cast<long long>(count), static_cast<long long>(counters.rounds),
      static_cast<long long>(counters.conflicts), static_cast<long long>(counters.revived),
      static_cast<long long>(counters.wants), static_cast<long long>(counters.lost),
      static_cast<long long>(counters.crashes), static_cast<long long>(counters.stale),
      static_cast<long long>(counters.again), static_cast<long long>(counters.restores),
      static_cast<long long>(counters.stopped));
}

TEST(World, KeepsEveryPromiseWhateverTheLineDoes) {
  Counters counters;
  run_many(setting("TUSK_SCHEDULES", 13'400), {}, counters);
  if (HasFatalFailure()) return;
  // A green run was no idle one.
  EXPECT_GT(counters.conflicts, 0);
  EXPECT_GT(counters.revived, 0);
  EXPECT_GT(counters.wants, 0);
  EXPECT_GT(counters.crashes, 0);
  EXPECT_GT(counters.stale, 0);
  EXPECT_GT(counters.again, 0);
}

TEST(World, KeepsThemWhenTheLogDoesNotFitIntoOneMessage) {
  Counters counters;
  run_many(setting("TUSK_SCHEDULES", 13'400) / 4, {.limit = 3}, counters);
}

TEST(World, NoticesEveryRestore) {
  Counters counters;
  run_many(setting("TUSK_SCHEDULES", 13'400) / 4, {.with_restores = true}, counters);
  if (HasFatalFailure()) return;
  EXPECT_GT(counters.stopped, 0);
}

}  // namespace

std::vector<Step> make_schedule(std::uint64_t seed, const WorldOptions& options) {
  core::SeededRandom random(seed);
  // How often: people's acts, then the line's.
  static constexpr std::pair<Act, int> acts[] = {
      {Act::office_create, 6},  {Act::office_edit, 36},    {Act::office_remove, 3},
      {Act::online_create, 6},  {Act::online_edit, 36},    {Act::online_remove, 3},
      {Act::send_request, 9},   {Act::deliver_request, 9}, {Act::deliver_answer, 9},
      {Act::lose_message, 2},   {Act::repeat_message, 2},  {Act::crash_online, 1},
      {Act::crash_office, 1},   {Act::back_up_office, 2},  {Act::restore_office, 1},
      {Act::back_up_online, 2}, {Act::restore_online, 1}};
  int total = 0;
  for (const auto& [act, weight] : acts) total += weight;
  std::vector<Step> schedule;
  const int steps = options.steps / 2 + static_cast<int>(random.below(options.steps));
  while (static_cast<int>(schedule.size()) < steps) {
    int at = static_cast<int>(random.below(total));
    for (const auto& [act, weight] : acts) {
      at -= weight;
      if (at >= 0) continue;
      if (options.with_restores || act < Act::back_up_office)
        schedule.push_back({act, random.next()});
      break;
    }
  }
  return schedule;
}

std::string run_schedule(const std::vector<Step>& schedule, const WorldOptions& options,
                         Counters& counters, std::string* trace) {
  // The codec has tests of its own and takes half of the time: every eighth schedule goes through
  // it.
  const bool as_json = !schedule.empty() && schedule.front().choice % 8 == 0;
  World world(options, counters, trace != nullptr, as_json);
  std::string wrong;
  try {
    for (const Step& step : schedule) world.act(step);
    world.settle();
    wrong = world.judge();
  } catch (const std::exception& error) {
    wrong = std::string("thrown: ") + error.what();
  }
  if (trace != nullptr) *trace = world.trace();
  return wrong;
}

std::vector<Step> shrink(std::vector<Step> schedule, const WorldOptions& options) {
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (std::size_t i = schedule.size(); i-- > 0;) {
      std::vector<Step> without = schedule;
      without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
      Counters ignored;
      if (run_schedule(without, options, ignored).empty()) continue;
      schedule = std::move(without);
      smaller = true;
    }
  }
  return schedule;
}

std::string describe(const std::vector<Step>& schedule) {
  static constexpr const char* names[] = {
      "office_create",  "office_edit",   "office_remove",   "online_create",  "online_edit",
      "online_remove",  "send_request",  "deliver_request", "deliver_answer", "lose_message",
      "repeat_message", "crash_online",  "crash_office",    "back_up_office", "restore_office",
      "back_up_online", "restore_online"};
  std::string text;
  for (const Step& step : schedule) {
    text += std::string("{Act::") + names[static_cast<int>(step.act)] + ", " +
            std::to_string(step.choice) + "ULL},\n";
  }
  return text;
}

}  // namespace tusk::sync::testing
