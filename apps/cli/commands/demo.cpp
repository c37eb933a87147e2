// tusk demo: an office and an online server, connected, on this computer.

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <memory>

#include "business/prerequisites.h"
#include "business/users.h"
#include "cli/commands/commands.h"
#include "cli/demo/child_process.h"
#include "cli/demo/demo_office.h"
#include "cli/output.h"
#include "connection/connecting.h"
#include "connection/state.h"
#include "platform/secret_file.h"
#include "platform/stop_signal.h"
#include "replica/round.h"
#include "storage/change_log.h"

namespace tusk::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::chrono::seconds start_patience{60};
constexpr std::chrono::milliseconds look_every{200};

struct DemoArguments {
  std::string web;
  std::vector<std::string> trusted_proxies;
  std::uint16_t port = 8321;
  bool reset = false;
};

void require_free_port(std::uint16_t port) {
  const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  ::setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool taken =
      ::bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0;
  const bool in_use = taken && errno == EADDRINUSE;
  ::close(probe);
  if (!in_use) return;
  throw core::Error(core::ErrorCode::conflict,
                    core::say("Port {} används redan av ett annat program. Välj en annan: --port "
                              "{}.",
                              "Port {} is in use by another program. Choose another: --port {}.",
                              port, port + 1));
}

