#include "online/online_testing.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

#include "identity/people.h"
#include "replica/first_sync.h"
#include "storage/schema.h"

namespace tusk::online::testing {

namespace json = boost::json;
using storage::Transaction;

// ---- LiveRequest ----

LiveRequest::LiveRequest(std::uint16_t port, const std::string& target,
                         const http::Headers& headers)
    : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("nobody listens");
  }
  std::string text = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n";
  for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
  text += "\r\n";
  (void)!::send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL);
}

LiveRequest::~LiveRequest() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::string LiveRequest::read_until(const std::string& end) {
  for (;;) {
    if (const auto found = received_.find(end); found != std::string::npos) {
      std::string text = received_.substr(0, found + end.size());
      received_.erase(0, text.size());
      return text;
    }
    pollfd ready{descriptor_, POLLIN, 0};
    char buffer[4096];
    const auto count =
        ::poll(&ready, 1, 30'000) == 1 ? ::recv(descriptor_, buffer, sizeof buffer, 0) : -1;
    if (count <= 0) return std::exchange(received_, {});
    received_.append(buffer, static_cast<std::size_t>(count));
  }
}

int LiveRequest::read_status() {
  const std::string line = read_until("\r\n");
  return line.size() < 12 ? 0 : std::atoi(line.c_str() + 9);
}

bool LiveRequest::is_closed_by_server() {
  const std::string rest = read_until("this never comes");
  return rest.find("event:") == std::string::npos;
}

// ---- Browser ----

Browser::Browser(std::uint16_t port)
    : port_(port),
      client_(std::make_unique<http::Client>(
          http::ClientOptions{.base_url = "http://127.0.0.1:" + std::to_string(port)})) {}

json::value Browser::log_in(const std::string& email, const std::string& password) {
  const Answer answer = post(
      "/api/v1/session", json::serialize(json::object{{"email", email}, {"password", password}}));
  EXPECT_EQ(answer.status, 200) << answer.body;
  return answer.status == 200 ? answer.json() : json::value();
}

Answer Browser::send(http::Method method, const std::string& target, const std::string& body,
                     http::Headers headers) {
  std::string cookies = cookie;
  for (const std::string& more : {known_browser, waiting})
    if (!more.empty()) cookies += (cookies.empty() ? "" : "; ") + more;
  if (!cookies.empty()) headers.set("Cookie", cookies);
  if (!csrf_token.empty() && headers.count("X-CSRF-Token") == 0) {
    headers.set("X-CSRF-Token", csrf_token);
  }
  if (!body.empty() && headers.count("Content-Type") == 0) {
    headers.set("Content-Type", "application/json");
  }
  const auto response = client_->send({method, target, headers, body, {}});
  for (const auto& [name, value] : response.headers) {
    if (name != "Set-Cookie") continue;
    std::string& kept = value.starts_with("tusk_browser=")   ? known_browser
                        : value.starts_with("tusk_waiting=") ? waiting
                                                             : cookie;
    kept = value.substr(0, value.find(';'));
  }
  Answer answer{response.status, response.headers, response.body};
  const bool is_session = target == "/api/v1/session" || target.starts_with("/api/v1/invitations/");
  if (is_session && answer.status == 200 && answer.json().as_object().contains("csrf_token")) {
    csrf_token = json::value_to<std::string>(answer.json().at("csrf_token"));
  }
  return answer;
}

LiveRequest Browser::listen() {
  LiveRequest request(port_, "/api/v1/events", {{"Cookie", cookie}});
  EXPECT_EQ(request.read_status(), 200);
  request.read_until("\r\n\r\n");
  return request;
}

// ---- OnlineTest ----

OnlineTest::OnlineTest(Config config) : config_(std::move(config)) {
  config_.listen_port = 0;
  config_.data_folder = folder_ / "data";
  // Else letters would lie where the test was started.
  if (config_.mail.outbox_folder.empty()) config_.mail.outbox_folder = folder_ / "outbox";
  restart();
}

void OnlineTest::restart() {
  program_.reset();
  program_ = std::make_unique<Program>(config_, clock_, random_,
                                       identity::HashParameters{.memory_bytes = 8192, .passes = 1});
  program_->start();
}

api::ConnectRequest OnlineTest::connect_request(const std::string& email,
                                                const std::string& company) {
  std::vector<api::ConnectPrerequisite> prerequisites;
  for (const char* name : api::connect_prerequisites) prerequisites.push_back({name, true});
  return {.email = email,
          .password = kPassword,
          .create_identity = true,
          .person_name = "Person " + email.substr(0, email.find('@')),
          .company_name = company,
          .company_uuid = "uuid of " + company,
          .computer_name = "KONTOR-1",
          .computer_uuid = "uuid of KONTOR-1",
          .prerequisites = std::move(prerequisites)};
}

std::unique_ptr<api::SyncClient> OnlineTest::client(const Office& office) const {
  return std::make_unique<api::SyncClient>(
      api::SyncClientOptions{
          .base_url = url(), .device_id = office.device_id, .device_secret = office.device_secret},
      core::registry());
}

Office OnlineTest::connect_only(const std::string& email, const std::string& company) {
  const auto answer = client()->connect(connect_request(email, company));
  return {email, answer.company_id, answer.device_id, answer.device_key};
}

std::unique_ptr<storage::Database> OnlineTest::make_office(const std::string& company) {
  auto database = storage::open_database({.location = ":memory:", .company = 1});
  storage::migrate_company(*database, core::registry(), core::Side::office);
  storage::write(*database, [&](Transaction& tx) {
    storage::initialise_company(tx, core::registry(), core::Side::office, "uuid of " + company);
  });
  return database;
}

Office OnlineTest::connect(const std::string& email, const std::string& company) {
  return connect(email, company, *make_office(company));
}

Office OnlineTest::connect(const std::string& email, const std::string& company,
                           storage::Database& database) {
  const Office office = connect_only(email, company);
  const storage::RecordStore store(core::registry(), core::Side::office);
  const auto archive = folder_ / (office.device_id + ".tusk");
  const auto snapshot =
      replica::take_snapshot(database, store, archive, clock_, [](std::int64_t, std::int64_t) {});
  storage::write(database, [&](Transaction& tx) {
    replica::begin_first_sync(tx,
                              {.online_url = url(),
                               .company_id = office.company_id,
                               .device_id = office.device_id,
                               .connected_by = email,
                               .connected_by_email = email},
                              snapshot, clock_);
  });
  const auto line = client(office);
  ClientTransferLink link(*line);
  replica::LeaseKeeper keeper("uuid of KONTOR-1", "KONTOR-1");
  replica::FirstSyncSender sender(
      database, link, keeper, clock_,
      {.archive = archive, .computer = "KONTOR-1", .wait = [&](std::chrono::milliseconds time) {
         clock_.advance(time.count() * 1000);  // else so many questions come too often
         return true;
       }});
  EXPECT_EQ(sender.run(), replica::SendOutcome::done);
  return office;
}

void OnlineTest::add_person(const std::string& email, const std::string& company_id,
                            identity::Role role) {
  Services& services = program_->services();
  const identity::PreparedPerson prepared(
      {.email = email, .name = "Person " + email.substr(0, email.find('@')), .password = kPassword},
      services.hashes);
  services.directory.write([&](Transaction& tx) {
    const identity::Person person = prepared.insert(tx, services.random, services.clock);
    if (!company_id.empty()) {
      identity::set_membership(tx, person.id, company_id, role, services.clock);
    }
  });
}

Browser OnlineTest::logged_in(const std::string& email) const {
  Browser made = browser();
  made.log_in(email);
  return made;
}

std::string create_contact(Browser& browser, const std::string& name) {
  const Answer answer =
      browser.post("/api/v1/records/contact",
                   json::serialize(json::object{{"fields", json::object{{"name", name}}}}));
  EXPECT_EQ(answer.status, 201) << answer.body;
  return std::string(answer.headers.get_or("Location", ""));
}

}  // namespace tusk::online::testing
