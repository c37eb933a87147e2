// How long the digest of a register takes, beside one SQL statement that looks at every column of
// the same rows. Prints one JSON object per turn.
//
//   tusk-digest-bench FOLDER --records 1000000 --turns 3
//
// The database is made in FOLDER if it is not there.

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "storage/change_log.h"
#include "storage/columns.h"
#include "storage/digest.h"
#include "storage/schema.h"

namespace {

using namespace tusk;

// 20 fields with a value, about 300 bytes a row.
constexpr const char* fill =
    "INSERT INTO contact(id, created_at, created_by, changed_at, changed_by, number, name, "
    "is_customer, is_supplier, is_partner, is_private, organisation_number, phone, mobile, email, "
    "website, address_line_1, postal_code, city, country, delivery_address_line_1, "
    "delivery_postal_code, delivery_city, delivery_country, language, currency, vat_number, note) "
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) "
    "SELECT i, 1764000000000000 + i, 'Anna Berg', 1764000000000000 + i, 'Erik Lund', 1000 + i, "
    "'Norrskenets Bygg & Måleri ' || i || ' AB', i % 2, i % 3 = 0, 0, i % 7 = 0, "
    "printf('55%04d-%04d', i % 10000, i * 7 % 10000), printf('08-%06d', i % 1000000), "
    "printf('070-%07d', i * 31 % 10000000), 'kontakt' || i || '@norrsken.example', "
    "'https://norrsken.example/' || i, 'Storgatan ' || (i % 400), printf('9%04d', i % 10000), "
    "'Luleå', 'SE', 'Hamngatan ' || (i % 300), printf('9%04d', i % 9000), 'Piteå', 'SE', 'sv', "
    "'SEK', 'SE55' || i || '01', 'Ring före besök, porten är låst efter klockan ' || (i % 24) "
    "FROM n";

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void make_database(const std::string& file, std::int64_t records) {
  const auto database = storage::open_database({.location = file, .company = 1});
  storage::migrate_company(*database, core::registry(), core::Side::office);
  storage::write(*database, [&](storage::Transaction& transaction) {
    storage::initialise_company(transaction, core::registry(), core::Side::office, "bench");
    // What is searched and sorted by plays no part here.
    transaction.execute(
        "DROP TRIGGER contact_search_inserted; DROP TRIGGER contact_insert_guard;"
        "DROP INDEX contact_by_title; DROP INDEX contact_changed_at");
    const storage::Applying applying(transaction);
    transaction.prepare(fill)->bind(records).run();
  });
}

double time_of_digest(const std::string& file, std::int64_t records) {
  const auto database = storage::open_database({.location = file, .company = 1});
  const auto start = std::chrono::steady_clock::now();
  const auto digest = storage::read(*database, [](storage::Transaction& transaction) {
    return storage::make_digest(transaction, core::registry().get("contact"));
  });
  const double seconds = seconds_since(start);
  if (digest.count() != records) {
    fmt::print(stderr, "{} records instead of {}; remove the folder\n", digest.count(), records);
    std::exit(1);
  }
  return seconds;
}

// One statement of SQLite's that looks at every column of every row.
double time_of_plain_reading(const std::string& file) {
  const auto database = storage::open_database({.location = file, .company = 1});
  const core::RecordType& type = core::registry().get("contact");
  std::string bytes = "0";
  for (const core::Field& field : type.fields) {
    if ((core::synchronised_mask(type) & field.bit()) != 0)
      bytes += fmt::format(" + coalesce(length({}), 0)", storage::quoted(field.name));
  }
  const auto start = std::chrono::steady_clock::now();
  const auto total = storage::read(*database, [&](storage::Transaction& transaction) {
    const auto statement = transaction.prepare("SELECT sum(" + bytes + ") FROM contact");
    return statement->step() ? statement->integer(0) : 0;
  });
  return total > 0 ? seconds_since(start) : 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 6) {
    fmt::print(stderr, "usage: tusk-digest-bench FOLDER --records N --turns N\n");
    return 2;
  }
  const std::filesystem::path folder = arguments[1];
  const std::int64_t records = std::atoll(arguments[3]);
  const int turns = std::atoi(arguments[5]);
  const std::string file = (folder / "digest.db").string();
  std::filesystem::create_directories(folder);
  if (!std::filesystem::exists(file)) make_database(file, records);
  for (int turn = 0; turn < turns; ++turn) {
    const double digest = time_of_digest(file, records);
    const double reading = time_of_plain_reading(file);
    fmt::print("{{\"digest_seconds\": {:.3f}, \"reading_seconds\": {:.3f}}}\n", digest, reading);
    std::fflush(stdout);
  }
  return 0;
}
