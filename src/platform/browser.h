#pragma once

#include <string>

namespace tusk::platform {

// Opens the address in the browser of whoever sits at this computer's display, and does not wait
// for it. False if there is no display (a terminal over ssh, a service) or nothing that opens
// addresses. Other programs of the computer can read the address: it must hold no secret.
[[nodiscard]] bool open_in_browser(const std::string& address);

}  // namespace tusk::platform
