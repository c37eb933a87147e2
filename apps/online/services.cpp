#include "online/services.h"

#include <algorithm>

#include "mail/outbox.h"
#include "mail/smtp.h"
#include "online/database_admin.h"
#include "online/limits.h"
#include "online/master_key.h"
#include "platform/logging.h"
#include "platform/secret_file.h"

namespace tusk::online {
namespace {

storage::ConnectionPool::Open opener_of_directory(const Config& config) {
  platform::make_private_folder(config.data_folder);
  return [location = config.directory_location()] {
    return storage::open_database({.location = location});
  };
}

storage::ConnectionPool& migrated(storage::ConnectionPool& directory) {
  const auto connection = directory.take();
  prepare_database(*connection);
  return directory;
}

// Without a company of its own, each connection serves them all.
std::shared_ptr<storage::ConnectionPool> make_shared_pool(const Config& config) {
  return std::make_shared<storage::ConnectionPool>(
      [location = config.database] { return storage::open_database({.location = location}); },
      postgres_connections);
}

std::string read_password(const std::filesystem::path& file) {
  if (file.empty()) return {};
  std::string text = platform::read_secret_file(file);
  text.resize(std::min(text.find_first_of("\r\n"), text.size()));
  return text;
}

std::unique_ptr<mail::Transport> make_transport(const Config& all) {
  const MailConfig& config = all.mail;
  if (config.smtp_url.empty()) {
    const std::filesystem::path folder = all.outbox();
    platform::log(platform::LogLevel::info, "mail.outbox", {{"folder", folder.string()}});
    return std::make_unique<mail::Outbox>(folder);
  }
  return std::make_unique<mail::Smtp>(
      mail::SmtpOptions{.url = config.smtp_url,
                        .user = config.smtp_user,
                        .password = read_password(config.smtp_password_file),
                        .ca_file = config.smtp_ca_file,
                        .sender = config.from.address});
}

}  // namespace

Services::Services(const Config& given, const core::Clock& given_clock, core::Random& given_random,
                   identity::HashParameters hashing)
    : config(given),
      clock(given_clock),
      random(given_random),
      directory(opener_of_directory(config), directory_connections),
      sealing(open_sealing(config, migrated(directory), random)),
      hashes(sealing, hashing),
      second_factors(sealing, random, clock),
      log_in(directory, hashes, sealing, random, clock),
      sessions(random, clock, config.idle_time),
      signing_keys(directory, sealing, random, clock),
      grants(sealing, random, clock, config.idle_time),
      store(core::registry(), core::Side::online),
      tenants(config.uses_postgres()
                  ? Tenants(config.database, make_shared_pool(config), store, max_open_companies)
                  : Tenants(config.data_folder / "companies", store, max_open_companies,
                            connections_per_company)),
      search_filling(core::registry()),
      limiter(clock),
      delivery(directory, random, clock, make_transport(config),
               {.from = config.mail.from, .first_delay = config.mail.first_retry_delay}),
      backchannel(*this),
      first_syncs(*this) {
  tenants.tell_of_backlog(
      [this](std::shared_ptr<Tenant> tenant) { search_filling.add(std::move(tenant)); });
}

std::string Services::base_url() const {
  return config.base_url(listening_port);
}

void Services::enqueue(storage::Transaction& transaction, const mail::Letter& letter) {
  mail::enqueue(transaction, random, clock, letter);
}

}  // namespace tusk::online
