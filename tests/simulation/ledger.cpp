#include "ledger.h"

#include <algorithm>

namespace tusk::simulation {

std::string Ledger::fresh_text(core::Side side) {
  return (side == core::Side::office ? "p" : "o") + std::to_string(++text_counter_);
}

void Ledger::wrote(core::Side side, const Key& key, const core::Field& field,
                   const core::Value& value, const core::Value& seen, core::Microseconds at,
                   bool put_back) {
  // The office's own fields are nobody else's business.
  if (field.scope == core::Scope::office_only) return;
  if (core::value_kind(field.kind) != core::ValueKind::text || field.unique) {
    Writes& writes = writes_[{key, field.number}];
    writes.sides.insert(side);
    writes.last = value;
    writes.step = step_;
    if (!value.is_text()) return;
    Giver& giver = givers_[{key.first, field.number, value.text()}][key];
    (side == core::Side::office ? giver.office : giver.online) = true;
    return;
  }
  std::string replaced = seen.is_text() ? seen.text() : "";
  if (const auto found = texts_.find({replaced, key}); found != texts_.end())
    found->second.was_replaced = true;
  if (!value.is_text()) return;
  texts_[{value.text(), key}] = {side,  field.number, at,   std::move(replaced),
                                 false, put_back,     step_};
}

void Ledger::created(core::Side side, const core::RecordType& type, const core::Record& record) {
  if (!type.is_synchronised()) return;
  const Key key{type.number, record.id};
  creations_[key] = {side, record.created.at, step_};
  for (const core::Field& field : type.fields) {
    wrote(side, key, field, record.values[type.index_of(field)], {}, record.created.at, false);
  }
}

void Ledger::edited(core::Side side, const core::RecordType& type, const core::Record& before,
                    const core::Record& after, core::FieldMask fields, bool stamped,
                    bool put_back) {
  if (!type.is_synchronised()) return;
  const Key key{type.number, after.id};
  if (stamped) ++edits_[{side, key, after.changed.at}];
  for (const core::Field& field : type.fields) {
    const std::size_t i = type.index_of(field);
    if ((fields & field.bit()) == 0 || before.values[i] == after.values[i]) continue;
    wrote(side, key, field, after.values[i], before.values[i], stamped ? after.changed.at : 0,
          put_back);
  }
}

int Ledger::edits_at(core::Side side, const Key& key, core::Microseconds at) const {
  const auto found = edits_.find({side, key, at});
  return found == edits_.end() ? 0 : found->second;
}

void Ledger::removed(core::Side side, const core::Registry& registry, const Key& root,
                     const Rows& before, const Rows& after, core::Microseconds now) {
  Removal removal{side, root, {}, {}, step_};
  for (const auto& [key, record] : before) {
    const core::RecordType& type = *registry.find(key.first);
    const auto found = after.find(key);
    if (found != after.end()) {
      // References to it that are empty now.
      edited(side, type, record, found->second, ~core::FieldMask{0}, true, false);
      continue;
    }
    removal.keys[key] = std::max(now, record.changed.at + 1);
    // What it named and went with it (itself, perhaps) went first, and emptied the reference.
    for (const core::Field& field : type.fields) {
      const core::Value& value = record.values[type.index_of(field)];
      if (field.kind != core::FieldKind::reference || field.required || !value.is_integer())
        continue;
      const Key target{registry.get(field.reference_type).number, value.integer()};
      if (!after.contains(target)) wrote(side, key, field, {}, value, record.changed.at + 1, false);
    }
    for (const core::Value& value : record.values) {
      if (!value.is_text()) continue;
      const auto text = texts_.find({value.text(), key});
      if (text == texts_.end()) continue;
      text->second.was_replaced = true;
      removal.seen.insert(text->first);
    }
  }
  removals_.push_back(std::move(removal));
}

const Givers& Ledger::givers_of(int type_number, const core::Field& field,
                                const std::string& value) const {
  static const Givers nobody;
  const auto found = givers_.find({type_number, field.number, value});
  return found == givers_.end() ? nobody : found->second;
}

const Written* Ledger::find(const std::string& text, const Key& key) const {
  const auto found = texts_.find({text, key});
  return found == texts_.end() ? nullptr : &found->second;
}

bool Ledger::is_over(std::string later, const std::string& earlier, const Key& key) const {
  // One that was put back is written over what had once been written over it.
  const Written* first = find(earlier, key);
  if (first != nullptr && first->is_put_back) return false;
  const Written* at = find(later, key);
  for (; at != nullptr && !at->is_put_back; at = find(later, key)) {
    later = at->replaced;
    if (later == earlier) return true;
  }
  return false;
}

}  // namespace tusk::simulation
