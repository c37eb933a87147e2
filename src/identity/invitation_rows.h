#pragma once

// How the directory's table of invitations is read: by this library's files that do.

#include <string>
#include <string_view>

#include "identity/invitations.h"

namespace tusk::identity {

// `{}` in `sql` becomes the columns that read_invitation() reads, from the first on.
[[nodiscard]] std::string with_invitation_columns(std::string_view sql);
inline constexpr int invitation_columns = 11;
[[nodiscard]] Invitation read_invitation(const storage::Statement& row);

}  // namespace tusk::identity