// In TOML a backslash and a quotation mark would end the text.
std::string toml_text(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

class Demo {
 public:
  Demo(Context& context, const DemoArguments& arguments)
      : context_(context),
        arguments_(arguments),
        folder_(context.data_folder()),
        url_(fmt::format("http://127.0.0.1:{}", arguments.port)),
        browser_url_(fmt::format("http://localhost:{}", arguments.port)) {}

  int run() {
    const platform::StopSignal on_stop([this] {
      const std::lock_guard lock(events_.mutex);
      events_.stop = true;
      events_.changed.notify_all();
    });
    require_free_port(arguments_.port);
    prepare();
    start_online();
    connect();
    start_syncd();
    if (wait_until_synchronised()) {
      print_guide();
      supervise();
    }
    say({"Stoppar …", "Stopping …"});
    // In this order, so that the last edits go over.
    syncd_.reset();
    online_.reset();
    say({"Stoppat. Allt sparat finns kvar till nästa gång.",
         "Stopped. Everything is kept for next time."});
    return 0;
  }

 private:
  void say(const core::Text& text) const { print_line(text.in(context_.language())); }

  void prepare() {
    people_ = folder_.load_people(context_.random());
    const bool half_done = !people_.complete && fs::exists(folder_.people_file());
    if (arguments_.reset || half_done) {
      folder_.clear();
      people_ = DemoFolder::make_people(context_.random());
    }
    folder_.save_people(people_);
    if (!business::Installation::exists(folder_.office())) {
      say({"Lägger upp kontoret: Norrsken Bygg AB …", "Setting up the office: Norrsken Bygg AB …"});
      set_up_demo_office(folder_.office(), people_, context_.environment());
    }
    installation_ = std::make_unique<business::Installation>(
        business::Installation::open(folder_.office(), context_.environment()));
    company_ = std::make_unique<business::CompanyDatabase>(
        business::open_company(*installation_, business::list_companies(*installation_).front()));
    write_settings();
  }

  void write_settings() const {
    platform::make_private_folder(folder_.online());
    std::ofstream file(folder_.settings(), std::ios::trunc);
    file << "listen_address = \"127.0.0.1\"\n"
         << "listen_port = " << arguments_.port << "\n"
         << "public_url = " << toml_text(browser_url_) << "\n"
         << "hosts = [\"127.0.0.1\"]\n"
         << "data_folder = " << toml_text(folder_.online().string()) << "\n";
    file << "trusted_proxies = [";
    for (const std::string& proxy : arguments_.trusted_proxies) file << toml_text(proxy) << ", ";
    file << "]\n";
    if (!arguments_.web.empty())
      file << "web_folder = " << toml_text(fs::absolute(arguments_.web).string()) << "\n";
  }

  // Waits for the line that says that it works. Ends with Error{unavailable} and the program's
  // own words if it does not come.
  void wait_until_ready(const ChildProcess& child) {
    std::unique_lock lock(events_.mutex);
    events_.changed.wait_for(lock, start_patience,
                             [&] { return child.is_ready() || child.has_ended() || events_.stop; });
    if (child.is_ready() || events_.stop) return;
    throw core::Error(core::ErrorCode::unavailable,
                      core::say("{} kom inte igång:\n{}", "{} did not start:\n{}", child.name(),
                                child.last_words()));
  }

  void start_online() {
    online_ = std::make_unique<ChildProcess>(
        ChildProcess::Options{.program = find_program("tusk-online"),
                              .arguments = {"--config", folder_.settings().string()},
                              .log_file = folder_.log("tusk-online"),
                              .ready_event = "ready"},
        events_);
    wait_until_ready(*online_);
  }

  void start_syncd() {
    syncd_ = std::make_unique<ChildProcess>(
        ChildProcess::Options{.program = find_program("tusk-syncd"),
                              .arguments = {"--data", folder_.office().string()},
                              .log_file = folder_.log("tusk-syncd"),
                              .ready_event = "ready"},
        events_);
    wait_until_ready(*syncd_);
  }

  void connect() {
    if (is_stopping()) return;
    replica::State state = connection::load_state(*company_);
    const bool is_known =
        state.mode == replica::Mode::connected || state.mode == replica::Mode::first_sync;
    if (!is_known) {
      say({"Ansluter kontoret till Tusk Online …", "Connecting the office to Tusk Online …"});
      const auto anna = business::get_actor(*installation_, "anna");
      business::require_prerequisites(
          business::check_prerequisites(*installation_, *company_, anna));
      connection::connect_company(*installation_, *company_, anna,
                                  {.online_url = url_,
                                   .email = people_.super_user.email,
                                   .password = people_.super_user.password,
                                   .create_identity = true,
                                   .person_name = people_.super_user.name,
                                   .language = context_.language()},
                                  [](std::int64_t, std::int64_t) {});
      state = connection::load_state(*company_);
      add_member(state.online_company_id);
      people_.complete = true;
      folder_.save_people(people_);
    } else if (state.online_url != url_) {
      // Started on another port than last time.
      state.online_url = url_;
      storage::write(company_->database(), [&](storage::Transaction& transaction) {
        replica::save_state(transaction, state);
      });
    }
  }

  // The demo's people confirm no addresses.
  void add_member(const std::string& company_id) {
    administer({"confirm-email", "--email", people_.super_user.email}, "");
    administer(
        {"add-person", "--company", company_id, "--email", people_.member.email, "--name",
         people_.member.name, "--role", "member", "--email-confirmed", "--password-file", "-"},
        people_.member.password + "\n");
  }

  void administer(std::vector<std::string> words, const std::string& input) {
    words.insert(words.begin(), "admin");
    words.insert(words.end(), {"--config", folder_.settings().string()});
    const Outcome outcome = run_program(find_program("tusk-online"), words, input);
    if (outcome.exit_code == 0) return;
    throw core::Error(core::ErrorCode::unavailable,
                      core::say("Personerna kunde inte läggas till online:\n{}",
                                "The people could not be added online:\n{}", outcome.output));
  }

  bool is_stopping() {
    const std::lock_guard lock(events_.mutex);
    return events_.stop;
  }

  // False if somebody stopped it before.
  bool wait_until_synchronised() {
    say({"Synkroniserar …", "Synchronising …"});
    for (;;) {
      const bool done = storage::read(company_->database(), [](storage::Transaction& transaction) {
        const replica::State state = replica::load_state(transaction);
        return state.mode == replica::Mode::connected && state.last_round > 0 &&
               !replica::has_pending(transaction);
      });
      std::unique_lock lock(events_.mutex);
      if (events_.stop) return false;
      if (done) return true;
      require_running();
      events_.changed.wait_for(lock, look_every);
    }
  }

  // Holding events_.mutex.
  void require_running() const {
    for (const auto* child : {online_.get(), syncd_.get()}) {
      if (!child->has_ended()) continue;
      throw core::Error(core::ErrorCode::unavailable,
                        core::say("{} slutade oväntat:\n{}", "{} ended unexpectedly:\n{}",
                                  child->name(), child->last_words()));
    }
  }

  void supervise() {
    std::unique_lock lock(events_.mutex);
    events_.changed.wait(
        lock, [this] { return events_.stop || online_->has_ended() || syncd_->has_ended(); });
    if (!events_.stop) require_running();
  }

  void print_guide() const {
    const std::string data = folder_.office().string();
    say(core::say("\nTusk Online:  {}\n", "\nTusk Online:  {}\n", browser_url_));
    for (const DemoPerson& person : {people_.super_user, people_.member})
      print_line(fmt::format("  {:<26}{}", person.email, person.password));
    say(core::say(
        "\nKontoret ({}), i ett annat fönster:", "\nThe office ({}), in another window:", data));
    const std::string tusk = fs::read_symlink("/proc/self/exe").string();
    for (const char* command : {"record list contact --search luleå", "record get contact 1001",
                                "record set contact 1001 phone=\"0980-319 299\"", "online status",
                                "online log", "online conflicts"}) {
      print_line(fmt::format("  {} {} --data {}", tusk, command, data));
    }
    say(core::say("\nBrev (glömt lösenord och annat) läggs i {}.",
                  "\nLetters (forgotten password and others) are put into {}.",
                  (folder_.online() / "outbox").string()));
    say(
        {"\nÄndra samma kontakt här och i webbläsaren: båda ändringarna syns på båda sidor inom "
         "några sekunder. Stoppa med Ctrl-C.",
         "\nChange the same contact here and in the browser: both edits appear on both sides "
         "within seconds. Stop with Ctrl-C."});
  }

  Context& context_;
  const DemoArguments& arguments_;
  DemoFolder folder_;
  std::string url_;          // for the office
  std::string browser_url_;  // passkeys need a name
  DemoPeople people_;
  Events events_;
  std::unique_ptr<business::Installation> installation_;
  std::unique_ptr<business::CompanyDatabase> company_;
  std::unique_ptr<ChildProcess> online_;
  std::unique_ptr<ChildProcess> syncd_;
};

int run_demo(Context& context, const DemoArguments& arguments) {
  return Demo(context, arguments).run();
}

}  // namespace

