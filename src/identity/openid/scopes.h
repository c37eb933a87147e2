#pragma once

// What a client asks for. Kept as text: those that are known, each once, in the order of
// all_scopes.

#include <array>
#include <string>
#include <string_view>

namespace tusk::identity::openid {

inline constexpr std::array<std::string_view, 4> all_scopes{"openid", "profile", "email",
                                                            "offline_access"};

// What is not known is passed over, as OpenID Connect wants it.
[[nodiscard]] std::string keep_known_scopes(std::string_view text);
[[nodiscard]] bool has_scope(std::string_view scopes, std::string_view name);
// Whether each of `wanted` is in `given`.
[[nodiscard]] bool covers(std::string_view given, std::string_view wanted);

}  // namespace tusk::identity::openid
