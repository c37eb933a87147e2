#pragma once

// tusk online connect: both ways of it drive the guide of connection/guide.h.

#include <string>

#include "cli/context.h"

namespace tusk::cli {

struct ConnectArguments {
  std::string url;
  std::string email;
  std::string password_file;
  std::string code_file;
  std::string person_name;
  std::string ca_file;
  std::string computer;
  bool create_identity = false;
  bool browser = false;
  bool no_wait = false;
};

// For scripts: the arguments are the answers. Throws what keeps the company from being connected.
int connect_as_told(Context& context, const ConnectArguments& arguments);
// Step by step, with whoever is at the terminal; the arguments are what stands there already.
int connect_in_dialogue(Context& context, const ConnectArguments& arguments);

// Follows the first synchronisation unless nobody wants to wait, and says how it stands.
int follow_and_tell(Context& context, const business::CompanyDatabase& company, bool no_wait);

}  // namespace tusk::cli
