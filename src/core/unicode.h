#pragma once

// Forms of Unicode text (Unicode Standard Annex #15), by utf8proc. Text that is not well-formed
// UTF-8 comes back as it is.

#include <string>
#include <string_view>

namespace tusk::core {

// NFKC: what looks the same is the same, whichever keyboard or system wrote it ("ö" as one
// character or as "o" with dots, full-width letters, ligatures).
[[nodiscard]] std::string compose_compatibly(std::string_view text);
// For comparing without case: "ÅSA" and "åsa" become the same. Not for showing.
[[nodiscard]] std::string fold_case(std::string_view text);

}  // namespace tusk::core
