#include "core/types/types.h"

namespace tusk::core::types {

// The values of the drop-downs that each company keeps itself.
RecordType property() {
  return {
      .number = 3,
      .name = "property",
      .label = {"Standardvärde", "Property"},
      .label_plural = {"Standardregister", "Properties register"},
      .scope = Scope::office_to_online,
      .fields =
          {
              choice(0, "kind", {"Register", "Register"},
                     {{"contact_status", {"Kontaktstatus", "Contact status"}},
                      {"contact_category", {"Kontaktkategori", "Contact category"}},
                      {"line_of_business", {"Bransch", "Line of business"}},
                      {"contact_group", {"Kontaktgrupp", "Contact group"}},
                      {"payment_terms", {"Betalningsvillkor", "Payment terms"}},
                      {"person_role", {"Befattning", "Position"}}})
                  .need()
                  .in("main"),
              text(1, "name", {"Namn", "Name"}).need().search().length(100).in("main"),
              text(2, "name_english", {"Namn på engelska", "Name in English"})
                  .length(100)
                  .in("main"),
              integer(3, "sort_order", {"Ordning", "Order"}).in("main"),
              boolean(4, "active", {"Aktiv", "Active"}).initially(true).in("main"),
          },
      .groups = {{"main", {"Information", "Information"}}},
      .title_field = "name",
      .for_everybody = true,
  };
}

}  // namespace tusk::core::types
