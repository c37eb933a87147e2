#include "core/types/types.h"

namespace tusk::core::types {

// A person at a contact.
RecordType contact_person() {
  return {
      .number = 8,
      .name = "contact_person",
      .label = {"Kontaktperson", "Contact person"},
      .label_plural = {"Kontaktpersoner", "Contact persons"},
      .fields =
          {
              reference(0, "contact", {"Kontakt", "Contact"}, "contact")
                  .need()
                  .cascade()
                  .in("main"),
              text(1, "name", {"Namn", "Name"}).need().search().length(200).in("main"),
              text(2, "title", {"Befattning", "Title"}).search().length(100).in("main"),
              text(3, "department", {"Avdelning", "Department"}).length(100).in("main"),
              phone(4, "phone", {"Telefon", "Telephone"}).search().in("main"),
              phone(5, "mobile", {"Mobil", "Mobile"}).search().in("main"),
              email(6, "email", {"E-post", "E-mail"}).search().in("main"),
              text(7, "address_line_1", {"Privat adress", "Private address"})
                  .length(200)
                  .in("address"),
              text(8, "postal_code", {"Postnummer", "Postal code"}).length(20).in("address"),
              text(9, "city", {"Ort", "City"}).length(100).in("address"),
              country(10, "country", {"Land", "Country"}).in("address"),
              boolean(11, "active", {"Aktiv", "Active"}).initially(true).in("main"),
              note(12, "note", {"Anteckning", "Note"}).in("note"),
              from_list(13, "role", {"Roll", "Role"}, "person_role").in("main"),
          },
      .groups = {{"main", {"Information", "Information"}},
                 {"address", {"Adress", "Address"}},
                 {"note", {"Anteckning", "Note"}}},
      .title_field = "name",
      .owner_field = "contact",
  };
}

}  // namespace tusk::core::types
