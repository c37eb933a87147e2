#pragma once

// How far the first synchronisation has come, told once or again and again.

#include <boost/json/fwd.hpp>

#include "cli/context.h"
#include "connection/progress.h"

namespace tusk::cli {

[[nodiscard]] boost::json::object progress_json(const connection::FirstSyncProgress&,
                                                core::Language);
enum class Show {
  nothing,
  terminal_line,  // the same again and again
  json_lines      // each change, on stdout
};
// Until it is over, or nothing carries it on.
[[nodiscard]] connection::FirstSyncProgress follow_progress(Context&,
                                                            const business::CompanyDatabase&, Show);

}  // namespace tusk::cli
