// Card -> fields of contact and contact_person.

#include <algorithm>

#include "business/import/card.h"
#include "business/import/country.h"
#include "business/import/words.h"
#include "core/registry.h"
#include "core/validation.h"

namespace tusk::business {
namespace {

using core::Text;

const core::RecordType& contact_type() {
  return core::registry().get("contact");
}
const core::RecordType& person_type() {
  return core::registry().get("contact_person");
}

int order_of(int preference) {
  return preference == 0 ? 101 : preference;
}

// Words by which a name shows itself to be a company's, for lists that have one column of names.
bool sounds_like_organisation(std::string_view name) {
  const std::string folded = " " + fold_name(name) + " ";
  for (const char* word :
       {" ab ", " aktiebolag ", " hb ", " kb ", " as ", " asa ", " oy ", " aps ", " gmbh ", " ltd ",
        " inc ", " llc ", " sp z o o ", " s a ", " kommun ", " förening ", " ideell förening "}) {
    if (folded.find(word) != std::string::npos) return true;
  }
  return false;
}

class Mapping {
 public:
  Mapping(Card card, const ImportOptions& options) : card_(std::move(card)), options_(options) {
    result_.line = card_.line;
    result_.warnings = std::move(card_.warnings);
    tidy(card_.full_name);
    tidy(card_.organisation);
  }

  // Nothing if there is no name and nothing to stand for one.
  std::optional<ImportedContact> map() {
    if (!find_names()) return std::nullopt;
    put(contact_, contact_type(), "name", contact_name_);
    if (has_person_) put(person_, person_type(), "name", person_name_);
    if (is_private_) contact_["is_private"] = "true";
    take_own_fields();
    take_work();
    take_phones();
    take_emails();
    take_addresses();
    for (const std::string& site : card_.websites) take_website(site);
    if (!card_.nickname.empty() && card_.nickname != contact_name_)
      extra({"Smeknamn", "Nickname"}, card_.nickname);
    for (const CardExtra& one : card_.extras) extra(one.label, one.value);
    take_notes();
    result_.contact = std::move(contact_);
    if (has_person_) result_.persons.push_back(std::move(person_));
    return std::move(result_);
  }

 private:
  static void tidy(std::string& text) { text = join(split_words(text), " "); }
  static std::vector<std::string> split_words(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return split(trim(text), " ");
  }

  [[nodiscard]] std::string composed_name() const {
    std::string name = join({card_.prefix, card_.given, card_.middle, card_.family}, " ");
    if (!card_.suffix.empty()) name += (name.empty() ? "" : ", ") + card_.suffix;
    tidy(name);
    return name;
  }

  bool find_names() {
    if (const auto own = card_.contact_fields.find("name"); own != card_.contact_fields.end()) {
      contact_name_ = own->second;
      card_.contact_fields.erase(own);
      const auto person = card_.person_fields.find("name");
      has_person_ = person != card_.person_fields.end();
      if (has_person_) {
        person_name_ = person->second;
        card_.person_fields.erase(person);
      }
      return !trim(contact_name_).empty();
    }
    const std::string composed = composed_name();
    person_name_ = card_.full_name.empty() ? composed : card_.full_name;
    const std::string& organisation = card_.organisation;
    if (card_.is_organisation) {
      contact_name_ = organisation.empty() ? person_name_ : organisation;
      person_name_ = composed;
      has_person_ = !composed.empty() && !same(composed, contact_name_);
    } else if (!organisation.empty()) {
      contact_name_ = organisation;
      // A sole trader bears the name of the firm; a card that names the firm twice is the firm.
      const bool is_firm = composed.empty() && same(person_name_, organisation);
      has_person_ = !person_name_.empty() && (card_.is_person || !is_firm);
    } else if (!person_name_.empty()) {
      contact_name_ = person_name_;
      is_private_ = card_.is_person ||
                    !(composed.empty() &&
                      (sounds_like_organisation(person_name_) || has_own("organisation_number")));
    } else {
      contact_name_ = substitute_name();
      is_private_ = true;
    }
    return !contact_name_.empty();
  }

  static bool same(std::string_view a, std::string_view b) { return fold_name(a) == fold_name(b); }
  [[nodiscard]] bool has_own(std::string_view field) const {
    return card_.contact_fields.contains(field);
  }

