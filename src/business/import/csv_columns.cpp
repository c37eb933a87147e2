#include "business/import/csv_columns.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "business/import/words.h"
#include "core/registry.h"

namespace tusk::business {
namespace {

using Words = std::vector<std::string>;

// Headers that mean one thing whatever stands beside them. English, then Swedish.
const std::map<std::string, Slot, std::less<>>& whole_headers() {
  static const std::map<std::string, Slot, std::less<>> headers{
      {"name", Slot::full_name},
      {"full name", Slot::full_name},
      {"display name", Slot::full_name},
      {"namn", Slot::full_name},
      {"fullständigt namn", Slot::full_name},
      {"kontaktperson", Slot::full_name},
      {"contact person", Slot::full_name},
      {"name prefix", Slot::prefix},
      {"given name", Slot::given},
      {"first name", Slot::given},
      {"förnamn", Slot::given},
      {"additional name", Slot::middle},
      {"middle name", Slot::middle},
      {"mellannamn", Slot::middle},
      {"family name", Slot::family},
      {"last name", Slot::family},
      {"surname", Slot::family},
      {"efternamn", Slot::family},
      {"name suffix", Slot::suffix},
      {"suffix", Slot::suffix},
      {"nickname", Slot::nickname},
      {"smeknamn", Slot::nickname},
      {"company", Slot::organisation},
      {"company name", Slot::organisation},
      {"organization", Slot::organisation},
      {"organisation", Slot::organisation},
      {"organization name", Slot::organisation},
      {"företag", Slot::organisation},
      {"företagsnamn", Slot::organisation},
      {"department", Slot::department},
      {"organization department", Slot::department},
      {"avdelning", Slot::department},
      {"job title", Slot::title},
      {"organization title", Slot::title},
      {"befattning", Slot::title},
      {"web page", Slot::website},
      {"personal web page", Slot::website},
      {"website", Slot::website},
      {"webpage", Slot::website},
      {"url", Slot::website},
      {"webbsida", Slot::website},
      {"webbplats", Slot::website},
      {"hemsida", Slot::website},
      {"personlig webbsida", Slot::website},
      {"notes", Slot::note},
      {"note", Slot::note},
      {"anteckningar", Slot::note},
      {"anteckning", Slot::note},
      // Housekeeping. Values of Outlook's own lists (Normal, False, Unspecified) say nothing.
      {"photo", Slot::ignored},
      {"file as", Slot::ignored},
      {"group membership", Slot::ignored},
      {"labels", Slot::ignored},
      {"categories", Slot::ignored},
      {"kategorier", Slot::ignored},
      {"sensitivity", Slot::ignored},
      {"känslighet", Slot::ignored},
      {"priority", Slot::ignored},
      {"prioritet", Slot::ignored},
      {"private", Slot::ignored},
      {"privat", Slot::ignored},
      {"gender", Slot::ignored},
      {"kön", Slot::ignored},
      {"initials", Slot::ignored},
      {"initialer", Slot::ignored},
      {"short name", Slot::ignored},
      {"internet free busy", Slot::ignored},
      {"directory server", Slot::ignored},
      {"katalogserver", Slot::ignored},
      {"mileage", Slot::ignored},
      {"subject", Slot::ignored},
      {"number", Slot::ignored},  // numbers of contacts come from Tusk's own series
      {"nummer", Slot::ignored},
      {"yomi name", Slot::ignored},
      {"given name yomi", Slot::ignored},
      {"additional name yomi", Slot::ignored},
      {"family name yomi", Slot::ignored},
      {"given yomi", Slot::ignored},
      {"surname yomi", Slot::ignored},
      {"company yomi", Slot::ignored},
      {"phonetic first name", Slot::ignored},
      {"phonetic middle name", Slot::ignored},
      {"phonetic last name", Slot::ignored},
  };
  return headers;
}

// What remains of a header when the place (work, home …) and the number are taken away.
struct Part {
  Slot slot;
  Line line = Line::voice;
};
const std::map<std::string, Part, std::less<>>& parts() {
  static const std::map<std::string, Part, std::less<>> table{
      {"street", {Slot::street}},
      {"address", {Slot::street}},
      {"address line", {Slot::street}},
      {"adress", {Slot::street}},
      {"adress rad", {Slot::street}},
      {"gatuadress", {Slot::street}},
      {"gata", {Slot::street}},
      {"postadress", {Slot::street}},
      {"extended address", {Slot::street}},
      {"city", {Slot::city}},
      {"town", {Slot::city}},
      {"ort", {Slot::city}},
      {"postort", {Slot::city}},
      {"stad", {Slot::city}},
      {"postal code", {Slot::postal_code}},
      {"postcode", {Slot::postal_code}},
      {"zip", {Slot::postal_code}},
      {"zip code", {Slot::postal_code}},
      {"postnummer", {Slot::postal_code}},
      {"postnr", {Slot::postal_code}},
      {"state", {Slot::region}},
      {"region", {Slot::region}},
      {"state province", {Slot::region}},
      {"län", {Slot::region}},
      {"region län", {Slot::region}},
      {"country", {Slot::country}},
      {"country region", {Slot::country}},
      {"land", {Slot::country}},
      {"land region", {Slot::country}},
      {"po box", {Slot::po_box}},
      {"address po box", {Slot::po_box}},
      {"postbox", {Slot::po_box}},
      {"adress postbox", {Slot::po_box}},
      {"box", {Slot::po_box}},
      {"formatted", {Slot::formatted}},
      {"phone", {Slot::phone}},
      {"phone number", {Slot::phone}},
      {"primary phone", {Slot::phone}},
      {"telephone", {Slot::phone}},
      {"telefon", {Slot::phone}},
      {"telefonnummer", {Slot::phone}},
      {"tel", {Slot::phone}},
      {"primär telefon", {Slot::phone}},
      {"company main phone", {Slot::phone, Line::switchboard}},
      {"switchboard", {Slot::phone, Line::switchboard}},
      {"växel", {Slot::phone, Line::switchboard}},
      {"företagstelefon", {Slot::phone, Line::switchboard}},
      {"mobile", {Slot::phone, Line::mobile}},
      {"mobile phone", {Slot::phone, Line::mobile}},
      {"cell phone", {Slot::phone, Line::mobile}},
      {"mobil", {Slot::phone, Line::mobile}},
      {"mobiltelefon", {Slot::phone, Line::mobile}},
      {"mobilnummer", {Slot::phone, Line::mobile}},
      {"fax", {Slot::phone, Line::fax}},
      {"pager", {Slot::phone, Line::pager}},
      {"personsökare", {Slot::phone, Line::pager}},
      {"e mail", {Slot::email}},
      {"email", {Slot::email}},
      {"mail", {Slot::email}},
      {"e mail address", {Slot::email}},
      {"email address", {Slot::email}},
      {"e post", {Slot::email}},
      {"epost", {Slot::email}},
      {"e postadress", {Slot::email}},
      {"epostadress", {Slot::email}},
      {"e mail type", {Slot::ignored}},
      {"e mail display name", {Slot::ignored}},
      {"e posttyp", {Slot::ignored}},
      {"visningsnamn för e post", {Slot::ignored}},
      {"visningsnamn för e postadress", {Slot::ignored}},
      {"visningsnamn e post", {Slot::ignored}},
      {"e post visningsnamn", {Slot::ignored}},
  };
  return table;
}

std::optional<Place> place_word(std::string_view word) {
  static const std::map<std::string, Place, std::less<>> places{
      {"business", Place::work}, {"work", Place::work},    {"arbete", Place::work},
      {"home", Place::home},     {"hem", Place::home},     {"bostad", Place::home},
      {"other", Place::other},   {"annan", Place::other},  {"annat", Place::other},
      {"övrig", Place::other},   {"övrigt", Place::other}, {"delivery", Place::delivery},
  };
  const auto found = places.find(word);
  if (found == places.end()) return std::nullopt;
  return found->second;
}

std::optional<int> small_number(std::string_view word) {
  if (word.size() == 1 && word[0] >= '1' && word[0] <= '9') return word[0] - '0';
  if (word.size() == 2 && word[0] >= '1' && word[0] <= '9' && word[1] >= '0' && word[1] <= '9')
    return (word[0] - '0') * 10 + (word[1] - '0');
  return std::nullopt;
}

// Google numbers its repeated columns: "Phone 2 - Value", "Address 1 - Postal Code".
std::optional<Column> google_column(const Words& words) {
  std::size_t at = 0;
  while (at < words.size() && !small_number(words[at])) ++at;
  if (at == 0 || at + 1 >= words.size()) return std::nullopt;
  const std::string thing = join({words.begin(), words.begin() + static_cast<long>(at)}, " ");
  const std::string part = join({words.begin() + static_cast<long>(at) + 1, words.end()}, " ");
  const bool is_label = part == "type" || part == "label";
  Column column{.number = *small_number(words[at])};
  if (thing == "phone") {
    column.slot = is_label ? Slot::phone_label : Slot::phone;
  } else if (thing == "e mail") {
    if (part == "address") return std::nullopt;  // Outlook's "E-mail 2 Address"
    if (!is_label && part != "value") return std::nullopt;
    column.slot = is_label ? Slot::email_label : Slot::email;
  } else if (thing == "website") {
    column.slot = is_label ? Slot::ignored : Slot::website;
  } else if (thing == "address") {
    const auto found = parts().find(part);
    if (!is_label && found == parts().end()) return std::nullopt;
    column.slot = is_label ? Slot::address_label : found->second.slot;
  } else if (thing == "organization") {
    column.slot = part == "name"         ? Slot::organisation
                  : part == "title"      ? Slot::title
                  : part == "department" ? Slot::department
                  : is_label             ? Slot::ignored
                                         : Slot::extra;
  } else if (is_label) {
    column.slot = Slot::label;
  } else if (part != "value") {
    return std::nullopt;
  }
  return column;
}

// "Business Street 2", "Telefon 2 (arbete)", "E-postadress 3"
std::optional<Column> placed_column(const Words& words) {
  Column column;
  Words rest;
  for (const std::string& word : words) {
    if (const auto place = place_word(word)) {
      column.place = *place;
    } else if (const auto number = small_number(word)) {
      column.number = *number;
    } else {
      rest.push_back(word);
    }
  }
  const auto found = parts().find(join(rest, " "));
  if (found == parts().end()) return std::nullopt;
  column.slot = found->second.slot;
  column.line = found->second.line;
  return column;
}

// Tusk's own names ("organisation_number", "person.name") and the labels of its fields.
std::optional<Column> field_column(const std::string& header, bool labels) {
  const std::string folded = fold_name(header);
  const auto find = [&](const char* type_name, std::string_view name,
                        Slot slot) -> std::optional<Column> {
    for (const core::Field& field : core::registry().get(type_name).fields) {
      if (field.kind == core::FieldKind::reference || field.name == "number") continue;
      const bool labelled =
          labels && (fold_name(field.label.sv) == folded || fold_name(field.label.en) == folded);
      if (field.name == name || labelled) return Column{.slot = slot, .field = field.name};
    }
    return std::nullopt;
  };
  if (header.starts_with("person.")) {
    return find("contact_person", std::string_view(header).substr(7), Slot::person_field);
  }
  return find("contact", header, Slot::contact_field);
}

ContactFormat find_format(const std::set<std::string>& headers, const Words& raw) {
  const auto has = [&](const char* name) { return headers.contains(name); };
  const auto has_raw = [&](const char* name) {
    return std::find(raw.begin(), raw.end(), name) != raw.end();
  };
  if (has_raw("is_private") && has_raw("name")) return ContactFormat::tusk_csv;
  if (has("phone 1 value") || has("e mail 1 value") || has("phonetic first name") ||
      has("given name yomi") || has("group membership")) {
    return ContactFormat::google_csv;
  }
  const bool named = has("first name") || has("förnamn") || has("last name") || has("efternamn");
  const bool outlook = has("e mail address") || has("business phone") || has("mobile phone") ||
                       has("e postadress") || has("mobiltelefon") || has("telefon arbete");
  return named && outlook ? ContactFormat::outlook_csv : ContactFormat::other_csv;
}

Column find_column(const std::string& header, ContactFormat format, bool title_is_prefix) {
  const std::string folded = fold_name(header);
  if (format == ContactFormat::tusk_csv) {
    if (auto column = field_column(header, false)) return *column;
  }
  if (folded == "title" || folded == "titel")
    return {.slot = title_is_prefix ? Slot::prefix : Slot::title};
  const auto whole = whole_headers().find(folded);
  if (whole != whole_headers().end()) return {.slot = whole->second};
  const Words words = split(folded, " ");
  if (auto column = google_column(words)) return *column;
  if (auto column = placed_column(words)) return *column;
  if (auto column = field_column(header, true)) return *column;
  return {.slot = folded.empty() ? Slot::ignored : Slot::extra};
}

bool names_a_contact(const Column& column) {
  switch (column.slot) {
    case Slot::full_name:
    case Slot::given:
    case Slot::family:
    case Slot::organisation:
    case Slot::email:
      return true;
    default:
      return column.slot == Slot::contact_field && column.field == "name";
  }
}

}  // namespace

Columns read_columns(const std::vector<std::string>& header) {
  Words raw;
  std::set<std::string> folded;
  for (const std::string& cell : header) {
    raw.emplace_back(trim(cell));
    folded.insert(fold_name(raw.back()));
  }
  Columns result{.format = find_format(folded, raw)};
  // Outlook's Title is "Dr."; in a list that has no other it is the job.
  const bool title_is_prefix = folded.contains("job title") || folded.contains("befattning");
  for (const std::string& name : raw) {
    Column column = find_column(name, result.format, title_is_prefix);
    column.header = name;
    result.has_name = result.has_name || names_a_contact(column);
    result.columns.push_back(std::move(column));
  }
  return result;
}

}  // namespace tusk::business
