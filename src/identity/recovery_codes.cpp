#include "identity/recovery_codes.h"

#include "core/sha256.h"
#include "identity/limits.h"

namespace tusk::identity {
namespace {

constexpr std::string_view insert_sql =
    "INSERT INTO directory_recovery_code (identity, code_hash) VALUES ($1, $2)";
constexpr std::string_view delete_one =
    "DELETE FROM directory_recovery_code WHERE identity = $1 AND code_hash = $2";
constexpr std::string_view delete_all = "DELETE FROM directory_recovery_code WHERE identity = $1";
constexpr std::string_view count_sql =
    "SELECT count(*) FROM directory_recovery_code WHERE identity = $1";

// Crockford's: no letters that look like digits, 32 of them.
constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t group = 4;

std::string make_code(core::Random& random) {
  std::string code;
  for (std::size_t at = 0; at < recovery_code_characters; ++at) {
    if (at > 0 && at % group == 0) code += '-';
    code += alphabet[random.below(alphabet.size())];
  }
  return code;
}

// As it is hashed: what people write otherwise is made equal.
std::string normalised(std::string_view code) {
  std::string normal;
  for (const char given : code) {
    char letter = given >= 'A' && given <= 'Z' ? static_cast<char>(given - 'A' + 'a') : given;
    if (letter == 'o') letter = '0';
    if (letter == 'i' || letter == 'l') letter = '1';
    if (letter != '-' && letter != ' ') normal += letter;
  }
  return normal;
}

std::string hash_of(std::string_view person, std::string_view code) {
  return core::sha256_hex(std::string(person) + " " + normalised(code));
}

}  // namespace

std::vector<std::string> renew_recovery_codes(storage::Transaction& transaction,
                                              core::Random& random, std::string_view person) {
  forget_recovery_codes(transaction, person);
  std::vector<std::string> codes;
  while (codes.size() < recovery_code_count) {
    codes.push_back(make_code(random));
    transaction.prepare(insert_sql)->bind(person).bind(hash_of(person, codes.back())).run();
  }
  return codes;
}

std::vector<std::string> make_first_recovery_codes(storage::Transaction& transaction,
                                                   core::Random& random, std::string_view person) {
  if (count_recovery_codes(transaction, person) > 0) return {};
  return renew_recovery_codes(transaction, random, person);
}

bool use_recovery_code(storage::Transaction& transaction, std::string_view person,
                       std::string_view code) {
  if (normalised(code).size() != recovery_code_characters) return false;
  return transaction.prepare(delete_one)->bind(person).bind(hash_of(person, code)).run() == 1;
}

std::int64_t count_recovery_codes(storage::Transaction& transaction, std::string_view person) {
  const auto row = transaction.prepare(count_sql);
  row->bind(person);
  row->step();
  return row->integer(0);
}

void forget_recovery_codes(storage::Transaction& transaction, std::string_view person) {
  transaction.prepare(delete_all)->bind(person).run();
}

}  // namespace tusk::identity
