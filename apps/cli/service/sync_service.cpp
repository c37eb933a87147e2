#include "cli/service/sync_service.h"

#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>

#include "business/installation.h"
#include "business/sessions.h"
#include "cli/demo/child_process.h"
#include "cli/service/detached_process.h"
#include "core/error.h"
#include "platform/lock_file.h"

namespace tusk::cli {
namespace fs = std::filesystem;
namespace {

constexpr const char* systemctl = "/usr/bin/systemctl";
constexpr const char* systemd_runs = "/run/systemd/system";  // as sd_booted() asks
constexpr std::chrono::seconds stop_patience{30};

fs::path lock_path(const business::Installation& installation) {
  return installation.folder() / "syncd.lock";
}

// "ActiveState=active" -> "active"
std::string property(const std::string& output, const std::string& name) {
  std::size_t start = 0;
  while (start < output.size()) {
    const std::size_t end = std::min(output.find('\n', start), output.size());
    const std::string line = output.substr(start, end - start);
    if (line.starts_with(name + "=")) return line.substr(name.size() + 1);
    start = end + 1;
  }
  return {};
}

void ask_systemd(ServiceState& state, const fs::path& data) {
  std::error_code failed;
  state.has_systemd = fs::exists(systemd_runs, failed) && fs::exists(systemctl, failed);
  if (!state.has_systemd) return;
  const Outcome answer = run_program(
      systemctl, {"show", sync_unit, "--property=LoadState,ActiveState,UnitFileState,ExecStart"},
      "");
  if (answer.exit_code != 0 || property(answer.output, "LoadState") != "loaded") return;
  // The unit may be there for another installation.
  state.has_unit = property(answer.output, "ExecStart").find(data.string()) != std::string::npos;
  state.unit_state = property(answer.output, "ActiveState");
  state.starts_with_computer = property(answer.output, "UnitFileState") == "enabled";
}

std::int64_t find_process(business::Installation& installation) {
  for (const business::SessionInfo& session : business::list_sessions(installation)) {
    if (session.kind == business::SessionKind::service &&
        session.computer_uuid == installation.computer_uuid()) {
      return session.process_id;
    }
  }
  return 0;
}

// Of any process, not only of children.
bool has_ended_within(pid_t process, std::chrono::milliseconds time) {
  const int descriptor = static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
  if (descriptor < 0) return errno == ESRCH;
  pollfd waiting{descriptor, POLLIN, 0};
  const bool has_ended = ::poll(&waiting, 1, static_cast<int>(time.count())) > 0;
  ::close(descriptor);
  return has_ended;
}

void call_systemd(const char* verb) {
  const Outcome outcome = run_program(systemctl, {verb, sync_unit}, "");
  if (outcome.exit_code == 0) return;
  throw core::Error(core::ErrorCode::forbidden,
                    core::say("systemd utförde inte {} {}. Gör det som systemadministratör: sudo "
                              "systemctl {} {}.",
                              "systemd did not do {} {}. Do it as a system administrator: sudo "
                              "systemctl {} {}.",
                              verb, sync_unit, verb, sync_unit),
                    {}, outcome.output);
}

}  // namespace

ServiceState load_service_state(business::Installation& installation) {
  ServiceState state{.is_running = platform::is_locked(lock_path(installation)),
                     .log_file = installation.log_folder() / "tusk-syncd.log"};
  if (state.is_running) state.process_id = find_process(installation);
  ask_systemd(state, installation.folder());
  return state;
}

void start_service(business::Installation& installation) {
  const ServiceState state = load_service_state(installation);
  if (state.is_running) return;
  if (state.has_unit) return call_systemd("start");
  start_detached(find_program("tusk-syncd"), {"--data", fs::absolute(installation.folder())});
}

void stop_service(business::Installation& installation) {
  const ServiceState state = load_service_state(installation);
  if (!state.is_running) return;
  // systemd would start anew what somebody else ends.
  if (state.has_unit && state.unit_state == "active") return call_systemd("stop");
  const auto process = static_cast<pid_t>(state.process_id);
  if (process == 0 || ::kill(process, SIGTERM) != 0) {
    throw core::Error(
        core::ErrorCode::forbidden,
        core::say("Tusk Sync (process {}) kan inte stoppas härifrån. Stoppa den som den "
                  "användare som startade den, eller som systemadministratör.",
                  "Tusk Sync (process {}) can't be stopped from here. Stop it as the user who "
                  "started it, or as a system administrator.",
                  state.process_id),
        {}, std::strerror(errno));
  }
  if (has_ended_within(process, stop_patience)) return;
  throw core::Error(core::ErrorCode::unavailable,
                    core::say("Tusk Sync (process {}) har inte stannat på {} s. Vänta, eller "
                              "avsluta processen.",
                              "Tusk Sync (process {}) has not stopped in {} s. Wait, or end the "
                              "process.",
                              state.process_id, stop_patience.count()));
}

}  // namespace tusk::cli
