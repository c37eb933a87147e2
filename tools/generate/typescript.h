#pragma once

#include <string>

#include "core/registry.h"

namespace tusk::generate {

// web/src/generated/registry.ts: the record types as the online side knows them.
[[nodiscard]] std::string make_typescript(const core::Registry& registry);

}  // namespace tusk::generate
