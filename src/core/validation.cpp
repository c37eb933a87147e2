#include "core/validation.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace tusk::core {
namespace {

constexpr std::size_t max_note_characters = 250'000;  // 1 MiB of UTF-8 at its widest

bool is_upper_code(std::string_view text, std::size_t length) {
  return text.size() == length &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::string ascii_case(std::string text, char from, char to, int shift) {
  for (char& c : text) {
    if (c >= from && c <= to) c = static_cast<char>(c + shift);
  }
  return text;
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto number = [&](std::size_t from, std::size_t count) {
    int value = -1;
    const char* end = text.data() + from + count;
    const auto result = std::from_chars(text.data() + from, end, value);
    return result.ptr == end ? value : -1;
  };
  const int year = number(0, 4);
  const int month = number(5, 2);
  const int day = number(8, 2);
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  constexpr std::array days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= days[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

bool is_email(std::string_view text) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || at + 1 == text.size()) return false;
  if (text.find_first_of(" \t\r\n<>(),;:\"[]\\") != std::string_view::npos) return false;
  if (text.substr(0, at).find('@') != std::string_view::npos) return false;
  const std::string_view domain = text.substr(at + 1);
  return domain.front() != '.' && domain.back() != '.' && domain.front() != '-' &&
         domain.find("..") == std::string_view::npos;
}

bool is_phone(std::string_view text) {
  const auto digits =
      std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits > 0;
}

bool is_url(std::string_view text) {
  if (text.find_first_of(" \t\r\n<>\"") != std::string_view::npos) return false;
  const auto scheme = text.find(':');
  if (scheme == std::string_view::npos || text.find('.') < scheme)
    return text.find('.') != std::string_view::npos;
  const std::string_view name = text.substr(0, scheme);
  return (name == "http" || name == "https") && text.substr(scheme).starts_with("://") &&
         text.size() > scheme + 3;
}

std::string list_choices(const Field& field) {
  std::string list;
  for (const Choice& choice : field.choices) list += (list.empty() ? "" : ", ") + choice.value;
  return list;
}

std::optional<Text> text_problem(const Field& field, const std::string& text) {
  if (!is_clean_text(text)) {
    return Text{field.label.sv + " innehåller tecken som inte är text. Skriv det på nytt.",
                field.label.en + " holds characters that are not text. Type it again."};
  }
  const std::size_t limit = max_length(field);
  if (const std::size_t count = count_characters(text); count > limit) {
    return Text{fmt::format("{} är {} tecken; högst {} får plats.", field.label.sv, count, limit),
                fmt::format("{} is {} characters; at most {} fit.", field.label.en, count, limit)};
  }
  const auto both = [&](const char* sv, const char* en) {
    return Text{field.label.sv + sv, field.label.en + en};
  };
  switch (field.kind) {
    case FieldKind::email:
      if (!is_email(text))
        return both(" ska ha formen namn@exempel.se.", " must look like name@example.com.");
      break;
    case FieldKind::phone:
      if (!is_phone(text))
        return both(" ska innehålla siffror, t.ex. 08-123 45 67.",
                    " must hold digits, e.g. +46 8 123 45 67.");
      break;
    case FieldKind::url:
      if (!is_url(text))
        return both(" ska vara en webbadress, t.ex. https://exempel.se.",
                    " must be a web address, e.g. https://example.com.");
      break;
    case FieldKind::date:
      if (!is_date(text))
        return both(" ska vara ett datum: ÅÅÅÅ-MM-DD.", " must be a date: YYYY-MM-DD.");
      break;
    case FieldKind::choice:
      if (std::none_of(field.choices.begin(), field.choices.end(),
                       [&](const Choice& choice) { return choice.value == text; })) {
        return both((" ska vara ett av: " + list_choices(field) + ".").c_str(),
                    (" must be one of: " + list_choices(field) + ".").c_str());
      }
      break;
    case FieldKind::country:
      if (!is_upper_code(text, 2))
        return both(" ska vara en landskod med två bokstäver, t.ex. SE.",
                    " must be a two-letter country code, e.g. SE.");
      break;
    case FieldKind::language:
      if (text.size() != 2 || ascii_case(text, 'a', 'z', 'A' - 'a') == text)
        return both(" ska vara en språkkod med två bokstäver, t.ex. sv.",
                    " must be a two-letter language code, e.g. sv.");
      break;
    case FieldKind::currency:
      if (!is_upper_code(text, 3))
        return both(" ska vara en valutakod med tre bokstäver, t.ex. SEK.",
                    " must be a three-letter currency code, e.g. SEK.");
      break;
    case FieldKind::text:
    case FieldKind::long_text:
    case FieldKind::note:
    case FieldKind::integer:
    case FieldKind::money:
    case FieldKind::percent:
    case FieldKind::boolean:
    case FieldKind::timestamp:
    case FieldKind::reference:
      break;
  }
  return std::nullopt;
}

std::optional<Text> integer_problem(const Field& field, std::int64_t value) {
  if (value < -max_record_id || value > max_record_id) {
    return Text{field.label.sv + " är ett för stort tal.",
                field.label.en + " is too large a number."};
  }
  if (field.kind == FieldKind::reference && !is_record_id(value)) {
    return Text{field.label.sv + " ska vara numret (id) på en post.",
                field.label.en + " must be the id of a record."};
  }
  if (field.kind == FieldKind::percent && (value < 0 || value > 10'000)) {
    return Text{field.label.sv + " ska vara mellan 0 och 100 procent.",
                field.label.en + " must be between 0 and 100 per cent."};
  }
  return std::nullopt;
}

// "1 234,50" with two decimals -> 123450. Nothing if it is not such a number.
std::optional<std::int64_t> parse_decimal(std::string_view text, int decimals) {
  std::string digits;
  int after = -1;
  bool negative = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '-' && i == 0) {
      negative = true;
    } else if (c >= '0' && c <= '9') {
      digits += c;
      if (after >= 0) ++after;
    } else if ((c == ',' || c == '.') && after < 0 && decimals > 0) {
      after = 0;
    } else if (c != ' ') {
      return std::nullopt;
    }
  }
  if (digits.empty() || digits.size() > 15 || after > decimals) return std::nullopt;
  digits.append(static_cast<std::size_t>(decimals - std::max(after, 0)), '0');
  std::int64_t value = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (result.ec != std::errc{}) return std::nullopt;
  return negative ? -value : value;
}

std::optional<bool> parse_boolean(std::string_view text) {
  for (const std::string_view word : {"true", "1", "ja", "yes", "on", "sant"}) {
    if (text == word) return true;
  }
  for (const std::string_view word : {"false", "0", "nej", "no", "off", "falskt"}) {
    if (text == word) return false;
  }
  return std::nullopt;
}

Problem missing(const Field& field) {
  return Problem{field.name, "",
                 Text{field.label.sv + " måste fyllas i.", field.label.en + " must be filled in."}};
}

[[noreturn]] void refuse(const RecordType& type, std::vector<Problem> problems) {
  Text text =
      problems.size() == 1
          ? problems.front().text
          : Text{fmt::format("{}: {} fält behöver rättas.", type.label.sv, problems.size()),
                 fmt::format("{}: {} fields need mending.", type.label.en, problems.size())};
  throw Error(ErrorCode::invalid, std::move(text), std::move(problems));
}

}  // namespace

