#pragma once

// SQLite's files in memory: what is below the pager, so that all above it is what people run. A
// file can be copied and put back while a connection to it is open (a backup restored behind the
// program's back), and its disk can be full, broken or locked by somebody else. SQLite's random()
// and its clock are the schedule's.
//
// Files belong to the thread that opens them.

#include <memory>
#include <string>

#include "core/clock.h"
#include "core/random.h"

namespace tusk::simulation {

// Makes this the place where SQLite opens files. Once, before the first database is opened.
void install_memory_files();

using FileImage = std::shared_ptr<const std::string>;
[[nodiscard]] FileImage copy_file(const std::string& name);
// Every connection sees the new content at its next transaction.
void put_file(const std::string& name, const FileImage& image);
void delete_file(const std::string& name);
// Another after everything that was written into the file, or put in its place.
[[nodiscard]] std::uint64_t version_of(const std::string& name);

// By this number of the file a connection tells whether it knows the tables: SQLite counts changes.
[[nodiscard]] std::uint32_t schema_number_of(const std::string& name);
void set_schema_number(const std::string& name, std::uint32_t number);

enum class DiskTrouble { none, locked, full, write_fails, sync_fails };
// The next lock, write or sync of the file fails, then all is well again.
void set_trouble(const std::string& name, DiskTrouble trouble);
// True if the trouble that was set has not happened yet; forgets it.
bool clear_trouble(const std::string& name);

// What random() and the wall clock of SQL say on this thread. Null randomness: always the same
// number.
void set_sql_random(core::Random* random);
void set_sql_time(core::Microseconds wall_time);

}  // namespace tusk::simulation
