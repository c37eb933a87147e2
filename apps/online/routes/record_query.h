#pragma once

// The query of a list of records, from a URL.

#include "core/registry.h"
#include "http/request.h"
#include "storage/record_store.h"

namespace tusk::online {

// Reads q, filter, sort, limit and cursor. Values are written as in JSON, without quotes
// ("active:eq:true"); an empty one is null. Fields that are not online are as unknown as any other.
// Throws Error{invalid}.
[[nodiscard]] storage::RecordQuery parse_record_query(const core::RecordType& type,
                                                      const http::Request& request);

}  // namespace tusk::online
