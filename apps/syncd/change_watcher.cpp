#include "syncd/change_watcher.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "core/error.h"

namespace tusk::syncd {
namespace {

constexpr std::chrono::milliseconds poll_interval{50};

[[noreturn]] void fail(const char* call, const std::filesystem::path& path) {
  throw core::Error(
      core::ErrorCode::unavailable,
      core::say("Databasens mapp {} kan inte bevakas.",
                "The database's folder {} can't be watched.", path.parent_path().string()),
      {}, std::string(call) + ": " + std::strerror(errno));
}

// The folder is watched, not the file: the log file comes and goes.
class FileWatcher final : public ChangeWatcher {
 public:
  FileWatcher(const std::filesystem::path& database, std::function<void()> on_change)
      : names_{database.filename().string(), database.filename().string() + "-wal"},
        on_change_(std::move(on_change)) {
    inotify_ = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    stop_ = eventfd(0, EFD_CLOEXEC);
    const std::filesystem::path folder = std::filesystem::absolute(database).parent_path();
    if (inotify_ < 0 || stop_ < 0 ||
        inotify_add_watch(inotify_, folder.c_str(), IN_MODIFY | IN_MOVED_TO | IN_CREATE) < 0) {
      close_all();
      fail("inotify", database);
    }
    thread_ = std::thread([this] { run(); });
  }

  ~FileWatcher() override {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(stop_, &one, sizeof one);
    thread_.join();
    close_all();
  }

 private:
  void close_all() const {
    if (inotify_ >= 0) ::close(inotify_);
    if (stop_ >= 0) ::close(stop_);
  }

  void run() {
    std::array<pollfd, 2> waiting{pollfd{inotify_, POLLIN, 0}, pollfd{stop_, POLLIN, 0}};
    for (;;) {
      if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) return;
      if ((waiting[1].revents & POLLIN) != 0) return;
      if ((waiting[0].revents & POLLIN) != 0 && read_events()) on_change_();
    }
  }

  // Empties the queue; true if one of the events was about our files.
  [[nodiscard]] bool read_events() const {
    alignas(inotify_event) std::array<char, 16384> buffer{};
    bool ours = false;
    for (;;) {
      const ssize_t count = ::read(inotify_, buffer.data(), buffer.size());
      if (count <= 0) return ours;
      for (ssize_t offset = 0; offset < count;) {
        const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + offset);
        const std::string_view name =
            event->len > 0 ? std::string_view(event->name) : std::string_view{};
        if ((event->mask & IN_Q_OVERFLOW) != 0 || name == names_[0] || name == names_[1])
          ours = true;
        offset += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
      }
    }
  }

  std::array<std::string, 2> names_;
  std::function<void()> on_change_;
  int inotify_ = -1;
  int stop_ = -1;
  std::thread thread_;
};

class PollingWatcher final : public ChangeWatcher {
 public:
  PollingWatcher(std::function<bool()> has_changed, std::function<void()> on_change)
      : has_changed_(std::move(has_changed)),
        on_change_(std::move(on_change)),
        thread_([this] { run(); }) {}

  ~PollingWatcher() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, poll_interval, [this] { return stopping_; })) {
      lock.unlock();
      if (has_changed_()) on_change_();
      lock.lock();
    }
  }

  std::function<bool()> has_changed_;
  std::function<void()> on_change_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace

std::unique_ptr<ChangeWatcher> watch_file(const std::filesystem::path& database,
                                          std::function<void()> on_change) {
  return std::make_unique<FileWatcher>(database, std::move(on_change));
}

std::unique_ptr<ChangeWatcher> watch_by_polling(std::function<bool()> has_changed,
                                                std::function<void()> on_change) {
  return std::make_unique<PollingWatcher>(std::move(has_changed), std::move(on_change));
}

}  // namespace tusk::syncd
