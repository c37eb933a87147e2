#include "connection/browser_log_in.h"

#include <algorithm>
#include <boost/json.hpp>
#include <span>

#include "api/routes.h"
#include "business/installation.h"
#include "connection/log_in_receiver.h"
#include "connection/state.h"
#include "core/base64.h"
#include "core/error.h"
#include "core/sha256.h"
#include "http/client.h"
#include "http/encoding.h"

namespace tusk::connection {
namespace {

namespace json = boost::json;

constexpr const char* client_id = "tusk_office";
constexpr const char* scope = "office";

const char* name_of(BrowserDeed deed) {
  switch (deed) {
    case BrowserDeed::connect:
      return "connect";
    case BrowserDeed::update:
      return "update";
    case BrowserDeed::change_user:
      return "change_user";
    case BrowserDeed::disconnect:
      return "disconnect";
  }
  return "";
}

std::string make_verifier(core::Random& random) {
  std::string bytes(verifier_bytes, '\0');
  random.fill(std::as_writable_bytes(std::span(bytes)));
  return core::encode_base64url(bytes);
}

std::string challenge_of(const std::string& verifier) {
  return core::encode_base64url(core::sha256_bytes(verifier));
}

// 421: the server's name is another than the address says.
constexpr int not_by_that_name = 421;

core::Error called_otherwise(const std::string& url, const std::string& own_name) {
  const core::Text name = own_name.empty()
                              ? core::Text{"något annat", "something else"}
                              : core::Text{core::shorten(own_name), core::shorten(own_name)};
  return {
      core::ErrorCode::conflict,
      core::Text{fmt::format("Servern på {} heter {}, och bara under sitt eget namn går det att "
                             "logga in där i webbläsaren. Ange den adressen, eller ge kommandot "
                             "utan --browser.",
                             url, name.sv),
                 fmt::format("The server at {} is called {}, and only under its own name can "
                             "one log in there in the browser. Give that address, or the "
                             "command without --browser.",
                             url, name.en)}};
}

core::Error not_understood(const std::string& url) {
  return {core::ErrorCode::unavailable,
          core::say("{} svarar, men inte som en Tusk-server. Kontrollera adressen.",
                    "{} answers, but not like a Tusk server. Check the address.", url)};
}

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

json::object parse_object(const std::string& text) {
  boost::system::error_code failed;
  json::value value = json::parse(text, failed);
  return !failed && value.is_object() ? std::move(value.as_object()) : json::object();
}

bool has_element(const json::object& object, std::string_view name, std::string_view element) {
  const json::value* list = object.if_contains(name);
  return list != nullptr && list->is_array() &&
         std::any_of(list->as_array().begin(), list->as_array().end(), [&](const json::value& one) {
           return one.is_string() && one.as_string() == element;
         });
}

// The log-in of one person, against one server.
class Flow {
 public:
  Flow(const BrowserLogIn& wanted, core::Random& random)
      : wanted_(wanted),
        issuer_(issuer_of(wanted.online_url)),
        client_({.base_url = wanted.online_url, .ca_file = wanted.ca_file}),
        verifier_(make_verifier(random)),
        state_(random.hex(state_bytes)),
        receiver_({state_, issuer_, wanted.language}, random) {}

  std::string run() {
    require_browser_log_in(fetch_metadata(), issuer_);
    wanted_.show(address(), receiver_.port());
    return redeem(wait());
  }

 private:
  std::string fetch_metadata() {
    const auto answer = client_.send({.target = api::get_route("get_oauth_configuration").path});
    if (answer.status == not_by_that_name) throw called_otherwise(issuer_, {});
    return answer.status == 200 ? answer.body : std::string();
  }

  [[nodiscard]] std::string address() const {
    http::Parameters query{
        {"response_type", "code"},
        {"client_id", client_id},
        {"redirect_uri", receiver_.redirect_uri()},
        {"scope", scope},
        {"state", state_},
        {"code_challenge", challenge_of(verifier_)},
        {"code_challenge_method", "S256"},
        {"prompt", "login"},
        {"ui_locales", wanted_.language == core::Language::swedish ? "sv" : "en"},
        {"office_deed", name_of(wanted_.deed)},
        {"office_company_uuid", wanted_.company_uuid},
        {"office_company", wanted_.company_name},
        {"office_computer", wanted_.computer_name}};
    if (!wanted_.email.empty()) query.emplace_back("login_hint", wanted_.email);
    return issuer_ + api::get_route("authorize").path + "?" + http::format_query(query);
  }

