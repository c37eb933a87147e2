#pragma once

// One round of the office, step by step: a request is made and committed, travels, and its answer
// is taken. Between the steps no transaction is open and anything may happen; what then no longer
// fits is dropped. run_office_round() is all of it in a row; the simulator lets the world go on
// between.

#include <optional>

#include "replica/problems.h"
#include "replica/round.h"
#include "replica/round_log.h"
#include "replica/state.h"

namespace tusk::replica {

class OfficeRound {
 public:
  // Everything outlives the round.
  OfficeRound(storage::Database&, const storage::RecordStore&, LeaseKeeper&, const core::Clock&,
              OfficeRoundOptions);

  // Makes the request, in one transaction. Null if there is nothing to exchange; refusal() then
  // says why. Once.
  [[nodiscard]] const sync::RoundRequest* build();
  [[nodiscard]] const OfficeRoundResult& refusal() const { return refusal_; }
  // What came back for the request, in one transaction.
  OfficeRoundResult take(const sync::RoundResponse&);
  // Nothing came back: the log shows why, and that this computer lives.
  void log_failure(const LinkError&);

 private:
  [[nodiscard]] std::optional<sync::RoundRequest> build(storage::Transaction&);
  OfficeRoundResult take(storage::Transaction&, const sync::RoundResponse&);
  OfficeRoundResult apply(storage::Transaction&, State&, const sync::RoundResponse&);
  void grant(storage::Transaction&, const sync::RoundResponse&, core::Microseconds now);
  [[nodiscard]] const core::RecordType* find_type_of_series(const std::string& series) const;
  OfficeRoundResult take_position(storage::Transaction&, State&, const sync::RoundResponse&);
  OfficeRoundResult stop(storage::Transaction&, State&);
  OfficeRoundResult refuse(storage::Transaction&, core::Text message);
  void write_row(storage::Transaction&, const OfficeRoundResult&, const core::Text& message);
  [[nodiscard]] RoundRow make_row(const OfficeRoundResult&, const core::Text& message) const;

  storage::Database& database_;
  const storage::RecordStore& store_;
  LeaseKeeper& keeper_;
  const core::Clock& clock_;
  OfficeRoundOptions options_;
  core::Microseconds started_;
  std::optional<sync::RoundRequest> request_;
  OfficeRoundResult refusal_;
  std::vector<Problem> problems_;  // records of the request that cannot be sent
};

}  // namespace tusk::replica
