#include "core/types/types.h"

namespace tusk::core::types {

// A company or a private person that the company deals with. Only the name is required.
RecordType contact() {
  return {
      .number = 7,
      .name = "contact",
      .label = {"Kontakt", "Contact"},
      .label_plural = {"Kontakter", "Contacts"},
      .fields =
          {
              integer(0, "number", {"Nummer", "Number"}).once().search().in("main"),
              text(1, "name", {"Namn", "Name"}).need().search().length(200).in("main"),
              boolean(2, "is_customer", {"Kund", "Customer"}).in("main"),
              boolean(3, "is_supplier", {"Leverantör", "Supplier"}).in("main"),
              boolean(4, "is_partner", {"Partner", "Partner"}).in("main"),
              boolean(5, "is_private", {"Privatperson", "Private person"}).in("main"),
              text(6, "organisation_number", {"Organisationsnummer", "Organisation number"})
                  .search()
                  .length(40)
                  .in("main"),
              phone(7, "phone", {"Telefon", "Telephone"}).search().in("main"),
              phone(8, "mobile", {"Mobil", "Mobile"}).search().in("main"),
              phone(9, "fax", {"Fax", "Fax"}).in("main"),
              email(10, "email", {"E-post", "E-mail"}).search().in("main"),
              url(11, "website", {"Webbplats", "Website"}).in("main"),
              text(12, "address_line_1", {"Adress", "Address"}).length(200).in("addresses"),
              text(13, "address_line_2", {"Adress, rad 2", "Address, line 2"})
                  .length(200)
                  .in("addresses"),
              text(14, "postal_code", {"Postnummer", "Postal code"}).length(20).in("addresses"),
              text(15, "city", {"Ort", "City"}).search().length(100).in("addresses"),
              country(16, "country", {"Land", "Country"}).in("addresses"),
              text(17, "delivery_address_line_1", {"Leveransadress", "Delivery address"})
                  .length(200)
                  .in("addresses"),
              text(18, "delivery_address_line_2",
                   {"Leveransadress, rad 2", "Delivery address, line 2"})
                  .length(200)
                  .in("addresses"),
              text(19, "delivery_postal_code", {"Leveranspostnummer", "Delivery postal code"})
                  .length(20)
                  .in("addresses"),
              text(20, "delivery_city", {"Leveransort", "Delivery city"})
                  .length(100)
                  .in("addresses"),
              country(21, "delivery_country", {"Leveransland", "Delivery country"}).in("addresses"),
              reference(22, "our_reference", {"Vår referens", "Our reference"}, "employee")
                  .in("more"),
              reference(23, "department", {"Avdelning", "Department"}, "department").in("more"),
              from_list(24, "status", {"Kontaktstatus", "Contact status"}, "contact_status")
                  .in("more"),
              from_list(25, "category", {"Kategori", "Category"}, "contact_category").in("more"),
              from_list(26, "line_of_business", {"Bransch", "Line of business"}, "line_of_business")
                  .in("more"),
              from_list(27, "contact_group", {"Grupp", "Group"}, "contact_group").in("more"),
              language(28, "language", {"Språk", "Language"}).in("more"),
              currency(29, "currency", {"Valuta", "Currency"}).in("more"),
              text(30, "vat_number", {"Momsregistreringsnummer", "VAT number"})
                  .length(40)
                  .in("more"),
              from_list(31, "payment_terms", {"Betalningsvillkor", "Payment terms"},
                        "payment_terms")
                  .from_office()
                  .in("more"),
              percent(32, "discount", {"Rabatt", "Discount"}).from_office().in("more"),
              boolean(33, "active", {"Aktiv", "Active"}).initially(true).in("main"),
              note(34, "note", {"Anteckning", "Note"}).in("note"),
              money(35, "credit_limit", {"Kreditgräns", "Credit limit"})
                  .office_only()
                  .in("finance"),
              text(36, "bank_account", {"Bankkonto", "Bank account"})
                  .length(60)
                  .office_only()
                  .in("finance"),
              text(37, "national_id_number", {"Personnummer", "National id number"})
                  .length(20)
                  .office_only()
                  .in("finance"),
          },
      .groups = {{"main", {"Information", "Information"}},
                 {"addresses", {"Adresser", "Addresses"}},
                 {"more", {"Övrigt", "Additional"}},
                 {"note", {"Anteckning", "Note"}},
                 {"finance", {"Ekonomi", "Finance"}}},
      .series_field = "number",
      .series_start = 1001,
      .title_field = "name",
      .owner_field = "our_reference",
  };
}

}  // namespace tusk::core::types
