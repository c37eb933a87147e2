#pragma once

namespace tusk::platform {

// Tells the process supervisor that started us that the program now does its work, if there is one
// that asks: the protocol of systemd's sd_notify, READY=1 to the socket that $NOTIFY_SOCKET names.
// A supervisor that can't be told is no reason to stop.
void notify_ready();

}  // namespace tusk::platform
