#include "http/zstd_body.h"

#include <zstd.h>
#include <zstd_errors.h>

#include <cstdint>
#include <memory>
#include <stdexcept>

#include "core/error.h"
#include "http/limits.h"

namespace tusk::http {
namespace {

// Bodies are small and the office waits: the default of zstd itself.
constexpr int kLevel = 3;
constexpr std::size_t kStepBytes = 64 * 1024;

core::Error broken(const char* detail) {
  return {core::ErrorCode::invalid,
          core::say("Innehållet är inte rätt komprimerat (zstd). Skicka det igen.",
                    "The content isn't compressed correctly (zstd). Send it again."),
          {},
          detail};
}

core::Error too_much() {
  return {
      core::ErrorCode::limit,
      core::say("Innehållet blir för stort när det packas upp. Dela upp det; gränsen är {} byte.",
                "The content becomes too large when it is decompressed. Divide it; the limit "
                "is {} bytes.",
                kDecompressedBytes)};
}

// A frame of `bytes` in all that holds nothing ("skippable", RFC 8878, 3.1.2).
std::string padding(std::size_t bytes) {
  constexpr std::size_t header_bytes = 8;
  const std::size_t content = bytes > header_bytes ? bytes - header_bytes : 0;
  std::string frame(header_bytes + content, '\0');
  std::uint32_t magic = ZSTD_MAGIC_SKIPPABLE_START;
  auto left = static_cast<std::uint32_t>(content);
  for (std::size_t i = 0; i < 4; ++i, magic >>= 8, left >>= 8) {
    frame[i] = static_cast<char>(magic & 0xff);
    frame[4 + i] = static_cast<char>(left & 0xff);
  }
  return frame;
}

}  // namespace

std::string compress_zstd(std::string_view data) {
  std::string result(ZSTD_compressBound(data.size()), '\0');
  const std::size_t size =
      ZSTD_compress(result.data(), result.size(), data.data(), data.size(), kLevel);
  if (ZSTD_isError(size)) throw std::runtime_error(ZSTD_getErrorName(size));
  result.resize(size);
  // Thousands of nearly empty records pack better than the receiver takes for honest.
  const std::size_t least = data.size() / kDecompressionRatio + 1;
  if (data.size() > kDecompressionFreeBytes && size < least) {
    result.insert(0, padding(least - size));
  }
  return result;
}

std::string decompress_zstd(std::string_view data) {
  const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(),
                                                                     ZSTD_freeDCtx);
  if (!context) throw std::bad_alloc();
  ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kDecompressionWindowLog);
  ZSTD_inBuffer input{data.data(), data.size(), 0};
  std::string result;
  std::string step(kStepBytes, '\0');
  for (;;) {
    ZSTD_outBuffer output{step.data(), step.size(), 0};
    const std::size_t left = ZSTD_decompressStream(context.get(), &output, &input);
    if (ZSTD_isError(left)) {
      if (ZSTD_getErrorCode(left) == ZSTD_error_frameParameter_windowTooLarge) throw too_much();
      throw broken(ZSTD_getErrorName(left));
    }
    result.append(step, 0, output.pos);
    const bool free = result.size() <= kDecompressionFreeBytes;
    if (result.size() > kDecompressedBytes ||
        (!free && result.size() / kDecompressionRatio > input.pos)) {
      throw too_much();
    }
    const bool was_padding = left == 0 && result.empty() && input.pos < input.size;
    if (was_padding) continue;
    if (left == 0) break;
    if (input.pos == input.size && output.pos < output.size) throw broken("the frame is cut off");
  }
  if (input.pos != input.size) throw broken("something follows the frame");
  return result;
}

}  // namespace tusk::http
