#include "online/command_line.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <condition_variable>
#include <mutex>

#include "core/error.h"
#include "online/admin.h"
#include "online/client_admin.h"
#include "online/database_admin.h"
#include "online/mail_admin.h"
#include "online/program.h"
#include "platform/exit_code.h"
#include "platform/logging.h"
#include "platform/stop_signal.h"
#include "platform/supervisor.h"
#include "platform/system_clock.h"
#include "platform/system_random.h"
#include "platform/user_language.h"

namespace tusk::online {
namespace {

// Opens once.
class Gate {
 public:
  void open() {
    {
      const std::lock_guard lock(mutex_);
      open_ = true;
    }
    opened_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    opened_.wait(lock, [this] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable opened_;
  bool open_ = false;
};

void serve(const std::string& config_file) {
  Gate asked_to_stop;
  const platform::StopSignal stop_signal([&] { asked_to_stop.open(); });
  const Config config = load_config(config_file);
  platform::set_up_logging(config.log);
  const platform::SystemClock clock;
  platform::SystemRandom random;
  Program program(config, clock, random);
  program.start();
  platform::log(platform::LogLevel::info, "ready",
                {{"address", config.listen_address},
                 {"port", std::to_string(program.port())},
                 {"url", config.public_url}});
  platform::notify_ready();
  asked_to_stop.wait();
  platform::notify_stopping();
  program.stop();
  platform::log(platform::LogLevel::info, "stopped");
}

template <typename Work>
int guarded(Work&& work) {
  const core::Language language = platform::user_language();
  try {
    work();
    return 0;
  } catch (const core::Error& error) {
    fmt::print(stderr, "tusk-online: {}\n", error.text().in(language));
    if (error.code() == core::ErrorCode::internal) fmt::print(stderr, "{}\n", error.what());
    return platform::exit_code_of(error.code());
  } catch (const std::exception& error) {
    fmt::print(stderr, "tusk-online: {}\n", error.what());
  }
  return platform::exit_code_of(core::ErrorCode::internal);
}

struct Arguments {
  std::string config;
  std::int64_t users = 0;
  PersonArguments person;
  ClientArguments client;
  DatabaseArguments database;
};

CLI::App* add_admin_command(CLI::App& admin, const char* name, const char* description,
                            Arguments& arguments) {
  CLI::App* command = admin.add_subcommand(name, description);
  command->add_option("--config", arguments.config, "The server's settings (TOML)")->required();
  command->add_option("--email", arguments.person.email, "The person's address")->required();
  return command;
}

void add_password(CLI::App& command, Arguments& arguments) {
  command.add_option("--password-file", arguments.person.password_file,
                     "File with the password (first line); - reads standard input");
}

CLI::App* add_client_command(CLI::App& parent, const char* name, const char* description,
                             Arguments& arguments) {
  CLI::App* command = parent.add_subcommand(name, description);
  command->add_option("--config", arguments.config, "The server's settings (TOML)")->required();
  return command;
}

void add_client_id(CLI::App& command, Arguments& arguments) {
  command.add_option("--id", arguments.client.id, "The program's id")->required();
}

void add_secret_file(CLI::App& command, Arguments& arguments) {
  command.add_option("--secret-file", arguments.client.secret_file,
                     "Write the secret to this file instead of printing it");
}

// `tusk-online client` and `tusk-online keys`.
class ClientCommands {
 public:
  ClientCommands(CLI::App& app, Arguments& arguments)
      : client_(app.add_subcommand("client", "Programs that people log in to with a Tusk ID")),
        keys_(app.add_subcommand("keys", "The keys that sign log-ins to other programs")) {
    client_->require_subcommand(1);
    keys_->require_subcommand(1);
    ClientArguments& given = arguments.client;
    add_ = add_client_command(*client_, "add", "Register a program", arguments);
    const Described described = add_description(*add_, given);
    described.name->required();
    described.redirect_uris->required();
    add_->add_option("--company", given.company, "Only for the people of this company");
    add_->add_option("--algorithm", given.algorithm, "Of id tokens: ES256 or RS256")
        ->capture_default_str();
    add_->add_flag("--public", given.is_public,
                   "It runs on people's own computers and can keep no secret");
    add_secret_file(*add_, arguments);
    change_ = add_client_command(
        *client_, "change",
        "Change a program; what is not given stays, an empty address takes those away", arguments);
    add_client_id(*change_, arguments);
    changed_ = add_description(*change_, given);
    list_ = add_client_command(*client_, "list", "Show the programs", arguments);
    remove_ = add_client_command(*client_, "remove", "Remove a program", arguments);
    add_client_id(*remove_, arguments);
    renew_ =
        add_client_command(*client_, "new-secret",
                           "Give a program a new secret; the old one is none at once", arguments);
    add_client_id(*renew_, arguments);
    add_secret_file(*renew_, arguments);
    rotate_ = add_client_command(
        *keys_, "rotate", "Sign with new keys at once; no old token is good any more", arguments);
  }

  [[nodiscard]] bool is_called() const { return *client_ || *keys_; }
  void run(const Arguments& arguments) const {
    const Config config = load_config(arguments.config);
    if (*add_) return add_client(config, arguments.client);
    if (*change_) return change_client(config, change_in(arguments.client));
    if (*list_) return list_clients(config);
    if (*remove_) return remove_client(config, arguments.client);
    if (*renew_) return renew_client_secret(config, arguments.client);
    if (*rotate_) return rotate_keys(config);
  }

 private:
  struct Described {
    CLI::Option* name = nullptr;
    CLI::Option* redirect_uris = nullptr;
    CLI::Option* post_logout_uris = nullptr;
    CLI::Option* logout_uri = nullptr;
  };
  static Described add_description(CLI::App& command, ClientArguments& given) {
    return {command.add_option("--name", given.name, "What people see"),
            command.add_option("--redirect-uri", given.redirect_uris,
                               "Where a log-in may lead back to"),
            command.add_option("--post-logout-uri", given.post_logout_uris,
                               "Where a log-out may lead back to"),
            command.add_option("--logout-uri", given.logout_uri,
                               "Told by the server when a session ends (back-channel logout)")};
  }
  [[nodiscard]] ClientChange change_in(const ClientArguments& given) const {
    ClientChange change{.id = given.id};
    const auto addresses = [](std::vector<std::string> uris) {
      std::erase(uris, "");
      return uris;
    };
    if (changed_.name->count() > 0) change.name = given.name;
    if (changed_.redirect_uris->count() > 0) change.redirect_uris = addresses(given.redirect_uris);
    if (changed_.post_logout_uris->count() > 0)
      change.post_logout_uris = addresses(given.post_logout_uris);
    if (changed_.logout_uri->count() > 0) change.logout_uri = given.logout_uri;
    return change;
  }

  CLI::App* client_;
  CLI::App* keys_;
  CLI::App* add_ = nullptr;
  CLI::App* change_ = nullptr;
  Described changed_;
  CLI::App* list_ = nullptr;
  CLI::App* remove_ = nullptr;
  CLI::App* renew_ = nullptr;
  CLI::App* rotate_ = nullptr;
};

void add_company(CLI::App& command, Arguments& arguments) {
  command.add_option("--company", arguments.person.company, "Name or id of the company")
      ->required();
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App app("Tusk Online: web desktop, Tusk ID and synchronisation", "tusk-online");
  app.set_version_flag("--version", TUSK_VERSION);
  Arguments arguments;
  app.add_option("--config", arguments.config, "The server's settings (TOML)");
  CLI::App* admin = app.add_subcommand("admin", "See to people");
  admin->require_subcommand(1);

  CLI::App* add =
      add_admin_command(*admin, "add-person",
                        "Let a person into a company; makes a Tusk ID if there is none", arguments);
  add_company(*add, arguments);
  add->add_option("--name", arguments.person.name, "The person's name, for a new Tusk ID");
  add->add_option(
         "--role", arguments.person.role,
         "super_user, administrator, member, read_only, or the id of a role of the company's")
      ->capture_default_str();
  add->add_option("--language", arguments.person.language, "sv or en")->capture_default_str();
  add->add_option("--office-user", arguments.person.office_user,
                  "Who that is in the office: when that user goes, so does the access");
  add->add_flag("--email-confirmed", arguments.person.email_confirmed,
                "You know that the address is the person's: it need not be confirmed");
  add_password(*add, arguments);
  CLI::App* remove =
      add_admin_command(*admin, "remove-person", "Take a company away from a person", arguments);
  add_company(*remove, arguments);
  CLI::App* password =
      add_admin_command(*admin, "set-password",
                        "Give a person a new password; also opens a locked account", arguments);
  add_password(*password, arguments);
  CLI::App* confirm = add_admin_command(*admin, "confirm-email",
                                        "You know that the address is the person's", arguments);
  CLI::App* unlock =
      add_admin_command(*admin, "unlock", "Open an account that is locked", arguments);
  CLI::App* reset = add_admin_command(
      *admin, "reset-second-factor",
      "Take a person's second factor away: they have lost it, and are known to be who they say",
      arguments);

  CLI::App* users = admin->add_subcommand("set-users", "How many people may use a company online");
  users->add_option("--config", arguments.config, "The server's settings (TOML)")->required();
  add_company(*users, arguments);
  users->add_option("--users", arguments.users, "How many")->required();
  const ClientCommands clients(app, arguments);

  CLI::App* audit = app.add_subcommand("audit", "The lists of what was done with access");
  audit->require_subcommand(1);
  audit->add_subcommand("verify", "Look whether anybody has changed them")
      ->add_option("--config", arguments.config, "The server's settings (TOML)")
      ->required();

  CLI::App* database = app.add_subcommand("database", "The server's PostgreSQL database");
  database->require_subcommand(1);
  CLI::App* migrate = database->add_subcommand(
      "migrate", "Make its tables or bring them up to date, as the role that owns them");
  migrate
      ->add_option("--database", arguments.database.location, "postgresql://OWNER@server/database")
      ->required();
  migrate->add_option("--role", arguments.database.role,
                      "The role that the server logs in as, which may then read and write them");

  CLI::App* mail = app.add_subcommand("mail", "See to the letters that wait to be sent");
  mail->require_subcommand(1);
  CLI::App* letters = mail->add_subcommand("list", "Letters, and why they have not been sent");
  CLI::App* retry = mail->add_subcommand("retry", "Try all that wait or failed at once");
  for (CLI::App* command : {letters, retry}) {
    command->add_option("--config", arguments.config, "The server's settings (TOML)")->required();
  }

  try {
    app.parse(argc, argv);
    if (!*admin && !*audit && !*mail && !*database && !clients.is_called() &&
        arguments.config.empty())
      throw CLI::RequiredError("--config");
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : platform::exit_usage;
  }
  return guarded([&] {
    if (clients.is_called()) return clients.run(arguments);
    if (*database) return migrate_database(arguments.database);
    if (!*admin && !*audit && !*mail) return serve(arguments.config);
    const Config config = load_config(arguments.config);
    if (*audit) {
      if (verify_audit(config, platform::user_language())) return;
      throw core::Error(core::ErrorCode::conflict,
                        core::say("Granskningsloggen är inte hel. Jämför med en säkerhetskopia.",
                                  "The audit is not whole. Compare it with a backup."));
    }
    if (*letters) return list_mail(config, platform::user_language());
    if (*retry) return retry_mail(config, platform::user_language());
    if (*add) return add_person(config, arguments.person);
    if (*remove) return remove_person(config, arguments.person);
    if (*password) return set_password(config, arguments.person);
    if (*users) return set_online_users(config, arguments.person.company, arguments.users);
    if (*confirm) return confirm_email(config, arguments.person);
    if (*reset) return reset_second_factor(config, arguments.person);
    if (*unlock) return unlock_person(config, arguments.person);
  });
}

}  // namespace tusk::online
