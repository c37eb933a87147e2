#include <algorithm>
#include <map>
#include <set>

#include "business/import/card.h"
#include "business/import/csv_columns.h"
#include "business/import/csv_reader.h"
#include "business/import/limits.h"
#include "business/import/words.h"
#include "core/error.h"

namespace tusk::business {
namespace {

constexpr std::string_view google_separator = " ::: ";

struct Kind {
  Place place = Place::unknown;
  Line line = Line::voice;
  int preference = 0;
};

// "* Work Fax" of Google: the star marks the first choice.
Kind kind_of_label(std::string_view label) {
  Kind kind;
  if (trim(label).starts_with('*') && fold_name(label) != "") kind.preference = 1;
  const std::string folded = fold_name(label);
  const auto has = [&](const char* word) { return folded.find(word) != std::string::npos; };
  if (has("work") || has("arbete")) kind.place = Place::work;
  if (has("home") || has("hem") || has("bostad")) kind.place = Place::home;
  if (has("other") || has("annan") || has("annat")) kind.place = Place::other;
  if (has("mobil") || has("cell")) kind.line = Line::mobile;
  if (has("fax")) kind.line = Line::fax;
  if (has("pager")) kind.line = Line::pager;
  if (folded == "main" || has("växel")) kind.line = Line::switchboard;
  return kind;
}

// The apostrophe that contacts_to_csv puts before what a spreadsheet would run.
std::string without_neutralisation(std::string text) {
  const auto first = text.find_first_not_of('\'');
  const bool neutralised = first != std::string::npos && first > 0 &&
                           std::string_view("=+-@\t\r").find(text[first]) != std::string_view::npos;
  return neutralised ? text.substr(1) : text;
}

void set_once(std::string& target, const std::string& value, const char* separator = " ") {
  target = target.empty() ? value : target + separator + value;
}

class RowMaker {
 public:
  RowMaker(const Columns& columns, const CsvRow& row, std::set<std::string>& ignored)
      : columns_(columns), row_(row), ignored_(ignored) {}

  Card make() {
    card_.line = row_.line;
    for (std::size_t i = 0; i < row_.cells.size(); ++i) {
      if (i < columns_.columns.size()) {
        take(columns_.columns[i], row_.cells[i]);
      } else {
        too_many(row_.cells[i]);
      }
    }
    finish_phones();
    finish_emails();
    for (auto& [key, address] : addresses_) finish_address(std::move(address));
    for (auto& [number, extra] : labelled_) finish_extra(number, extra);
    return std::move(card_);
  }

 private:
  void take(const Column& column, const std::string& cell) {
    const bool own = columns_.format == ContactFormat::tusk_csv;
    const std::string value = own ? without_neutralisation(cell) : std::string(trim(cell));
    if (value.empty()) return;
    switch (column.slot) {
      case Slot::ignored:
        ignored_.insert(column.header);
        break;
      case Slot::extra:
        take_extra(column, value);
        break;
      case Slot::label:
        labelled_[extra_key(column)].label = value;
        break;
      case Slot::full_name:
        set_once(card_.full_name, value);
        break;
      case Slot::prefix:
        set_once(card_.prefix, value);
        break;
      case Slot::given:
        set_once(card_.given, value);
        break;
      case Slot::middle:
        set_once(card_.middle, value);
        break;
      case Slot::family:
        set_once(card_.family, value);
        break;
      case Slot::suffix:
        set_once(card_.suffix, value);
        break;
      case Slot::nickname:
        set_once(card_.nickname, value);
        break;
      case Slot::organisation:
        take_organisation(column, value);
        break;
      case Slot::department:
        set_once(card_.department, value, ", ");
        break;
      case Slot::title:
        set_once(card_.title, value, ", ");
        break;
      case Slot::phone:
        phones_.push_back({&column, value});
        break;
      case Slot::phone_label:
        phone_labels_[column.number] = value;
        break;
      case Slot::email:
        emails_.push_back({&column, value});
        break;
      case Slot::email_label:
        email_labels_[column.number] = value;
        break;
      case Slot::website:
        for (const std::string& part : split(value, google_separator))
          card_.websites.push_back(part);
        break;
      case Slot::note:
        card_.notes.push_back(own ? value : cell);
        break;
      case Slot::contact_field:
        card_.contact_fields.emplace(column.field, value);
        break;
      case Slot::person_field:
        card_.person_fields.emplace(column.field, value);
        break;
      case Slot::street:
      case Slot::city:
      case Slot::postal_code:
      case Slot::region:
      case Slot::country:
      case Slot::po_box:
      case Slot::formatted:
      case Slot::address_label:
        take_address(column, value);
        break;
    }
  }

  void take_organisation(const Column& column, const std::string& value) {
    if (card_.organisation.empty()) {
      card_.organisation = value;
    } else {
      card_.extras.push_back({{column.header, column.header}, value});
    }
  }

