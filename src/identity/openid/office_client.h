#pragma once

// The office's own programs (tusk, and the desktop) as a client: people who connect, update, hand
// over or disconnect a company may log in for it in their browser (RFC 8252) instead of giving the
// program their password.
//
// It is built in: a public client that every server has, with loopback addresses alone. Anybody's
// program can say that it is this client, so the person is asked each time, logs in anew each time,
// and is told what for; and what the program gets is good for that one deed with that one company.

#include <optional>
#include <string>
#include <string_view>

#include "identity/openid/authorization_request.h"

namespace tusk::identity::openid {

inline constexpr const char* office_client = "tusk_office";
// What it asks for. No other client gets it, and it gets no other.
inline constexpr std::string_view office_scope = "office";

[[nodiscard]] bool is_built_in(const Client&);

enum class OfficeDeed { connect, update, change_user, disconnect };
// As in requests: "connect", "update", "change_user", "disconnect".
[[nodiscard]] const char* name_of(OfficeDeed deed);
[[nodiscard]] std::optional<OfficeDeed> parse_office_deed(std::string_view name);

// Throws Refusal{invalid_request} that names the parameter which is missing or wrong.
[[nodiscard]] OfficeTask parse_office_task(const Parameters&);

}  // namespace tusk::identity::openid
