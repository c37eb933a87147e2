#pragma once

// The way that messages take from here: to a mail server (smtp.h) or into a folder (outbox.h).

#include <string>

#include "core/clock.h"

namespace tusk::mail {

struct Envelope {
  std::string id;
  core::Microseconds written_at = 0;
  std::string recipient;
  std::string message;  // make_message()
};

struct Outcome {
  enum class Kind {
    sent,
    refused,    // it won't get there however often it is tried
    try_later,  // nobody could be reached, or did not want it now
  };
  Kind kind = Kind::sent;
  std::string reason;  // why not, for an administrator; without passwords and bodies
};

class Transport {
 public:
  virtual ~Transport() = default;
  // Takes as long as it takes, but has an end. Throws nothing but what nobody can foresee.
  [[nodiscard]] virtual Outcome send(const Envelope& envelope) = 0;
  // From any thread: a send() that is running ends soon, and so does each that comes.
  virtual void stop() = 0;
};

}  // namespace tusk::mail