std::string_view trim(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const auto first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

bool is_clean_text(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x20 && lead != '\t' && lead != '\n' && lead != '\r') return false;
    if (lead == 0x7F) return false;
    std::size_t extra = 0;
    std::uint32_t code = lead;
    if (lead >= 0x80) {
      if (lead >= 0xC2 && lead <= 0xDF) {
        extra = 1;
        code = lead & 0x1FU;
      } else if (lead >= 0xE0 && lead <= 0xEF) {
        extra = 2;
        code = lead & 0x0FU;
      } else if (lead >= 0xF0 && lead <= 0xF4) {
        extra = 3;
        code = lead & 0x07U;
      } else {
        return false;
      }
    }
    if (i + extra >= text.size()) return false;
    for (std::size_t k = 1; k <= extra; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xC0U) != 0x80U) return false;
      code = (code << 6U) | (next & 0x3FU);
    }
    if ((extra == 2 && code < 0x800) || (extra == 3 && code < 0x10000)) return false;
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
    i += extra + 1;
  }
  return true;
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

bool has_max_length(FieldKind kind) {
  switch (kind) {
    case FieldKind::text:
    case FieldKind::long_text:
    case FieldKind::note:
    case FieldKind::email:
    case FieldKind::phone:
    case FieldKind::url:
      return true;
    case FieldKind::integer:
    case FieldKind::money:
    case FieldKind::percent:
    case FieldKind::boolean:
    case FieldKind::date:
    case FieldKind::timestamp:
    case FieldKind::choice:
    case FieldKind::country:
    case FieldKind::language:
    case FieldKind::currency:
    case FieldKind::reference:
      return false;
  }
  return false;
}

