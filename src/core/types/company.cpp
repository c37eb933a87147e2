#include "core/types/types.h"

namespace tusk::core::types {

RecordType company() {
  return {
      .number = 1,
      .name = "company",
      .label = {"Företag", "Company"},
      .label_plural = {"Företagsinformation", "Company information"},
      .scope = Scope::office_to_online,
      .fields =
          {
              text(0, "name", {"Namn", "Name"}).need().length(200).in("main"),
              text(1, "organisation_number", {"Organisationsnummer", "Organisation number"})
                  .length(40)
                  .in("main"),
              text(2, "address_line_1", {"Adress", "Address"}).length(200).in("address"),
              text(3, "address_line_2", {"Adress, rad 2", "Address, line 2"})
                  .length(200)
                  .in("address"),
              text(4, "postal_code", {"Postnummer", "Postal code"}).length(20).in("address"),
              text(5, "city", {"Ort", "City"}).length(100).in("address"),
              country(6, "country", {"Land", "Country"}).in("address"),
              phone(7, "phone", {"Telefon", "Telephone"}).in("main"),
              email(8, "email", {"E-post", "E-mail"}).in("main"),
              url(9, "website", {"Webbplats", "Website"}).in("main"),
              text(10, "managing_director", {"Verkställande direktör", "Managing director"})
                  .length(200)
                  .in("main"),
              language(11, "language", {"Språk", "Language"}).in("main"),
              currency(12, "currency", {"Valuta", "Currency"}).in("main"),
              text(13, "vat_number", {"Momsregistreringsnummer", "VAT number"})
                  .length(40)
                  .in("main"),
              text(14, "bank_account", {"Bankkonto", "Bank account"})
                  .length(60)
                  .office_only()
                  .in("finance"),
              note(15, "note", {"Anteckning", "Note"}).office_only().in("note"),
          },
      .groups = {{"main", {"Information", "Information"}},
                 {"address", {"Adress", "Address"}},
                 {"finance", {"Ekonomi", "Finance"}},
                 {"note", {"Anteckning", "Note"}}},
      .title_field = "name",
      .singleton = true,
      .for_everybody = true,
  };
}

}  // namespace tusk::core::types
