#pragma once

// What an administrator sees of the letters, and may do about them, while the server runs or not.

#include "core/text.h"
#include "online/config.h"

namespace tusk::online {

// To standard output: the newest letters first, why they have not been sent, and no word of what
// stands in them.
void list_mail(const Config& config, core::Language language);
// All that wait, and those that were refused and are of use yet, are tried at once.
void retry_mail(const Config& config, core::Language language);

}  // namespace tusk::online
