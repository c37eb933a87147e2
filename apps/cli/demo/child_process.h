#pragma once

// Programs that this one starts and looks after. They die with it, whatever ends it.

#include <sys/types.h>

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tusk::cli {

// Beside the running program: they are installed, and built, together.
// Throws Error{not_found} that says where it was looked for.
[[nodiscard]] std::filesystem::path find_program(const std::string& name);

// What several threads tell whoever waits.
struct Events {
  std::mutex mutex;
  std::condition_variable changed;
  bool stop = false;  // Ctrl-C
};

class ChildProcess {
 public:
  struct Options {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    std::filesystem::path log_file;  // what the program writes is added to it
    std::string ready_event;         // the line of its log that says that it works
  };

  // Starts it. Call from the thread that lives longest: the kernel ends the child with it.
  ChildProcess(Options options, Events& events);
  // As stop().
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }
  // Holding events.mutex:
  [[nodiscard]] bool is_ready() const { return ready_; }
  [[nodiscard]] bool has_ended() const { return ended_; }
  // The last lines that it wrote.
  [[nodiscard]] std::string last_words() const;

  // SIGTERM, and SIGKILL if it takes no notice. Returns when it is gone.
  void stop();

 private:
  void read_output(int descriptor);

  std::string name_;
  Options options_;
  Events& events_;
  pid_t process_ = -1;
  bool ready_ = false;
  bool ended_ = false;
  std::vector<std::string> lines_;
  std::thread reader_;
};

struct Outcome {
  int exit_code = 0;
  std::string output;  // standard output and error
};
// Runs a program to its end with `input` as its standard input.
[[nodiscard]] Outcome run_program(const std::filesystem::path& program,
                                  const std::vector<std::string>& arguments,
                                  std::string_view input);

}  // namespace tusk::cli
