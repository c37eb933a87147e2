#include "storage/testing/temporary_postgres.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "storage/database.h"

extern char** environ;

namespace tusk::storage {
namespace {

constexpr const char* programs = "/usr/lib/postgresql/15/bin";

// Runs beside the tests: makes and starts the server, says "ready", and waits for the end of its
// input, which the kernel closes when the tests' process is gone, killed or not.
// $1: folder, $2: programs. Everything goes through `as`, since PostgreSQL refuses to run as root.
constexpr const char* keeper_script = R"sh(
set -u
cd "$1"
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then
  chown nobody "$1"
  as() { setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups "$@"; }
fi
as "$2/initdb" --pgdata="$1/data" --username=superuser --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
  --no-sync >log 2>&1 || exit 1
cat >"$1/data/pg_hba.conf" <<END
local all guarded scram-sha-256
local all all trust
END
cat >>"$1/data/postgresql.conf" <<END
listen_addresses = ''
unix_socket_directories = '$1'
unix_socket_permissions = 0700
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 32MB
max_connections = 60
wal_level = minimal
max_wal_senders = 0
END
as "$2/pg_ctl" start --pgdata="$1/data" --log="$1/data/log" --timeout=60 --silent \
  >>log 2>&1 </dev/null || { cat "$1/data/log" >>log; exit 1; }
echo ready
cat >/dev/null
as "$2/pg_ctl" stop --pgdata="$1/data" --mode=immediate --silent >/dev/null 2>&1
rm -rf "$1"
)sh";

struct Keeper {
  pid_t process = -1;
  int input = -1;
  int output = -1;
};

Keeper start_keeper(const std::string& folder) {
  std::array<int, 2> input{};
  std::array<int, 2> output{};
  if (pipe2(input.data(), O_CLOEXEC) != 0 || pipe2(output.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error("no pipe to the keeper of the test server");
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  // In a session of its own Ctrl-C does not reach it before it has cleaned up.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
  const std::array<const char*, 7> arguments = {"sh",           "-c",     keeper_script, "keeper",
                                                folder.c_str(), programs, nullptr};
  Keeper keeper;
  const int failed = posix_spawn(&keeper.process, "/bin/sh", &actions, &attributes,
                                 const_cast<char* const*>(arguments.data()), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  close(input[0]);
  close(output[1]);
  if (failed != 0) throw std::runtime_error("/bin/sh cannot be started");
  keeper.input = input[1];
  keeper.output = output[0];
  return keeper;
}

// Waits until the keeper says something or ends.
bool says_ready(int output) {
  std::string said;
  std::array<char, 64> buffer{};
  while (said.find('\n') == std::string::npos) {
    const ssize_t count = ::read(output, buffer.data(), buffer.size());
    if (count <= 0) break;
    said.append(buffer.data(), static_cast<std::size_t>(count));
  }
  close(output);
  return said.starts_with("ready");
}

std::string contents(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

}  // namespace

TemporaryPostgres& TemporaryPostgres::shared() {
  static TemporaryPostgres server;
  return server;
}

TemporaryPostgres::TemporaryPostgres() {
  if (!std::filesystem::exists(std::filesystem::path(programs) / "initdb")) {
    throw std::runtime_error(fmt::format(
        "PostgreSQL 15 is not in {}: install it with `apt-get install postgresql-15`", programs));
  }
  std::string pattern = (std::filesystem::temp_directory_path() / "tusk-pg-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = pattern;
  const Keeper keeper = start_keeper(pattern);
  keeper_ = keeper.process;
  keeper_input_ = keeper.input;
  if (!says_ready(keeper.output)) {
    const std::string log = contents(folder_ / "log");
    waitpid(keeper_, nullptr, 0);
    std::filesystem::remove_all(folder_);
    throw std::runtime_error("PostgreSQL for the tests did not start:\n" + log);
  }
  const auto database = open_database({.location = uri("superuser")});
  write(*database, [](Transaction& transaction) {
    // `tusk` is set up as docs/postgresql.md says. Some tests are about what replication does.
    transaction.execute(fmt::format(
        "CREATE ROLE {} LOGIN PASSWORD '{}'; CREATE ROLE tusk LOGIN; CREATE ROLE {} LOGIN; "
        "CREATE EXTENSION btree_gin; "
        "GRANT CREATE ON DATABASE postgres TO tusk; "
        "GRANT SET ON PARAMETER session_replication_role TO tusk; "
        "ALTER FUNCTION pg_catalog.ts_match_vq(tsvector, tsquery) LEAKPROOF",
        role_with_password, password_of_role, role_of_program));
  });
}

TemporaryPostgres::~TemporaryPostgres() {
  close(keeper_input_);
  waitpid(keeper_, nullptr, 0);
}

std::string TemporaryPostgres::uri(const std::string& user) const {
  return fmt::format("postgresql:///postgres?host={}&user={}", folder_.string(), user);
}

std::string TemporaryPostgres::make_database() {
  const std::string schema = fmt::format("test_{}", ++schemas_);
  const auto database = open_database({.location = uri()});
  write(*database,
        [&](Transaction& transaction) { transaction.execute("CREATE SCHEMA " + schema); });
  return fmt::format("{}&options=-csearch_path%3D{}%2Cpublic", uri(), schema);
}

}  // namespace tusk::storage
