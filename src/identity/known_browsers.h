#pragma once

// Browsers in which a person has logged in before. Each counts failed log-ins of that person for
// itself, so that a stranger who tries passwords elsewhere, until the account is locked there, does
// not lock the person out of their own browser.
//
// The browser holds a random token in a cookie, the directory its hash. It is worth nothing without
// the password: it only says which counter a try is charged to.

#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "storage/database.h"

namespace tusk::identity {

// True if the person has logged in with that token lately. `person`: the id.
[[nodiscard]] bool is_known_browser(storage::Transaction&, std::string_view token,
                                    std::string_view person, const core::Clock&);

// The person has just logged in. The token that the browser is to have from now on: the same, if it
// is one that was given out here; several people may use one browser.
[[nodiscard]] std::string remember_browser(storage::Transaction&, std::string_view token,
                                           std::string_view person, core::Random&,
                                           const core::Clock&);

struct BrowserEntry {
  std::string key;      // what it is called in the list; good for nothing else
  std::string browser;  // "Firefox"
  std::string system;   // "Windows"
  core::Microseconds used_at = 0;
};
// What the browser with this token is.
void describe_browser(storage::Transaction&, std::string_view token, std::string_view person,
                      std::string_view browser, std::string_view system);
// The person's own, the one used last first.
[[nodiscard]] std::vector<BrowserEntry> list_browsers_of(storage::Transaction&,
                                                         std::string_view person,
                                                         const core::Clock&);
// False if the person has none of that key.
[[nodiscard]] bool forget_browser(storage::Transaction&, std::string_view person,
                                  std::string_view key);

// Every browser is a stranger's again: after a new password.
void forget_browsers_of(storage::Transaction&, std::string_view person);

// Those that nobody used for long. Called now and then.
void forget_old_browsers(storage::Transaction&, const core::Clock&);

}  // namespace tusk::identity
