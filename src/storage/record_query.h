#pragma once

// The SQL of RecordStore::list().

#include <string>
#include <vector>

#include "storage/record_store.h"

namespace tusk::storage {

struct ListSql {
  std::string page;  // selects the sort key, then id and column_list(); one row more than the limit
  std::string count;                      // selects the number of records
  std::vector<core::Value> count_values;  // parameters $1 … of `count`
  std::vector<core::Value> page_values;   // and of `page`: the same, then its own
  bool text_key = false;                  // kind of the sort key
  bool nothing = false;                   // the search has no word: no record matches
};

// Throws Error{invalid} that names what is wrong with the query.
[[nodiscard]] ListSql make_list_sql(const core::Registry&, const core::RecordType&, core::Side,
                                    Engine, const RecordQuery&);

// Where the page after this row begins: RecordPage::next_cursor.
[[nodiscard]] std::string make_cursor(const core::RecordType&, const RecordQuery&,
                                      const core::Value& key, core::RecordId);

// Error{invalid} for a cursor that was changed, or belongs to another list.
[[nodiscard]] core::Error wrong_cursor(std::string_view cursor);

// SQL: what the title of a record sorts by. Indexed, with the id after it; on PostgreSQL a column.
[[nodiscard]] std::string title_key_sql(const core::RecordType&, Engine);
// PostgreSQL: that column, and what it is generated from.
inline constexpr const char* title_key_column = "title_key";
[[nodiscard]] std::string folded_title_sql(const core::RecordType&, Engine);

}  // namespace tusk::storage
