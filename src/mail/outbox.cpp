#include "mail/outbox.h"

#include <fmt/format.h>

#include <chrono>

#include "core/error.h"
#include "platform/secret_file.h"

namespace tusk::mail {
namespace {

// "20261126T101500Z": files sort by time.
std::string format_time(core::Microseconds at) {
  const std::chrono::sys_time<std::chrono::microseconds> time{std::chrono::microseconds(at)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace

Outbox::Outbox(std::filesystem::path folder) : folder_(std::move(folder)) {
  platform::make_private_folder(folder_);
}

Outcome Outbox::send(const Envelope& envelope) {
  const std::string name = fmt::format("{}-{}.eml", format_time(envelope.written_at), envelope.id);
  try {
    platform::write_secret_file(folder_ / name, envelope.message);
  } catch (const core::Error& error) {
    return {Outcome::Kind::try_later, error.text().en};
  }
  return {Outcome::Kind::sent, {}};
}

}  // namespace tusk::mail
