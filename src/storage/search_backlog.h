#pragma once

// Search tables that are still being filled. Of a company that was loaded whole they cost more than
// all the rest (schema.h), so people can work in it before everything can be searched: what they
// write is in the tables at once, by the triggers, and what was loaded follows in portions, each a
// short transaction. Until the last one a search would miss records, and is refused.
//
// SQLite alone. On PostgreSQL the searched words are a column of the row, and there is never a
// backlog.

#include "core/registry.h"
#include "storage/database.h"

namespace tusk::storage {

// Leaves all records that are there now to fill_search(), as the search table is new; none where
// there is no such table any more.
void leave_for_later(Transaction&, const core::RecordType&);

[[nodiscard]] bool has_search_backlog(Transaction&);
// Takes the next records, `most` of them at most, into their search table. True if some are left.
// May run in several programs at once.
bool fill_search(Transaction&, const core::Registry&, int most);

// Throws Error{unavailable} that says how far it is, while records of the type can't be found.
void require_search(Transaction&, const core::RecordType&);

}  // namespace tusk::storage
