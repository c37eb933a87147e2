#pragma once

// What `tusk backup` and `tusk restore` share.

#include "business/backup.h"
#include "cli/context.h"

namespace tusk::cli {

// A line that changes, where stderr is a terminal; nothing elsewhere and with --json.
[[nodiscard]] business::OnBackupProgress show_backup_progress(const Context& context);
// Takes that line away.
void end_backup_progress(const Context& context);

// The password of `--password-file`; empty without one.
[[nodiscard]] std::string archive_password(const Context& context, const std::string& file);

}  // namespace tusk::cli
