#pragma once

// The table of sessions in the system database. For this library alone.

#include "business/sessions.h"
#include "storage/database.h"

namespace tusk::business {

struct SessionRow {
  SessionInfo info;
  std::int64_t presence = 0;  // key of the Installation object that logged in
};

// Until the end of the transaction nobody else logs in or takes a hold. The number of the next
// session.
std::int64_t lock_sessions(storage::Transaction& system);

// Those whose programs are alive; the others are removed. After lock_sessions().
[[nodiscard]] std::vector<SessionRow> load_living(storage::Transaction& system,
                                                  Installation& installation);

void insert_row(storage::Transaction& system, const SessionRow& row);

// Whether `row` must be gone before `holder` can have its company for itself.
[[nodiscard]] bool keeps_from_holding(const SessionRow& row, const SessionRow& holder);
// The session that holds the company, if it is another's than `own_presence`.
[[nodiscard]] const SessionInfo* find_holder(const std::vector<SessionRow>& rows,
                                             std::int64_t company_number,
                                             std::int64_t own_presence);
[[noreturn]] void throw_held(std::string_view company_name, const SessionInfo& holder);

}  // namespace tusk::business
