#pragma once

// A certificate is renewed while the server runs: the new files are taken into use by themselves,
// and the log says when nobody has renewed one that is about to expire.

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "core/clock.h"
#include "http/server.h"

namespace tusk::rest {

class CertificateWatch {
 public:
  // `server` and `clock` outlive this. `files`: those that the server has read; none: nothing to
  // do.
  CertificateWatch(http::Server& server, std::optional<http::TlsFiles> files,
                   const core::Clock& clock);

  // Looks once; cheap as long as nothing has changed. By one thread at a time.
  void look();

 private:
  using Stamp = std::pair<std::filesystem::file_time_type, std::filesystem::file_time_type>;
  [[nodiscard]] Stamp stamp() const;
  void renew();
  void warn();

  http::Server& server_;
  std::optional<http::TlsFiles> files_;
  const core::Clock& clock_;
  Stamp seen_;
  core::Microseconds read_at_ = 0;
  std::int64_t warned_days_;  // fewest days left that the log has told of
};

}  // namespace tusk::rest