std::size_t max_length(const Field& field) {
  if (field.max_length > 0) return static_cast<std::size_t>(field.max_length);
  switch (field.kind) {
    case FieldKind::note:
      return max_note_characters;
    case FieldKind::long_text:
      return 20'000;
    case FieldKind::email:
      return 254;
    case FieldKind::phone:
      return 40;
    case FieldKind::url:
      return 500;
    case FieldKind::text:
    case FieldKind::integer:
    case FieldKind::money:
    case FieldKind::percent:
    case FieldKind::boolean:
    case FieldKind::date:
    case FieldKind::timestamp:
    case FieldKind::choice:
    case FieldKind::country:
    case FieldKind::language:
    case FieldKind::currency:
    case FieldKind::reference:
      return 200;
  }
  return 200;
}

Value normalise(const Field& field, Value value) {
  if (!value.is_text()) return value;
  std::string_view text = value.text();
  // A note keeps its inner and leading space: it is the user's own layout.
  text = field.kind == FieldKind::note && !trim(text).empty() ? text : trim(text);
  if (text.empty()) return {};
  std::string result(text);
  if (field.kind == FieldKind::country || field.kind == FieldKind::currency) {
    result = ascii_case(std::move(result), 'a', 'z', 'A' - 'a');
  } else if (field.kind == FieldKind::language) {
    result = ascii_case(std::move(result), 'A', 'Z', 'a' - 'A');
  } else if (field.kind == FieldKind::email) {
    const auto at = result.rfind('@');
    if (at != std::string::npos)
      result = result.substr(0, at) + ascii_case(result.substr(at), 'A', 'Z', 'a' - 'A');
  }
  return result;
}

std::optional<Problem> find_problem(const Field& field, const Value& value) {
  if (value.is_null()) {
    if (field.required) return missing(field);
    return std::nullopt;
  }
  std::optional<Text> text;
  if (value_kind(field.kind) == ValueKind::text) {
    text = value.is_text()
               ? text_problem(field, value.text())
               : Text{field.label.sv + " ska vara text.", field.label.en + " must be text."};
  } else if (value_kind(field.kind) == ValueKind::boolean) {
    if (!value.is_boolean()) {
      text = Text{field.label.sv + " ska vara true eller false.",
                  field.label.en + " must be true or false."};
    }
  } else {
    text = value.is_integer() ? integer_problem(field, value.integer())
                              : Text{field.label.sv + " ska vara ett heltal.",
                                     field.label.en + " must be a whole number."};
  }
  if (!text) return std::nullopt;
  return Problem{field.name, shorten(to_display(value)), *std::move(text)};
}

Value parse_value(const RecordType&, const Field& field, std::string_view raw) {
  const std::string_view text = trim(raw);
  if (value_kind(field.kind) == ValueKind::text) {
    Value value = normalise(field, Value(std::string(raw)));
    if (auto problem = find_problem(field, value)) {
      throw Error(ErrorCode::invalid, problem->text, {*problem});
    }
    return value;
  }
  if (text.empty()) return {};
  if (value_kind(field.kind) == ValueKind::boolean) {
    const auto value = parse_boolean(ascii_case(std::string(text), 'A', 'Z', 'a' - 'A'));
    if (value) return *value;
    throw invalid_field(
        field.name, raw,
        Text{field.label.sv + ": skriv ja eller nej.", field.label.en + ": write yes or no."});
  }
  const bool decimal = field.kind == FieldKind::money || field.kind == FieldKind::percent;
  const auto value = parse_decimal(text, decimal ? 2 : 0);
  if (!value) {
    throw invalid_field(
        field.name, raw,
        decimal ? Text{field.label.sv + ": skriv ett tal med högst två decimaler, t.ex. 12,50.",
                       field.label.en + ": write a number with at most two decimals, e.g. 12.50."}
                : Text{field.label.sv + ": skriv ett heltal.",
                       field.label.en + ": write a whole number."});
  }
  if (auto problem = find_problem(field, Value(*value))) {
    throw Error(ErrorCode::invalid, problem->text, {*problem});
  }
  return *value;
}

void check_change(const RecordType& type, Change& change, Side side) {
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    const Field& field = type.fields[i];
    if (!change.has(field)) continue;
    change.values[i] = normalise(field, std::move(change.values[i]));
    if (!writable_on(type, field, side)) {
      problems.push_back({field.name, shorten(to_display(change.values[i])),
                          Text{field.label.sv + " kan bara ändras på kontoret.",
                               field.label.en + " can be changed in the office only."}});
    } else if (auto problem = find_problem(field, change.values[i])) {
      problems.push_back(*std::move(problem));
    }
  }
  if (!problems.empty()) refuse(type, std::move(problems));
}

void check_new(const RecordType& type, Record& record) {
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    record.values[i] = normalise(type.fields[i], std::move(record.values[i]));
    if (auto problem = find_problem(type.fields[i], record.values[i]))
      problems.push_back(*std::move(problem));
  }
  if (!problems.empty()) refuse(type, std::move(problems));
}

}  // namespace tusk::core
