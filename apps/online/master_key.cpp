#include "online/master_key.h"

#include <filesystem>

#include "core/error.h"
#include "platform/secret_file.h"

namespace tusk::online {
namespace {

// Locks the row, so that one of several servers makes the file and the others read it.
constexpr std::string_view lock_made =
    "INSERT INTO directory_counter (name, next) VALUES ('master_key', 0) "
    "ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING next";
constexpr std::string_view set_made =
    "UPDATE directory_counter SET next = 1 WHERE name = 'master_key'";

std::string load_or_make(storage::Transaction& tx, const std::filesystem::path& file,
                         core::Random& random) {
  bool is_made = false;
  {
    const auto row = tx.prepare(lock_made);
    row->step();
    is_made = row->integer(0) != 0;
  }
  if (std::filesystem::exists(file)) {
    if (!is_made) tx.prepare(set_made)->run();
    return platform::read_secret_file(file);
  }
  if (is_made) {
    throw core::Error(
        core::ErrorCode::not_found,
        core::say("Huvudnyckeln {} saknas, och det som katalogen har förseglat går inte att öppna "
                  "utan den. Lägg tillbaka filen från säkerhetskopian, eller från en annan server "
                  "med samma katalog.",
                  "The master key {} is missing, and what the directory has sealed can't be opened "
                  "without it. Put the file back from the backup, or from another server with the "
                  "same directory.",
                  file.string()));
  }
  const std::string made = identity::Sealing::make_master_key(random) + "\n";
  platform::write_secret_file(file, made);
  tx.prepare(set_made)->run();
  return made;
}

}  // namespace

identity::Sealing open_sealing(const Config& config, storage::ConnectionPool& directory,
                               core::Random& random) {
  const std::filesystem::path file = config.data_folder / "master.key";
  return identity::Sealing(
      directory.write([&](storage::Transaction& tx) { return load_or_make(tx, file, random); }));
}

}  // namespace tusk::online
