#include "online/config.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include "core/error.h"
#include "mail/smtp.h"
#include "online/limits.h"
#include "storage/database.h"
#include "storage/postgres/connection_uri.h"

namespace tusk::online {
namespace {

core::Text must_be(core::Text what) {
  return {"Värdet ska vara " + what.sv, "The value must be " + what.en};
}

// Reads one file; collects what is wrong instead of stopping at the first.
class Reader {
 public:
  Reader(const toml::table& table, std::filesystem::path folder)
      : table_(table), folder_(std::move(folder)) {}

  void text(const char* key, std::string& into) {
    if (const auto* node = take(key)) {
      if (const auto value = node->value_exact<std::string>()) {
        into = *value;
      } else {
        refuse(key, *node, must_be({"text inom citattecken.", "text in quotes."}));
      }
    }
  }

  void path(const char* key, std::filesystem::path& into) {
    std::string given;
    text(key, given);
    if (!given.empty()) into = folder_ / given;
  }

  void texts(const char* key, std::vector<std::string>& into) {
    const auto* node = take(key);
    if (node == nullptr) return;
    const auto* array = node->as_array();
    bool right = array != nullptr;
    if (right) {
      for (const auto& item : *array) {
        const auto value = item.value_exact<std::string>();
        right = right && value;
        if (value) into.push_back(*value);
      }
    }
    if (!right) {
      refuse(key, *node,
             must_be({"en lista med texter: [\"a\", \"b\"].", "a list of texts: [\"a\", \"b\"]."}));
    }
  }

  void boolean(const char* key, bool& into) {
    if (const auto* node = take(key)) {
      if (const auto value = node->value_exact<bool>()) {
        into = *value;
      } else {
        refuse(key, *node, must_be({"true eller false.", "true or false."}));
      }
    }
  }

  void integer(const char* key, std::int64_t least, std::int64_t most,
               const std::function<void(std::int64_t)>& set) {
    const auto* node = take(key);
    if (node == nullptr) return;
    const auto value = node->value_exact<std::int64_t>();
    if (value && *value >= least && *value <= most) {
      set(*value);
    } else {
      refuse(key, *node,
             must_be(core::say("ett heltal från {} till {}.", "a whole number from {} to {}.",
                               least, most)));
    }
  }

  void problem(const char* key, std::string_view value, core::Text text) {
    problems_.push_back({key, core::shorten(value), std::move(text)});
  }

  // Throws if there were problems; keys that nobody asked for are some.
  void finish() {
    for (const auto& [key, node] : table_) {
      if (taken_.contains(std::string(key.str()))) continue;
      std::string names;
      for (const auto& [name, there] : taken_) names += (names.empty() ? "" : ", ") + name;
      refuse(std::string(key.str()), node,
             core::say("Inställningen finns inte. De som finns är: {}.",
                       "There is no such setting. These are: {}.", names));
    }
    if (problems_.empty()) return;
    core::Text all{"Inställningarna behöver rättas.", "The settings must be mended."};
    for (const core::Problem& one : problems_) {
      all.sv += "\n" + one.field + " = " + one.value + ": " + one.text.sv;
      all.en += "\n" + one.field + " = " + one.value + ": " + one.text.en;
    }
    throw core::Error(core::ErrorCode::invalid, std::move(all), std::move(problems_));
  }

 private:
  const toml::node* take(const std::string& key) {
    taken_[key] = true;
    return table_.get(key);
  }

  void refuse(const std::string& key, const toml::node& node, core::Text text) {
    std::ostringstream value;
    node.visit([&](const auto& shown) { value << shown; });
    problems_.push_back({key, core::shorten(value.str()), std::move(text)});
  }

  const toml::table& table_;
  std::filesystem::path folder_;
  std::map<std::string, bool> taken_;
  std::vector<core::Problem> problems_;
};

void read_server(Reader& reader, Config& config) {
  reader.text("listen_address", config.listen_address);
  reader.integer("listen_port", 0, 65535,
                 [&](std::int64_t port) { config.listen_port = static_cast<std::uint16_t>(port); });
  reader.integer("redirect_port", 1, 65535, [&](std::int64_t port) {
    config.redirect_port = static_cast<std::uint16_t>(port);
  });
  std::filesystem::path certificate;
  std::filesystem::path key;
  reader.path("tls_certificate", certificate);
  reader.path("tls_key", key);
  if (certificate.empty() != key.empty()) {
    reader.problem(certificate.empty() ? "tls_certificate" : "tls_key", "",
                   {"Ange både tls_certificate och tls_key, eller ingen av dem.",
                    "Give both tls_certificate and tls_key, or none of them."});
  } else if (!key.empty()) {
    config.tls = http::TlsFiles{certificate.string(), key.string()};
  }
  if (config.redirect_port && key.empty()) {
    reader.problem("redirect_port", std::to_string(*config.redirect_port),
                   {"Den behövs bara med TLS. Ange tls_certificate och tls_key, eller ta bort den.",
                    "It is for TLS only. Give tls_certificate and tls_key, or remove it."});
  }
  reader.text("public_url", config.public_url);
  reader.texts("hosts", config.hosts);
  reader.texts("trusted_proxies", config.trusted_proxies);
}

// "https://online.example.se:8443" -> "online.example.se"; empty if it is no such address.
std::string host_of(std::string_view url) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!url.starts_with(scheme)) continue;
    url.remove_prefix(scheme.size());
    const auto end = url.front() == '[' ? url.find(']') + 1 : url.find(':');
    const std::string_view host = url.substr(0, end);
    return host.find('/') == std::string_view::npos ? std::string(host) : std::string();
  }
  return {};
}

