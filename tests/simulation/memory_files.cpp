#include "memory_files.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <map>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace tusk::simulation {
namespace {

struct File {
  std::string bytes;
  DiskTrouble trouble = DiskTrouble::none;
  std::uint64_t version = 0;
};

struct Thread {
  std::map<std::string, File, std::less<>> files;
  std::uint64_t versions = 0;  // of all files, so that those of one that is made anew differ, too
  core::Random* random = nullptr;
  core::Microseconds time = 0;
  std::uint32_t change_counter = 1U << 20U;
};
thread_local Thread here;

File& file_of(const std::string& name) {
  const auto found = here.files.find(name);
  if (found == here.files.end()) throw std::logic_error("no file " + name);
  return found->second;
}

void changed(File& file) {
  file.version = ++here.versions;
}

// Numbers in the header of a database's file.
constexpr std::size_t change_counter = 24;
constexpr std::size_t schema_number = 40;
constexpr std::size_t valid_for = 92;  // the change counter once more

void put_big_endian(std::string& bytes, std::size_t at, std::uint32_t number) {
  for (std::size_t i = 0; i < 4; ++i)
    bytes[at + i] = static_cast<char>((number >> (24 - 8 * i)) & 0xFFU);
}

std::uint32_t get_big_endian(const std::string& bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i)
    number = number << 8U | static_cast<unsigned char>(bytes.at(at + i));
  return number;
}

// Connections see that their cached pages are old.
void put_change(File& file) {
  here.change_counter += 1U << 12U;
  put_big_endian(file.bytes, change_counter, here.change_counter);
  put_big_endian(file.bytes, valid_for, here.change_counter);
  changed(file);
}

// ---- one open file ----

struct Handle {
  sqlite3_file base;
  File* file;
};

File& of(sqlite3_file* handle) {
  return *reinterpret_cast<Handle*>(handle)->file;
}

// True once, if this trouble was set.
bool strikes(File& file, DiskTrouble trouble) {
  if (file.trouble != trouble) return false;
  file.trouble = DiskTrouble::none;
  return true;
}

int close(sqlite3_file*) {
  return SQLITE_OK;
}

int read(sqlite3_file* handle, void* to, int count, sqlite3_int64 from) {
  const std::string& bytes = of(handle).bytes;
  const auto begin = std::min(bytes.size(), static_cast<std::size_t>(from));
  const auto there = std::min(bytes.size() - begin, static_cast<std::size_t>(count));
  std::memcpy(to, bytes.data() + begin, there);
  if (there == static_cast<std::size_t>(count)) return SQLITE_OK;
  std::memset(static_cast<char*>(to) + there, 0, static_cast<std::size_t>(count) - there);
  return SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* handle, const void* from, int count, sqlite3_int64 to) {
  File& file = of(handle);
  if (strikes(file, DiskTrouble::full)) return SQLITE_FULL;
  if (strikes(file, DiskTrouble::write_fails)) return SQLITE_IOERR_WRITE;
  const auto end = static_cast<std::size_t>(to) + static_cast<std::size_t>(count);
  if (file.bytes.size() < end) file.bytes.resize(end);
  std::memcpy(file.bytes.data() + to, from, static_cast<std::size_t>(count));
  changed(file);
  return SQLITE_OK;
}

int truncate(sqlite3_file* handle, sqlite3_int64 size) {
  of(handle).bytes.resize(static_cast<std::size_t>(size));
  changed(of(handle));
  return SQLITE_OK;
}

