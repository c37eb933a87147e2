#pragma once

// What an archive of a company is made of: from the registry, and the tables beside the registers.

#include <string>
#include <vector>

#include "archive/format.h"
#include "core/registry.h"

namespace tusk::archive {

// A section (without a row count) and where its rows are.
struct SectionSource {
  Section section;
  std::string table;
  std::string order;      // column(s) that its rows are in the order of
  std::string condition;  // on the rows; empty: all of them

  // Whether the first column, a record's id, is the order.
  [[nodiscard]] bool by_id() const { return section.kind != SectionKind::table; }
};

// In the order in which they can be loaded: what a reference names comes first, and a register's
// references to itself (links) after all of its records.
[[nodiscard]] std::vector<SectionSource> sections_of(const core::Registry& registry,
                                                     core::Side side, Content content);

}  // namespace tusk::archive
