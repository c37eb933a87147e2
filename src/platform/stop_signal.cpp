#include "platform/stop_signal.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

namespace tusk::platform {

StopSignal::StopSignal(std::function<void()> on_stop) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  signals_ = ::signalfd(-1, &set, SFD_CLOEXEC);
  ended_ = ::eventfd(0, EFD_CLOEXEC);
  if (signals_ < 0 || ended_ < 0) {
    throw std::system_error(errno, std::generic_category(), "signalfd");
  }
  thread_ = std::thread([this, call = std::move(on_stop)] {
    pollfd waits[] = {{signals_, POLLIN, 0}, {ended_, POLLIN, 0}};
    while (::poll(waits, 2, -1) < 0 && errno == EINTR) {
    }
    if ((waits[0].revents & POLLIN) == 0) return;
    signalfd_siginfo taken{};
    [[maybe_unused]] const auto size = ::read(signals_, &taken, sizeof taken);
    call();
  });
}

StopSignal::~StopSignal() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(ended_, &one, sizeof one);
  thread_.join();
  ::close(signals_);
  ::close(ended_);
}

}  // namespace tusk::platform
