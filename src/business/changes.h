#pragma once

// Changes written out by hand: make_change(type, {{"name", "Norrsken Bygg AB"}, {"phone", "…"}}).

#include <initializer_list>
#include <string_view>
#include <utility>

#include "core/record.h"

namespace tusk::business {

[[nodiscard]] inline core::Change make_change(
    const core::RecordType& type,
    std::initializer_list<std::pair<std::string_view, core::Value>> values) {
  core::Change change(type);
  for (const auto& [name, value] : values) change.set(type, type.get_field(name), value);
  return change;
}

}  // namespace tusk::business
