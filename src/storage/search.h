#pragma once

// Full-text search of records: words, each a prefix, all must match.
//
// SQLite: an FTS5 table `<type>_search` with the record's id as rowid, kept by triggers, so that
// any process's write is found. PostgreSQL: a generated tsvector column `search_words`.

#include <string>
#include <string_view>

#include "core/registry.h"
#include "storage/database.h"

namespace tusk::storage {

[[nodiscard]] bool is_searchable(const core::RecordType&);

// SQL over the columns of a row (each with `prefix`, as "NEW."): all the text that is searched.
[[nodiscard]] std::string searched_text_sql(const core::RecordType&, const std::string& prefix,
                                            Engine);

// The argument of the search predicate for what a person typed; empty if there is no word in it,
// which finds nothing. Digits that are written apart ("08-12 34") are also looked for as one
// telephone number. Throws Error{invalid} if it is too long.
[[nodiscard]] std::string search_argument(std::string_view typed, Engine);
// `parameter` ("$3") takes the argument.
[[nodiscard]] std::string search_predicate(const core::RecordType&, const std::string& parameter,
                                           Engine);

}  // namespace tusk::storage
