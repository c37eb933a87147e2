#include "identity/openid/scopes.h"

#include <algorithm>

namespace tusk::identity::openid {

bool has_scope(std::string_view scopes, std::string_view name) {
  while (!scopes.empty()) {
    const auto end = std::min(scopes.find(' '), scopes.size());
    if (scopes.substr(0, end) == name) return true;
    scopes.remove_prefix(std::min(end + 1, scopes.size()));
  }
  return false;
}

std::string keep_known_scopes(std::string_view text) {
  std::string kept;
  for (const std::string_view scope : all_scopes) {
    if (!has_scope(text, scope)) continue;
    if (!kept.empty()) kept += ' ';
    kept += scope;
  }
  return kept;
}

bool covers(std::string_view given, std::string_view wanted) {
  return std::all_of(all_scopes.begin(), all_scopes.end(), [&](std::string_view scope) {
    return !has_scope(wanted, scope) || has_scope(given, scope);
  });
}

}  // namespace tusk::identity::openid
