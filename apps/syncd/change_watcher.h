#pragma once

// Tells at once when any process has written to an office database.
//
// SQLite: the kernel's file notification on the write-ahead log, which every commit appends to. The
// commit can be read only a moment later (the log is flushed to the disk first), so after every
// notification the watcher looks again for two seconds, ever more seldom.
// PostgreSQL: a look at the log's head every 50 ms (one indexed read of one row).

#include <filesystem>
#include <functional>
#include <memory>

namespace tusk::syncd {

class ChangeWatcher {
 public:
  virtual ~ChangeWatcher() = default;  // stops watching, waits for a running callback
};

// What a watcher asks and calls, both on its own thread.
struct WatchCalls {
  std::function<bool()> has_changed;  // whether there is something to tell; cheap
  std::function<void()> on_change;    // called each time that has_changed says so
};

[[nodiscard]] std::unique_ptr<ChangeWatcher> watch_file(const std::filesystem::path& database,
                                                        WatchCalls calls);
[[nodiscard]] std::unique_ptr<ChangeWatcher> watch_by_polling(WatchCalls calls);

}  // namespace tusk::syncd