int sync(sqlite3_file* handle, int) {
  return strikes(of(handle), DiskTrouble::sync_fails) ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

int size(sqlite3_file* handle, sqlite3_int64* result) {
  *result = static_cast<sqlite3_int64>(of(handle).bytes.size());
  return SQLITE_OK;
}

// Somebody else holds the lock until SQLite has lost patience.
int lock(sqlite3_file* handle, int level) {
  const bool is_locked = level >= SQLITE_LOCK_RESERVED && of(handle).trouble == DiskTrouble::locked;
  return is_locked ? SQLITE_BUSY : SQLITE_OK;
}

int unlock(sqlite3_file*, int) {
  return SQLITE_OK;
}

int is_reserved(sqlite3_file*, int* result) {
  *result = 0;
  return SQLITE_OK;
}

int control(sqlite3_file*, int, void*) {
  return SQLITE_NOTFOUND;
}

int sector_size(sqlite3_file*) {
  return 512;
}

int characteristics(sqlite3_file*) {
  return SQLITE_IOCAP_ATOMIC | SQLITE_IOCAP_SAFE_APPEND | SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

const sqlite3_io_methods* methods() {
  static const sqlite3_io_methods table = [] {
    sqlite3_io_methods made{};
    made.iVersion = 1;
    made.xClose = close;
    made.xRead = read;
    made.xWrite = write;
    made.xTruncate = truncate;
    made.xSync = sync;
    made.xFileSize = size;
    made.xLock = lock;
    made.xUnlock = unlock;
    made.xCheckReservedLock = is_reserved;
    made.xFileControl = control;
    made.xSectorSize = sector_size;
    made.xDeviceCharacteristics = characteristics;
    return made;
  }();
  return &table;
}

// ---- the file system ----

int open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* handle, int flags, int* out_flags) {
  if (name == nullptr) return SQLITE_CANTOPEN;  // everything temporary is in memory already
  auto* opened = reinterpret_cast<Handle*>(handle);
  opened->base.pMethods = methods();
  opened->file = &here.files[name];
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int remove(sqlite3_vfs*, const char* name, int) {
  here.files.erase(name);
  return SQLITE_OK;
}

int access(sqlite3_vfs*, const char* name, int, int* result) {
  *result = here.files.contains(std::string_view(name)) ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size_of_result, char* result) {
  sqlite3_snprintf(size_of_result, result, "%s", name);
  return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int count, char* bytes) {
  std::memset(bytes, 0, static_cast<std::size_t>(count));
  return count;
}

// Patience costs no time here; when it is at its end, so is the lock.
int sleep(sqlite3_vfs*, int microseconds) {
  return microseconds;
}

int current_time_ms(sqlite3_vfs*, sqlite3_int64* result) {
  constexpr sqlite3_int64 unix_epoch_ms = 210'866'760'000'000;  // in Julian days
  *result = unix_epoch_ms + here.time / 1000;
  return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) {
  return 0;
}

sqlite3_vfs* file_system() {
  static sqlite3_vfs table = [] {
    sqlite3_vfs made{};
    made.iVersion = 2;
    made.szOsFile = sizeof(Handle);
    made.mxPathname = 512;
    made.zName = "memory_files";
    made.xOpen = open;
    made.xDelete = remove;
    made.xAccess = access;
    made.xFullPathname = full_path;
    made.xRandomness = randomness;
    made.xSleep = sleep;
    made.xGetLastError = last_error;
    made.xCurrentTimeInt64 = current_time_ms;
    return made;
  }();
  return &table;
}

void sql_random(sqlite3_context* context, int, sqlite3_value**) {
  constexpr std::uint64_t same = 4711;
  sqlite3_result_int64(
      context, static_cast<sqlite3_int64>(here.random == nullptr ? same : here.random->next()));
}

int prepare_connection(sqlite3* connection, char**, const sqlite3_api_routines*) {
  // The journal of a transaction need not be a file: a crash here is one of the program, and
  // SQLite's own recovery is tested by its makers.
  sqlite3_exec(connection, "PRAGMA page_size = 1024; PRAGMA journal_mode = MEMORY;", nullptr,
               nullptr, nullptr);
  return sqlite3_create_function(connection, "random", 0, SQLITE_UTF8 | SQLITE_INNOCUOUS, nullptr,
                                 sql_random, nullptr, nullptr);
}

}  // namespace

void install_memory_files() {
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  sqlite3_initialize();
  sqlite3_vfs_register(file_system(), 1);
  sqlite3_auto_extension(reinterpret_cast<void (*)()>(prepare_connection));
}

FileImage copy_file(const std::string& name) {
  return std::make_shared<const std::string>(file_of(name).bytes);
}

void put_file(const std::string& name, const FileImage& image) {
  File& file = file_of(name);
  file.bytes = *image;
  put_change(file);
}

void delete_file(const std::string& name) {
  here.files.erase(name);
}

std::uint64_t version_of(const std::string& name) {
  return file_of(name).version;
}

std::uint32_t schema_number_of(const std::string& name) {
  return get_big_endian(file_of(name).bytes, schema_number);
}

void set_schema_number(const std::string& name, std::uint32_t number) {
  File& file = file_of(name);
  put_big_endian(file.bytes, schema_number, number);
  put_change(file);
}

void set_trouble(const std::string& name, DiskTrouble trouble) {
  file_of(name).trouble = trouble;
}

bool clear_trouble(const std::string& name) {
  return std::exchange(file_of(name).trouble, DiskTrouble::none) != DiskTrouble::none;
}

void set_sql_random(core::Random* random) {
  here.random = random;
}

void set_sql_time(core::Microseconds wall_time) {
  here.time = wall_time;
}

}  // namespace tusk::simulation
