// tusk-people --count 5000 --seed 1 --format vcf|google [--damaged]: contacts on standard output.
// The same arguments give the same bytes. With --damaged about one entry in fifty is one that real
// files have: a duplicate, a long text, a missing field, a broken line.

#include <CLI/CLI.hpp>
#include <iostream>

#include "business/import/csv_reader.h"
#include "business/import/export.h"
#include "business/sample/people.h"

namespace {

using tusk::business::csv_cell;
using tusk::business::ExistingContact;
using tusk::business::FieldTexts;
using tusk::business::sample::People;

constexpr std::uint64_t one_in = 50;

std::string text_of(const FieldTexts& fields, const char* name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string() : found->second;
}

// What a contact of an address book has grown into over the years.
void damage(ExistingContact& contact, tusk::core::Random& random) {
  std::string long_text;
  switch (random.below(4)) {
    case 0:
      while (long_text.size() < 20'000) long_text += "Åsa ringde om kostnaden för golvet. ";
      contact.fields["note"] = long_text;
      break;
    case 1:
      while (long_text.size() < 250) long_text += "Mycket Lång ";
      contact.fields["name"] = long_text + contact.fields["name"];
      break;
    case 2:
      contact.fields["email"] = "ring i stället";
      break;
    default:
      for (const char* name : {"phone", "mobile", "email", "city", "postal_code"})
        contact.fields.erase(name);
      break;
  }
}

std::string google_row(const FieldTexts& fields, const std::string& organisation) {
  const std::string name = text_of(fields, "name");
  const auto space = name.find(' ');
  const bool is_person = !organisation.empty() || text_of(fields, "is_private") == "true";
  const std::string cells[] = {
      is_person ? name.substr(0, space) : "",
      is_person && space != std::string::npos ? name.substr(space + 1) : "",
      is_person ? organisation : name,
      text_of(fields, "title"),
      text_of(fields, "note"),
      "* Work",
      text_of(fields, "email"),
      "Mobile",
      text_of(fields, "mobile"),
      "Work",
      text_of(fields, "phone"),
      text_of(fields, "address_line_1"),
      text_of(fields, "city"),
      text_of(fields, "postal_code"),
      text_of(fields, "country")};
  std::string row;
  for (const std::string& cell : cells)
    row += (row.empty() && &cell == cells ? "" : ",") + csv_cell(cell);
  return row + "\r\n";
}

constexpr const char* google_header =
    "First Name,Last Name,Organization Name,Organization Title,Notes,E-mail 1 - Label,"
    "E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,"
    "Address 1 - Street,Address 1 - City,Address 1 - Postal Code,Address 1 - Country\r\n";

std::string google_rows(const ExistingContact& contact) {
  std::string rows = google_row(contact.fields, "");
  for (const auto& person : contact.persons)
    rows += google_row(person.fields, text_of(contact.fields, "name"));
  return rows;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Files of people that could exist", "tusk-people");
  std::uint64_t seed = 1;
  std::size_t count = 100;
  std::string format = "vcf";
  bool damaged = false;
  app.add_option("--seed", seed, "The same seed gives the same people")->capture_default_str();
  app.add_option("--count", count, "How many contacts")->capture_default_str();
  app.add_option("--format", format, "vcf or google")->check(CLI::IsMember({"vcf", "google"}));
  app.add_flag("--damaged", damaged,
               "With what real files have: duplicates, long and broken lines");
  CLI11_PARSE(app, argc, argv);

  People people(seed);
  const bool vcf = format == "vcf";
  if (!vcf) std::cout << google_header;
  for (std::size_t i = 0; i < count; ++i) {
    ExistingContact contact = people.make_contact();
    const bool is_odd = damaged && people.random().below(one_in) == 0;
    if (is_odd) damage(contact, people.random());
    const std::string entry =
        vcf ? tusk::business::contacts_to_vcard({contact}) : google_rows(contact);
    std::cout << entry;
    if (!is_odd) continue;
    if (people.random().below(2) == 0) std::cout << entry;  // saved twice
    if (people.random().below(2) == 0)
      std::cout << (vcf ? "BEGIN:VCARD\r\nFN:Avbruten överföring\r\n" : "\"Bo,Ek,öppet citat\r\n");
  }
  return 0;
}