void add_demo_command(CLI::App& app, Context& context) {
  const auto arguments = std::make_shared<DemoArguments>();
  CLI::App* demo = app.add_subcommand(
      "demo", context.words("Starta ett kontor och en server att prova med, anslutna till varandra",
                            "Start an office and a server to try out, connected to each other"));
  demo->add_option("--web", arguments->web,
                   context.words("Webbgränssnittets filer (annars bara gränssnittet för program)",
                                 "Files of the web desktop (default: the interface for programs "
                                 "only)"))
      ->type_name("DIR")
      ->check(CLI::ExistingDirectory.description(""));
  demo->add_option("--port", arguments->port, context.words("Serverns port", "Port of the server"))
      ->check(CLI::Range(1, 65535).description(""))
      ->capture_default_str();
  demo->add_option("--trusted-proxy", arguments->trusted_proxies,
                   context.words("Adress vars X-Forwarded-For servern litar på (flera går bra)",
                                 "Address whose X-Forwarded-For the server believes (repeatable)"))
      ->type_name("ADDRESS");
  demo->add_flag("--reset", arguments->reset,
                 context.words("Börja om med nya uppgifter", "Start anew"));
  demo->callback([&context, arguments] {
    context.choose([&context, arguments] { return run_demo(context, *arguments); });
  });
}

}  // namespace tusk::cli
