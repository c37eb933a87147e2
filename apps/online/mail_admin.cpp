#include "online/mail_admin.h"

#include <fmt/core.h>

#include "core/record_json.h"
#include "mail/queue.h"
#include "online/admin.h"
#include "platform/system_clock.h"

namespace tusk::online {
namespace {

core::Text word_for(mail::LetterState state) {
  switch (state) {
    case mail::LetterState::waiting:
      return {"väntar", "waiting"};
    case mail::LetterState::sent:
      return {"skickat", "sent"};
    case mail::LetterState::failed:
      return {"gick inte", "failed"};
  }
  return {};
}

}  // namespace

void list_mail(const Config& config, core::Language language) {
  const auto directory = open_directory(config);
  storage::read(*directory, [&](storage::Transaction& tx) {
    for (const mail::QueuedLetter& letter : mail::list_letters(tx)) {
      fmt::print("{}  {:<10}{:>3}  {}  {}{}\n",
                 core::format_timestamp(letter.created_at).substr(0, 19),
                 word_for(letter.state).in(language), letter.attempts, letter.recipient,
                 letter.subject, letter.reason.empty() ? "" : "\n    " + letter.reason);
    }
    const mail::QueueCounts counts = mail::count_letters(tx);
    fmt::print("{}\n", core::say("{} väntar, {} gick inte att skicka.", "{} waiting, {} failed.",
                                 counts.waiting, counts.failed)
                           .in(language));
  });
}

void retry_mail(const Config& config, core::Language language) {
  const auto directory = open_directory(config);
  const platform::SystemClock clock;
  const std::int64_t count = storage::write(
      *directory, [&](storage::Transaction& tx) { return mail::retry_letters(tx, clock); });
  fmt::print("{}\n", core::say("{} brev skickas på nytt så snart servern är igång.",
                               "{} letters are sent anew as soon as the server runs.", count)
                         .in(language));
}

}  // namespace tusk::online
