#pragma once

// Contacts from files: vCard, Google Contacts, Outlook, Tusk's own CSV. Pure: bytes in, a plan and
// a report out; the caller reads the file and writes the records.
//
//   const ParsedContacts parsed = parse_contacts(bytes);
//   const ImportPlan plan = plan_import(parsed, existing_contacts);
//   for (const ContactStep& step : plan.steps) {       // in one transaction
//     id = step.id ? *step.id : insert(contact, step.change);
//     if (step.id && step.change.mask != 0) update(contact, *step.id, step.change);
//     for (const PersonStep& person : step.persons)     // the same, with `contact` set to id
//   }
//   print(plan.report);
//
// What becomes what:
//   - a card or row with an organisation and a person: a contact (the organisation) with a contact
//     person; entries that name the same organisation share the contact
//   - an organisation alone: a contact; a person alone: a contact with is_private
//   - what no field can hold (second telephone, birthday, an e-mail address that is none): a line
//     of the note. Pictures, keys and memberships of groups are left out, and the report says so.
//
// Nothing is dropped in silence: every entry of the file has one Outcome, and every value that was
// not taken as it stood is a warning with line, field, value, reason and remedy.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/record.h"
#include "core/text.h"

namespace tusk::business {

// Field name of `contact` or `contact_person` -> text that core::parse_value reads.
using FieldTexts = std::map<std::string, std::string, std::less<>>;

struct ImportProblem {
  std::size_t line = 0;  // of the file, from 1: where the entry or the value begins
  std::string field;     // field, column or property; empty: the entry as a whole
  std::string value;     // what stood there, shortened
  core::Text reason;
  core::Text remedy;
};

// One card of a vCard file or one row of a CSV file.
struct ImportedContact {
  std::size_t line = 0;
  FieldTexts contact;  // every value is one that core::parse_value takes
  std::vector<FieldTexts> persons;
  std::vector<ImportProblem> warnings;
};

enum class ContactFormat { vcard, google_csv, outlook_csv, tusk_csv, other_csv };
[[nodiscard]] core::Text name_of(ContactFormat format);

struct ImportOptions {
  core::Language language = core::Language::swedish;  // of the labels in notes ("Födelsedag: …")
};

struct ParsedContacts {
  ContactFormat format = ContactFormat::other_csv;
  std::vector<ImportedContact> contacts;
  std::vector<ImportProblem> refused;   // entries that could not be read, in order of line
  std::vector<ImportProblem> warnings;  // about the file as a whole
};

// Any bytes. UTF-8 with or without byte order mark, UTF-16 with one, Windows-1252; CRLF, LF or CR.
// The format is known by the content. Throws Error{limit} if the file is larger than
// limits::file_bytes, Error{invalid} if it is empty or holds neither cards nor a header row.
[[nodiscard]] ParsedContacts parse_contacts(std::string_view bytes,
                                            const ImportOptions& options = {});

struct ExistingPerson {
  core::RecordId id = 0;
  FieldTexts fields;
};
struct ExistingContact {
  core::RecordId id = 0;
  FieldTexts fields;
  std::vector<ExistingPerson> persons;
};

// The text fields, numbers and booleans of a record, as FieldTexts; null fields and references are
// left out. `type` is contact or contact_person.
[[nodiscard]] FieldTexts texts_of(const core::RecordType& type, const core::Record& record);

struct PersonStep {
  std::optional<core::RecordId> id;  // absent: a new contact person
  core::Change change;               // `contact` is not set: the caller knows the id
};
struct ContactStep {
  std::optional<core::RecordId> id;  // absent: a new contact
  core::Change change;               // mask 0: nothing to write
  std::vector<PersonStep> persons;   // only those with something to write
  std::size_t line = 0;              // of the first entry
};

enum class Outcome {
  taken,      // a new contact or a new contact person
  changed,    // filled empty fields of a record that the company had
  unchanged,  // the company had it all
  duplicate,  // the same as an earlier entry of the file, to which it added what that lacked
  refused
};

struct ImportReport {
  std::size_t entries = 0;  // = taken + changed + unchanged + duplicates + refused
  std::size_t taken = 0;
  std::size_t changed = 0;
  std::size_t unchanged = 0;
  std::size_t duplicates = 0;
  std::size_t refused = 0;
  std::size_t contacts_added = 0;
  std::size_t persons_added = 0;
  std::vector<ImportProblem> refusals;  // one for each refused entry
  std::vector<ImportProblem> warnings;
  // Contacts that were made although one like it is there: likely duplicates, for people to judge.
  std::vector<ImportProblem> lookalikes;
};

struct ImportPlan {
  std::vector<ContactStep> steps;
  std::vector<std::pair<std::size_t, Outcome>> outcomes;  // line of the entry, in order of line
  ImportReport report;
};

// Compares every entry with the existing records and with the entries before it.
//
// Two different people are never made one in silence. What is the same stands in matching.h: an
// organisation has the same number, or the same name with nothing against it; a colleague the same
// name with nothing against it; a private person the same name and the same telephone or e-mail
// address. Where only the name (or only an address) agrees, the entry becomes a contact of its own
// and the report names the other. Names are equal but for case, accents other than å ä ö, and
// punctuation. Telephones are compared as international numbers, a leading 0 being Swedish.
//
// A record that exists gets its empty fields filled; a filled field is never overwritten, and a
// differing value is a warning.
[[nodiscard]] ImportPlan plan_import(const ParsedContacts& parsed,
                                     const std::vector<ExistingContact>& existing);

}  // namespace tusk::business
