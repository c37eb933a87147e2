#include "business/import/export.h"

#include <algorithm>

#include "business/import/csv_reader.h"
#include "business/import/limits.h"
#include "business/import/words.h"
#include "core/registry.h"

namespace tusk::business {
namespace {

// Fields that may leave the office and mean something elsewhere.
std::vector<const core::Field*> exported_fields(const core::RecordType& type) {
  std::vector<const core::Field*> fields;
  for (const core::Field& field : type.fields) {
    if (field.kind != core::FieldKind::reference && field.scope != core::Scope::office_only)
      fields.push_back(&field);
  }
  return fields;
}

std::string text_of(const FieldTexts& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string() : found->second;
}

bool is_number(core::FieldKind kind) {
  return kind == core::FieldKind::integer || kind == core::FieldKind::money ||
         kind == core::FieldKind::percent;
}

// Also a text of apostrophes before such a character gets one more, so that reading it back is
// exact.
std::string neutralised(const std::string& text) {
  const auto first = text.find_first_not_of('\'');
  const bool runs = first != std::string::npos &&
                    std::string_view("=+-@\t\r").find(text[first]) != std::string_view::npos;
  return runs ? "'" + text : text;
}

void append_cells(std::vector<std::string>& cells, const std::vector<const core::Field*>& columns,
                  const FieldTexts& fields) {
  for (const core::Field* field : columns) {
    const std::string text = text_of(fields, field->name);
    cells.push_back(csv_cell(is_number(field->kind) ? text : neutralised(text)));
  }
}

void append_row(std::string& csv, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) csv += ',';
    csv += cells[i];
  }
  csv += "\r\n";
}

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : with_plain_newlines(text)) {
    if (c == '\n') {
      result += "\\n";
      continue;
    }
    if (c == '\\' || c == ',' || c == ';') result += '\\';
    result += c;
  }
  return result;
}

