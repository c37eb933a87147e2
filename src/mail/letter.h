#pragma once

// What is to be said to one person. Letters are plain values; the queue keeps them (queue.h), and
// whoever sends them makes messages of them (message.h).

#include <string>

#include "core/clock.h"
#include "core/text.h"

namespace tusk::mail {

struct Letter {
  std::string recipient;  // an address in ASCII: name@example.com
  core::Language language = core::Language::swedish;
  std::string subject;
  std::string text;  // lines end in \n; both bodies say the same
  std::string html;
  // Not sent after that: what it holds is worth nothing any more. 0: two days from now.
  core::Microseconds useful_until = 0;
};

// Throws Error{invalid} that names the part if the letter could not become a message: an address
// that is none, a line break or another control character in what goes into a header, a body that
// is not well-formed UTF-8 or too large. So nothing that a person wrote can add a header.
void check_letter(const Letter& letter);

// Who letters are from.
struct Mailbox {
  std::string name;  // may be empty
  std::string address;
};

// "Tusk <no-reply@example.com>", or the address alone. Throws Error{invalid} if it is neither.
[[nodiscard]] Mailbox parse_mailbox(const std::string& text);

}  // namespace tusk::mail
