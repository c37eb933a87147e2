#include "core/access.h"

namespace tusk::core {

const char* name_of(Right right) {
  switch (right) {
    case Right::none:
      return "none";
    case Right::read:
      return "read";
    case Right::full:
      return "full";
  }
  return "";
}

std::optional<Right> find_right(std::string_view name) {
  for (const Right right : {Right::none, Right::read, Right::full}) {
    if (name == name_of(right)) return right;
  }
  return std::nullopt;
}

Right least_right(const RecordType& type) {
  return type.for_everybody ? Right::read : Right::none;
}

}  // namespace tusk::core
