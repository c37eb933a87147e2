#include "connection/log_in_receiver.h"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>

#include "connection/limits.h"
#include "core/error.h"

namespace tusk::connection {
namespace {

using http::Request;
using http::Response;

constexpr const char* path = "/tusk-log-in";

// As the server's own pages look (apps/online/openid/pages.cpp).
constexpr const char* page = R"(<!doctype html>
<html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">
<title>{title} – Tusk</title><style nonce="{nonce}">
:root{{color-scheme:light dark;--surface:#fff;--ground:#f7f8fa;--text:#1b1f24;--text-2:#5b6570;
--line:#e3e7eb;--accent:#0b6e6e;--on-accent:#fff}}
@media (prefers-color-scheme:dark){{:root{{--surface:#171c20;--ground:#121619;--text:#e6eaed;
--text-2:#9ba6b0;--line:#293037;--accent:#12807f}}}}
*{{box-sizing:border-box}}
body{{margin:0;min-height:100vh;display:grid;place-items:center;padding:16px;
background:var(--ground);color:var(--text);font:15px/1.5 'Inter Variable',system-ui,sans-serif}}
main{{width:100%;max-width:400px;padding:32px;background:var(--surface);
border:1px solid var(--line);border-radius:12px}}
.brand{{display:flex;align-items:center;gap:12px;font-weight:600}}
.brand rect{{fill:var(--accent)}}.brand path{{fill:var(--on-accent)}}
h1{{margin:24px 0 8px;font-size:22px;line-height:1.3}}
p{{margin:0;color:var(--text-2);overflow-wrap:anywhere}}
</style></head>
<body><main><div class="brand"><svg width="36" height="36" viewBox="0 0 32 32" aria-hidden="true">
<rect width="32" height="32" rx="8"/><path d="M6.6 8.2c3.4-1.7 7.2-1.5 9.5.6.8 5.2 3.9 9 9.7 10.6.7.2.7
1.2 0 1.4C15.600 24 7.400 18.800 6.600 8.200Z"/></svg><span>Tusk</span></div>
<h1>{title}</h1><p>{text}</p></main></body></html>
)";

struct Words {
  core::Text title;
  core::Text text;
};

const Words logged_in{{"Inloggningen är klar", "The log-in is done"},
                      {"Gå tillbaka till programmet där du började. Den här fliken kan stängas.",
                       "Go back to the program where you began. You can close this tab."}};
const Words not_allowed{{"Inloggningen avbröts", "The log-in was cancelled"},
                        {"Ingenting är ändrat. Den här fliken kan stängas.",
                         "Nothing has been changed. You can close this tab."}};
const Words already{{"Redan besvarad", "Answered already"},
                    {"Programmet har fått sitt svar. Den här fliken kan stängas.",
                     "The program has got its answer. You can close this tab."}};
const Words no_answer{{"Inte den här inloggningen", "Not this log-in"},
                      {"Det här hör inte till den inloggning som programmet väntar på. Programmet "
                       "väntar vidare.",
                       "This does not belong to the log-in that the program waits for. The program "
                       "goes on waiting."}};
const Words no_page{{"Här finns ingenting", "There is nothing here"},
                    {"Ett program på den här datorn väntar på en inloggning.",
                     "A program on this computer is waiting for a log-in."}};

// Empty if there is none, or several: then nobody knows which counts.
std::string only(const Request& request, std::string_view name) {
  const auto values = request.query_parameters(name);
  return values.size() == 1 ? std::string(values.front()) : std::string();
}

}  // namespace

class LogInReceiver::Pages final : public http::Dispatcher {
 public:
  Pages(ExpectedLogIn expected, core::Random& random)
      : expected_(std::move(expected)), random_(random) {}

  [[nodiscard]] std::size_t body_limit(const Request&) const override { return 0; }

  [[nodiscard]] Response handle(Request& request) override {
    if (request.path != path) return answer(404, no_page);
    if (request.method != http::Method::get) {
      Response response = answer(405, no_answer);
      response.headers.set("Allow", "GET");
      return response;
    }
    const auto given = read(request);
    if (!given) return answer(400, no_answer);
    if (!take(*given)) return answer(410, already);
    return given->error.empty() ? answer(200, logged_in) : answer(200, not_allowed);
  }

  [[nodiscard]] std::optional<LogInAnswer> wait(std::chrono::milliseconds patience,
                                                const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, stop, patience, [this] { return answer_.has_value(); });
    return answer_;
  }

 private:
  // Nothing: it is not the answer to this log-in.
  [[nodiscard]] std::optional<LogInAnswer> read(const Request& request) const {
    if (only(request, "state") != expected_.state || only(request, "iss") != expected_.issuer)
      return std::nullopt;
    LogInAnswer given{only(request, "code"), only(request, "error")};
    if (given.code.empty() == given.error.empty()) return std::nullopt;
    return given;
  }

  // False: there was one already.
  [[nodiscard]] bool take(const LogInAnswer& given) {
    const std::lock_guard lock(mutex_);
    if (answer_) return false;
    answer_ = given;
    changed_.notify_all();
    return true;
  }

  [[nodiscard]] Response answer(int status, const Words& words) {
    constexpr std::size_t nonce_bytes = 16;
    const std::string nonce = random_.hex(nonce_bytes);
    const core::Language language = expected_.language;
    Response response = http::text_response(
        status,
        fmt::format(fmt::runtime(page),
                    fmt::arg("language", language == core::Language::swedish ? "sv" : "en"),
                    fmt::arg("nonce", nonce), fmt::arg("title", words.title.in(language)),
                    fmt::arg("text", words.text.in(language))),
        "text/html; charset=utf-8");
    response.headers.set("Content-Security-Policy",
                         fmt::format("default-src 'none'; style-src 'nonce-{}'; img-src data:; "
                                     "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                                     nonce));
    response.headers.set("Cache-Control", "no-store");
    response.headers.set("Referrer-Policy", "no-referrer");
    return response;
  }

  const ExpectedLogIn expected_;
  core::Random& random_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::optional<LogInAnswer> answer_;
};

LogInReceiver::LogInReceiver(ExpectedLogIn expected, core::Random& random)
    : pages_(std::make_shared<Pages>(std::move(expected), random)) {
  const auto listen = [this](const char* address, const char* host) {
    server_ = std::make_unique<http::Server>(
        http::ServerOptions{.address = address, .worker_threads = 2}, pages_);
    host_ = host;
  };
  try {
    listen("127.0.0.1", "127.0.0.1");
  } catch (const core::Error&) {
    listen("::1", "[::1]");
  }
  server_->start();
}

LogInReceiver::~LogInReceiver() = default;

std::uint16_t LogInReceiver::port() const {
  return server_->port();
}

std::string LogInReceiver::redirect_uri() const {
  return fmt::format("http://{}:{}{}", host_, port(), path);
}

std::optional<LogInAnswer> LogInReceiver::wait(std::chrono::milliseconds patience,
                                               const std::stop_token& stop) {
  auto answer = pages_->wait(patience, stop);
  server_->stop(last_page_time);
  return answer;
}

}  // namespace tusk::connection
