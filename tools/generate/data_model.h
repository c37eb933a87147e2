#pragma once

#include <string>

#include "core/registry.h"

namespace tusk::generate {

// docs/data-model.md: one table per record type, for people to read.
[[nodiscard]] std::string make_data_model(const core::Registry& registry);

}  // namespace tusk::generate
