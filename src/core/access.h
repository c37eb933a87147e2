#pragma once

// What somebody may do with a register.

#include <optional>
#include <string_view>

#include "core/registry.h"

namespace tusk::core {

enum class Right { none, read, full };

[[nodiscard]] const char* name_of(Right right);
[[nodiscard]] std::optional<Right> find_right(std::string_view name);

// What whoever works in a company may do at least.
[[nodiscard]] Right least_right(const RecordType& type);

}  // namespace tusk::core
