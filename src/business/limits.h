#pragma once

// Every limit of the office's business rules.

#include <cstddef>
#include <cstdint>

namespace tusk::business::limits {

inline constexpr std::size_t user_name_characters = 60;
inline constexpr std::size_t full_name_characters = 200;
inline constexpr std::size_t company_name_characters = 200;
inline constexpr std::size_t licence_text_characters = 200;

// Office passwords guard a program on the office's own computers; the accounts that can be reached
// from the Internet (Tusk ID) ask for more.
inline constexpr std::size_t password_characters_min = 10;
inline constexpr std::size_t password_characters_max = 256;

// Argon2id: 19 MiB and two passes, the least that OWASP recommends, about 60 ms on an office PC.
inline constexpr std::size_t argon2_memory_bytes = std::size_t{19'456} * 1024;
inline constexpr unsigned argon2_passes = 2;

inline constexpr std::int64_t companies = 9'999;

// Of one company, and valid keys of one of them.
inline constexpr std::size_t api_users = 100;
inline constexpr std::size_t api_keys = 20;
inline constexpr std::size_t api_key_label_characters = 200;

// How often a log-in that is in use notes that, in microseconds.
inline constexpr std::int64_t session_touch_interval = 60'000'000;

}  // namespace tusk::business::limits
