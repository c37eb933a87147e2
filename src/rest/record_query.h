#pragma once

// The query of a list of records, from a URL.

#include "core/id.h"
#include "core/registry.h"
#include "http/request.h"
#include "storage/record_store.h"

namespace tusk::rest {

// Reads q, filter, sort, limit and cursor. Values are written as in JSON, without quotes
// ("active:eq:true"); an empty one is null. Fields that `side` does not have are as unknown as any
// other. Throws Error{invalid}.
[[nodiscard]] storage::RecordQuery parse_record_query(const http::Request& request,
                                                      const core::RecordType& type,
                                                      core::Side side);

}  // namespace tusk::rest
