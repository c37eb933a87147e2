#pragma once

namespace tusk::platform {

// What a service tells the process supervisor that started it, if there is one that asks: the
// protocol of systemd's sd_notify, over the socket that $NOTIFY_SOCKET names. A supervisor that
// can't be told is no reason to stop.

// The program now does its work.
void notify_ready();
// It lives. To be called more often than every half of the unit's WatchdogSec, from where the work
// is done: without that systemd ends the program and starts it anew.
void notify_alive();
// It has been asked to stop, and does.
void notify_stopping();

}  // namespace tusk::platform
