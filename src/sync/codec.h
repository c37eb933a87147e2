#pragma once

// Messages as JSON text. The reader is tolerant: unknown keys, record types and fields are left out
// of the result (a newer side may send them); what it needs and does not find, or finds in a wrong
// shape, is an Error{invalid} that names the path: `changes[0].record_id: must be a whole number`.

#include <string>
#include <string_view>

#include "sync/messages.h"

namespace tusk::sync {

[[nodiscard]] std::string to_json(const core::Registry&, const RoundRequest&);
[[nodiscard]] std::string to_json(const core::Registry&, const RoundResponse&);
[[nodiscard]] RoundRequest parse_request(const core::Registry&, std::string_view text);
[[nodiscard]] RoundResponse parse_response(const core::Registry&, std::string_view text);

[[nodiscard]] const char* name_of(RoundStatus status);
[[nodiscard]] const char* name_of(ConflictKind kind);
[[nodiscard]] std::optional<ConflictKind> parse_conflict_kind(std::string_view name);

}  // namespace tusk::sync
