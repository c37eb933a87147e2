#include "identity/totp.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "core/error.h"
#include "identity/limits.h"
#include "identity/secrets.h"

namespace tusk::identity {

std::int64_t totp_step(core::Microseconds now) {
  return now / totp_period;
}

std::string totp_code(std::string_view secret, std::int64_t step) {
  std::array<unsigned char, 8> counter{};
  for (std::size_t at = 0; at < counter.size(); ++at) {
    counter[counter.size() - 1 - at] = static_cast<unsigned char>(step >> (8 * at) & 0xff);
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned int size = 0;
  if (::HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(),
             counter.size(), hash.data(), &size) == nullptr) {
    throw core::Error(
        core::ErrorCode::internal,
        core::say("Engångskoden kan inte räknas ut.", "The one-time code can't be worked out."));
  }
  const std::size_t at = hash[size - 1] & 0x0fU;
  const std::uint32_t number = (hash[at] & 0x7fU) << 24U | hash[at + 1] * 65'536U |
                               hash[at + 2] * 256U | std::uint32_t{hash[at + 3]};
  return fmt::format("{:06}", number % 1'000'000);
}

std::optional<std::int64_t> find_totp_step(std::string_view secret, std::string_view code,
                                           core::Microseconds now, std::int64_t last_step) {
  std::optional<std::int64_t> found;
  const std::int64_t current = totp_step(now);
  // All of them, so that the time says nothing.
  for (std::int64_t step = current - totp_steps_off; step <= current + totp_steps_off; ++step) {
    if (equal_secrets(totp_code(secret, step), code) && step > last_step && !found) found = step;
  }
  return found;
}

std::string to_base32(std::string_view bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char byte : bytes) {
    bits = bits << 8U | static_cast<unsigned char>(byte);
    count += 8;
    while (count >= 5) {
      count -= 5;
      text += alphabet[bits >> count & 31U];
    }
    bits &= (1U << count) - 1;
  }
  if (count > 0) text += alphabet[bits << (5 - count) & 31U];
  return text;
}

std::string make_totp_address(std::string_view secret, std::string_view account) {
  std::string name;
  for (const char letter : account) {
    const bool is_plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                          (letter >= '0' && letter <= '9') || letter == '.' || letter == '-' ||
                          letter == '_';
    name += is_plain ? std::string(1, letter)
                     : fmt::format("%{:02X}", static_cast<unsigned char>(letter));
  }
  return fmt::format(
      "otpauth://totp/Tusk:{}?secret={}&issuer=Tusk&algorithm=SHA1&digits=6&period=30", name,
      secret);
}

}  // namespace tusk::identity
