#pragma once

// What is written to people about the way into their account.

#include <string>
#include <vector>

#include "identity/people.h"
#include "online/letters/composition.h"

namespace tusk::online {

// Each is for the person's own address, in their language. `base_url`: Services::base_url().
[[nodiscard]] mail::Letter password_reset_letter(const identity::Person&,
                                                 const std::string& base_url,
                                                 const std::string& token, core::Microseconds now);
[[nodiscard]] mail::Letter password_changed_letter(const identity::Person&,
                                                   const std::string& base_url);
[[nodiscard]] mail::Letter account_locked_letter(const identity::Person&,
                                                 const std::string& base_url);
[[nodiscard]] mail::Letter confirmation_letter(const identity::Person&, const std::string& base_url,
                                               const std::string& token, core::Microseconds now);

}  // namespace tusk::online
