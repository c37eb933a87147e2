#pragma once

// Tells at once when any process has written to an office database.
//
// SQLite: the kernel's file notification on the write-ahead log, which every commit appends to.
// PostgreSQL: a look at the log's head every 50 ms (one indexed read of one row).

#include <filesystem>
#include <functional>
#include <memory>

namespace tusk::syncd {

class ChangeWatcher {
 public:
  virtual ~ChangeWatcher() = default;  // stops watching, waits for a running callback
};

// `on_change` is called on the watcher's own thread; it also fires for this program's own writes.
[[nodiscard]] std::unique_ptr<ChangeWatcher> watch_file(const std::filesystem::path& database,
                                                        std::function<void()> on_change);

// Calls `has_changed` every 50 ms and `on_change` when it says so.
[[nodiscard]] std::unique_ptr<ChangeWatcher> watch_by_polling(std::function<bool()> has_changed,
                                                              std::function<void()> on_change);

}  // namespace tusk::syncd
