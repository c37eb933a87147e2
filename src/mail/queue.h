#pragma once

// Letters that wait to be sent, in the table directory_mail of the directory database. A letter is
// put in by the transaction that does what it tells of: both happen or neither.
//
// A letter is claimed before it is sent: its number of attempts goes up in the same statement that
// compares it, and it is not due again until the claim has run out. So of several servers over one
// database one has it, and whoever's claim was lost writes nothing any more. A server that dies
// while sending leaves the letter to be sent again; both have the same Message-ID.
//
// Letters may hold secrets (links that open something): a sent letter loses its bodies at once, one
// that was given up does when its time is over.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "mail/letter.h"
#include "storage/database.h"

namespace tusk::mail {

// Throws as check_letter().
void enqueue(storage::Transaction&, core::Random&, const core::Clock&, const Letter&);

struct Claim {
  std::string id;
  std::int64_t attempt = 0;  // the first is 1
  core::Microseconds created_at = 0;
  Letter letter;
};

// A letter that is due, for claim_time; nothing if there is none. Letters whose time is over are
// given up on the way.
[[nodiscard]] std::optional<Claim> claim_next(storage::Transaction&, const core::Clock&);

// What became of it. Each changes nothing if the claim was lost. `reason`: for an administrator to
// read, cut to max_reason_bytes.
void record_sent(storage::Transaction&, const core::Clock&, const Claim&);
void record_refused(storage::Transaction&, const core::Clock&, const Claim&,
                    std::string_view reason);
// Due again at that time.
void record_delayed(storage::Transaction&, const Claim&, core::Microseconds due,
                    std::string_view reason);

// How long until a letter is tried again after so many attempts, if the first wait is `first`.
[[nodiscard]] core::Microseconds retry_delay(std::int64_t attempts, core::Microseconds first,
                                             core::Random&);

enum class LetterState { waiting, sent, failed };
[[nodiscard]] const char* name_of(LetterState state);

// What an administrator sees of a letter: nothing of its bodies.
struct QueuedLetter {
  std::string id;
  std::string recipient;
  std::string subject;
  LetterState state = LetterState::waiting;
  std::int64_t attempts = 0;
  core::Microseconds created_at = 0;
  core::Microseconds due_at = 0;
  std::string reason;  // of the last attempt that failed
};

// The newest, max_listed at the most.
[[nodiscard]] std::vector<QueuedLetter> list_letters(storage::Transaction&);

struct QueueCounts {
  std::int64_t waiting = 0;  // of which the first attempt may still be ahead
  std::int64_t failed = 0;
};
[[nodiscard]] QueueCounts count_letters(storage::Transaction&);

// All that wait, and those that were refused and are still worth something, are due now; how many.
std::int64_t retry_letters(storage::Transaction&, const core::Clock&);

// Takes the bodies out of letters whose time is over, and forgets those that ended long ago.
// Called now and then.
void forget_old_letters(storage::Transaction&, const core::Clock&);

}  // namespace tusk::mail