  std::string substitute_name() {
    std::string name = card_.nickname;
    if (name.empty() && !card_.emails.empty()) name = card_.emails.front().address;
    if (name.empty() && !card_.phones.empty()) name = card_.phones.front().number;
    if (!name.empty()) {
      warn("name", name, core::say("Posten har inget namn.", "The entry has no name."),
           core::say("{} står som namn. Skriv det rätta namnet på kontakten.",
                     "{} stands as the name. Write the right name on the contact.", name));
    }
    return name;
  }

  void warn(std::string field, std::string_view value, Text reason, Text remedy) {
    result_.warnings.push_back(
        {card_.line, std::move(field), core::shorten(value), std::move(reason), std::move(remedy)});
  }

  void extra(const Text& label, std::string_view value) {
    extras_ += label.in(options_.language) + ": " + std::string(value) + "\n";
  }

  // Sets a field, once. What it cannot hold goes to the note, with a warning.
  void put(FieldTexts& fields, const core::RecordType& type, std::string_view name,
           std::string_view text) {
    const core::Field& field = type.get_field(name);
    std::string value(field.kind == core::FieldKind::note ? text : trim(text));
    if (trim(value).empty()) return;
    if (fields.contains(name)) {
      if (fields.find(name)->second != value) extra(field.label, value);
      return;
    }
    if (field.kind == core::FieldKind::country) {
      if (const auto code = find_country_code(value)) value = *code;
    }
    try {
      (void)core::parse_value(type, field, value);
      fields.emplace(name, std::move(value));
    } catch (const core::Error& error) {
      extra(field.label, value);
      if (field.required && field.kind == core::FieldKind::text) {
        value = cut(value, core::max_length(field));
        if (!value.empty()) fields.emplace(name, value);
      }
      warn(field.name, text, error.text(),
           core::say("Hela texten står i anteckningen. Rätta den och fyll i {}.",
                     "The whole text is in the note. Mend it and fill in {}.", field.name));
    }
  }

  // The first `limit` characters.
  static std::string cut(std::string_view text, std::size_t limit) {
    std::size_t at = 0;
    std::size_t count = 0;
    while (at < text.size()) {
      const bool starts = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
      if (starts && count++ == limit) break;
      ++at;
    }
    return std::string(trim(text.substr(0, at)));
  }

  void take_own_fields() {
    take_fields(contact_, contact_type(), card_.contact_fields);
    if (has_person_) take_fields(person_, person_type(), card_.person_fields);
  }

  void take_fields(FieldTexts& target, const core::RecordType& type, const FieldTexts& fields) {
    for (const auto& [name, value] : fields) {
      const core::Field* field = type.find_field(name);
      const bool taken = field != nullptr && field->kind != core::FieldKind::reference &&
                         field->name != type.series_field;
      if (!taken) {
        extra({name, name}, value);
      } else if (field->kind == core::FieldKind::note && &target == &details()) {
        card_.notes.push_back(value);
      } else {
        put(target, type, name, value);
      }
    }
  }

  // Where the details of the entry's own person or organisation go.
  [[nodiscard]] FieldTexts& details() { return has_person_ ? person_ : contact_; }
  [[nodiscard]] const core::RecordType& details_type() const {
    return has_person_ ? person_type() : contact_type();
  }

  void take_work() {
    if (has_person_) {
      put(person_, person_type(), "title", card_.title);
      put(person_, person_type(), "department", card_.department);
      return;
    }
    if (!card_.title.empty()) extra({"Befattning", "Title"}, card_.title);
    if (!card_.department.empty()) extra({"Avdelning", "Department"}, card_.department);
  }

  [[nodiscard]] int rank(Place place) const {
    const Place first = is_private_ ? Place::home : Place::work;
    return place == first ? 0 : place == Place::unknown ? 1 : 2;
  }

  template <typename T>
  void sort_by_preference(std::vector<T>& values) const {
    std::stable_sort(values.begin(), values.end(), [this](const T& a, const T& b) {
      return std::pair(order_of(a.preference), rank(a.place)) <
             std::pair(order_of(b.preference), rank(b.place));
    });
  }

  void take_phones() {
    sort_by_preference(card_.phones);
    for (const CardPhone& phone : card_.phones) {
      if (trim(phone.number).empty()) continue;
      switch (phone.line) {
        case Line::mobile:
          take_phone(details(), details_type(), "mobile", phone);
          break;
        case Line::fax:
          take_phone(contact_, contact_type(), "fax", phone);
          break;
        case Line::switchboard:
          take_phone(contact_, contact_type(), "phone", phone);
          break;
        case Line::voice:
          take_phone(details(), details_type(), "phone", phone);
          break;
        case Line::pager:
          extra({"Personsökare", "Pager"}, phone.number);
          break;
      }
    }
  }

