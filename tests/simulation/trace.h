#pragma once

// What happened in a schedule, line by line, for people who read a failed one. Most schedules run
// while nobody reads: then nothing is put into words.

#include <string>
#include <string_view>
#include <type_traits>

#include "core/value.h"

namespace tusk::simulation {

class Trace {
 public:
  // Null: nobody reads it.
  explicit Trace(std::string* text) : text_(text) {}

  // One line. Parts are texts, integers, values, and what makes a text when it is called.
  template <typename... Parts>
  void note(const Parts&... parts) const {
    if (text_ == nullptr) return;
    (add(parts), ...);
    *text_ += '\n';
  }

 private:
  template <typename Part>
  void add(const Part& part) const {
    if constexpr (std::is_invocable_v<Part>) {
      *text_ += part();
    } else if constexpr (std::is_integral_v<Part>) {
      *text_ += std::to_string(part);
    } else if constexpr (std::is_same_v<Part, core::Value>) {
      *text_ += core::to_display(part);
    } else {
      *text_ += std::string_view(part);
    }
  }

  std::string* text_;
};

}  // namespace tusk::simulation