void read_public_url(Reader& reader, Config& config) {
  if (config.public_url.empty()) {
    if (config.tls) {
      reader.problem("public_url", "",
                     {"Ange adressen som webbläsare använder, t.ex. https://online.exempel.se.",
                      "Give the address that browsers use, e.g. https://online.example.com."});
    }
    return;
  }
  const std::string host = host_of(config.public_url);
  if (host.empty()) {
    reader.problem("public_url", config.public_url,
                   {"Skriv adressen som https://online.exempel.se, utan något efter namnet.",
                    "Write the address as https://online.example.com, with nothing after the "
                    "name."});
  } else {
    config.hosts.push_back(host);
  }
}

void read_log_level(Reader& reader, Config& config) {
  std::string level = "info";
  reader.text("log_level", level);
  try {
    config.log.level = platform::parse_log_level(level);
  } catch (const core::Error& error) {
    reader.problem("log_level", level, error.text());
  }
}

// An address may hold a password by mistake, so it is not quoted.
void read_database(Reader& reader, Config& config) {
  reader.text("database", config.database);
  if (!config.uses_postgres()) return;
  if (storage::DatabaseAddress{config.database}.engine() != storage::Engine::postgres) {
    reader.problem("database", config.database,
                   {"Skriv \"sqlite\", eller en adress som postgresql://användare@server/databas.",
                    "Write \"sqlite\", or an address like postgresql://user@server/database."});
    return;
  }
  try {
    storage::postgres::check_address(config.database);
  } catch (const core::Error& error) {
    reader.problem("database", "postgresql://…", error.text());
  }
}

void read_mail_server(Reader& reader, MailConfig& mail) {
  reader.text("smtp_url", mail.smtp_url);
  reader.text("smtp_user", mail.smtp_user);
  reader.path("smtp_password_file", mail.smtp_password_file);
  reader.path("smtp_ca_file", mail.smtp_ca_file);
  if (mail.smtp_user.empty() != mail.smtp_password_file.empty()) {
    reader.problem(mail.smtp_user.empty() ? "smtp_user" : "smtp_password_file", "",
                   {"Ange både smtp_user och smtp_password_file, eller ingen av dem.",
                    "Give both smtp_user and smtp_password_file, or none of them."});
  }
  if (!mail.smtp_url.empty()) {
    try {
      mail::check_smtp_url(mail.smtp_url);
    } catch (const core::Error& error) {
      reader.problem("smtp_url", "…", error.text());
    }
  }
  if (mail.smtp_url.empty() && !(mail.smtp_user.empty() && mail.smtp_ca_file.empty())) {
    reader.problem("smtp_url", "",
                   {"Ange e-postservern som de andra inställningarna hör till.",
                    "Give the mail server that the other settings belong to."});
  }
}

void read_mail(Reader& reader, Config& config) {
  MailConfig& mail = config.mail;
  read_mail_server(reader, mail);
  std::string from;
  reader.text("mail_from", from);
  if (from.empty() && !mail.smtp_url.empty()) {
    reader.problem("mail_from", "",
                   {"Ange vem breven är från, t.ex. \"Tusk <tusk@exempel.se>\".",
                    "Give whom letters are from, e.g. \"Tusk <tusk@example.com>\"."});
  } else if (!from.empty()) {
    try {
      mail.from = mail::parse_mailbox(from);
    } catch (const core::Error& error) {
      reader.problem("mail_from", from, error.text());
    }
  }
  reader.path("outbox_folder", mail.outbox_folder);
  reader.integer("mail_retry_seconds", 1, mail::max_retry_delay / core::seconds(1),
                 [&](std::int64_t count) { mail.first_retry_delay = core::seconds(count); });
}

}  // namespace

Config parse_config(std::string_view text, const std::filesystem::path& folder) {
  toml::table table;
  try {
    table = toml::parse(text);
  } catch (const toml::parse_error& error) {
    throw core::Error(core::ErrorCode::invalid,
                      core::say("Inställningarna är inte giltig TOML, rad {}: {}",
                                "The settings are not valid TOML, line {}: {}",
                                error.source().begin.line, error.description()));
  }
  Config config;
  Reader reader(table, folder);
  read_server(reader, config);
  read_public_url(reader, config);
  reader.path("data_folder", config.data_folder);
  if (config.data_folder.empty()) {
    reader.problem("data_folder", "",
                   {"Ange mappen där företagens data ska ligga.",
                    "Give the folder that companies' data is to be in."});
  }
  reader.path("web_folder", config.web_folder);
  read_database(reader, config);
  reader.integer("idle_minutes", 1, 12 * 60,
                 [&](std::int64_t minutes) { config.idle_time = core::seconds(minutes * 60); });
  reader.integer("online_users", 1, max_online_users,
                 [&](std::int64_t count) { config.online_users = count; });
  reader.boolean("new_companies", config.new_companies);
  read_mail(reader, config);
  reader.integer("worker_threads", 1, 256,
                 [&](std::int64_t count) { config.worker_threads = static_cast<int>(count); });
  reader.path("log_file", config.log.file);
  read_log_level(reader, config);
  reader.finish();
  return config;
}

std::string Config::base_url(std::uint16_t port) const {
  if (!public_url.empty()) return public_url;
  const bool is_ipv6 = listen_address.find(':') != std::string::npos;
  return fmt::format("http://{}{}{}:{}", is_ipv6 ? "[" : "", listen_address, is_ipv6 ? "]" : "",
                     port);
}

Config load_config(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) {
    throw core::Error(core::ErrorCode::not_found,
                      core::say("Inställningarna {} går inte att läsa. Ange en TOML-fil som finns "
                                "efter --config.",
                                "The settings {} can't be read. Name a TOML file that exists after "
                                "--config.",
                                file.string()));
  }
  const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  return parse_config(text, std::filesystem::absolute(file).parent_path());
}

}  // namespace tusk::online
