// How fast a company goes into an archive and out of it: contacts of 20 filled fields, SQLite in
// the folder given (PostgreSQL where a postgresql:// address is given instead).
//
//   tusk-archive-bench FOLDER|ADDRESS [ROWS]

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>

#include "archive/company_export.h"
#include "archive/loader.h"
#include "archive/reader.h"
#include "storage/change_log.h"
#include "storage/schema.h"

namespace {

using namespace tusk;
using Clock = std::chrono::steady_clock;

constexpr core::Side side = core::Side::office;

// Seconds that `work` takes, as rows per second; and those of the processor, which say more on a
// machine that does other things as well.
template <typename Work>
void measure(const char* what, std::int64_t rows, Work&& work) {
  const auto start = Clock::now();
  const std::clock_t processor = std::clock();
  work();
  const double busy = static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  fmt::print("{:<44} {:7.2f} s {:>12.0f} rows/s {:7.2f} s of the processor\n", what, seconds,
             static_cast<double>(rows) / seconds, busy);
}

storage::BulkTarget contact_columns() {
  return {"contact",
          {"id",
           "created_at",
           "created_by",
           "changed_at",
           "changed_by",
           "number",
           "name",
           "is_customer",
           "organisation_number",
           "phone",
           "mobile",
           "email",
           "website",
           "address_line_1",
           "postal_code",
           "city",
           "country",
           "language",
           "currency",
           "vat_number",
           "active",
           "note",
           "discount",
           "delivery_city",
           "delivery_country"}};
}

void add_contact(storage::BulkInsert& insert, std::int64_t id) {
  const auto text = [&](std::string_view value) { insert.add(value); };
  insert.add(id);
  insert.add(std::int64_t{1'795'545'000'000'000} + id);
  text("Anna Berg");
  insert.add(std::int64_t{1'795'545'000'000'000} + id * 7);
  text("Erik Lund");
  insert.add(1'000 + id);
  text(fmt::format("Företaget {} i Norr AB", id * 7'919 % 1'000'003));
  insert.add(id % 2 == 0);
  text(fmt::format("55{:04}-{:04}", id % 10'000, id * 31 % 10'000));
  text(fmt::format("0920-{:06}", id % 1'000'000));
  text(fmt::format("070-{:07}", id * 17 % 10'000'000));
  text(fmt::format("info{}@foretag.example", id));
  text(fmt::format("https://www.foretag-{}.example", id));
  text(fmt::format("Storgatan {}", id % 200));
  text(fmt::format("{:05}", 10'000 + id % 80'000));
  text(id % 3 == 0 ? "Luleå" : "Göteborg");
  text("SE");
  text("sv");
  text("SEK");
  text(fmt::format("SE55{:08}01", id));
  insert.add(true);
  text(id % 4 == 0 ? "Ring före tio.\nFråga efter \"Lasse\"." : "Bra kund");
  insert.add(id % 30 * 100);
  text("Kiruna");
  text("SE");
}

void fill(storage::Transaction& transaction, std::int64_t rows) {
  storage::create_bare_company(transaction, core::registry(), side);
  const storage::Applying applying(transaction);
  auto insert = transaction.insert_many(contact_columns());
  for (std::int64_t id = 1; id <= rows; ++id) {
    add_contact(*insert, id);
    insert->end_row();
  }
  insert->finish();
  insert.reset();
  storage::initialise_company(transaction, core::registry(), side, "bench");
}

int run(const std::string& place, std::int64_t rows) {
  const bool server = place.starts_with("postgresql://");
  const auto folder = server ? std::filesystem::temp_directory_path() / "tusk-archive-bench"
                             : std::filesystem::path(place);
  std::filesystem::create_directories(folder);
  const auto address = [&](int company) {
    return storage::DatabaseAddress{
        server ? place : (folder / fmt::format("{}.db", company)).string(), company};
  };
  const auto file = folder / "bench.tusk";
  const auto source = storage::open_database(address(1));
  measure("plain rows by insert_many", rows,
          [&] { storage::write(*source, [&](storage::Transaction& t) { fill(t, rows); }); });
  measure("export", rows, [&] {
    storage::read(*source, [&](storage::Transaction& snapshot) {
      const auto written = archive::export_company(snapshot, core::registry(), file, {});
      fmt::print("{} blocks, {} bytes, {} bytes of text\n", written.trailer.blocks, written.bytes,
                 written.trailer.plain_bytes);
    });
  });
  measure("verify", rows, [&] { static_cast<void>(archive::verify_archive(file)); });
  archive::Reader reader(file);
  const auto target = storage::open_database(address(2));
  storage::write(*target, [&](storage::Transaction& t) {
    storage::create_bare_company(t, core::registry(), side);
  });
  archive::Loader loader(core::registry(), side, reader.header(), reader.source());
  measure("load, a transaction for each block", rows, [&] {
    for (std::uint32_t index = 1; index + 1 < reader.block_count(); ++index) {
      const archive::Block block = reader.read_block(index);
      storage::write(*target,
                     [&](storage::Transaction& t) { loader.apply(t, loader.parse(block)); });
    }
  });
  measure("indexes, search, capture", rows, [&] {
    storage::write(*target, [&](storage::Transaction& t) {
      storage::complete_company(t, core::registry(), side, storage::SearchTables::filled);
    });
  });
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc < 2) throw std::runtime_error("tusk-archive-bench FOLDER|ADDRESS [ROWS]");
    return run(argv[1], argc > 2 ? std::atoll(argv[2]) : 1'000'000);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
