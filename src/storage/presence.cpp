#include "storage/presence.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>

namespace tusk::storage {
namespace {

namespace fs = std::filesystem;

// PostgreSQL: the first of the lock's two numbers ("Tusk"); the key is the second.
constexpr const char* try_lock = "SELECT pg_try_advisory_lock(1416983403, $1::int)";
constexpr const char* select_locked =
    "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND granted "
    "AND classid = 1416983403 AND objsubid = 2 "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY 1";
constexpr const char* select_own =
    "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = 1416983403 "
    "AND objsubid = 2 AND pid = pg_backend_pid() AND objid::bigint = $1::bigint";

std::int64_t make_key(core::Random& random) {
  return static_cast<std::int64_t>(random.below(0x7FFF'FFFFU)) + 1;
}

// ---- SQLite ----

[[noreturn]] void refuse(const fs::path& path, int reason) {
  throw core::Error(core::ErrorCode::unavailable,
                    core::say("Filen {} kan inte göras eller låsas. Se till att mappen får skrivas "
                              "i och har plats.",
                              "The file {} can't be made or locked. See that the folder may be "
                              "written to and has room.",
                              path.string()),
                    {}, std::strerror(reason));
}

class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags)
      : number_(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600)) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;

  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  [[nodiscard]] bool try_lock() const { return ::flock(number_, LOCK_EX | LOCK_NB) == 0; }

 private:
  int number_;
};

class FilePresence final : public Presence {
 public:
  FilePresence(fs::path path, Descriptor file, std::int64_t key)
      : path_(std::move(path)), file_(std::move(file)), key_(key) {}
  ~FilePresence() override {
    std::error_code ignored;  // a file without a lock means nothing
    fs::remove(path_, ignored);
  }
  FilePresence(const FilePresence&) = delete;
  FilePresence& operator=(const FilePresence&) = delete;

  std::int64_t key() const override { return key_; }
  void renew(Transaction&) override {}

 private:
  fs::path path_;
  Descriptor file_;
  std::int64_t key_;
};

std::unique_ptr<Presence> announce_file(const fs::path& folder, core::Random& random) {
  std::error_code failed;
  if (fs::create_directories(folder, failed)) {
    fs::permissions(folder, fs::perms::owner_all, failed);
  }
  if (failed) refuse(folder, failed.value());
  for (;;) {
    const std::int64_t key = make_key(random);
    fs::path path = folder / (std::to_string(key) + ".lock");
    Descriptor file(path, O_RDWR | O_CREAT | O_EXCL);
    if (!file.is_open() && errno == EEXIST) continue;
    if (!file.is_open() || !file.try_lock()) refuse(path, errno);
    return std::make_unique<FilePresence>(std::move(path), std::move(file), key);
  }
}

std::optional<std::int64_t> key_of(const fs::path& path) {
  const std::string name = path.stem().string();
  std::int64_t key = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), key);
  const bool is_key = error == std::errc() && end == name.data() + name.size() && key > 0;
  return is_key && path.extension() == ".lock" ? std::optional(key) : std::nullopt;
}

// A file that can't be opened for another reason than that it is gone counts as somebody's: rather
// is a log-in shown for too long than one overlooked.
bool is_left_behind(const fs::path& path) {
  const Descriptor file(path, O_RDWR);
  return file.is_open() ? file.try_lock() : errno == ENOENT;
}

std::vector<std::int64_t> list_files(const fs::path& folder) {
  std::vector<std::int64_t> keys;
  std::error_code missing;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, missing)) {
    const auto key = key_of(entry.path());
    if (!key) continue;
    if (is_left_behind(entry.path())) {
      std::error_code ignored;
      fs::remove(entry.path(), ignored);
    } else {
      keys.push_back(*key);
    }
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

// ---- PostgreSQL ----

bool lock_key(Transaction& transaction, std::int64_t key) {
  const auto statement = transaction.prepare(try_lock);
  statement->bind(key).step();
  return statement->boolean(0);
}

class LockPresence final : public Presence {
 public:
  explicit LockPresence(std::int64_t key) : key_(key) {}

  std::int64_t key() const override { return key_; }
  void renew(Transaction& transaction) override {
    if (transaction.prepare(select_own)->bind(key_).step()) return;
    if (lock_key(transaction, key_)) return;
    // The server may not have noticed yet that the old connection is gone.
    throw core::Error(core::ErrorCode::unavailable,
                      core::say("Anslutningen till databasservern bröts och är ny. Försök igen om "
                                "en stund.",
                                "The connection to the database server was lost and is new. Try "
                                "again in a moment."),
                      {}, "the old connection still holds the lock of this program's presence");
  }

 private:
  std::int64_t key_;
};

std::unique_ptr<Presence> announce_lock(Transaction& transaction, core::Random& random) {
  for (;;) {
    const std::int64_t key = make_key(random);
    if (lock_key(transaction, key)) return std::make_unique<LockPresence>(key);
  }
}

std::vector<std::int64_t> list_locks(Transaction& transaction) {
  std::vector<std::int64_t> keys;
  const auto statement = transaction.prepare(select_locked);
  while (statement->step()) keys.push_back(statement->integer(0));
  return keys;
}

}  // namespace

std::unique_ptr<Presence> announce_presence(Transaction& transaction, const fs::path& folder,
                                            core::Random& random) {
  return transaction.engine() == Engine::sqlite ? announce_file(folder, random)
                                                : announce_lock(transaction, random);
}

std::vector<std::int64_t> list_present(Transaction& transaction, const fs::path& folder) {
  return transaction.engine() == Engine::sqlite ? list_files(folder) : list_locks(transaction);
}

}  // namespace tusk::storage
