#pragma once

// All limits of importing contacts.

#include <cstddef>

namespace tusk::business::limits {

inline constexpr std::size_t file_bytes = 64UL << 20U;
inline constexpr std::size_t entries = 200'000;
// A row or an unfolded line. Pictures are the largest that occur; 4 MiB holds those of phones.
inline constexpr std::size_t line_bytes = 4UL << 20U;
inline constexpr std::size_t columns = 512;
inline constexpr std::size_t properties = 1'000;  // of one card
// Records of one name that an entry is compared with beyond those that share an e-mail address or a
// telephone with it.
inline constexpr std::size_t namesakes = 200;
// Contacts written in one transaction: few enough that others hardly wait, many enough to be fast.
inline constexpr std::size_t import_block = 500;
inline constexpr std::size_t vcard_line_bytes = 75;  // RFC 6350: fold after so many

}  // namespace tusk::business::limits
