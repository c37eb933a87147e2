#include "core/types/types.h"

namespace tusk::core::types {

RecordType employee() {
  return {
      .number = 4,
      .name = "employee",
      .label = {"Anställd", "Employee"},
      .label_plural = {"Personalregister", "Employee register"},
      .scope = Scope::office_to_online,
      .fields =
          {
              integer(0, "number", {"Nummer", "Number"}).once().in("main"),
              text(1, "first_name", {"Förnamn", "First name"}).search().length(100).in("main"),
              text(2, "last_name", {"Efternamn", "Last name"}).search().length(100).in("main"),
              text(3, "name", {"Namn", "Name"}).need().search().length(200).in("main"),
              text(4, "initials", {"Initialer", "Initials"}).search().length(10).in("main"),
              email(5, "email", {"E-post", "E-mail"}).search().in("main"),
              phone(6, "phone", {"Telefon", "Telephone"}).in("main"),
              phone(7, "mobile", {"Mobil", "Mobile"}).in("main"),
              text(8, "job_title", {"Befattning", "Job title"}).length(100).in("main"),
              reference(9, "department", {"Avdelning", "Department"}, "department").in("main"),
              date(10, "employed_from", {"Anställd från", "Employed from"}).in("main"),
              date(11, "employed_to", {"Anställd till", "Employed to"}).in("main"),
              boolean(12, "active", {"Aktiv", "Active"}).initially(true).in("main"),
              text(13, "address_line_1", {"Adress", "Address"})
                  .length(200)
                  .office_only()
                  .in("private"),
              text(14, "postal_code", {"Postnummer", "Postal code"})
                  .length(20)
                  .office_only()
                  .in("private"),
              text(15, "city", {"Ort", "City"}).length(100).office_only().in("private"),
              text(16, "national_id_number", {"Personnummer", "National id number"})
                  .length(20)
                  .office_only()
                  .in("private"),
              money(17, "monthly_salary", {"Månadslön", "Monthly salary"})
                  .office_only()
                  .in("private"),
              text(18, "bank_account", {"Bankkonto", "Bank account"})
                  .length(60)
                  .office_only()
                  .in("private"),
              note(19, "note", {"Anteckning", "Note"}).office_only().in("private"),
          },
      .groups = {{"main", {"Information", "Information"}},
                 {"private", {"Privata uppgifter", "Private details"}}},
      .series_field = "number",
      .title_field = "name",
  };
}

}  // namespace tusk::core::types
