#pragma once

// How letters compare, once for both engines and for queries.
//
// Searching: å, ä (æ) and ö (ø) are letters of their own, every other accent is ignored (é = e),
// as is case. Sorting: a–z, then å, ä, ö; é as e, ü as y; case ignored; other characters by code.
// The SQL is made of built-in functions only, because any process may write to the tables.

#include <string>
#include <string_view>
#include <vector>

#include "storage/database.h"

namespace tusk::storage {

struct LetterPair {
  const char* from;  // one letter
  const char* to;    // what it counts as
};

// Both cases of each letter. ASCII capitals are not among them.
[[nodiscard]] const std::vector<LetterPair>& search_letters();
[[nodiscard]] const std::vector<LetterPair>& sort_letters();
// Letters written as two characters (a + combining ring), and their short form.
[[nodiscard]] const std::vector<LetterPair>& composed_letters();

// Folds as the index does.
[[nodiscard]] std::string fold_for_search(std::string_view text);
// The words of a folded text: runs of letters and digits.
[[nodiscard]] std::vector<std::string> split_words(std::string_view folded);

// SQL over the expression `text`: the key that sorts it.
[[nodiscard]] std::string sort_key_sql(const std::string& text, Engine engine);
// SQL over `text` that protects å ä ö from SQLite's tokeniser, which would make them a and o.
[[nodiscard]] std::string protect_letters_sql(const std::string& text);
// SQL over `text`: its digits. SQLite: without the usual marks between digits.
[[nodiscard]] std::string digits_sql(const std::string& text, Engine engine);
// What the two make of a text on SQLite, without SQL: for many texts at once.
[[nodiscard]] std::string protect_letters(std::string text);
[[nodiscard]] std::string digits_of(std::string_view text);
// Functions that the PostgreSQL side of the above uses.
[[nodiscard]] std::string fold_functions_sql();

}  // namespace tusk::storage
