#include "business/import/vcard_reader.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "business/import/encoding.h"
#include "business/import/limits.h"
#include "business/import/words.h"
#include "core/error.h"

namespace tusk::business {
namespace {

// The physical lines of a file, joined to logical ones. Joining works on bytes, before decoding:
// old programs fold in the middle of a UTF-8 character.
class LogicalLines {
 public:
  explicit LogicalLines(std::string_view bytes) : rest_(bytes) {}

  struct Line {
    std::size_t number = 0;
    std::string bytes;
    bool too_long = false;
  };

  std::optional<Line> next() {
    if (rest_.empty()) return std::nullopt;
    Line line{number_ + 1, {}, false};
    append(line, take_physical());
    while (!rest_.empty()) {
      if (rest_.front() == ' ' || rest_.front() == '\t') {
        append(line, take_physical().substr(1));
      } else if (has_soft_break(line.bytes)) {
        line.bytes.pop_back();
        append(line, take_physical());
      } else {
        break;
      }
    }
    return line;
  }

 private:
  std::string_view take_physical() {
    const auto end = rest_.find_first_of("\r\n");
    const std::string_view line = rest_.substr(0, end);
    std::size_t used = line.size();
    if (end != std::string_view::npos) used += rest_.substr(end, 2) == "\r\n" ? 2 : 1;
    rest_.remove_prefix(used);
    ++number_;
    return line;
  }

  static void append(Line& line, std::string_view physical) {
    line.too_long = line.too_long || line.bytes.size() + physical.size() > limits::line_bytes;
    if (!line.too_long) line.bytes += physical;
  }

  // Quoted-printable text goes on in the next line when its own ends in "=".
  static bool has_soft_break(std::string_view line) {
    if (!line.ends_with('=')) return false;
    return ascii_upper(line.substr(0, line.find(':'))).find("QUOTED-PRINTABLE") !=
           std::string::npos;
  }

  std::string_view rest_;
  std::size_t number_ = 0;
};

// Splits at `separator` outside of double quotes, and takes the quotes away.
std::vector<std::string> split_unquoted(std::string_view text, char separator) {
  std::vector<std::string> parts(1);
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') {
      quoted = !quoted;
      parts.back() += c;
    } else if (c == separator && !quoted) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

// Position of the colon that ends the name and the parameters.
std::size_t find_colon(std::string_view line) {
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') quoted = !quoted;
    if (line[i] == ':' && !quoted) return i;
  }
  return line.find(':');
}

std::string without_quotes(std::string text) {
  std::erase(text, '"');
  return text;
}

bool is_property_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

struct Encoding {
  bool quoted_printable = false;
  std::string charset;
};

void read_parameter(const std::string& parameter, VcardProperty& property, Encoding& encoding) {
  const auto equals = parameter.find('=');
  const std::string name = ascii_upper(trim(parameter.substr(0, equals)));
  if (equals == std::string::npos) {  // version 2.1: TEL;WORK;QUOTED-PRINTABLE
    if (name == "QUOTED-PRINTABLE") {
      encoding.quoted_printable = true;
    } else if (name == "PREF") {
      property.preference = 1;
    } else if (!name.empty()) {
      property.types.push_back(ascii_lower(name));
    }
    return;
  }
  const std::string value = without_quotes(parameter.substr(equals + 1));
  if (name == "TYPE") {
    for (const std::string& type : split(value, ",")) {
      const std::string lower = ascii_lower(trim(type));
      if (lower == "pref") {
        property.preference = 1;
      } else if (!lower.empty()) {
        property.types.push_back(lower);
      }
    }
  } else if (name == "PREF") {
    std::from_chars(value.data(), value.data() + value.size(), property.preference);
    property.preference = std::clamp(property.preference, 0, 100);
  } else if (name == "ENCODING") {
    encoding.quoted_printable = ascii_upper(value) == "QUOTED-PRINTABLE";
  } else if (name == "CHARSET") {
    encoding.charset = value;
  }
}

// Nothing if the line is no property.
std::optional<VcardProperty> read_property(const LogicalLines::Line& line) {
  const std::size_t colon = find_colon(line.bytes);
  if (line.too_long || colon == std::string::npos) return std::nullopt;
  const std::vector<std::string> parts =
      split_unquoted(std::string_view(line.bytes).substr(0, colon), ';');
  VcardProperty property{.line = line.number};
  std::string name(trim(parts.front()));
  if (const auto dot = name.rfind('.'); dot != std::string::npos) {
    property.group = ascii_lower(name.substr(0, dot));
    name.erase(0, dot + 1);
  }
  property.name = ascii_upper(name);
  if (!is_property_name(property.name)) return std::nullopt;
  Encoding encoding;
  for (std::size_t i = 1; i < parts.size(); ++i) read_parameter(parts[i], property, encoding);
  std::string value = line.bytes.substr(colon + 1);
  if (encoding.quoted_printable) value = decode_quoted_printable(value);
  property.value = decode_text(value, encoding.charset).text;
  return property;
}

ImportProblem unreadable_line(const LogicalLines::Line& line) {
  if (line.too_long) {
    return {
        line.number, "", core::shorten(decode_text(line.bytes.substr(0, 200)).text),
        core::say("Raden är längre än {} byte.", "The line is longer than {} bytes.",
                  limits::line_bytes),
        core::say("Dela texten eller ta bort bilden.", "Split the text or remove the picture.")};
  }
  return {line.number, "", core::shorten(decode_text(line.bytes).text),
          core::say("Raden är ingen uppgift: den saknar namn och kolon.",
                    "The line is no property: it lacks a name and a colon."),
          core::say("Skriv om raden, t.ex. TEL:08-123 45 67.",
                    "Write the line anew, e.g. TEL:+46 8 123 45 67.")};
}

ImportProblem card_without_end(const Vcard& card) {
  const VcardProperty* name = card.find("FN");
  return {card.line, "", name == nullptr ? "" : core::shorten(unescape_vcard(name->value)),
          core::say("Kortet slutar aldrig: END:VCARD saknas.",
                    "The card never ends: END:VCARD is missing."),
          core::say("Lägg till raden END:VCARD efter kortets sista rad.",
                    "Add the line END:VCARD after the last line of the card.")};
}

ImportProblem text_between_cards(const LogicalLines::Line& line) {
  return {line.number, "", core::shorten(decode_text(line.bytes.substr(0, 400)).text),
          core::say("Texten hör inte till något kort.", "The text belongs to no card."),
          core::say("Sätt BEGIN:VCARD före kortet, eller ta bort texten.",
                    "Put BEGIN:VCARD before the card, or remove the text.")};
}

class CardReader {
 public:
  explicit CardReader(std::string_view bytes) : lines_(bytes) {}

