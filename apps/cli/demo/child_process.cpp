#include "cli/demo/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <fstream>

#include "core/error.h"

namespace tusk::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kept_lines = 20;
constexpr std::chrono::seconds patience{10};  // before a program that does not stop is killed

struct Pipe {
  int read = -1;
  int write = -1;
};

Pipe make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    throw core::Error(core::ErrorCode::unavailable,
                      core::say("Datorn har inga rör lediga. Stäng andra program.",
                                "The computer has no pipes left. Close other programs."));
  }
  return {ends[0], ends[1]};
}

// In the child, after fork: only what is safe there.
[[noreturn]] void become(const char* program, char* const* arguments, pid_t parent, int input,
                         int output) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(127);  // it died before the line above
  ::setpgid(0, 0);  // Ctrl-C is for the parent, which stops its children in order
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::dup2(input, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  ::execv(program, arguments);
  ::_exit(127);
}

pid_t start(const fs::path& program, const std::vector<std::string>& arguments, int input,
            int output) {
  std::vector<std::string> words{program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child == 0) become(words.front().c_str(), pointers.data(), parent, input, output);
  if (child < 0) {
    throw core::Error(
        core::ErrorCode::unavailable,
        core::say("{} kan inte startas. Stäng andra program och försök igen.",
                  "{} cannot be started. Close other programs and try again.", program.string()));
  }
  return child;
}

// Text as it comes, until the other end is closed.
template <typename Take>
void read_all(int descriptor, const Take& take) {
  std::array<char, 4096> buffer{};
  for (;;) {
    const auto size = ::read(descriptor, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return;
    take(std::string_view(buffer.data(), static_cast<std::size_t>(size)));
  }
}

// "2026-11-24T13:42:00.123456Z info ready port=8321" says the event "ready".
bool says(const std::string& line, const std::string& event) {
  return (line + " ").find(" " + event + " ") != std::string::npos;
}

}  // namespace

fs::path find_program(const std::string& name) {
  const fs::path path = fs::read_symlink("/proc/self/exe").parent_path() / name;
  if (fs::exists(path)) return path;
  throw core::Error(core::ErrorCode::not_found,
                    core::say("Programmet {} saknas. Det ska ligga bredvid tusk.",
                              "The program {} is missing. It belongs beside tusk.", path.string()));
}

ChildProcess::ChildProcess(Options options, Events& events)
    : name_(options.program.filename()), options_(std::move(options)), events_(events) {
  const Pipe output = make_pipe();
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  process_ = start(options_.program, options_.arguments, nothing, output.write);
  ::close(nothing);
  ::close(output.write);
  reader_ = std::thread([this, descriptor = output.read] { read_output(descriptor); });
}

ChildProcess::~ChildProcess() {
  stop();
}

void ChildProcess::read_output(int descriptor) {
  std::ofstream log(options_.log_file, std::ios::app);
  std::string line;
  const auto end_line = [&] {
    log << line << std::endl;
    const std::lock_guard lock(events_.mutex);
    ready_ = ready_ || says(line, options_.ready_event);
    if (lines_.size() == kept_lines) lines_.erase(lines_.begin());
    lines_.push_back(std::move(line));
    line.clear();
    events_.changed.notify_all();
  };
  read_all(descriptor, [&](std::string_view text) {
    for (const char c : text) {
      if (c == '\n') {
        end_line();
      } else {
        line += c;
      }
    }
  });
  if (!line.empty()) end_line();
  ::close(descriptor);
  const std::lock_guard lock(events_.mutex);
  ended_ = true;
  events_.changed.notify_all();
}

std::string ChildProcess::last_words() const {
  std::string text;
  for (const std::string& line : lines_) text += (text.empty() ? "" : "\n") + line;
  return text;
}

void ChildProcess::stop() {
  if (process_ < 0) return;
  ::kill(process_, SIGTERM);
  {
    std::unique_lock lock(events_.mutex);
    if (!events_.changed.wait_for(lock, patience, [this] { return ended_; }))
      ::kill(process_, SIGKILL);
  }
  ::waitpid(process_, nullptr, 0);
  process_ = -1;
  reader_.join();
}

Outcome run_program(const fs::path& program, const std::vector<std::string>& arguments,
                    std::string_view input) {
  const Pipe to = make_pipe();
  const Pipe from = make_pipe();
  const pid_t child = start(program, arguments, to.read, from.write);
  ::close(to.read);
  ::close(from.write);
  // Inputs here are passwords: far smaller than a pipe holds, so this never waits.
  [[maybe_unused]] const auto written = ::write(to.write, input.data(), input.size());
  ::close(to.write);
  Outcome outcome;
  read_all(from.read, [&](std::string_view text) { outcome.output += text; });
  ::close(from.read);
  int status = 0;
  ::waitpid(child, &status, 0);
  outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return outcome;
}

}  // namespace tusk::cli
