#pragma once

// A round over two sides in memory: what replica does over databases, in the same order.

#include <set>

#include "sync/limits.h"
#include "sync/office_half.h"
#include "sync/online_half.h"
#include "sync/testing/memory_side.h"

namespace tusk::sync::testing {

struct Outgoing {
  Position to;
  std::vector<RecordChange> changes;
  std::vector<Conflict> conflicts;
  bool more = false;
};

inline Outgoing collect(MemorySide& side, Position after, std::size_t limit) {
  Outgoing outgoing;
  outgoing.to = after;
  std::vector<LocalEntry> entries = side.entries_after(after.sequence);
  std::vector<LocalEntry> later;
  if (entries.size() > limit) {
    later.assign(entries.begin() + static_cast<std::ptrdiff_t>(limit), entries.end());
    entries.resize(limit);
    outgoing.more = true;
  }
  if (!entries.empty()) {
    const std::int64_t last = entries.back().sequence;
    outgoing.to = {last, *side.salt_at(last)};
  }
  outgoing.changes = coalesce(side.registry(), entries, side, later);
  for (const auto& [id, conflict] : side.conflicts) {
    if (conflict.second > after.sequence) outgoing.conflicts.push_back(conflict.first);
  }
  return outgoing;
}

inline void save_conflicts(MemorySide& side, const std::vector<Conflict>& theirs) {
  if (!side.new_conflicts.empty()) {
    const Conflict& first = side.new_conflicts.front();
    side.append(*side.registry().find(first.type_number), first.record_id, EntryKind::nothing, 0,
                {});
    for (const Conflict& conflict : side.new_conflicts)
      side.conflicts.try_emplace(conflict.id, conflict, side.head().sequence);
    side.new_conflicts.clear();
  }
  for (const Conflict& conflict : theirs) side.conflicts.try_emplace(conflict.id, conflict, 0);
}

inline RoundRequest build_request(MemorySide& office, std::size_t limit = 20'000) {
  Outgoing outgoing = collect(office, office.own_acked, limit);
  RoundRequest request;
  request.token = office.token;
  request.round = ++office.last_round;
  request.from = office.own_acked;
  request.to = outgoing.to;
  request.online_from = office.peer;
  request.changes = std::move(outgoing.changes);
  request.conflicts = std::move(outgoing.conflicts);
  request.refusals = office.refusals();
  for (const auto& [block, sequence] : office.granted) {
    if (sequence > office.own_acked.sequence) request.number_blocks.push_back(block);
  }
  return request;
}

inline RoundResponse answer(MemorySide& online, const RoundRequest& request,
                            std::size_t limit = 20'000) {
  RoundResponse response;
  response.requested_from = request.from;
  response.online_from = request.online_from;
  response.applied = online.peer;
  const OnlineState state{0, online.token, online.peer, online.own_acked,
                          online.salt_at(request.online_from.sequence)};
  if (const auto refusal = check_request(state, request)) {
    response.status = *refusal;
    return response;
  }
  online.after = request.online_from.sequence;
  (void)apply_request({online.registry(), request.round, 0}, request, online);
  save_conflicts(online, request.conflicts);
  for (const NumberBlock& block : request.number_blocks) online.blocks.push_back(block);
  online.peer = request.to;
  online.own_acked = request.online_from;
  online.token = request.token;
  Outgoing outgoing = collect(online, request.online_from, limit);
  response.applied = request.to;
  response.online_to = outgoing.to;
  response.changes = std::move(outgoing.changes);
  response.conflicts = std::move(outgoing.conflicts);
  response.more = outgoing.more;
  std::int64_t left = 0;
  for (const NumberBlock& block : online.blocks) left += block.last - block.first + 1;
  response.numbers_left.emplace_back("customer.number", left);
  response.refusals = online.refusals();
  online.prune(request.online_from.sequence);
  return response;
}

enum class Taken { done, stale, again, stopped };

inline Taken take_answer(MemorySide& office, const RoundRequest& request,
                         const RoundResponse& response) {
  const OfficeState state{office.own_acked, office.peer, office.last_round};
  if (!is_answer_to(state, request, response)) return Taken::stale;
  if (response.status == RoundStatus::position) {
    if (!can_go_on_from(state, response, office.salt_at(response.applied.sequence)))
      return Taken::stopped;
    office.own_acked = response.applied;
    return Taken::again;
  }
  if (response.status != RoundStatus::ok) return Taken::stopped;
  office.after = request.to.sequence;
  (void)apply_response({office.registry(), request.round, 0}, response, office);
  save_conflicts(office, response.conflicts);
  if (response.numbers_left.front().second < 2) {
    office.append(office.registry().get("customer"), 1, EntryKind::nothing, 0, {});
    office.granted.push_back(
        {{"customer.number", office.next_free, office.next_free + 2}, office.head().sequence});
    office.next_free += 3;
  }
  office.own_acked = request.to;
  office.peer = response.online_to;
  office.prune(request.to.sequence);
  return Taken::done;
}

// One whole round without faults.
inline Taken run_round(MemorySide& office, MemorySide& online, std::size_t limit = 20'000) {
  const RoundRequest request = build_request(office, limit);
  return take_answer(office, request, answer(online, request, limit));
}

}  // namespace tusk::sync::testing
