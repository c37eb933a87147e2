#pragma once

// The program's log: one line per event, "time level event name=value …", for people to read and
// for programs to split. Never passwords, tokens, keys, bodies or values of records.
//
//   log(LogLevel::info, "session.started", {{"identity", id}, {"company", company}});

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>

namespace tusk::platform {

enum class LogLevel { debug, info, warning, error };

struct LogOptions {
  std::filesystem::path file;  // empty: none. Turned over at 10 MiB, five are kept
  bool standard_error = true;
  LogLevel level = LogLevel::info;
};

// Before this is called, and after it with no target, log() does nothing. May be called again.
// Throws Error{unavailable} if the file can't be opened.
void set_up_logging(const LogOptions& options);

// "debug", "info", "warning" or "error". Throws Error{invalid} that lists them.
[[nodiscard]] LogLevel parse_log_level(std::string_view text);

struct LogField {
  std::string_view name;
  std::string value;
};

// May be called from any thread.
void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

}  // namespace tusk::platform
