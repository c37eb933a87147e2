#pragma once

// Whom the installation is licensed to. Connecting needs name, contact person and telephone.

#include <string>

#include "business/actor.h"

namespace tusk::business {

class Installation;

// Empty text: not filled in.
struct Licence {
  std::string holder;
  std::string contact_person;
  std::string phone;
  std::string email;
  std::string number;
};

[[nodiscard]] Licence load_licence(Installation& installation);
// Trims and checks. Super users only. Throws Error{invalid, forbidden}.
void save_licence(Installation& installation, const Actor& actor, const Licence& licence);

}  // namespace tusk::business
