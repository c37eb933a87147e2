#pragma once

#include <cstdint>
#include <string_view>

namespace tusk::archive {

// Gets the values of a row, one for each column of the section and of its kind or null.
class RowSink {
 public:
  virtual ~RowSink() = default;
  virtual void add_null() = 0;
  virtual void add(std::int64_t value) = 0;
  virtual void add(bool value) = 0;
  virtual void add(std::string_view value) = 0;
  virtual void end_row() = 0;
};

}  // namespace tusk::archive
