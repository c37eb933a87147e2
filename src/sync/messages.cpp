#include "sync/messages.h"

namespace tusk::sync {
namespace {

const Touch* find_touch(const RecordChange& change, core::FieldMask field) {
  for (const Touch& touch : change.touches) {
    if (touch.mask == field || (touch.mask & field) != 0) return &touch;
  }
  return nullptr;
}

}  // namespace

const core::Stamp& RecordChange::stamp_of(core::FieldMask field) const {
  const Touch* touch = find_touch(*this, field);
  return touch != nullptr ? touch->stamp : changed;
}

std::int64_t RecordChange::edit_of(core::FieldMask field) const {
  const Touch* touch = find_touch(*this, field);
  return touch != nullptr ? touch->edit_id : 0;
}

}  // namespace tusk::sync
