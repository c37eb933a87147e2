// tusk-syncd: Tusk Sync, the service on every office computer.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <mutex>

#include "business/installation.h"
#include "platform/exit_code.h"
#include "platform/logging.h"
#include "platform/stop_signal.h"
#include "platform/supervisor.h"
#include "platform/system_clock.h"
#include "platform/system_random.h"
#include "syncd/program.h"

namespace {

using namespace tusk;

struct CommandLine {
  std::string data;  // empty: the default
  std::string ca_file;
  int interval_seconds = 0;
  int take_over_seconds = static_cast<int>(replica::take_over_after / core::seconds(1));
  std::string log_file;
  std::string log_level = "info";
};

// A service has no language of its own: the system administrator reads one of these.
void print(const core::Error& error) {
  std::fprintf(stderr, "tusk-syncd: %s\n", error.text().sv.c_str());
  std::fprintf(stderr, "tusk-syncd: %s\n", error.text().en.c_str());
}

// The signal may come before there is a program that it could stop, or after.
class Stopper {
 public:
  void ask() {
    platform::notify_stopping();
    const std::lock_guard lock(mutex_);
    asked_ = true;
    if (program_ != nullptr) program_->stop();
  }
  void set_program(syncd::Program* program) {
    const std::lock_guard lock(mutex_);
    program_ = program;
    if (asked_ && program_ != nullptr) program_->stop();
  }

 private:
  std::mutex mutex_;
  syncd::Program* program_ = nullptr;
  bool asked_ = false;
};

// While it lives, the signal stops the program.
class Stoppable {
 public:
  Stoppable(Stopper& stopper, syncd::Program& program) : stopper_(stopper) {
    stopper_.set_program(&program);
  }
  ~Stoppable() { stopper_.set_program(nullptr); }
  Stoppable(const Stoppable&) = delete;
  Stoppable& operator=(const Stoppable&) = delete;

 private:
  Stopper& stopper_;
};

void add_options(CLI::App& app, CommandLine& line) {
  app.set_version_flag("--version", "tusk-syncd " TUSK_VERSION);
  app.add_option("--data", line.data,
                 "Data folder of the installation (default: $XDG_DATA_HOME/tusk or "
                 "~/.local/share/tusk)")
      ->type_name("DIR");
  app.add_option("--ca-file", line.ca_file,
                 "PEM file of the authorities to trust instead of the system's")
      ->type_name("FILE")
      ->check(CLI::ExistingFile);
  app.add_option("--interval", line.interval_seconds,
                 "Seconds between rounds while nothing happens (default: as connected, 15)")
      ->check(CLI::Range(1, 3600));
  app.add_option("--take-over-after", line.take_over_seconds,
                 "Seconds without a sign of life of the computer that synchronises until this one "
                 "takes over (default: 900)")
      ->check(CLI::Range(1, 86400));
  app.add_option("--log-file", line.log_file, "Default: log/tusk-syncd.log in the data folder")
      ->type_name("FILE");
  app.add_option("--log-level", line.log_level, "debug, info, warning or error (default: info)")
      ->check(CLI::IsMember({"debug", "info", "warning", "error"}));
}

void serve(const CommandLine& line, Stopper& stopper) {
  const std::filesystem::path data =
      line.data.empty() ? business::default_data_folder() : std::filesystem::path(line.data);
  const platform::SystemClock clock;
  platform::SystemRandom random;
  syncd::Program program({.data = data,
                          .ca_file = line.ca_file,
                          .interval_seconds = line.interval_seconds,
                          .take_over_after = core::seconds(line.take_over_seconds),
                          .on_ready = platform::notify_ready,
                          .on_alive = platform::notify_alive},
                         clock, random);
  const auto log_file = line.log_file.empty() ? data / "log" / "tusk-syncd.log"
                                              : std::filesystem::path(line.log_file);
  platform::set_up_logging({.file = log_file, .level = platform::parse_log_level(line.log_level)});
  const Stoppable stoppable(stopper, program);
  program.run();
}

}  // namespace

int main(int argc, char** argv) {
  Stopper stopper;
  const platform::StopSignal stop_signal([&] { stopper.ask(); });
  CommandLine line;
  CLI::App app("Tusk Sync: keeps the office's companies equal with Tusk Online.", "tusk-syncd");
  add_options(app, line);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    print(core::Error(core::ErrorCode::invalid,
                      core::say("Kommandoraden är fel ({}). Se tusk-syncd --help.",
                                "The command line is wrong ({}). See tusk-syncd --help.",
                                std::string(error.what()))));
    return platform::exit_usage;
  }
  try {
    serve(line, stopper);
    return 0;
  } catch (const core::Error& error) {
    print(error);
    platform::log(platform::LogLevel::error, "failed", {{"error", error.what()}});
    return platform::exit_code_of(error.code());
  } catch (const std::exception& error) {
    print(core::Error(core::ErrorCode::internal,
                      core::say("Ett fel i programmet: {}", "A defect of the program: {}",
                                std::string(error.what()))));
    return platform::exit_code_of(core::ErrorCode::internal);
  }
}
