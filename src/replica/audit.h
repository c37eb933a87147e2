#pragma once

// The digest audit: whether both sides hold the same, though no edit says that they differ. What it
// finds is shown in the history (kind `drift`) and repaired through the ordinary log, office →
// online, so that nothing overtakes an edit and nothing that anybody wrote is lost.
//
// It runs between rounds on the thread that makes them and writes only while this computer has the
// lease. People work on meanwhile on both sides: a record that either log speaks of is left out.

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "replica/audit_log.h"
#include "replica/lease.h"
#include "storage/record_store.h"
#include "sync/audit.h"

namespace tusk::replica {

class AuditLink {
 public:
  virtual ~AuditLink() = default;
  // One exchange. Throws LinkError.
  [[nodiscard]] virtual sync::AuditResponse audit(const sync::AuditRequest& request) = 0;
};

// Online: answers, or stores the result, in one transaction.
[[nodiscard]] sync::AuditResponse answer_audit(storage::Database&, const storage::RecordStore&,
                                               const sync::AuditRequest&);

// Office: one audit after the other, in steps of one exchange each. What a crash interrupts is
// begun anew.
class OfficeAudit {
 public:
  // All outlive this.
  OfficeAudit(const storage::RecordStore&, const LeaseKeeper&, const core::Clock&,
              std::string computer);

  // Goes on with the audit at hand, if there is one, by one exchange; to be called after a round
  // that was done. True if it should be called again after the next round, at once. Throws
  // LinkError; then the same step is made again.
  bool step(storage::Database&, AuditLink&);

 private:
  enum class Phase { idle, buckets, rows, records, telling };
  struct Differing {  // buckets to be looked into
    int type_number = 0;
    std::vector<int> buckets;
  };
  struct Suspects {  // records to be looked at
    int type_number = 0;
    std::vector<core::RecordId> ids;
  };

  bool begin(storage::Database&);
  // Nothing while the audit has to wait.
  [[nodiscard]] std::optional<sync::AuditRequest> make_request(storage::Database&);
  bool take(storage::Database&, const sync::AuditRequest&, const sync::AuditResponse&);
  void compare_buckets(storage::Transaction&, const sync::AuditRequest&,
                       const sync::AuditResponse&);
  void compare_rows(storage::Transaction&, const sync::AuditRequest&, const sync::AuditResponse&);
  void settle_records(storage::Transaction&, const sync::AuditRequest&, const sync::AuditResponse&);
  void remove_strangers(storage::Database&);
  // On to the next question, or to the end.
  void go_on(storage::Database&);
  void finish(storage::Database&, AuditState, const core::Text& message);

  const storage::RecordStore& store_;
  const LeaseKeeper& keeper_;
  const core::Clock& clock_;
  std::string computer_;

  Phase phase_ = Phase::idle;
  AuditRow audit_;
  std::deque<Differing> differing_;
  std::deque<Suspects> suspects_;
  // Records that only the online side has. They are removed when all has been looked at: with each
  // goes what belongs to it there, which must be in the history before.
  std::vector<std::pair<int, core::RecordId>> strangers_;
  std::size_t parts_ = 0;  // of differing_, at first: for the progress
  int interruptions_ = 0;
};

}  // namespace tusk::replica
