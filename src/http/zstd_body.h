#pragma once

#include <string>
#include <string_view>

namespace tusk::http {

// Bodies with Content-Encoding: zstd. Call decompress() only once the sender is authenticated: even
// a capped bomb costs memory.

// What decompress() takes: content that packs too well is padded to the ratio that it allows.
[[nodiscard]] std::string compress_zstd(std::string_view data);

// One frame, perhaps after padding. Throws core::Error: {limit} if the content would pass the
// limits (kDecompressedBytes, kDecompressionRatio, kDecompressionWindowLog in limits.h), {invalid}
// if it isn't a whole frame.
[[nodiscard]] std::string decompress_zstd(std::string_view data);

}  // namespace tusk::http
