#pragma once

// Messages as JSON text. The reader is tolerant: keys that it does not know are passed over. Record
// types and fields that it does not know (the other side is newer) are left out of the result and
// named in `unknown`: the message must then not be applied, or they would count as received.
// What it needs and does not find, or finds in a wrong shape, is an Error{invalid} that names the
// path: `changes[0].id: must be a whole number`.

#include <string>
#include <string_view>

#include "sync/messages.h"

namespace tusk::sync {

[[nodiscard]] std::string to_json(const core::Registry&, const RoundRequest&);
[[nodiscard]] std::string to_json(const core::Registry&, const RoundResponse&);
[[nodiscard]] RoundRequest parse_request(const core::Registry&, std::string_view text);
[[nodiscard]] RoundResponse parse_response(const core::Registry&, std::string_view text);

// True for text that a message can carry and both engines take: well-formed UTF-8 without NUL. What
// another program wrote into an SQLite file may be otherwise. Values must be looked at before they
// are sent; names and stamps are made readable where they are not.
[[nodiscard]] bool is_sendable(std::string_view text);

[[nodiscard]] const char* name_of(RoundStatus status);
[[nodiscard]] const char* name_of(ConflictKind kind);
[[nodiscard]] std::optional<ConflictKind> parse_conflict_kind(std::string_view name);

}  // namespace tusk::sync
