#include "business/import/contacts.h"

#include <algorithm>

#include "business/import/card.h"
#include "business/import/encoding.h"
#include "business/import/limits.h"
#include "business/import/words.h"
#include "core/error.h"

namespace tusk::business {
namespace {

bool is_vcard(std::string_view bytes) {
  const auto first = bytes.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return false;
  if (ascii_upper(bytes.substr(first, 11)) == "BEGIN:VCARD") return true;
  // Stray text before the first card; a header row is none.
  const std::string_view line = bytes.substr(first, bytes.substr(first).find_first_of("\r\n"));
  if (line.find_first_of(",;\t") != std::string_view::npos) return false;
  const std::string start = ascii_upper(bytes.substr(0, 4096));
  return start.find("\nBEGIN:VCARD") != std::string::npos ||
         start.find("\rBEGIN:VCARD") != std::string::npos;
}

void check_size(std::string_view bytes) {
  if (bytes.size() > limits::file_bytes) {
    throw core::Error(
        core::ErrorCode::limit,
        core::say("Filen är {} byte; högst {} tas in åt gången. Dela den.",
                  "The file is {} bytes; at most {} are taken in at a time. Split it.",
                  bytes.size(), limits::file_bytes));
  }
  if (trim(bytes).empty()) {
    throw core::Error(
        core::ErrorCode::invalid,
        core::say("Filen är tom. Exportera kontakterna på nytt och välj den filen.",
                  "The file is empty. Export the contacts anew and choose that file."));
  }
}

void check_count(std::size_t entries) {
  if (entries <= limits::entries) return;
  throw core::Error(
      core::ErrorCode::limit,
      core::say("Filen har {} poster; högst {} tas in åt gången. Dela den.",
                "The file has {} entries; at most {} are taken in at a time. Split it.", entries,
                limits::entries));
}

ImportProblem without_name(std::size_t line) {
  return {line, "name", "",
          core::say("Posten har varken namn, organisation, e-post eller telefon.",
                    "The entry has neither name, organisation, e-mail nor telephone."),
          core::say("Fyll i ett namn i filen.", "Fill in a name in the file.")};
}

std::string decimal(std::int64_t hundredths) {
  const std::int64_t whole = hundredths < 0 ? -hundredths : hundredths;
  return fmt::format("{}{}.{:02}", hundredths < 0 ? "-" : "", whole / 100, whole % 100);
}

}  // namespace

core::Text name_of(ContactFormat format) {
  switch (format) {
    case ContactFormat::vcard:
      return {"vCard", "vCard"};
    case ContactFormat::google_csv:
      return {"Google Kontakter (CSV)", "Google Contacts (CSV)"};
    case ContactFormat::outlook_csv:
      return {"Outlook (CSV)", "Outlook (CSV)"};
    case ContactFormat::tusk_csv:
      return {"Tusk (CSV)", "Tusk (CSV)"};
    case ContactFormat::other_csv:
      return {"Lista (CSV)", "List (CSV)"};
  }
  return {};
}

ParsedContacts parse_contacts(std::string_view bytes, const ImportOptions& options) {
  check_size(bytes);
  const std::string text = without_byte_order_mark(bytes);
  Cards cards = is_vcard(text) ? cards_of_vcard_file(text) : cards_of_csv_file(text);
  check_count(cards.cards.size() + cards.refused.size());
  ParsedContacts parsed{.format = cards.format,
                        .refused = std::move(cards.refused),
                        .warnings = std::move(cards.warnings)};
  parsed.contacts.reserve(cards.cards.size());
  for (Card& card : cards.cards) {
    const std::size_t line = card.line;
    if (auto contact = contact_of_card(std::move(card), options)) {
      parsed.contacts.push_back(*std::move(contact));
    } else {
      parsed.refused.push_back(without_name(line));
    }
  }
  std::stable_sort(parsed.refused.begin(), parsed.refused.end(),
                   [](const ImportProblem& a, const ImportProblem& b) { return a.line < b.line; });
  return parsed;
}

FieldTexts texts_of(const core::RecordType& type, const core::Record& record) {
  FieldTexts texts;
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    const core::Field& field = type.fields[i];
    const core::Value& value = record.values[i];
    if (value.is_null() || field.kind == core::FieldKind::reference) continue;
    const bool hundredths =
        field.kind == core::FieldKind::money || field.kind == core::FieldKind::percent;
    texts.emplace(field.name, hundredths ? decimal(value.integer()) : core::to_display(value));
  }
  return texts;
}

}  // namespace tusk::business
