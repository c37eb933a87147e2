#pragma once

// What the commands about API users and about their keys share.

#include "business/api_users.h"
#include "cli/context.h"

namespace CLI {
class App;
}

namespace tusk::cli {

// Of the company of --company. Throws Error{not_found} that lists the names.
[[nodiscard]] business::ApiUser get_api_user(Context& context, const std::string& name);

// tusk api-user key
void add_api_key_command(CLI::App& api_user, Context& context);

}  // namespace tusk::cli
