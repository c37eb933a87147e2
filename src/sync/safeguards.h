#pragma once

// What the protocol rests on, one name each. In every program that people run all of them are on,
// and this header is nothing: is_on() is a constant.
//
// The simulator is built with TUSK_SWITCHABLE_SAFEGUARDS and turns them off one at a time: it has
// to notice the damage that each keeps away (docs/sync-protocol.md, "How it is tested").

namespace tusk::sync {

enum class Safeguard {
  // positions
  request_position,      // `from` of a request must be what the online side has
  online_position_salt,  // the salt at `online_from`
  office_position_salt,  // the salt at the position that the online side tells
  answer_position,       // an answer belongs to the state as it is
  last_answer,           // and to the last request made
  // lease
  lease,         // who does not hold it makes no request
  lease_again,   // nor takes an answer after it was lost
  online_token,  // the online side takes no request with a token lower than the highest seen
  // what is not understood does not count as received
  unknown_online,
  unknown_office,
  // the merge, online
  overridden_edits,  // are no edits any more
  want_in_log,       // what a side asks for stands in its log, not in the answer alone
  late_references_online,
  completeness_is_no_edit_online,
  moved_children,          // whose new parent was removed by the office are asked for
  children_in_history,     // that go with their parent
  emptied_in_history,      // references that a removal emptied
  taken_value_is_no_edit,  // a unique value that lost
  revived_parents,
  revived_children,
  // the merge, in the office
  newer_edits,  // made after the request win over the answer
  corrections,  // go back to the online side
  late_references_office,
  completeness_is_no_edit_office,
  deleted_in_history,  // an online change of what the office deleted
  exchanged_values,    // numbers change hands within a message
  kept_children,       // are not removed one by one
  parents_first,       // of removals
  wanted_stay,         // a removal spares what the same message asks for
  // messages in parts
  later_edits,    // go with the later message
  given_up,       // unique values are free before that
  answered_once,  // a want, while the answer is in the log
  wants_first,    // go with the earlier one
  // the history
  one_reason,  // of an edit that lost twice, on both sides
  // bad records
  one_record_fails_alone,  // what a constraint says against a record is about that record
  quarantine_is_told,      // what is in quarantine was not seen by those who changed it there
  quarantine_ends,         // one that is taken at last is in quarantine no longer
  count
};

#ifdef TUSK_SWITCHABLE_SAFEGUARDS
namespace testing {
// Bit n: safeguard n is off, on this thread.
inline thread_local unsigned long long switched_off = 0;
}  // namespace testing
[[nodiscard]] inline bool is_on(Safeguard safeguard) {
  return ((testing::switched_off >> static_cast<unsigned>(safeguard)) & 1U) == 0;
}
#else
[[nodiscard]] constexpr bool is_on(Safeguard) {
  return true;
}
#endif

}  // namespace tusk::sync
