#pragma once

// Every limit of archives. Those of a block bound what a reader takes from a file or a peer that it
// has no reason to trust; a writer keeps them too.

#include <cstddef>
#include <cstdint>

namespace tusk::archive::limits {

// A writer ends a block of rows after so many rows or so much text, whichever comes first.
inline constexpr std::size_t rows_of_block = 2'000;
inline constexpr std::size_t text_of_block_bytes = std::size_t{2} << 20;
// A block of less text is packed at once instead of on a thread of its own.
inline constexpr std::size_t text_of_a_thread_bytes = std::size_t{64} << 10;

// Text of a block, decompressed: one row may be larger than what ends a block.
inline constexpr std::size_t plain_bytes = std::size_t{64} << 20;
// Of the header and of the trailer.
inline constexpr std::size_t description_bytes = std::size_t{1} << 20;
// What decompresses to more than so many times its size is stored as it is, past the first bytes.
inline constexpr std::size_t compression_ratio = 250;
inline constexpr std::size_t free_bytes = std::size_t{64} << 10;
// Of zstd. Its window is far below the 8 MiB that a reader has to take.
inline constexpr int compression_level = 1;

inline constexpr std::size_t sections = 500;
inline constexpr std::size_t columns = 200;
inline constexpr std::uint32_t blocks = 10'000'000;

// Argon2id, "moderate" of libsodium: 256 MiB, three passes, about 0.7 s on an office PC. A file may
// ask for so much at most.
inline constexpr std::uint64_t password_memory_bytes = std::uint64_t{256} << 20;
inline constexpr std::uint32_t password_passes = 3;
inline constexpr std::uint64_t password_memory_bytes_max = std::uint64_t{1} << 30;
inline constexpr std::uint32_t password_passes_max = 10;
inline constexpr std::size_t password_bytes_max = 4'096;

}  // namespace tusk::archive::limits
