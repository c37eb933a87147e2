#include "storage/text_fold.h"

#include <algorithm>
#include <map>

#include "storage/limits.h"

namespace tusk::storage {
namespace {

struct Group {
  const char* letters;  // both cases, run together
  const char* to;
};

// Letters with an accent, by the letter that they count as. The list ends where European names do.
constexpr Group accents[] = {{"àáâãāăąÀÁÂÃĀĂĄ", "a"},
                             {"çćĉċčÇĆĈĊČ", "c"},
                             {"ďĎ", "d"},
                             {"èéêëēĕėęěÈÉÊËĒĔĖĘĚ", "e"},
                             {"ĝğġģĜĞĠĢ", "g"},
                             {"ĥĤ", "h"},
                             {"ìíîïĩīĭįÌÍÎÏĨĪĬĮİ", "i"},
                             {"ĵĴ", "j"},
                             {"ķĶ", "k"},
                             {"ĺļľĹĻĽ", "l"},
                             {"ñńņňÑŃŅŇ", "n"},
                             {"òóôõōŏőÒÓÔÕŌŎŐ", "o"},
                             {"ŕŗřŔŖŘ", "r"},
                             {"śŝşšŚŜŞŠ", "s"},
                             {"ţťŢŤ", "t"},
                             {"ùúûũūŭůűųÙÚÛŨŪŬŮŰŲ", "u"},
                             {"ŵŴ", "w"},
                             {"ýÿŷÝŸŶ", "y"},
                             {"źżžŹŻŽ", "z"},
                             {"Đ", "đ"},
                             {"Ħ", "ħ"},
                             {"Ł", "ł"},
                             {"Ŋ", "ŋ"},
                             {"Œ", "œ"},
                             {"Ŧ", "ŧ"},
                             {"Þ", "þ"},
                             {"Ð", "ð"}};
constexpr Group swedish_search[] = {{"åÅ", "ꜳ"}, {"äÄÆ", "æ"}, {"öÖØ", "ø"}, {"üÜ", "u"}};
// In ASCII the characters after z. SQLite nests a call for each letter, and its parser is 100 deep:
// these are the letters that names in the Nordic countries have.
constexpr Group nordic_sort[] = {{"åÅ", "{"}, {"äÄæÆ", "|"}, {"öÖøØ", "}"}, {"éÉèÈ", "e"},
                                 {"üÜ", "y"}, {"áÁ", "a"},   {"óÓ", "o"}};

std::size_t length_at(std::string_view text, std::size_t i) {
  const auto lead = static_cast<unsigned char>(text[i]);
  const std::size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return std::min(length, text.size() - i);
}

char32_t code_at(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  switch (character.size()) {
    case 2:
      return ((byte(0) & 0x1FU) << 6U) | (byte(1) & 0x3FU);
    case 3:
      return ((byte(0) & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
    case 4:
      return ((byte(0) & 0x07U) << 18U) | ((byte(1) & 0x3FU) << 12U) | ((byte(2) & 0x3FU) << 6U) |
             (byte(3) & 0x3FU);
    default:
      return byte(0);
  }
}

void add(std::vector<LetterPair>& pairs, const Group& group) {
  static std::map<std::string, bool> kept;  // owns the letters, whose addresses stay
  const std::string_view letters = group.letters;
  for (std::size_t i = 0; i < letters.size(); i += length_at(letters, i)) {
    const auto entry = kept.emplace(std::string(letters.substr(i, length_at(letters, i))), true);
    pairs.push_back({entry.first->first.c_str(), group.to});
  }
}

template <std::size_t Count>
void add_all(std::vector<LetterPair>& pairs, const Group (&groups)[Count]) {
  for (const Group& group : groups) add(pairs, group);
}

// Greek and Cyrillic capitals, for PostgreSQL and queries; SQLite's tokeniser knows its own.
char32_t lower_of(char32_t code) {
  if ((code >= 0x391 && code <= 0x3A9) || (code >= 0x410 && code <= 0x42F)) return code + 0x20;
  if (code >= 0x400 && code <= 0x40F) return code + 0x50;
  return code;
}

std::string utf8(char32_t code) {
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) {
    return {static_cast<char>(0xC0U | (code >> 6U)), static_cast<char>(0x80U | (code & 0x3FU))};
  }
  return {static_cast<char>(0xE0U | (code >> 12U)),
          static_cast<char>(0x80U | ((code >> 6U) & 0x3FU)),
          static_cast<char>(0x80U | (code & 0x3FU))};
}

bool is_word_character(char32_t code) {
  if (code < 0x80) {
    return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ||
           (code >= 'A' && code <= 'Z');
  }
  if (code <= 0xBF) {
    return code == 0xAA || code == 0xB2 || code == 0xB3 || code == 0xB5 || code == 0xB9 ||
           code == 0xBA || (code >= 0xBC && code <= 0xBE);
  }
  return code != 0xD7 && code != 0xF7 && !(code >= 0x2000 && code <= 0x206F) &&
         !(code >= 0x2E00 && code <= 0x2E7F) && !(code >= 0x3000 && code <= 0x303F);
}

std::string nest_replace(std::string text, const std::vector<LetterPair>& pairs) {
  for (const LetterPair& pair : pairs) {
    text = std::string("replace(") + text + ", '" + pair.from + "', '" + pair.to + "')";
  }
  return text;
}

// What nest_replace() does, without SQL.
std::string replace_each(std::string text, const std::vector<LetterPair>& pairs) {
  for (const LetterPair& pair : pairs) {
    const std::string_view from = pair.from;
    const std::string_view to = pair.to;
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
      text.replace(at, from.size(), to);
    }
  }
  return text;
}

const std::vector<LetterPair>& protected_letters() {
  static const std::vector<LetterPair> pairs = {{"å", "ꜳ"}, {"Å", "ꜳ"}, {"ä", "æ"},
                                                {"Ä", "æ"}, {"ö", "ø"}, {"Ö", "ø"}};
  return pairs;
}

const std::vector<LetterPair>& marks_between_digits() {
  static const std::vector<LetterPair> pairs = {{" ", ""}, {"-", ""},      {"(", ""},
                                                {")", ""}, {"/", ""},      {".", ""},
                                                {"+", ""}, {"\u00A0", ""}, {"\u2013", ""}};
  return pairs;
}

std::string translate_sql(const std::string& text, const std::vector<LetterPair>& pairs,
                          bool other_alphabets) {
  std::string from;
  std::string to;
  for (const LetterPair& pair : pairs) {
    from += pair.from;
    to += pair.to;
  }
  for (char32_t code = 0x391; other_alphabets && code <= 0x42F; ++code) {
    if (lower_of(code) == code) continue;
    from += utf8(code);
    to += utf8(lower_of(code));
  }
  return "translate(lower(" + text + " COLLATE \"C\"), '" + from + "', '" + to + "')";
}

}  // namespace

const std::vector<LetterPair>& search_letters() {
  static const auto pairs = [] {
    std::vector<LetterPair> made;
    add_all(made, swedish_search);
    add_all(made, accents);
    return made;
  }();
  return pairs;
}

const std::vector<LetterPair>& sort_letters() {
  static const auto pairs = [] {
    std::vector<LetterPair> made;
    add_all(made, nordic_sort);
    return made;
  }();
  return pairs;
}

const std::vector<LetterPair>& composed_letters() {
  static const std::vector<LetterPair> pairs = {{"a\u030A", "å"}, {"A\u030A", "Å"},
                                                {"a\u0308", "ä"}, {"A\u0308", "Ä"},
                                                {"o\u0308", "ö"}, {"O\u0308", "Ö"}};
  return pairs;
}

std::string fold_for_search(std::string_view text) {
  static const auto letters = [] {
    std::map<std::string, std::string, std::less<>> map;
    for (const LetterPair& pair : search_letters()) map.emplace(pair.from, pair.to);
    return map;
  }();
  const std::string short_form = replace_each(std::string(text), composed_letters());
  std::string folded;
  for (std::size_t i = 0; i < short_form.size();) {
    const std::string_view character =
        std::string_view(short_form).substr(i, length_at(short_form, i));
    i += character.size();
    const char32_t code = code_at(character);
    if (code >= 0x300 && code <= 0x36F) continue;  // an accent on its own
    if (code < 0x80) {
      folded += code >= 'A' && code <= 'Z' ? static_cast<char>(code + 32) : character[0];
    } else if (const auto found = letters.find(character); found != letters.end()) {
      folded += found->second;
    } else if (lower_of(code) != code) {
      folded += utf8(lower_of(code));
    } else {
      folded += character;
    }
  }
  return folded;
}

std::vector<std::string> split_words(std::string_view folded) {
  std::vector<std::string> words;
  bool in_word = false;
  for (std::size_t i = 0; i < folded.size();) {
    const std::string_view character = folded.substr(i, length_at(folded, i));
    i += character.size();
    const bool letter = is_word_character(code_at(character));
    if (letter && !in_word) words.emplace_back();
    if (letter) words.back() += character;
    in_word = letter;
  }
  return words;
}

std::string sort_key_sql(const std::string& text, Engine engine) {
  // The collation of a function's result is that of its argument, so it is named here.
  if (engine == Engine::postgres) return "(tusk_sort_key(" + text + ") COLLATE \"C\")";
  // Plain ASCII, the common case, is spared the chain of replacements.
  return "CASE WHEN " + text + " GLOB '*[^ -~]*' THEN lower(" + nest_replace(text, sort_letters()) +
         ") ELSE lower(" + text + ") END";
}

std::string protect_letters_sql(const std::string& text) {
  return nest_replace(nest_replace(text, composed_letters()), protected_letters());
}

std::string protect_letters(std::string text) {
  const bool is_ascii = std::all_of(text.begin(), text.end(),
                                    [](char c) { return static_cast<signed char>(c) >= 0; });
  if (is_ascii) return text;
  constexpr char accent_of_its_own =
      '\xCC';  // what the second character of a composed one begins with
  if (text.find(accent_of_its_own) != std::string::npos) {
    text = replace_each(std::move(text), composed_letters());
  }
  return replace_each(std::move(text), protected_letters());
}

std::string digits_sql(const std::string& text, Engine engine) {
  if (engine == Engine::postgres) return "tusk_digits(" + text + ")";
  return nest_replace(text, marks_between_digits());
}

std::string digits_of(std::string_view text) {
  return replace_each(std::string(text), marks_between_digits());
}

std::string fold_functions_sql() {
  // Standard SQL bodies: they are bound when created, so no search_path can change what they do.
  // translate() looks through its whole list for every letter, so only words that are not ASCII go
  // there: most of the time that an index entry takes.
  const std::string folded =
      "CASE WHEN octet_length(part) = length(part) THEN lower(part COLLATE \"C\") ELSE " +
      translate_sql("regexp_replace(" + nest_replace("part", composed_letters()) +
                        ", '[\\u0300-\\u036F]', '', 'g')",
                    search_letters(), true) +
      " END";
  const std::string separators =
      R"([\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8)"
      R"(\u00BB\u00BF\u00D7\u00F7\u2000-\u206F\u2E00-\u2E7F\u3000-\u303F]+)";
  const std::string head = " LANGUAGE sql IMMUTABLE PARALLEL SAFE\nRETURN ";
  return "CREATE OR REPLACE FUNCTION tusk_sort_key(value text) RETURNS text" + head +
         translate_sql("value", sort_letters(), false) + " COLLATE \"C\";\n" +
         "CREATE OR REPLACE FUNCTION tusk_digits(value text) RETURNS text" + head +
         "regexp_replace(value, '[^0-9]+', '', 'g');\n" +
         "CREATE OR REPLACE FUNCTION tusk_words(value text) RETURNS tsvector" + head +
         "array_to_tsvector(ARRAY(SELECT left(word, " + std::to_string(max_indexed_word) +
         ") FROM (SELECT " + folded + " AS word FROM regexp_split_to_table(value, '" + separators +
         "') AS part) AS words WHERE word <> ''));\n";
}

}  // namespace tusk::storage
