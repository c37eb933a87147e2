#include <algorithm>
#include <array>

#include "business/import/card.h"
#include "business/import/vcard_reader.h"
#include "business/import/words.h"
#include "core/error.h"

namespace tusk::business {
namespace {

// Of no use as text: pictures, sounds, keys, and what programs keep for themselves.
constexpr std::array binary_properties{std::string_view("PHOTO"), std::string_view("LOGO"),
                                       std::string_view("SOUND"), std::string_view("KEY"),
                                       std::string_view("AGENT")};
constexpr std::array housekeeping{std::string_view("VERSION"),
                                  std::string_view("PRODID"),
                                  std::string_view("REV"),
                                  std::string_view("UID"),
                                  std::string_view("KIND"),
                                  std::string_view("SORT-STRING"),
                                  std::string_view("X-ABSHOWAS"),
                                  std::string_view("CLASS"),
                                  std::string_view("MAILER"),
                                  std::string_view("X-ABLABEL"),
                                  std::string_view("X-ABADR"),
                                  std::string_view("X-ABUID"),
                                  std::string_view("CLIENTPIDMAP"),
                                  std::string_view("SOURCE"),
                                  std::string_view("XML"),
                                  std::string_view("CATEGORIES"),
                                  std::string_view("LABEL"),
                                  std::string_view("X-TUSK-END"),
                                  std::string_view("PROFILE"),
                                  std::string_view("NAME"),
                                  std::string_view("X-ADDRESSBOOKSERVER-KIND")};

template <std::size_t n>
bool is_one_of(std::string_view name, const std::array<std::string_view, n>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool has(const std::vector<std::string>& types, std::string_view type) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

Place place_of(const std::vector<std::string>& types) {
  if (has(types, "x-delivery")) return Place::delivery;
  if (has(types, "work")) return Place::work;
  if (has(types, "home")) return Place::home;
  if (has(types, "other")) return Place::other;
  return Place::unknown;
}

// "_$!<Mobile>!$_" of Apple's address book -> "Mobile"
std::string plain_label(std::string_view label) {
  if (label.starts_with("_$!<") && label.ends_with(">!$_"))
    label = label.substr(4, label.size() - 8);
  return std::string(label);
}

// "tel:+46-8-123;ext=4" -> "+46-8-123 ext 4"; "mailto:" is taken away likewise.
std::string without_scheme(const std::string& value, std::string_view scheme) {
  if (!ascii_lower(value.substr(0, scheme.size())).starts_with(scheme)) return value;
  std::string rest = value.substr(scheme.size());
  if (const auto extension = rest.find(";ext="); extension != std::string::npos)
    rest.replace(extension, 5, " ext ");
  return rest.substr(0, rest.find(';'));
}

class CardMaker {
 public:
  explicit CardMaker(const Vcard& vcard) : vcard_(vcard) {}

  Card make() {
    card_.line = vcard_.line;
    card_.warnings = vcard_.warnings;
    for (const VcardProperty& property : vcard_.properties) take(property);
    const VcardProperty* kind = vcard_.find("KIND");
    const VcardProperty* show_as = vcard_.find("X-ABSHOWAS");
    card_.is_organisation = (kind != nullptr && ascii_lower(trim(kind->value)) == "org") ||
                            (show_as != nullptr && ascii_lower(trim(show_as->value)) == "company");
    card_.is_person = kind != nullptr && ascii_lower(trim(kind->value)) == "individual";
    return std::move(card_);
  }

 private:
  void take(const VcardProperty& property) {
    const std::string& name = property.name;
    if (is_one_of(name, housekeeping)) return;
    if (is_one_of(name, binary_properties)) return leave_out(property);
    const std::string value(trim(unescape_vcard(property.value)));
    if (value.empty()) return;
    if (name == "FN") {
      if (card_.full_name.empty()) card_.full_name = value;
    } else if (name == "N") {
      take_name(vcard_components(property.value));
    } else if (name == "ORG") {
      take_organisation(vcard_components(property.value));
    } else if (name == "TITLE") {
      if (card_.title.empty()) card_.title = value;
    } else if (name == "TEL") {
      take_phone(property, value);
    } else if (name == "EMAIL") {
      card_.emails.push_back({without_scheme(value, "mailto:"), place_of(property.types),
                              property.preference, label_of(property)});
    } else if (name == "ADR") {
      take_address(property);
    } else if (name == "URL") {
      card_.websites.push_back(value);
    } else if (name == "NOTE") {
      card_.notes.push_back(unescape_vcard(property.value));
    } else if (name == "NICKNAME") {
      card_.nickname = value;
    } else if (name.starts_with("X-TUSK-PERSON-")) {
      card_.person_fields.emplace(field_name(name.substr(14)), unescape_vcard(property.value));
    } else if (name.starts_with("X-TUSK-")) {
      card_.contact_fields.emplace(field_name(name.substr(7)), unescape_vcard(property.value));
    } else {
      card_.extras.push_back({extra_label(property), value});
    }
  }

  void take_name(std::vector<std::string> parts) {
    parts.resize(5);
    card_.family = parts[0];
    card_.given = parts[1];
    card_.middle = parts[2];
    card_.prefix = parts[3];
    card_.suffix = parts[4];
  }

  void take_organisation(const std::vector<std::string>& parts) {
    if (!card_.organisation.empty()) return;
    card_.organisation = parts.front();
    card_.department = join({parts.begin() + 1, parts.end()}, ", ");
  }

  void take_phone(const VcardProperty& property, const std::string& value) {
    CardPhone phone{without_scheme(value, "tel:"), Line::voice, place_of(property.types),
                    property.preference, label_of(property)};
    const std::string label = ascii_lower(phone.label);
    if (has(property.types, "fax") || label.find("fax") != std::string::npos) {
      phone.line = Line::fax;
    } else if (has(property.types, "cell") || has(property.types, "mobile") ||
               has(property.types, "iphone") || label.find("mobil") != std::string::npos) {
      phone.line = Line::mobile;
    } else if (has(property.types, "pager")) {
      phone.line = Line::pager;
    } else if (has(property.types, "main") || label == "main") {
      phone.line = Line::switchboard;
    }
    card_.phones.push_back(std::move(phone));
  }

  void take_address(const VcardProperty& property) {
    std::vector<std::string> parts = vcard_components(property.value);
    parts.resize(7);
    CardAddress address;
    const std::vector<std::string> street = split(with_plain_newlines(parts[2]), "\n");
    address.line_1 = std::string(trim(street.front()));
    address.line_2 =
        join({join({street.begin() + 1, street.end()}, ", "), parts[1], parts[0]}, ", ");
    if (address.line_1.empty()) std::swap(address.line_1, address.line_2);
    address.city = parts[3];
    address.region = parts[4];
    address.postal_code = parts[5];
    address.country = parts[6];
    address.place = place_of(property.types);
    address.preference = property.preference;
    if (!address.is_empty()) card_.addresses.push_back(std::move(address));
  }

  // The word that the user gave the value, or the types.
  [[nodiscard]] std::string label_of(const VcardProperty& property) const {
    if (!property.group.empty()) {
      for (const VcardProperty& other : vcard_.properties) {
        if (other.name == "X-ABLABEL" && other.group == property.group)
          return plain_label(unescape_vcard(other.value));
      }
    }
    return join(property.types, ", ");
  }

  [[nodiscard]] core::Text extra_label(const VcardProperty& property) const {
    if (property.name == "BDAY") return {"Födelsedag", "Birthday"};
    if (property.name == "ANNIVERSARY") return {"Bemärkelsedag", "Anniversary"};
    if (property.name == "ROLE") return {"Roll", "Role"};
    const std::string label = label_of(property);
    std::string name = property.name;
    if (!property.group.empty() && !label.empty()) name = label;
    return {name, name};
  }

  void leave_out(const VcardProperty& property) {
    if (property.value.empty()) return;
    card_.warnings.push_back(
        {property.line, property.name, "",
         core::say("Bilder, ljud och nycklar tas inte in ({}).",
                   "Pictures, sounds and keys are not taken in ({}).", property.name),
         core::say("Spara filen för sig om den behövs.", "Keep the file if it is needed.")});
  }

  static std::string field_name(std::string_view name) {
    std::string field = ascii_lower(name);
    std::replace(field.begin(), field.end(), '-', '_');
    return field;
  }

  const Vcard& vcard_;
  Card card_;
};

}  // namespace

Cards cards_of_vcard_file(std::string_view bytes) {
  VcardFile file = read_vcards(bytes);
  Cards cards{.format = ContactFormat::vcard, .refused = std::move(file.refused)};
  cards.cards.reserve(file.cards.size());
  for (const Vcard& vcard : file.cards) {
    const VcardProperty* kind = vcard.find("KIND");
    if (kind == nullptr) kind = vcard.find("X-ADDRESSBOOKSERVER-KIND");
    if (kind != nullptr && ascii_lower(trim(kind->value)) == "group") {
      const VcardProperty* name = vcard.find("FN");
      cards.refused.push_back(
          {vcard.line, "KIND", name == nullptr ? "" : core::shorten(unescape_vcard(name->value)),
           core::say("Kortet är en grupp, ingen kontakt.", "The card is a group, not a contact."),
           core::say("Ta in gruppens medlemmar som egna kort.",
                     "Import the members of the group as cards of their own.")});
      continue;
    }
    cards.cards.push_back(CardMaker(vcard).make());
  }
  return cards;
}

}  // namespace tusk::business
