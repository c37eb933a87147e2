#include "business/local_time.h"

#include <ctime>

namespace tusk::business {

std::string format_local_time(core::Microseconds at) {
  if (at == 0) return "–";
  const std::time_t seconds = at / 1'000'000;
  std::tm local{};
  localtime_r(&seconds, &local);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &local);
  return text;
}

}  // namespace tusk::business
