#include "syncd/change_watcher.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "core/error.h"

namespace tusk::syncd {
namespace {

using std::chrono::microseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds poll_interval{50};

// Looks after a notification: every 0.2 ms while a flush usually lasts, then ever more seldom, up
// to two seconds in all. The first is also the shortest time between two looks, so that a large
// import does not keep the watcher busy.
constexpr microseconds shortest_delay{200};
constexpr microseconds longest_delay{1'000'000};
constexpr int quick_looks = 25;

[[noreturn]] void fail(const char* call, const std::filesystem::path& path) {
  throw core::Error(
      core::ErrorCode::unavailable,
      core::say("Databasens mapp {} kan inte bevakas.",
                "The database's folder {} can't be watched.", path.parent_path().string()),
      {}, std::string(call) + ": " + std::strerror(errno));
}

// Closes itself.
class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  ~Descriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

class FileWatcher final : public ChangeWatcher {
 public:
  FileWatcher(const std::filesystem::path& database, WatchCalls calls)
      : names_{database.filename().string(), database.filename().string() + "-wal"},
        calls_(std::move(calls)),
        inotify_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)),
        stop_(eventfd(0, EFD_CLOEXEC)) {
    // The folder is watched, not the file: the log file comes and goes.
    const std::filesystem::path folder = std::filesystem::absolute(database).parent_path();
    if (inotify_.get() < 0 || stop_.get() < 0 ||
        inotify_add_watch(inotify_.get(), folder.c_str(), IN_MODIFY | IN_MOVED_TO | IN_CREATE) <
            0) {
      fail("inotify", database);
    }
    thread_ = std::thread([this] { run(); });
  }

  ~FileWatcher() override {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(stop_.get(), &one, sizeof one);
    thread_.join();
  }

 private:
  enum class Wake { stop, event, time };

  void run() {
    microseconds delay{0};  // before the next look; 0: there is none until something happens
    int looks = 0;          // since something happened
    auto look_at = SteadyClock::now();
    for (;;) {
      std::optional<microseconds> left;
      if (delay.count() > 0) {
        left = std::max(microseconds(0),
                        std::chrono::ceil<microseconds>(look_at - SteadyClock::now()));
      }
      const bool has_just_looked = looks == 1;
      const Wake wake = wait(left, !has_just_looked);
      if (wake == Wake::stop) return;
      if (wake == Wake::event) {
        if (!read_events()) continue;
        looks = 0;
      }
      if (calls_.has_changed()) calls_.on_change();
      delay = delay_after(++looks, delay);
      look_at = SteadyClock::now() + delay;
    }
  }

  static microseconds delay_after(int looks, microseconds delay) {
    if (looks <= quick_looks) return shortest_delay;
    return delay < longest_delay ? delay * 2 : microseconds(0);
  }

  // Until the process stops, something happens in the folder (unless that is not looked at now), or
  // the time is over.
  Wake wait(std::optional<microseconds> time, bool for_events) const {
    std::array<pollfd, 2> waiting{pollfd{stop_.get(), POLLIN, 0},
                                  pollfd{inotify_.get(), POLLIN, 0}};
    const nfds_t count = for_events ? 2 : 1;
    timespec limit{};
    if (time) {
      limit.tv_sec = time->count() / 1'000'000;
      limit.tv_nsec = time->count() % 1'000'000 * 1000;
    }
    for (;;) {
      const int ready = ::ppoll(waiting.data(), count, time ? &limit : nullptr, nullptr);
      if (ready < 0 && errno != EINTR) return Wake::stop;
      if (ready < 0) continue;
      if ((waiting[0].revents & POLLIN) != 0) return Wake::stop;
      return ready == 0 ? Wake::time : Wake::event;
    }
  }

  // Empties the queue; true if one of the events was about our files.
  [[nodiscard]] bool read_events() const {
    alignas(inotify_event) std::array<char, 16384> buffer{};
    bool ours = false;
    for (;;) {
      const ssize_t count = ::read(inotify_.get(), buffer.data(), buffer.size());
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
  WatchCalls calls_;
  Descriptor inotify_;
  Descriptor stop_;
  std::thread thread_;
};

class PollingWatcher final : public ChangeWatcher {
 public:
  explicit PollingWatcher(WatchCalls calls)
      : calls_(std::move(calls)), thread_([this] { run(); }) {}

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
      if (calls_.has_changed()) calls_.on_change();
      lock.lock();
    }
  }

  WatchCalls calls_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace

std::unique_ptr<ChangeWatcher> watch_file(const std::filesystem::path& database, WatchCalls calls) {
  return std::make_unique<FileWatcher>(database, std::move(calls));
}

std::unique_ptr<ChangeWatcher> watch_by_polling(WatchCalls calls) {
  return std::make_unique<PollingWatcher>(std::move(calls));
}

}  // namespace tusk::syncd
