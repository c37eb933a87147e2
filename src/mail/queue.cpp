#include "mail/queue.h"

#include <algorithm>

#include "core/error.h"
#include "mail/limits.h"

namespace tusk::mail {
namespace {

constexpr std::size_t id_bytes = 16;

constexpr std::string_view insert_letter =
    "INSERT INTO directory_mail (id, recipient, language, subject, body_text, body_html, state, "
    "attempts, created_at, due_at, useful_until, reason) "
    "VALUES ($1, $2, $3, $4, $5, $6, 'waiting', 0, $7, $7, $8, '')";
// Nobody waits longer than the longest delay: a letter that is due later was delayed by a clock
// that went wrong.
constexpr std::string_view select_due =
    "SELECT id, attempts FROM directory_mail WHERE state = 'waiting' AND (due_at <= $1 OR due_at > "
    "$2) ORDER BY due_at, id LIMIT $3";
constexpr std::string_view claim_letter =
    "UPDATE directory_mail SET attempts = attempts + 1, due_at = $1 "
    "WHERE id = $2 AND attempts = $3 AND state = 'waiting' "
    "RETURNING created_at, recipient, language, subject, body_text, body_html, useful_until";
constexpr std::string_view give_up_late =
    "UPDATE directory_mail SET state = 'failed', due_at = $1, body_text = '', body_html = '' "
    "WHERE state = 'waiting' AND useful_until <= $1 AND due_at <= $1";
constexpr std::string_view end_letter =
    "UPDATE directory_mail SET state = 'sent', due_at = $1, body_text = '', body_html = '', "
    "reason = '' WHERE id = $2 AND attempts = $3 AND state = 'waiting'";
constexpr std::string_view refuse_letter =
    "UPDATE directory_mail SET state = 'failed', due_at = $1, reason = $2 "
    "WHERE id = $3 AND attempts = $4 AND state = 'waiting'";
constexpr std::string_view delay_letter =
    "UPDATE directory_mail SET due_at = $1, reason = $2 "
    "WHERE id = $3 AND attempts = $4 AND state = 'waiting'";
constexpr std::string_view select_letters =
    "SELECT id, recipient, subject, state, attempts, created_at, due_at, reason "
    "FROM directory_mail ORDER BY created_at DESC, id LIMIT $1";
constexpr std::string_view select_counts =
    "SELECT state, count(*) FROM directory_mail WHERE state <> 'sent' GROUP BY state";
// The attempt goes up so that whoever is sending it just now changes nothing any more.
constexpr std::string_view retry_all =
    "UPDATE directory_mail SET state = 'waiting', due_at = $1, attempts = attempts + 1 "
    "WHERE state <> 'sent' AND useful_until > $1 AND body_text <> ''";
constexpr std::string_view forget_bodies =
    "UPDATE directory_mail SET body_text = '', body_html = '' "
    "WHERE state = 'failed' AND useful_until <= $1 AND body_text <> ''";
constexpr std::string_view delete_old =
    "DELETE FROM directory_mail WHERE state <> 'waiting' AND due_at <= $1";

constexpr std::int64_t candidates = 20;

LetterState parse_state(std::string_view name) {
  for (const auto state : {LetterState::waiting, LetterState::sent, LetterState::failed}) {
    if (name == name_of(state)) return state;
  }
  throw core::Error(core::ErrorCode::internal,
                    core::say("Ett brev har läget ”{}”.", "A letter has the state “{}”.", name));
}

std::string shortened(std::string_view reason) {
  return core::shorten(reason, max_reason_bytes);
}

}  // namespace

const char* name_of(LetterState state) {
  switch (state) {
    case LetterState::waiting:
      return "waiting";
    case LetterState::sent:
      return "sent";
    case LetterState::failed:
      return "failed";
  }
  return "";
}

void enqueue(storage::Transaction& transaction, core::Random& random, const core::Clock& clock,
             const Letter& letter) {
  check_letter(letter);
  const core::Microseconds now = clock.now();
  transaction.prepare(insert_letter)
      ->bind(random.hex(id_bytes))
      .bind(letter.recipient)
      .bind(letter.language == core::Language::swedish ? "sv" : "en")
      .bind(letter.subject)
      .bind(letter.text)
      .bind(letter.html)
      .bind(now)
      .bind(letter.useful_until != 0 ? letter.useful_until : now + default_useful_time)
      .run();
}

std::optional<Claim> claim_next(storage::Transaction& transaction, const core::Clock& clock) {
  const core::Microseconds now = clock.now();
  transaction.prepare(give_up_late)->bind(now).run();
  std::vector<Claim> due;
  {
    const auto row = transaction.prepare(select_due);
    row->bind(now).bind(now + 2 * max_retry_delay).bind(candidates);
    while (row->step())
      due.push_back({.id = std::string(row->text(0)), .attempt = row->integer(1)});
  }
  for (Claim& claim : due) {
    const auto row = transaction.prepare(claim_letter);
    row->bind(now + claim_time).bind(claim.id).bind(claim.attempt);
    if (!row->step()) continue;  // another server was faster
    ++claim.attempt;
    claim.created_at = row->integer(0);
    claim.letter = {
        .recipient = std::string(row->text(1)),
        .language = row->text(2) == "sv" ? core::Language::swedish : core::Language::english,
        .subject = std::string(row->text(3)),
        .text = std::string(row->text(4)),
        .html = std::string(row->text(5)),
        .useful_until = row->integer(6)};
    return claim;
  }
  return std::nullopt;
}

void record_sent(storage::Transaction& transaction, const core::Clock& clock, const Claim& claim) {
  transaction.prepare(end_letter)->bind(clock.now()).bind(claim.id).bind(claim.attempt).run();
}

void record_refused(storage::Transaction& transaction, const core::Clock& clock, const Claim& claim,
                    std::string_view reason) {
  transaction.prepare(refuse_letter)
      ->bind(clock.now())
      .bind(shortened(reason))
      .bind(claim.id)
      .bind(claim.attempt)
      .run();
}

void record_delayed(storage::Transaction& transaction, const Claim& claim, core::Microseconds due,
                    std::string_view reason) {
  transaction.prepare(delay_letter)
      ->bind(due)
      .bind(shortened(reason))
      .bind(claim.id)
      .bind(claim.attempt)
      .run();
}

core::Microseconds retry_delay(std::int64_t attempts, core::Microseconds first,
                               core::Random& random) {
  core::Microseconds delay = first;
  for (std::int64_t done = 1; done < attempts && delay < max_retry_delay; ++done) delay *= 2;
  delay = std::min(delay, max_retry_delay);
  const core::Microseconds spread = delay / retry_spread;
  return delay - spread +
         static_cast<core::Microseconds>(random.below(static_cast<std::uint64_t>(2 * spread + 1)));
}

std::vector<QueuedLetter> list_letters(storage::Transaction& transaction) {
  const auto row = transaction.prepare(select_letters);
  row->bind(max_listed);
  std::vector<QueuedLetter> letters;
  while (row->step()) {
    letters.push_back({.id = std::string(row->text(0)),
                       .recipient = std::string(row->text(1)),
                       .subject = std::string(row->text(2)),
                       .state = parse_state(row->text(3)),
                       .attempts = row->integer(4),
                       .created_at = row->integer(5),
                       .due_at = row->integer(6),
                       .reason = std::string(row->text(7))});
  }
  return letters;
}

QueueCounts count_letters(storage::Transaction& transaction) {
  const auto row = transaction.prepare(select_counts);
  QueueCounts counts;
  while (row->step()) {
    const bool waits = parse_state(row->text(0)) == LetterState::waiting;
    (waits ? counts.waiting : counts.failed) = row->integer(1);
  }
  return counts;
}

std::int64_t retry_letters(storage::Transaction& transaction, const core::Clock& clock) {
  return transaction.prepare(retry_all)->bind(clock.now()).run();
}

void forget_old_letters(storage::Transaction& transaction, const core::Clock& clock) {
  const core::Microseconds now = clock.now();
  transaction.prepare(forget_bodies)->bind(now).run();
  transaction.prepare(delete_old)->bind(now - ended_life).run();
}

}  // namespace tusk::mail
