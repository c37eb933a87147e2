#pragma once

// Somebody whom the office knows, as the directory knows them: by the record that stands for them
// in the company's own data. The directory never reads that data; whoever calls says what it holds.

#include <string>
#include <string_view>

#include "core/id.h"

namespace tusk::identity {

// A record of the registers `user` or `employee`.
struct OfficeRecord {
  std::string type;
  core::RecordId id = 0;
  friend bool operator==(const OfficeRecord&, const OfficeRecord&) = default;
  friend auto operator<=>(const OfficeRecord&, const OfficeRecord&) = default;
};

}  // namespace tusk::identity
