#pragma once

// Contacts to files. Pure: records as texts in, UTF-8 out. Fields of scope office_only
// (credit limit, bank account, national id number) and references are left out.

#include <string>
#include <vector>

#include "business/import/contacts.h"

namespace tusk::business {

// One row for each contact person, one for a contact without any: the contact's fields by name,
// then the person's as "person.name". RFC 4180 with CRLF, comma, and a byte order mark so that
// spreadsheets read UTF-8. A text that a spreadsheet would run as a formula (it begins with
// = + - @ TAB or CR) gets an apostrophe before it, which parse_contacts takes away again.
[[nodiscard]] std::string contacts_to_csv(const std::vector<ExistingContact>& contacts);

// vCard 4.0 (RFC 6350): a card for each contact (KIND:org or individual) and for each of its
// persons (ORG names the contact). What vCard has no property for is X-TUSK-<FIELD>.
[[nodiscard]] std::string contacts_to_vcard(const std::vector<ExistingContact>& contacts);

}  // namespace tusk::business
