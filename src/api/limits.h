#pragma once

// Limits of the REST and synchronisation interface, beside those of http.

#include <chrono>
#include <cstddef>

namespace tusk::api {

// Records, conflicts and rounds of one page.
inline constexpr int max_page = 500;
inline constexpr int default_page = 100;

// Conditions of one list.
inline constexpr int max_filters = 20;

// One string in a message of this interface (values of records have limits of their own).
inline constexpr std::size_t max_text_characters = 4000;

// A compressed round (http's ceiling is the same).
inline constexpr std::size_t round_body_bytes = 8 * 1024 * 1024;

// A block of an archive: http's ceiling.
inline constexpr std::size_t block_body_bytes = 8 * 1024 * 1024;

// How long the online side holds an office's question whether there is news.
inline constexpr std::chrono::seconds wait_time{15};

// The office's patience: beyond `wait_time` for the answer to that question, and for a round.
inline constexpr std::chrono::seconds wait_answer_time{25};
inline constexpr std::chrono::seconds round_answer_time{60};

// The most that an answer may unpack to is http's kDecompressedBytes.

}  // namespace tusk::api
