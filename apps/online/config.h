#pragma once

// What an administrator decides, from one TOML file.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "http/server.h"
#include "mail/letter.h"
#include "mail/limits.h"
#include "platform/logging.h"

namespace tusk::online {

// How letters leave: to a mail server, or as files into a folder where there is none.
struct MailConfig {
  std::string smtp_url;   // "smtp://mail.example.com:587" (STARTTLS) or "smtps://…"; empty: none
  std::string smtp_user;  // empty: does not log in there
  std::filesystem::path smtp_password_file;  // readable by its owner alone
  std::filesystem::path smtp_ca_file;        // empty: the authorities that the machine trusts
  mail::Mailbox from{"Tusk", "tusk@localhost"};
  std::filesystem::path outbox_folder;  // without smtp_url; empty: "outbox" in the data folder
  core::Microseconds first_retry_delay = mail::first_retry_delay;
};

struct Config {
  std::string listen_address = "127.0.0.1";
  std::uint16_t listen_port = 8321;
  std::optional<http::TlsFiles> tls;           // tls_certificate and tls_key
  std::optional<std::uint16_t> redirect_port;  // plain HTTP here is sent on to HTTPS
  std::string public_url;                      // "https://online.example.se", as browsers see it
  std::vector<std::string> hosts;              // more names that browsers may use
  std::vector<std::string> trusted_proxies;
  std::filesystem::path data_folder;
  std::filesystem::path web_folder;  // empty: the interface alone
  std::string database = "sqlite";   // files in the data folder, or postgresql://… for everything
  core::Microseconds idle_time = core::seconds(20 * 60);
  // People who may use a company online, where nothing else was decided for the company.
  std::int64_t online_users = 25;
  bool new_companies = true;  // whether offices may connect companies that are not known here
  MailConfig mail;
  int worker_threads = 8;
  platform::LogOptions log;

  // What links in letters begin with: public_url, else where the server listens; `port` is the one
  // it got where listen_port is 0.
  [[nodiscard]] std::string base_url(std::uint16_t port) const;
  // Where letters go without a mail server.
  [[nodiscard]] std::filesystem::path outbox() const {
    return mail.outbox_folder.empty() ? data_folder / "outbox" : mail.outbox_folder;
  }
  [[nodiscard]] bool uses_postgres() const { return database != "sqlite"; }
  // Where the directory of people and companies is, as storage::DatabaseAddress has it.
  [[nodiscard]] std::string directory_location() const {
    return uses_postgres() ? database : (data_folder / "directory.db").string();
  }
};

// Paths that are relative in the file are so to `folder`. Throws Error{invalid} with every key that
// is unknown, missing or wrong: its name, its value and the remedy.
[[nodiscard]] Config parse_config(std::string_view toml, const std::filesystem::path& folder);
// Throws also Error{not_found} if the file can't be read.
[[nodiscard]] Config load_config(const std::filesystem::path& file);

}  // namespace tusk::online
