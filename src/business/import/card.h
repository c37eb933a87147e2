#pragma once

// What vCard and CSV have in common: one entry of a file, read but not yet mapped to fields.

#include <string>
#include <vector>

#include "business/import/contacts.h"

namespace tusk::business {

enum class Place { unknown, work, home, other, delivery };
enum class Line { voice, mobile, fax, switchboard, pager };

struct CardPhone {
  std::string number;
  Line line = Line::voice;
  Place place = Place::unknown;
  int preference = 0;  // 1 most preferred; 0: none stated
  std::string label;   // the file's own word, for the note
};
struct CardEmail {
  std::string address;
  Place place = Place::unknown;
  int preference = 0;
  std::string label;
};
struct CardAddress {
  std::string line_1;
  std::string line_2;
  std::string postal_code;
  std::string city;
  std::string region;
  std::string country;  // name or code, as the file has it
  Place place = Place::unknown;
  int preference = 0;
  std::string formatted;  // for files that have only this

  [[nodiscard]] bool is_empty() const {
    return line_1.empty() && line_2.empty() && postal_code.empty() && city.empty() &&
           region.empty() && country.empty() && formatted.empty();
  }
};
// A value that no field holds: a line of the note.
struct CardExtra {
  core::Text label;
  std::string value;
};

struct Card {
  std::size_t line = 0;
  bool is_organisation = false;  // the entry itself is one, not a person at one
  bool is_person = false;        // the entry says that it is a person
  std::string full_name;
  std::string prefix, given, middle, family, suffix;
  std::string nickname;
  std::string organisation, department, title;
  std::vector<CardPhone> phones;
  std::vector<CardEmail> emails;
  std::vector<CardAddress> addresses;
  std::vector<std::string> websites;
  std::vector<std::string> notes;
  std::vector<CardExtra> extras;
  // Tusk's own files and plain lists name the fields themselves.
  FieldTexts contact_fields;
  FieldTexts person_fields;
  std::vector<ImportProblem> warnings;
};

struct Cards {
  ContactFormat format = ContactFormat::other_csv;
  std::vector<Card> cards;
  std::vector<ImportProblem> refused;
  std::vector<ImportProblem> warnings;
};

[[nodiscard]] Cards cards_of_vcard_file(std::string_view bytes);
[[nodiscard]] Cards cards_of_csv_file(std::string_view bytes);

// The fields of contact and contact_person. Nothing if the card has no name and nothing that could
// stand for one (organisation, e-mail address, telephone).
[[nodiscard]] std::optional<ImportedContact> contact_of_card(Card card,
                                                             const ImportOptions& options);

}  // namespace tusk::business
