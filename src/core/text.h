#pragma once

// Words for people. Every text exists in Swedish and in English from the moment it is made, so
// neither language can be forgotten: say("Fältet {} saknas", "The field {} is missing", name).

#include <fmt/format.h>

#include <string>
#include <utility>

namespace tusk::core {

enum class Language { swedish, english };

struct Text {
  std::string sv;
  std::string en;

  [[nodiscard]] const std::string& in(Language language) const {
    return language == Language::swedish ? sv : en;
  }
  friend bool operator==(const Text&, const Text&) = default;
};

template <typename... Args>
[[nodiscard]] Text say(fmt::format_string<const Args&...> sv, fmt::format_string<const Args&...> en,
                       const Args&... args) {
  return Text{fmt::format(sv, args...), fmt::format(en, args...)};
}

}  // namespace tusk::core