  // In Google's files the number tells addresses apart; elsewhere the place does, and the number
  // is that of the line ("Business Street 2").
  void take_address(const Column& column, const std::string& value) {
    const bool numbered = columns_.format == ContactFormat::google_csv;
    CardAddress& address =
        addresses_[numbered ? column.number : 100 + static_cast<int>(column.place)];
    if (!numbered) address.place = column.place;
    switch (column.slot) {
      case Slot::street:
      case Slot::po_box:
        take_street(address, value);
        break;
      case Slot::city:
        set_once(address.city, value);
        break;
      case Slot::postal_code:
        set_once(address.postal_code, value);
        break;
      case Slot::region:
        set_once(address.region, value);
        break;
      case Slot::country:
        set_once(address.country, value);
        break;
      case Slot::formatted:
        set_once(address.formatted, value);
        break;
      default:
        address.place = kind_of_label(value).place;
        address.preference = kind_of_label(value).preference;
        break;
    }
  }

  static void take_street(CardAddress& address, const std::string& value) {
    for (const std::string& part : split(value, "\n")) {
      const std::string line(trim(part));
      if (line.empty() || line == address.line_1) continue;
      if (address.line_1.empty()) {
        address.line_1 = line;
      } else {
        set_once(address.line_2, line, ", ");
      }
    }
  }

  void finish_phones() {
    for (const auto& [column, value] : phones_) {
      const auto label = phone_labels_.find(column->number);
      CardPhone phone{.line = column->line, .place = column->place, .label = column->header};
      if (columns_.format == ContactFormat::google_csv && label != phone_labels_.end()) {
        const Kind kind = kind_of_label(label->second);
        phone = {.line = kind.line,
                 .place = kind.place,
                 .preference = kind.preference,
                 .label = label->second};
      }
      for (const std::string& number : split(value, google_separator)) {
        phone.number = std::string(trim(number));
        card_.phones.push_back(phone);
      }
    }
  }

  void finish_emails() {
    for (const auto& [column, value] : emails_) {
      const auto label = email_labels_.find(column->number);
      const Kind kind = label == email_labels_.end() ? Kind{column->place, Line::voice, 0}
                                                     : kind_of_label(label->second);
      for (const std::string& address : split(value, google_separator)) {
        card_.emails.push_back({std::string(trim(address)), kind.place, kind.preference,
                                label == email_labels_.end() ? "" : label->second});
      }
    }
  }

  void finish_address(CardAddress address) {
    if (!address.is_empty()) card_.addresses.push_back(std::move(address));
  }

  void take_extra(const Column& column, const std::string& value) {
    const std::string folded = fold_name(column.header);
    if (folded == "birthday" || folded == "födelsedag") {
      card_.extras.push_back({{"Födelsedag", "Birthday"}, value});
    } else {
      labelled_[extra_key(column)].values.push_back(value);
    }
  }

  // "Event 1 - Label" and "Event 1 - Value" have the key "Event 1".
  static std::string extra_key(const Column& column) {
    const auto dash = column.header.rfind(" - ");
    return column.header.substr(0, dash);
  }

  struct Labelled {
    std::string label;
    std::vector<std::string> values;
  };
  void finish_extra(const std::string& key, const Labelled& extra) {
    const std::string label = extra.label.empty() ? key : extra.label;
    for (const std::string& value : extra.values) card_.extras.push_back({{label, label}, value});
  }

  void too_many(const std::string& cell) {
    if (trim(cell).empty()) return;
    card_.extras.push_back({{"Utan rubrik", "Without header"}, cell});
    card_.warnings.push_back(
        {row_.line, "", core::shorten(cell),
         core::say("Raden har fler celler än filen har rubriker.",
                   "The row has more cells than the file has headers."),
         core::say("Texten står i anteckningen. Sätt citattecken om celler med skiljetecken.",
                   "The text is in the note. Put quotation marks round cells with delimiters.")});
  }

  struct Cell {
    const Column* column;
    std::string value;
  };
  const Columns& columns_;
  const CsvRow& row_;
  std::set<std::string>& ignored_;
  Card card_;
  std::vector<Cell> phones_;
  std::vector<Cell> emails_;
  std::map<int, std::string> phone_labels_;
  std::map<int, std::string> email_labels_;
  std::map<int, CardAddress> addresses_;
  std::map<std::string, Labelled> labelled_;
};

}  // namespace

Cards cards_of_csv_file(std::string_view bytes) {
  CsvFile file = read_csv(bytes);
  const Columns columns = read_columns(file.header.cells);
  if (!columns.has_name) {
    throw core::Error(
        core::ErrorCode::invalid,
        core::say("Filen är varken vCard eller en lista med rubrikrad. Första raden ska ha "
                  "kolumnernas namn, t.ex. Förnamn, Efternamn, Företag, E-post.",
                  "The file is neither vCard nor a list with a header row. The first row must have "
                  "the names of the columns, e.g. First Name, Last Name, Company, E-mail."),
        {{"", core::shorten(join(file.header.cells, ", ")), {}}});
  }
  Cards cards{.format = columns.format, .refused = std::move(file.refused)};
  std::set<std::string> ignored;
  cards.cards.reserve(file.rows.size());
  for (const CsvRow& row : file.rows) cards.cards.push_back(RowMaker(columns, row, ignored).make());
  for (const std::string& header : ignored) {
    cards.warnings.push_back(
        {file.header.line, header, "",
         core::say("Kolumnen {} tas inte in.", "The column {} is not taken in.", header),
         core::say("Byt kolumnens rubrik om innehållet ska med i anteckningen.",
                   "Rename the column if its content is to be in the note.")});
  }
  return cards;
}

}  // namespace tusk::business
