#include "core/value.h"

namespace tusk::core {

std::string to_display(const Value& value) {
  if (value.is_text()) return value.text();
  if (value.is_integer()) return std::to_string(value.integer());
  if (value.is_boolean()) return value.boolean() ? "true" : "false";
  return "";
}

}  // namespace tusk::core
