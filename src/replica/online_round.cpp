#include "replica/numbers.h"
#include "replica/problems.h"
#include "replica/round.h"
#include "replica/round_common.h"
#include "replica/round_log.h"
#include "replica/state.h"
#include "sync/online_half.h"

namespace tusk::replica {
namespace {

RoundRow make_row(const sync::RoundRequest& request, const OnlineRoundResult& result,
                  std::size_t conflicts, core::Microseconds started, const core::Clock& clock) {
  RoundRow row;
  row.started_at = started;
  row.ended_at = clock.now();
  row.computer = request.computer;
  row.token = request.token;
  row.up = static_cast<std::int64_t>(request.changes.size());
  row.down = static_cast<std::int64_t>(result.response.changes.size());
  row.conflicts = static_cast<std::int64_t>(conflicts);
  return row;
}

OnlineRoundResult run(storage::Transaction& transaction, const storage::RecordStore& store,
                      const sync::RoundRequest& request, const core::Clock& clock,
                      const sync::ExchangeLimits& limits) {
  const core::Microseconds now = clock.now();
  OnlineRoundResult result;
  sync::RoundResponse& response = result.response;
  State state = load_state_locked(transaction);
  storage::assign_positions(transaction);

  response.requested_from = request.from;
  response.online_from = request.online_from;
  response.applied = state.peer;
  const sync::OnlineState online{state.schema_version, state.peer_token, state.peer,
                                 state.own_acked,
                                 storage::salt_at(transaction, request.online_from.sequence)};
  if (const auto refusal = sync::check_request(online, request)) {
    response.status = *refusal;
    if (*refusal == sync::RoundStatus::rewound) {
      state.mode = Mode::needs_resync;
      save_state(transaction, state);
    }
    return result;
  }

  std::size_t conflicts = 0;
  std::vector<Problem> problems;
  {
    const storage::Applying applying(transaction);
    storage::defer_constraints(transaction);
    StorageLocal local(transaction, store, request.online_from.sequence, now);
    local.expect(request.changes);
    local.hold_back(request.held_back);
    const sync::RoundContext context{store.registry(), request.round, now};
    result.applied = sync::apply_request(context, request, local);
    save_own_conflicts(transaction, store, local.conflicts(), sync_stamp(now));
    result.conflicts = save_peer_conflicts(transaction, store, request.conflicts);
    result.conflicts.insert(result.conflicts.end(), local.conflicts().begin(),
                            local.conflicts().end());
    conflicts = result.conflicts.size();
    problems = local.new_problems();
    const auto theirs = take_refusals(transaction, store, request.refusals);
    problems.insert(problems.end(), theirs.begin(), theirs.end());
    for (const sync::NumberBlock& block : request.number_blocks) add_block(transaction, block);
  }
  state.mode = Mode::connected;  // it fits, whatever was believed before
  state.peer = request.to;
  state.own_acked = request.online_from;
  state.peer_token = request.token;
  state.last_round = request.round;
  save_state(transaction, state);
  storage::assign_positions(transaction);

  Outgoing outgoing =
      collect_outgoing(transaction, store, request.online_from.sequence, limits, now);
  problems.insert(problems.end(), outgoing.new_problems.begin(), outgoing.new_problems.end());
  response.status = sync::RoundStatus::ok;
  response.applied = request.to;
  response.online_to = outgoing.to;
  response.changes = std::move(outgoing.changes);
  response.conflicts = std::move(outgoing.conflicts);
  response.more = outgoing.more;
  response.numbers_left = numbers_left(transaction, store.registry());
  response.refusals = load_refusals(transaction, store.registry(), ProblemPlace::here);
  response.held_back = load_refusals(transaction, store.registry(), ProblemPlace::unsendable);
  // What the office has acknowledged is not needed; the last entry stays as witness of its salt.
  storage::prune(transaction, request.online_from.sequence);
  const RoundRow row = make_row(request, result, conflicts, now, clock);
  log_problems(transaction, store, problems, row);
  write_round(transaction, row);
  return result;
}

}  // namespace

OnlineRoundResult run_online_round(storage::Database& database, const storage::RecordStore& store,
                                   const sync::RoundRequest& request, const core::Clock& clock,
                                   const sync::ExchangeLimits& limits) {
  return storage::write(database, [&](storage::Transaction& transaction) {
    return run(transaction, store, request, clock, limits);
  });
}

}  // namespace tusk::replica
