#pragma once

// Full-text search of records: words, each a prefix, all must match.
//
// SQLite: an FTS5 table `<type>_search` with the record's id as rowid, kept by triggers, so that
// any process's write is found. PostgreSQL: a generated tsvector column `search_words`.

#include <string>
#include <string_view>
#include <vector>

#include "core/registry.h"
#include "storage/database.h"

namespace tusk::storage {

[[nodiscard]] bool is_searchable(const core::RecordType&);

// SQL over the columns of a row (each with `prefix`, as "NEW."): all the text that is searched.
[[nodiscard]] std::string searched_text_sql(const core::RecordType&, const std::string& prefix,
                                            Engine);

// The same text of a row that was selected as `columns()`, as it stands in SQLite's search table:
// without SQL, which for a whole register takes several times as long.
class SearchedText {
 public:
  explicit SearchedText(const core::RecordType&);
  // ", a, b": columns that come after others.
  [[nodiscard]] const std::string& columns() const { return columns_; }
  // `first`: the place of the first of them in the row. Valid until the next call.
  [[nodiscard]] const std::string& of(const Statement& row, int first);

 private:
  std::string columns_;
  std::vector<bool> is_phone_;
  std::string text_;
};

// The argument of the search predicate for what a person typed; empty if there is no word in it,
// which finds nothing. Digits that are written apart ("08-12 34") are also looked for as one
// telephone number. Throws Error{invalid} if it is too long.
[[nodiscard]] std::string search_argument(std::string_view typed, Engine);
// `parameter` ("$3") takes the argument.
[[nodiscard]] std::string search_predicate(const core::RecordType&, const std::string& parameter,
                                           Engine);

}  // namespace tusk::storage
