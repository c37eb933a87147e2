#pragma once

// Limits of passkeys.

#include <cstddef>
#include <cstdint>

namespace tusk::identity {

inline constexpr std::size_t passkey_challenge_bytes = 32;
inline constexpr std::int64_t max_passkeys = 20;  // of a person
inline constexpr std::size_t max_passkey_name_characters = 60;

}  // namespace tusk::identity