  LogInAnswer wait() {
    const auto answer = receiver_.wait(wanted_.patience, wanted_.stop);
    if (!answer && wanted_.stop.stop_requested()) throw cancelled();
    if (!answer) {
      throw core::Error(
          core::ErrorCode::unavailable,
          core::say("Ingen loggade in i webbläsaren inom {} minuter. Ingenting är "
                    "ändrat. Ge kommandot igen.",
                    "Nobody logged in in the browser within {} minutes. Nothing has "
                    "been changed. Give the command again.",
                    std::chrono::ceil<std::chrono::minutes>(wanted_.patience).count()));
    }
    if (answer->error == "access_denied") throw cancelled();
    if (!answer->error.empty()) throw refused(answer->error);
    return *answer;
  }

  std::string redeem(const LogInAnswer& answer) {
    http::ClientRequest request{.method = http::Method::post,
                                .target = api::get_route("issue_token").path};
    request.headers.set("Content-Type", "application/x-www-form-urlencoded");
    request.body = http::format_query({{"grant_type", "authorization_code"},
                                       {"client_id", client_id},
                                       {"code", answer.code},
                                       {"redirect_uri", receiver_.redirect_uri()},
                                       {"code_verifier", verifier_}});
    const http::ClientResponse response = client_.send(request);
    const json::object body = parse_object(response.body);
    if (response.status != 200) throw refused(text_of(body, "error"));
    const std::string token = text_of(body, "access_token");
    if (token.empty() || text_of(body, "scope") != scope) throw not_understood(issuer_);
    return token;
  }

  [[nodiscard]] static core::Error cancelled() {
    return {core::ErrorCode::forbidden,
            core::say("Inloggningen i webbläsaren avbröts. Ingenting är ändrat.",
                      "The log-in in the browser was cancelled. Nothing has been changed.")};
  }

  // `error` comes from the network: only what OAuth's errors look like is shown.
  [[nodiscard]] static core::Error refused(std::string error) {
    const bool is_name =
        !error.empty() && error.size() <= 40 &&
        error.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
    if (!is_name) error = "unknown";
    return {
        core::ErrorCode::unauthenticated,
        core::say("Servern godtog inte inloggningen i webbläsaren ({}). Ingenting är ändrat. Ge "
                  "kommandot igen.",
                  "The server did not accept the log-in in the browser ({}). Nothing has been "
                  "changed. Give the command again.",
                  error)};
  }

  const BrowserLogIn& wanted_;
  const std::string issuer_;
  http::Client client_;
  const std::string verifier_;
  const std::string state_;
  LogInReceiver receiver_;
};

}  // namespace

std::string issuer_of(std::string online_url) {
  while (online_url.ends_with('/')) online_url.pop_back();
  const auto host = online_url.find("://");
  const auto end = host == std::string::npos ? online_url.size() : online_url.find('/', host + 3);
  for (std::size_t i = 0; i < std::min(end, online_url.size()); ++i) {
    if (online_url[i] >= 'A' && online_url[i] <= 'Z')
      online_url[i] = static_cast<char>(online_url[i] + ('a' - 'A'));
  }
  return online_url;
}

void require_browser_log_in(const std::string& metadata, const std::string& issuer) {
  const json::object told = parse_object(metadata);
  if (!has_element(told, "scopes_supported", scope)) {
    throw core::Error(core::ErrorCode::conflict,
                      core::say("{} har ingen inloggning i webbläsaren för kontorets program. Ge "
                                "kommandot utan --browser.",
                                "{} has no log-in in the browser for the office's programs. Give "
                                "the command without --browser.",
                                issuer));
  }
  // Who answers here must be who the browser is sent to and the answer comes from: else a code
  // could be carried from one server to another (RFC 9207).
  const std::string own_name = text_of(told, "issuer");
  if (own_name != issuer) throw called_otherwise(issuer, own_name);
}

BrowserLogIn browser_log_in_for(business::Installation& installation,
                                const business::CompanyDatabase& company, BrowserDeed deed) {
  return {.deed = deed,
          .company_uuid = load_state(company).database_uuid,
          .company_name = company.company().name,
          .computer_name = installation.environment().computer_name};
}

std::string log_in_by_browser(const BrowserLogIn& wanted, core::Random& random) {
  return Flow(wanted, random).run();
}

}  // namespace tusk::connection
