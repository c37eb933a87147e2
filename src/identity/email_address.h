#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tusk::identity {

// The one form in which an address is kept and compared: trimmed, ASCII letters lower-case. Nothing
// if it is no address this system takes: the part before the @ must be ASCII (look-alike letters
// make false twins), international domains come as xn--….
[[nodiscard]] std::optional<std::string> normalise_email(std::string_view text);

}  // namespace tusk::identity
