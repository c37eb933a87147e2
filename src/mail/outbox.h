#pragma once

// A folder of messages as files, where there is no mail server: each can be opened with a mail
// program.

#include <filesystem>

#include "mail/transport.h"

namespace tusk::mail {

class Outbox final : public Transport {
 public:
  // Makes the folder (0700) if there is none. Throws Error{unavailable} with the path.
  explicit Outbox(std::filesystem::path folder);

  // Writes TIME-ID.eml (0600) as a whole; the same letter again replaces its file.
  [[nodiscard]] Outcome send(const Envelope& envelope) override;
  void stop() override {}

 private:
  std::filesystem::path folder_;
};

}  // namespace tusk::mail
