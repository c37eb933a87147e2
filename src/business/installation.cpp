#include "business/installation.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

#include "business/computers.h"
#include "business/system_schema.h"
#include "core/json.h"

namespace tusk::business {
namespace fs = std::filesystem;
namespace json = boost::json;
namespace {

constexpr const char* file_name = "installation.json";

[[noreturn]] void cannot_write(const fs::path& path, const std::string& why) {
  throw core::Error(core::ErrorCode::unavailable,
                    core::say("{} kan inte skrivas: {}. Se till att mappen finns, får skrivas i "
                              "och har plats.",
                              "{} cannot be written: {}. See that the folder exists, may be "
                              "written to and has room.",
                              path.string(), why));
}

void make_folder(const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) cannot_write(folder, failed.message());
  fs::permissions(folder, fs::perms::owner_all, failed);
  if (failed) cannot_write(folder, failed.message());
}

// Written beside and renamed, so that at no time half a file is there.
void save_file(const fs::path& path, const std::string& contents) {
  const fs::path beside = path.string() + ".new";
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) cannot_write(path, std::strerror(errno));
  const bool written =
      ::write(file, contents.data(), contents.size()) == static_cast<ssize_t>(contents.size()) &&
      ::fsync(file) == 0;
  const int error = errno;
  ::close(file);
  if (!written) cannot_write(path, std::strerror(error));
  std::error_code failed;
  fs::rename(beside, path, failed);
  if (failed) cannot_write(path, failed.message());
}

std::string text_at(const json::value& file, const fs::path& path, const char* key) {
  if (const json::object* object = file.if_object()) {
    if (const json::value* value = object->if_contains(key); value != nullptr && value->is_string())
      return std::string(value->get_string());
  }
  throw core::Error(core::ErrorCode::invalid,
                    core::say("{}: uppgiften {} saknas eller är inte text. Lägg tillbaka filen "
                              "från en säkerhetskopia.",
                              "{}: the entry {} is missing or not text. Put the file back from a "
                              "backup.",
                              path.string(), std::string(key)));
}

// "postgresql://tusk:secret@server/tusk": the command line and this file are no place for that.
void refuse_password(const std::string& server) {
  const auto start = server.find("://");
  const auto end = server.find('/', start + 3);
  const std::string authority = server.substr(start + 3, end - start - 3);
  const auto at = authority.rfind('@');
  const bool in_authority =
      at != std::string::npos && authority.substr(0, at).find(':') != std::string::npos;
  if (!in_authority && server.find("password=") == std::string::npos) return;
  throw core::invalid_field(
      "database", "",
      core::say("Lösenordet ska inte stå i databasens adress. Skriv det i filen ~/.pgpass (läsbar "
                "bara för dig): server:port:databas:användare:lösenord.",
                "The password must not be in the database's address. Write it to the file "
                "~/.pgpass (readable by you only): server:port:database:user:password."));
}

void check_server(const std::string& server) {
  if (storage::DatabaseAddress{server, 0}.engine() != storage::Engine::postgres) {
    throw core::invalid_field(
        "database", server,
        core::say("Databasens adress ska börja med postgresql://, t.ex. "
                  "postgresql://tusk@server/tusk.",
                  "The database's address must begin with postgresql://, e.g. "
                  "postgresql://tusk@server/tusk."));
  }
  refuse_password(server);
}

}  // namespace

Installation::Installation(fs::path folder, std::string server, std::string computer_uuid,
                           const Environment& environment)
    : folder_(std::move(folder)),
      server_(std::move(server)),
      computer_uuid_(std::move(computer_uuid)),
      environment_(environment),
      system_(storage::open_database(
          {server_.empty() ? (folder_ / "system.db").string() : server_, 0})) {
  migrate_system(*system_);
  register_computer(*this);
}

const storage::Presence& Installation::presence(storage::Transaction& system) {
  if (presence_) {
    presence_->renew(system);
  } else {
    presence_ = storage::announce_presence(system, presence_folder(), environment_.random);
  }
  return *presence_;
}

bool Installation::exists(const fs::path& folder) {
  std::error_code failed;
  return fs::exists(folder / file_name, failed);
}

Installation Installation::create(const fs::path& folder, const std::string& server,
                                  const Environment& environment) {
  if (exists(folder)) {
    throw core::Error(core::ErrorCode::conflict,
                      core::say("{} innehåller redan en installation. Välj en annan mapp med "
                                "--data.",
                                "{} already holds an installation. Choose another folder with "
                                "--data.",
                                folder.string()));
  }
  if (!server.empty()) check_server(server);
  make_folder(folder);
  make_folder(folder / "companies");
  make_folder(folder / "keys");
  make_folder(folder / "log");
  Installation installation(folder, server, make_uuid(environment.random), environment);
  json::object file;
  file["version"] = 1;
  file["database"] = server.empty() ? "sqlite" : server;
  file["computer_uuid"] = installation.computer_uuid();
  // Last: the folder is an installation from here on.
  save_file(folder / file_name, json::serialize(file) + "\n");
  return installation;
}

Installation Installation::open(const fs::path& folder, const Environment& environment) {
  const fs::path path = folder / file_name;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    throw core::Error(core::ErrorCode::not_found,
                      core::say("{} innehåller ingen installation av Tusk. Gör en med \"tusk "
                                "init\", eller välj mapp med --data.",
                                "{} holds no installation of Tusk. Make one with \"tusk init\", or "
                                "choose the folder with --data.",
                                folder.string()));
  }
  const std::string contents{std::istreambuf_iterator<char>(stream), {}};
  const json::value file = core::parse_json(contents);
  std::string server = text_at(file, path, "database");
  if (server == "sqlite") {
    server.clear();
  } else {
    check_server(server);
  }
  return Installation(folder, server, text_at(file, path, "computer_uuid"), environment);
}

fs::path default_data_folder() {
  if (const char* data_home = std::getenv("XDG_DATA_HOME"); data_home != nullptr && *data_home)
    return fs::path(data_home) / "tusk";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home)
    return fs::path(home) / ".local" / "share" / "tusk";
  throw core::Error(core::ErrorCode::invalid,
                    core::say("Varken XDG_DATA_HOME eller HOME är satt. Välj mapp med --data.",
                              "Neither XDG_DATA_HOME nor HOME is set. Choose the folder with "
                              "--data."));
}

}  // namespace tusk::business
