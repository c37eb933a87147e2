#include "business/environment.h"

namespace tusk::business {

std::string make_uuid(core::Random& random) {
  std::string digits = random.hex(16);
  digits[12] = '4';                                               // version 4: random
  digits[16] = "89ab"[static_cast<std::size_t>(digits[16]) % 4];  // variant of RFC 4122
  return digits.substr(0, 8) + "-" + digits.substr(8, 4) + "-" + digits.substr(12, 4) + "-" +
         digits.substr(16, 4) + "-" + digits.substr(20);
}

}  // namespace tusk::business
