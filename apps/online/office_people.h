#pragma once

// The people of a company's office, as its data says: users, and employees. A user who is linked to
// an employee is one person with them, and so are several users of one employee.

#include <optional>
#include <string>
#include <vector>

#include "identity/office_people.h"
#include "storage/record_store.h"

namespace tusk::online {

struct OfficePerson {
  // Every record that stands for the person. The first is the one that access goes with: a user's
  // if there is one, an active one before others.
  std::vector<identity::OfficeRecord> records;
  std::string name;
  std::string user_name;  // empty: an employee who is no user
  std::string email;      // of the employee; may be empty
  // The employee is active, and one of their users: whoever has left, or may not log in in the
  // office any more, has no access online either.
  bool active = false;
};

// All, in no order.
[[nodiscard]] std::vector<OfficePerson> list_office_people(storage::Transaction&,
                                                           const storage::RecordStore&);
// The employee whom the record stands for; nothing for a user who is none.
[[nodiscard]] std::optional<core::RecordId> find_employee(storage::Transaction&,
                                                          const storage::RecordStore&,
                                                          const identity::OfficeRecord&);
// Whom the record stands for; nothing if there is no such user or employee.
[[nodiscard]] std::optional<OfficePerson> find_office_person(storage::Transaction&,
                                                             const storage::RecordStore&,
                                                             const identity::OfficeRecord&);

}  // namespace tusk::online
