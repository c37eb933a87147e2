#include "replica/office_round.h"

#include <algorithm>

#include "replica/connection.h"
#include "replica/numbers.h"
#include "replica/round_common.h"
#include "replica/round_log.h"
#include "storage/number_series.h"
#include "sync/office_half.h"
#include "sync/safeguards.h"

namespace tusk::replica {
OfficeRound::OfficeRound(storage::Database& database, const storage::RecordStore& store,
                         LeaseKeeper& keeper, const core::Clock& clock, OfficeRoundOptions options)
    : database_(database),
      store_(store),
      keeper_(keeper),
      clock_(clock),
      options_(std::move(options)),
      started_(clock.now()) {}

const sync::RoundRequest* OfficeRound::build() {
  request_ = storage::write(
      database_, [this](storage::Transaction& transaction) { return build(transaction); });
  return request_ ? &*request_ : nullptr;
}

OfficeRoundResult OfficeRound::take(const sync::RoundResponse& response) {
  return storage::write(
      database_, [&](storage::Transaction& transaction) { return take(transaction, response); });
}

void OfficeRound::log_failure(const LinkError& error) {
  if (error.problem() == LinkProblem::cancelled) return;
  storage::write(database_, [&](storage::Transaction& transaction) {
    (void)keeper_.beat(transaction, request_->token);  // no line, but this computer lives
    write_row(transaction, {}, error.text());
  });
}

std::optional<sync::RoundRequest> OfficeRound::build(storage::Transaction& transaction) {
  State state = load_state_locked(transaction);
  if (state.mode != Mode::connected) {
    const bool resync = state.mode == Mode::needs_resync;
    refusal_ = {.outcome = resync ? RoundOutcome::needs_resync : RoundOutcome::not_connected,
                .message = resync ? rewound_text()
                                  : core::say("Företagsdatabasen är inte ansluten.",
                                              "The company database is not connected.")};
    return std::nullopt;
  }
  const auto token = keeper_.acquire(transaction, clock_);
  if (!token) {
    refusal_ = {
        .outcome = RoundOutcome::not_holder,
        .message = core::say("En annan dator synkroniserar.", "Another computer synchronises.")};
    return std::nullopt;
  }
  storage::assign_positions(transaction);
  Outgoing outgoing =
      collect_outgoing(transaction, store_, state.own_acked.sequence, options_.limits, started_);
  problems_ = std::move(outgoing.new_problems);
  sync::RoundRequest request;
  request.database_uuid = state.database_uuid;
  request.incarnation = state.incarnation;
  request.schema_version = state.schema_version;
  request.token = *token;
  request.round = state.last_round + 1;
  request.computer = options_.computer;
  request.from = state.own_acked;
  request.to = outgoing.to.sequence > state.own_acked.sequence ? outgoing.to : state.own_acked;
  request.online_from = state.peer;
  request.changes = std::move(outgoing.changes);
  request.conflicts = std::move(outgoing.conflicts);
  request.number_blocks = grants_after(transaction, state.own_acked.sequence);
  request.refusals = load_refusals(transaction, store_.registry(), ProblemPlace::here);
  request.held_back = load_refusals(transaction, store_.registry(), ProblemPlace::unsendable);
  // Only the answer to the last request counts.
  state.last_round = request.round;
  save_state(transaction, state);
  return request;
}

OfficeRoundResult OfficeRound::take(storage::Transaction& transaction,
                                    const sync::RoundResponse& response) {
  State state = load_state_locked(transaction);
  // Last check in the transaction that writes: a computer that slept through its replacement
  // stops here.
  if (!keeper_.beat(transaction, request_->token)) {
    return {
        .outcome = RoundOutcome::not_holder,
        .message = core::say("En annan dator har tagit över.", "Another computer has taken over.")};
  }
  if (!sync::is_answer_to({state.own_acked, state.peer, state.last_round}, *request_, response)) {
    return {.outcome = RoundOutcome::stale,
            .message = core::say("Svaret kom för sent.", "The answer came too late.")};
  }
  if (!response.unknown.empty() && sync::is_on(sync::Safeguard::unknown_office)) {
    return refuse(
        transaction,
        core::say("Tusk Online är nyare än programmet på kontoret och har skickat något som det "
                  "inte känner till ({}). Uppdatera programmet på kontoret; ingenting går "
                  "förlorat under tiden.",
                  "Tusk Online is newer than the program in the office and has sent something "
                  "that it does not know ({}). Update the program in the office; nothing is lost "
                  "meanwhile.",
                  response.unknown.front()));
  }
  switch (response.status) {
    case sync::RoundStatus::ok:
      return apply(transaction, state, response);
    case sync::RoundStatus::position:
      return take_position(transaction, state, response);
    case sync::RoundStatus::fenced:
      // This computer holds the lease and yet the online side has seen a later one: the office's
      // database was put back.
    case sync::RoundStatus::rewound:
      return stop(transaction, state);
    case sync::RoundStatus::schema:
      return refuse(
          transaction,
          core::say(
              "Tusk Online är äldre än programmet på kontoret. Synkroniseringen fortsätter när "
              "Tusk "
              "Online har uppdaterats.",
              "Tusk Online is older than the program in the office. Synchronisation goes on when "
              "Tusk Online was updated."));
    case sync::RoundStatus::busy:
      return refuse(transaction, core::say("Tusk Online är upptaget. Nytt försök görs strax.",
                                           "Tusk Online is busy. It is tried again shortly."));
  }
  return {};
}

OfficeRoundResult OfficeRound::apply(storage::Transaction& transaction, State& state,
                                     const sync::RoundResponse& response) {
  OfficeRoundResult result;
  const core::Microseconds now = clock_.now();
  std::vector<Problem> problems;
  {
    const storage::Applying applying(transaction);
    storage::defer_constraints(transaction);
    StorageLocal local(transaction, store_, request_->to.sequence, now);
    const sync::RoundContext context{store_.registry(), request_->round, now};
    local.expect(response.changes);
    local.hold_back(response.held_back);
    (void)sync::apply_response(context, response, local);
    problems = local.new_problems();
    const auto refused = take_refusals(transaction, store_, response.refusals);
    problems.insert(problems.end(), refused.begin(), refused.end());
    save_own_conflicts(transaction, store_, local.conflicts(), sync_stamp(now));
    const auto theirs = save_peer_conflicts(transaction, store_, response.conflicts);
    result.conflicts = static_cast<std::int64_t>(local.conflicts().size() + theirs.size());
    grant(transaction, response, now);
  }
  state.own_acked = request_->to;
  state.peer = response.online_to;
  save_state(transaction, state);
  storage::prune(transaction, request_->to.sequence);

  result.up = static_cast<std::int64_t>(request_->changes.size());
  result.down = static_cast<std::int64_t>(response.changes.size());
  result.online_sequence = response.online_to.sequence;
  result.more = response.more || storage::has_entries_after(transaction, request_->to.sequence);
  problems.insert(problems.end(), problems_.begin(), problems_.end());
  // Perhaps the cause is gone.
  if (is_first_of_day(transaction, now)) {
    (void)try_all_again(transaction, store_, sync_stamp(now));
  }
  log_problems(transaction, store_, problems, make_row(result, {}));
  write_row(transaction, result, {});
  return result;
}

// Numbers for the online side, before it runs out.
void OfficeRound::grant(storage::Transaction& transaction, const sync::RoundResponse& response,
                        core::Microseconds now) {
  for (const auto& [series, left] : response.numbers_left) {
    if (left >= options_.limits.grant_when_fewer_than) continue;
    const core::RecordType* type = find_type_of_series(series);
    if (type == nullptr) continue;
    // The position that carries the block; it is about no record.
    const sync::Position carrier = append_marker(transaction, sync_stamp(now), type->number);
    grant_numbers(transaction, series, options_.limits.numbers_per_block, carrier.sequence);
  }
}

const core::RecordType* OfficeRound::find_type_of_series(const std::string& series) const {
  const auto types = store_.registry().types();
  const auto found = std::find_if(types.begin(), types.end(), [&](const core::RecordType& type) {
    return !type.series_field.empty() && storage::series_of(type) == series;
  });
  return found == types.end() ? nullptr : &*found;
}

OfficeRoundResult OfficeRound::take_position(storage::Transaction& transaction, State& state,
                                             const sync::RoundResponse& response) {
  const auto salt = storage::salt_at(transaction, response.applied.sequence);
  if (!sync::can_go_on_from({state.own_acked, state.peer, state.last_round}, response, salt))
    return stop(transaction, state);
  // An earlier request arrived although its answer did not.
  state.own_acked = response.applied;
  save_state(transaction, state);
  return {.outcome = RoundOutcome::stale};
}

OfficeRoundResult OfficeRound::stop(storage::Transaction& transaction, State& state) {
  state.mode = Mode::needs_resync;
  state.message = rewound_text().sv;
  save_state(transaction, state);
  OfficeRoundResult result{.outcome = RoundOutcome::needs_resync, .message = rewound_text()};
  write_row(transaction, {}, result.message);
  return result;
}

OfficeRoundResult OfficeRound::refuse(storage::Transaction& transaction, core::Text message) {
  write_row(transaction, {}, message);
  return {.outcome = RoundOutcome::refused, .message = std::move(message)};
}

void OfficeRound::write_row(storage::Transaction& transaction, const OfficeRoundResult& result,
                            const core::Text& message) {
  write_round(transaction, make_row(result, message));
}

RoundRow OfficeRound::make_row(const OfficeRoundResult& result, const core::Text& message) const {
  RoundRow row;
  row.started_at = started_;
  row.ended_at = clock_.now();
  row.computer = options_.computer;
  row.token = request_->token;
  row.up = result.up;
  row.down = result.down;
  row.conflicts = result.conflicts;
  row.ok = message.en.empty();
  row.message = message;
  return row;
}

OfficeRoundResult run_office_round(storage::Database& database, const storage::RecordStore& store,
                                   Link& link, LeaseKeeper& keeper, const core::Clock& clock,
                                   const OfficeRoundOptions& options) {
  OfficeRound round(database, store, keeper, clock, options);
  const sync::RoundRequest* request = round.build();
  if (request == nullptr) return round.refusal();
  sync::RoundResponse response;
  try {
    response = link.exchange(*request);
  } catch (const LinkError& error) {
    round.log_failure(error);
    throw;
  }
  return round.take(response);
}

bool has_pending(storage::Transaction& transaction) {
  const State state = load_state(transaction);
  return state.mode == Mode::connected &&
         storage::has_entries_after(transaction, state.own_acked.sequence);
}

}  // namespace tusk::replica
