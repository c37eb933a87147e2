#include "platform/user_language.h"

#include <cstdlib>
#include <string_view>

namespace tusk::platform {
namespace {

// "sv_SE.UTF-8" -> "sv"
std::string_view language_of(std::string_view locale) {
  return locale.substr(0, locale.find_first_of("_.@"));
}

}  // namespace

core::Language user_language() {
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);
    if (value == nullptr || *value == '\0') continue;
    for (const std::string_view name : {"sv", "nb", "nn", "no", "da", "C", "POSIX"}) {
      if (language_of(value) == name) return core::Language::swedish;
    }
    return core::Language::english;
  }
  return core::Language::swedish;
}

}  // namespace tusk::platform