  void take_phone(FieldTexts& fields, const core::RecordType& type, std::string_view name,
                  const CardPhone& phone) {
    if (!fields.contains(name)) return put(fields, type, name, phone.number);
    if (fields.find(name)->second == trim(phone.number)) return;
    Text label = type.get_field(name).label;
    if (!phone.label.empty()) {
      label.sv += " (" + phone.label + ")";
      label.en += " (" + phone.label + ")";
    }
    extra(label, phone.number);
  }

  void take_emails() {
    sort_by_preference(card_.emails);
    for (const CardEmail& email : card_.emails)
      put(details(), details_type(), "email", email.address);
  }

  void take_addresses() {
    std::stable_sort(card_.addresses.begin(), card_.addresses.end(),
                     [](const CardAddress& a, const CardAddress& b) {
                       return order_of(a.preference) < order_of(b.preference);
                     });
    for (CardAddress& address : card_.addresses) take_address(address);
  }

  void take_address(CardAddress& address) {
    if (address.line_1.empty() && address.city.empty() && !address.formatted.empty()) {
      const std::vector<std::string> lines = split(address.formatted, "\n");
      address.line_1 = lines.front();
      address.line_2 = join({lines.begin() + 1, lines.end()}, ", ");
    }
    if (!address.region.empty() && !same(address.region, address.city))
      extra({"Region", "Region"}, address.region);
    if (address.place == Place::delivery) {
      put_address(contact_, contact_type(), "delivery_", address);
    } else if (has_person_ && address.place == Place::home) {
      address.line_1 = join({address.line_1, address.line_2}, ", ");
      address.line_2.clear();
      put_address(person_, person_type(), "", address);
    } else {
      put_address(contact_, contact_type(), "", address);
    }
  }

  void put_address(FieldTexts& fields, const core::RecordType& type, const std::string& prefix,
                   const CardAddress& address) {
    const std::vector<std::pair<std::string, const std::string*>> parts{
        {prefix + "address_line_1", &address.line_1},
        {prefix + "address_line_2", &address.line_2},
        {prefix + "postal_code", &address.postal_code},
        {prefix + "city", &address.city},
        {prefix + "country", &address.country}};
    const bool taken = std::any_of(parts.begin(), parts.end(),
                                   [&](const auto& part) { return fields.contains(part.first); });
    if (taken) {
      extra({"Annan adress", "Other address"},
            join({address.line_1, address.line_2, join({address.postal_code, address.city}, " "),
                  address.country},
                 ", "));
      return;
    }
    for (const auto& [name, value] : parts) {
      if (!value->empty()) put(fields, type, name, *value);
    }
  }

  void take_website(const std::string& site) {
    const std::string name(trim(site));
    if (!name.empty()) put(contact_, contact_type(), "website", name);
  }

  void take_notes() {
    std::vector<std::string> parts;
    for (const std::string& note : card_.notes) {
      if (!trim(note).empty()) parts.push_back(with_plain_newlines(note));
    }
    if (!extras_.empty()) {
      extras_.pop_back();
      parts.push_back(extras_);
    }
    std::string note = join(parts, "\n\n");
    if (note.empty()) return;
    const std::size_t limit = core::max_length(details_type().get_field("note"));
    if (const std::size_t count = core::count_characters(note); count > limit) {
      note = cut(note, limit);
      warn("note", note,
           core::say("Anteckningen är {} tecken; {} togs in.",
                     "The note is {} characters; {} were taken in.", count, limit),
           core::say("Spara resten av texten som dokument.",
                     "Keep the rest of the text as a document."));
    }
    details()["note"] = note;
  }

  Card card_;
  ImportOptions options_;
  ImportedContact result_;
  FieldTexts contact_;
  FieldTexts person_;
  std::string contact_name_;
  std::string person_name_;
  bool has_person_ = false;
  bool is_private_ = false;
  std::string extras_;
};

}  // namespace

std::optional<ImportedContact> contact_of_card(Card card, const ImportOptions& options) {
  return Mapping(std::move(card), options).map();
}

}  // namespace tusk::business
