#include "identity/time_zones.h"

#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace tusk::identity {
namespace {

// Every zone and link of the database, in one file of it.
std::set<std::string, std::less<>> load_names() {
  std::set<std::string, std::less<>> names{"UTC"};
  std::ifstream file("/usr/share/zoneinfo/tzdata.zi");
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string kind;
    std::string first;
    std::string second;
    words >> kind >> first >> second;
    if (kind == "Z") names.insert(first);
    if (kind == "L") names.insert(second);
  }
  return names;
}

}  // namespace

bool is_time_zone(std::string_view name) {
  static const auto names = load_names();
  return names.contains(name);
}

}  // namespace tusk::identity
