#pragma once

// A letter as a message of RFC 5322 and MIME: text and HTML as alternatives, in UTF-8 and
// quoted-printable, so that every line is ASCII and short, whatever servers it passes.

#include <string>
#include <string_view>

#include "core/clock.h"
#include "mail/letter.h"

namespace tusk::mail {

struct Stamp {
  std::string id;             // becomes the Message-ID; the same when a letter is sent again
  core::Microseconds at = 0;  // when it was written
};

// Lines end in CRLF. Throws as check_letter().
[[nodiscard]] std::string make_message(const Letter& letter, const Mailbox& from,
                                       const Stamp& stamp);

// Parts of it, for tests.

// What a header may hold: the text itself if it is short ASCII, else encoded words (RFC 2047), each
// on a line of its own.
[[nodiscard]] std::string format_header_text(std::string_view text);
// RFC 2045, 6.7; \n becomes CRLF.
[[nodiscard]] std::string format_quoted_printable(std::string_view text);
// "Thu, 26 Nov 2026 10:15:00 +0000"
[[nodiscard]] std::string format_date(core::Microseconds at);

}  // namespace tusk::mail
