#include "rest/certificate_watch.h"

#include <algorithm>
#include <limits>

#include "core/error.h"
#include "platform/logging.h"
#include "rest/limits.h"

namespace tusk::rest {
namespace {

namespace fs = std::filesystem;
using platform::LogLevel;

constexpr core::Microseconds day = core::seconds(24 * 60 * 60);

fs::file_time_type changed_at(const std::string& file) {
  std::error_code failed;
  const auto at = fs::last_write_time(file, failed);
  return failed ? fs::file_time_type::min() : at;
}

}  // namespace

CertificateWatch::CertificateWatch(http::Server& server, std::optional<http::TlsFiles> files,
                                   const core::Clock& clock)
    : server_(server),
      files_(std::move(files)),
      clock_(clock),
      seen_(stamp()),
      read_at_(clock.steady()),
      warned_days_(std::numeric_limits<std::int64_t>::max()) {}

CertificateWatch::Stamp CertificateWatch::stamp() const {
  if (!files_) return {};
  return {changed_at(files_->certificate_chain), changed_at(files_->private_key)};
}

void CertificateWatch::look() {
  if (!files_) return;
  renew();
  warn();
}

void CertificateWatch::renew() {
  const Stamp now = stamp();
  const bool is_changed = now != seen_;
  // A context that is read anew has new keys for session tickets as well.
  if (!is_changed && clock_.steady() - read_at_ < ticket_keys_live) return;
  seen_ = now;
  read_at_ = clock_.steady();
  try {
    server_.reload_certificate();
  } catch (const core::Error& error) {
    // The old one goes on. The files are looked at again when they change: they may be written one
    // after the other.
    platform::log(LogLevel::warning, "certificate.refused", {{"error", error.text().en}});
    return;
  }
  if (!is_changed) return;
  warned_days_ = std::numeric_limits<std::int64_t>::max();
  platform::log(LogLevel::info, "certificate.replaced", {{"file", files_->certificate_chain}});
}

void CertificateWatch::warn() {
  const core::Microseconds left = server_.certificate_expires() - clock_.now();
  const auto reached = std::find_if(days_before_expiry.begin(), days_before_expiry.end(),
                                    [&](std::int64_t days) { return left <= days * day; });
  if (reached == days_before_expiry.end() || *reached >= warned_days_) return;
  warned_days_ = *reached;
  platform::log(LogLevel::warning, left <= 0 ? "certificate.expired" : "certificate.expires",
                {{"file", files_->certificate_chain},
                 {"days_left", std::to_string(std::max<std::int64_t>(0, left / day))}});
}

}  // namespace tusk::rest
