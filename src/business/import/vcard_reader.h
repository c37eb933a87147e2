#pragma once

// vCard files as cards of properties: versions 2.1 (RFC-less), 3.0 (RFC 2426) and 4.0 (RFC 6350).
// Knows folding, quoted-printable, character sets, groups and parameters, but no meaning.

#include <string>
#include <string_view>
#include <vector>

#include "business/import/contacts.h"

namespace tusk::business {

struct VcardProperty {
  std::size_t line = 0;
  std::string group;               // "item1" of item1.TEL, lower case
  std::string name;                // upper case
  std::vector<std::string> types;  // values of TYPE and bare parameters, lower case
  int preference = 0;              // of PREF: 1 most preferred .. 100; 0: none
  std::string value;               // decoded, still escaped
};

struct Vcard {
  std::size_t line = 0;  // of BEGIN
  std::vector<VcardProperty> properties;
  std::vector<ImportProblem> warnings;  // lines that could not be read

  // The first with that name (upper case), or null.
  [[nodiscard]] const VcardProperty* find(std::string_view name) const;
};

struct VcardFile {
  std::vector<Vcard> cards;
  std::vector<ImportProblem> refused;  // cards that begin and do not end, text between cards
};

// `bytes` without byte order mark.
[[nodiscard]] VcardFile read_vcards(std::string_view bytes);

// "Gata 1\, 2 tr" -> "Gata 1, 2 tr"
[[nodiscard]] std::string unescape_vcard(std::string_view text);
// The components of a structured value (N, ADR, ORG), unescaped and trimmed.
[[nodiscard]] std::vector<std::string> vcard_components(std::string_view value);

}  // namespace tusk::business
