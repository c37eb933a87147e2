#include "storage/text_fold.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "core/id.h"
#include "core/random.h"
#include "storage/schema.h"
#include "storage/testing/both_engines.h"

namespace tusk::storage {
namespace {

std::set<std::string> words_here(const std::string& text) {
  const auto words = split_words(fold_for_search(text));
  return {words.begin(), words.end()};
}

std::set<std::string> words_of_index(Transaction& tx, const std::string& text) {
  const auto statement = tx.prepare("SELECT unnest(tsvector_to_array(tusk_words($1)))");
  statement->bind(text);
  std::set<std::string> words;
  while (statement->step()) words.emplace(statement->text(0));
  return words;
}

// What people type is taken apart by the program, what is searched by PostgreSQL.
TEST(WordsOnPostgres, AreThoseOfTheProgram) {
  constexpr std::uint64_t seed = 20261127;
  SCOPED_TRACE(fmt::format("seed {}", seed));
  core::SeededRandom random(seed);
  const std::vector<std::string> pieces = {
      "a",      "Berg", "A\u030A", "o\u0308", "\u0301", "\u030A",     "å",      "Ä",
      "ö",      "Ø",    "é",       "Ł",       "Ű",      "Б",          "ω",      "日本",
      "8",      "-",    " ",       "(",       "@",      "\U0001F600", "\u00A0", "\u2013",
      "\u00D7", "_",    "\n",      "0980",    "\u3001", "'",          "\\",     "info@foo.bar"};
  const TestDatabase place(Engine::postgres);
  const auto database = place.open();
  migrate_company(*database, core::registry(), core::Side::online);
  read(*database, [&](Transaction& tx) {
    for (int i = 0; i < 1'000; ++i) {
      std::string text;
      for (auto count = random.below(12); count > 0; --count)
        text += pieces[random.below(pieces.size())];
      EXPECT_EQ(words_of_index(tx, text), words_here(text)) << text;
    }
  });
}

}  // namespace
}  // namespace tusk::storage