  VcardFile read() {
    while (auto line = lines_.next()) {
      const std::string_view text = trim(line->bytes);
      if (text.empty()) continue;
      const std::string start = ascii_upper(text.substr(0, 16));
      if (start.starts_with("BEGIN:VCARD")) {
        begin(line->number);
      } else if (start.starts_with("END:VCARD")) {
        end(*line);
      } else if (inner_ == 0) {
        property(*line);
      }
    }
    if (open_) file_.refused.push_back(card_without_end(*open_));
    return std::move(file_);
  }

 private:
  void begin(std::size_t line) {
    if (open_ && !open_->properties.empty() && open_->properties.back().name == "AGENT" &&
        trim(open_->properties.back().value).empty()) {
      ++inner_;  // a card within the card (an assistant, version 2.1): skipped to its end
      return;
    }
    if (open_) file_.refused.push_back(card_without_end(*open_));
    open_ = Vcard{.line = line};
    inner_ = 0;
    outside_ = false;
  }

  void end(const LogicalLines::Line& line) {
    if (inner_ > 0) {
      --inner_;
      open_->properties.pop_back();
    } else if (open_) {
      file_.cards.push_back(std::move(*open_));
      open_.reset();
      outside_ = false;
    } else {
      outside(line);
    }
  }

  void property(const LogicalLines::Line& line) {
    if (!open_) return outside(line);
    auto property = read_property(line);
    if (!property) {
      open_->warnings.push_back(unreadable_line(line));
    } else if (open_->properties.size() < limits::properties) {
      open_->properties.push_back(std::move(*property));
    } else if (open_->properties.size() == limits::properties) {
      open_->warnings.push_back(
          {line.number, "", "",
           core::say("Kortet har fler än {} uppgifter.", "The card has more than {} properties.",
                     limits::properties),
           core::say("Dela kortet i flera.", "Split the card.")});
      open_->properties.push_back({.line = line.number, .name = "X-TUSK-END"});
    }
  }

  // Reported once until the next card begins.
  void outside(const LogicalLines::Line& line) {
    if (!outside_) file_.refused.push_back(text_between_cards(line));
    outside_ = true;
  }

  LogicalLines lines_;
  VcardFile file_;
  std::optional<Vcard> open_;
  std::size_t inner_ = 0;
  bool outside_ = false;
};

}  // namespace

const VcardProperty* Vcard::find(std::string_view name) const {
  const auto found = std::find_if(properties.begin(), properties.end(),
                                  [&](const VcardProperty& p) { return p.name == name; });
  return found == properties.end() ? nullptr : &*found;
}

VcardFile read_vcards(std::string_view bytes) {
  return CardReader(bytes).read();
}

std::string unescape_vcard(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      result += text[i];
      continue;
    }
    const char next = text[++i];
    if (next == 'n' || next == 'N') {
      result += '\n';
    } else if (next == ',' || next == ';' || next == ':' || next == '\\') {
      result += next;
    } else {
      result += '\\';  // "C:\docs" of programs that do not escape
      result += next;
    }
  }
  return result;
}

std::vector<std::string> vcard_components(std::string_view value) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\') {
      ++i;
    } else if (value[i] == ';') {
      parts.emplace_back(trim(unescape_vcard(value.substr(from, i - from))));
      from = i + 1;
    }
  }
  parts.emplace_back(trim(unescape_vcard(value.substr(from))));
  return parts;
}

}  // namespace tusk::business
