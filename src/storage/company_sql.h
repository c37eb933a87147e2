#pragma once

// Expansion of the company tokens of SQL text (see Transaction::prepare_company).

#include <string>
#include <string_view>

#include "storage/database.h"

namespace tusk::storage {

struct CompanySql {
  std::string text;
  int parameter = 0;  // number of the parameter that takes the company; 0: none is needed
};

// Throws std::logic_error for an unknown token, or if no token at all names the company: then the
// statement would reach into every company of a PostgreSQL database.
[[nodiscard]] CompanySql expand_company(std::string_view sql, Engine engine);

}  // namespace tusk::storage
