#pragma once

// What the header row of a contact list says about its columns. Headers are compared folded
// (fold_name), so case, punctuation and the many ways to write "Telefon (arbete)" do not matter.

#include <string>
#include <vector>

#include "business/import/card.h"

namespace tusk::business {

enum class Slot {
  ignored,  // housekeeping of the program that wrote the file
  extra,    // unknown: a line of the note
  full_name,
  prefix,
  given,
  middle,
  family,
  suffix,
  nickname,
  organisation,
  department,
  title,
  phone,
  phone_label,
  email,
  email_label,
  website,
  note,
  street,
  city,
  postal_code,
  region,
  country,
  po_box,
  formatted,
  address_label,
  label,  // of an extra with a number: Event 1 - Label
  contact_field,
  person_field
};

struct Column {
  Slot slot = Slot::extra;
  Place place = Place::unknown;
  Line line = Line::voice;
  int number = 1;      // "E-mail 2", "Business Street 3"
  std::string header;  // as it stands in the file
  std::string field;   // for contact_field and person_field
};

struct Columns {
  ContactFormat format = ContactFormat::other_csv;
  std::vector<Column> columns;
  bool has_name = false;  // some column can name a contact
};

[[nodiscard]] Columns read_columns(const std::vector<std::string>& header);

}  // namespace tusk::business
