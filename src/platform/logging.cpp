#include "platform/logging.h"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <memory>

#include "core/error.h"

namespace tusk::platform {
namespace {

constexpr std::size_t max_file_bytes = 10 * 1024 * 1024;
constexpr std::size_t kept_files = 5;

std::atomic<std::shared_ptr<spdlog::logger>>& logger() {
  static std::atomic<std::shared_ptr<spdlog::logger>> instance;
  return instance;
}

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

// Bare if it is one plain word; quoted otherwise, so that no value can forge another line.
void append_value(std::string& line, std::string_view value) {
  const bool plain = !value.empty() && std::all_of(value.begin(), value.end(), [](unsigned char c) {
    return c > ' ' && c != '"' && c != '\\' && c != '=' && c != 0x7f;
  });
  if (plain) {
    line += value;
    return;
  }
  line += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') line += '\\';
    line += static_cast<unsigned char>(c) < ' ' || c == 0x7f ? ' ' : c;
  }
  line += '"';
}

}  // namespace

void set_up_logging(const LogOptions& options) {
  try {
    std::vector<spdlog::sink_ptr> sinks;
    if (options.standard_error) sinks.push_back(std::make_shared<spdlog::sinks::stderr_sink_mt>());
    if (!options.file.empty()) {
      sinks.push_back(std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
          options.file.string(), max_file_bytes, kept_files));
    }
    auto made = std::make_shared<spdlog::logger>("tusk", sinks.begin(), sinks.end());
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%fZ %l %v", spdlog::pattern_time_type::utc);
    made->set_level(level_of(options.level));
    made->flush_on(spdlog::level::info);
    logger().store(std::move(made));
  } catch (const spdlog::spdlog_ex& error) {
    throw core::Error(core::ErrorCode::unavailable,
                      core::say("Loggfilen {} kan inte öppnas.", "The log file {} can't be opened.",
                                options.file.string()),
                      {}, error.what());
  }
}

LogLevel parse_log_level(std::string_view text) {
  if (text == "debug") return LogLevel::debug;
  if (text == "info") return LogLevel::info;
  if (text == "warning") return LogLevel::warning;
  if (text == "error") return LogLevel::error;
  throw core::invalid_field(
      "log_level", text,
      core::say("Välj debug, info, warning eller error.", "Choose debug, info, warning or error."));
}

void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  const auto target = logger().load();
  if (!target || !target->should_log(level_of(level))) return;
  std::string line(event);
  for (const LogField& field : fields) {
    line += ' ';
    line += field.name;
    line += '=';
    append_value(line, field.value);
  }
  target->log(level_of(level), "{}", line);
}

}  // namespace tusk::platform