// Folds after 75 bytes, between characters.
void append_line(std::string& vcard, std::string_view line) {
  std::size_t room = limits::vcard_line_bytes;
  while (line.size() > room) {
    std::size_t cut = room;
    while (cut > 1 && (static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80U) --cut;
    vcard.append(line.substr(0, cut)).append("\r\n ");
    line.remove_prefix(cut);
    room = limits::vcard_line_bytes - 1;
  }
  vcard.append(line).append("\r\n");
}

class CardWriter {
 public:
  CardWriter(std::string& vcard, const FieldTexts& fields) : vcard_(vcard), fields_(fields) {
    append_line(vcard_, "BEGIN:VCARD");
    append_line(vcard_, "VERSION:4.0");
  }
  ~CardWriter() { append_line(vcard_, "END:VCARD"); }
  CardWriter(const CardWriter&) = delete;
  CardWriter& operator=(const CardWriter&) = delete;

  void text(const std::string& property, const std::string& value) {
    if (!value.empty()) append_line(vcard_, property + ":" + escaped(value));
  }
  // A field as a property of its own; the rest() no longer writes it.
  void field(const std::string& property, std::string_view name) {
    text(property, text_of(fields_, name));
    written_.emplace_back(name);
  }
  void address(const std::string& type, const std::string& prefix) {
    const auto part = [&](const char* name) {
      written_.push_back(prefix + name);
      return escaped(text_of(fields_, prefix + name));
    };
    const std::string value = ";" + part("address_line_2") + ";" + part("address_line_1") + ";" +
                              part("city") + ";;" + part("postal_code") + ";" + part("country");
    if (value.find_first_not_of(';') != std::string::npos)
      append_line(vcard_, "ADR;TYPE=" + type + ":" + value);
  }
  // Every other field that has a value other than the one it begins with.
  void rest(const core::RecordType& type, const std::string& prefix) {
    for (const core::Field* field : exported_fields(type)) {
      if (std::find(written_.begin(), written_.end(), field->name) != written_.end()) continue;
      const std::string value = text_of(fields_, field->name);
      if (value == core::to_display(field->default_value)) continue;
      std::string property = ascii_upper(prefix + field->name);
      std::replace(property.begin(), property.end(), '_', '-');
      text(property, value);
    }
  }
  void skip(std::string_view name) { written_.emplace_back(name); }

 private:
  std::string& vcard_;
  const FieldTexts& fields_;
  std::vector<std::string> written_;
};

void append_contact(std::string& vcard, const ExistingContact& contact) {
  CardWriter card(vcard, contact.fields);
  const bool is_private = text_of(contact.fields, "is_private") == "true";
  const std::string place = is_private ? "home" : "work";
  card.text("KIND", is_private ? "individual" : "org");
  card.field("FN", "name");
  if (!is_private) card.text("ORG", text_of(contact.fields, "name"));
  card.field("TEL;TYPE=\"voice," + place + "\"", "phone");
  card.field("TEL;TYPE=cell", "mobile");
  card.field("TEL;TYPE=\"fax," + place + "\"", "fax");
  card.field("EMAIL;TYPE=" + place, "email");
  card.field("URL", "website");
  card.address(place, "");
  card.address("x-delivery", "delivery_");
  card.field("NOTE", "note");
  card.skip("is_private");
  card.skip("number");
  card.rest(core::registry().get("contact"), "X-TUSK-");
}

void append_person(std::string& vcard, const ExistingContact& contact,
                   const ExistingPerson& person) {
  CardWriter card(vcard, person.fields);
  card.text("KIND", "individual");
  card.field("FN", "name");
  const std::string department = text_of(person.fields, "department");
  append_line(vcard, "ORG:" + escaped(text_of(contact.fields, "name")) +
                         (department.empty() ? "" : ";" + escaped(department)));
  card.skip("department");
  // Which of several organisations of that name.
  card.text("X-TUSK-ORGANISATION-NUMBER", text_of(contact.fields, "organisation_number"));
  card.text("X-TUSK-CITY", text_of(contact.fields, "city"));
  card.text("X-TUSK-POSTAL-CODE", text_of(contact.fields, "postal_code"));
  card.text("X-TUSK-PHONE", text_of(contact.fields, "phone"));
  card.text("X-TUSK-EMAIL", text_of(contact.fields, "email"));
  card.field("TITLE", "title");
  card.field("TEL;TYPE=\"voice,work\"", "phone");
  card.field("TEL;TYPE=cell", "mobile");
  card.field("EMAIL;TYPE=work", "email");
  card.address("home", "");
  card.field("NOTE", "note");
  card.rest(core::registry().get("contact_person"), "X-TUSK-PERSON-");
}

}  // namespace

std::string contacts_to_csv(const std::vector<ExistingContact>& contacts) {
  const auto contact_columns = exported_fields(core::registry().get("contact"));
  const auto person_columns = exported_fields(core::registry().get("contact_person"));
  std::string csv = "\xEF\xBB\xBF";
  std::vector<std::string> header;
  for (const core::Field* field : contact_columns) header.push_back(field->name);
  for (const core::Field* field : person_columns) header.push_back("person." + field->name);
  append_row(csv, header);
  for (const ExistingContact& contact : contacts) {
    // A contact without persons still has its row.
    for (std::size_t i = 0; i < std::max<std::size_t>(1, contact.persons.size()); ++i) {
      std::vector<std::string> cells;
      append_cells(cells, contact_columns, contact.fields);
      append_cells(cells, person_columns,
                   contact.persons.empty() ? FieldTexts{} : contact.persons[i].fields);
      append_row(csv, cells);
    }
  }
  return csv;
}

std::string contacts_to_vcard(const std::vector<ExistingContact>& contacts) {
  std::string vcard;
  for (const ExistingContact& contact : contacts) {
    append_contact(vcard, contact);
    for (const ExistingPerson& person : contact.persons) append_person(vcard, contact, person);
  }
  return vcard;
}

}  // namespace tusk::business
