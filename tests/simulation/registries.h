#pragma once

// Small registries that have every kind of relation the merge knows of.
//   place      written in the office only
//   customer   number series, unique code, loose references to customer and place, fields that only
//              the office writes or has
//   person     belongs to a customer, may name another person
//   remark     belongs to a person
//   invoice    in the office only, keeps its customer from being deleted
// The newer one has a field of customers and a register more.

#include "core/registry.h"

namespace tusk::simulation {

[[nodiscard]] const core::Registry& registry();
[[nodiscard]] const core::Registry& older_registry();

}  // namespace tusk::simulation
