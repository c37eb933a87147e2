#pragma once

// The office of the demo: Norrsken Bygg AB with its people, departments and some 300 contacts.

#include "business/installation.h"
#include "cli/demo/demo_folder.h"

namespace tusk::cli {

inline constexpr std::size_t demo_contacts = 300;

void set_up_demo_office(const std::filesystem::path& folder, const DemoPeople& people,
                        const business::Environment& environment);

}  // namespace tusk::cli
