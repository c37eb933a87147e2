#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tusk::cli {

// Starts a service that goes on when this program has ended, and returns when it says that it works
// (platform/supervisor.h). Throws Error{unavailable} with its last words if it ends before that, or
// takes longer than half a minute.
void start_detached(const std::filesystem::path& program,
                    const std::vector<std::string>& arguments);

}  // namespace tusk::cli
