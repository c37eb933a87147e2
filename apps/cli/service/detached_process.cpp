#include "cli/service/detached_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "core/error.h"

namespace tusk::cli {
namespace {

constexpr std::chrono::seconds patience{30};
constexpr std::size_t kept_bytes = 2000;  // of what it said before it ended

class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return descriptor_; }
  void close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
  }

 private:
  int descriptor_;
};

[[noreturn]] void fail(const std::filesystem::path& program, const std::string& why) {
  throw core::Error(
      core::ErrorCode::unavailable,
      core::say("{} startade inte: {}", "{} did not start: {}", program.filename().string(), why));
}

// A socket in the abstract name space, under a name that the kernel gives.
std::string listen_on(int descriptor) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  socklen_t size = sizeof address.sun_family;
  if (::bind(descriptor, reinterpret_cast<sockaddr*>(&address), size) != 0) return {};
  size = sizeof address;
  if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
  const std::size_t length = size - offsetof(sockaddr_un, sun_path);
  if (length < 2) return {};
  return "@" + std::string(address.sun_path + 1, length - 1);
}

// In the child, after fork: only what is safe there. A session of its own, so that no terminal and
// no Ctrl-C belong to it.
[[noreturn]] void become(char* const* words, char* const* environment, int output) {
  ::setsid();
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  const int nothing = ::open("/dev/null", O_RDWR);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(nothing, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  ::execve(words[0], words, environment);
  ::_exit(127);
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> environment_with(const std::string& notify_socket) {
  std::vector<std::string> variables{"NOTIFY_SOCKET=" + notify_socket};
  for (char** each = environ; *each != nullptr; ++each) {
    if (!std::string_view(*each).starts_with("NOTIFY_SOCKET=")) variables.emplace_back(*each);
  }
  return variables;
}

// Until the socket says that it works (true), or the pipe is closed: the program has ended.
bool wait_until_ready(int socket, int errors, std::string& last_words) {
  const auto end = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    std::array<pollfd, 2> waiting{pollfd{socket, POLLIN, 0}, pollfd{errors, POLLIN, 0}};
    if (left.count() <= 0) return false;
    if (::poll(waiting.data(), waiting.size(), static_cast<int>(left.count())) < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    std::array<char, 512> buffer{};
    if ((waiting[0].revents & POLLIN) != 0) {
      const auto size = ::recv(socket, buffer.data(), buffer.size(), 0);
      if (size > 0 &&
          std::string_view(buffer.data(), static_cast<std::size_t>(size)).find("READY=1") !=
              std::string_view::npos) {
        return true;
      }
    }
    if (waiting[1].revents != 0) {
      const auto size = ::read(errors, buffer.data(), buffer.size());
      if (size <= 0) return false;
      if (last_words.size() < kept_bytes)
        last_words.append(buffer.data(), static_cast<std::size_t>(size));
    }
  }
}

}  // namespace

void start_detached(const std::filesystem::path& program,
                    const std::vector<std::string>& arguments) {
  const Descriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const std::string name = socket.get() < 0 ? "" : listen_on(socket.get());
  int ends[2] = {-1, -1};
  if (name.empty() || ::pipe2(ends, O_CLOEXEC) != 0) fail(program, std::strerror(errno));
  const Descriptor errors(ends[0]);
  Descriptor output(ends[1]);

  std::vector<std::string> words{program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = environment_with(name);
  const auto word_pointers = pointers_to(words);
  const auto variable_pointers = pointers_to(variables);
  const pid_t child = ::fork();
  if (child == 0) become(word_pointers.data(), variable_pointers.data(), output.get());
  if (child < 0) fail(program, std::strerror(errno));
  output.close();

  std::string last_words;
  if (wait_until_ready(socket.get(), errors.get(), last_words)) return;
  if (::waitpid(child, nullptr, WNOHANG) == 0) ::kill(child, SIGTERM);
  fail(program, last_words.empty() ? "–" : last_words);
}

}  // namespace tusk::cli
