#include "online/openid/pages.h"

#include <fmt/format.h>

#include "http/security_headers.h"
#include "identity/openid/client_uris.h"

namespace tusk::online::openid {
namespace {

// The colours and measures of the web desktop's log-in.
constexpr const char* style = R"(
:root{color-scheme:light dark;--surface:#fff;--ground:#f7f8fa;--text:#1b1f24;--text-2:#5b6570;
--line:#e3e7eb;--accent:#0b6e6e;--on-accent:#fff}
@media (prefers-color-scheme:dark){:root{--surface:#171c20;--ground:#121619;--text:#e6eaed;
--text-2:#9ba6b0;--line:#293037;--accent:#12807f}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:16px;background:var(--ground);
color:var(--text);font:15px/1.5 'Inter Variable',system-ui,sans-serif}
main{width:100%;max-width:400px;padding:32px;background:var(--surface);border:1px solid var(--line);
border-radius:12px}
.brand{display:flex;align-items:center;gap:12px;font-weight:600}
.brand rect{fill:var(--accent)}.brand path{fill:var(--on-accent)}
h1{margin:24px 0 8px;font-size:22px;line-height:1.3}
p{margin:0;color:var(--text-2);overflow-wrap:anywhere}
button{width:100%;margin-top:24px;padding:10px 16px;border:0;border-radius:6px;font:inherit;
font-weight:600;background:var(--accent);color:var(--on-accent);cursor:pointer}
button:focus-visible{outline:2px solid var(--text);outline-offset:2px}
)";

constexpr const char* frame = R"(<!doctype html>
<html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title} – Tusk Online</title><style nonce="{nonce}">{style}</style></head>
<body><main><div class="brand"><svg width="36" height="36" viewBox="0 0 32 32" aria-hidden="true">
<rect width="32" height="32" rx="8"/><path d="M6.6 8.2c3.4-1.7 7.2-1.5 9.5.6.8 5.2 3.9 9 9.7 10.6.7.2.7
1.2 0 1.4C15.600 24 7.400 18.800 6.600 8.200Z"/></svg><span>Tusk Online</span></div>
<h1>{title}</h1><p>{text}</p>{form}</main></body></html>
)";

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string form_of(const Button& button, core::Language language) {
  std::string form = fmt::format(R"(<form method="post" action="{}">)", escaped(button.target));
  for (const auto& [name, value] : button.fields) {
    form +=
        fmt::format(R"(<input type="hidden" name="{}" value="{}">)", escaped(name), escaped(value));
  }
  return form + fmt::format(R"(<button type="submit">{}</button></form>)",
                            escaped(button.label.in(language)));
}

}  // namespace

http::Response make_page(core::Random& random, const http::Request& request, const Page& page) {
  constexpr std::size_t nonce_bytes = 16;
  const std::string nonce = random.hex(nonce_bytes);
  const core::Language language = request.language;
  http::Response response = http::text_response(
      page.status,
      fmt::format(fmt::runtime(frame),
                  fmt::arg("language", language == core::Language::swedish ? "sv" : "en"),
                  fmt::arg("title", escaped(page.title.in(language))), fmt::arg("nonce", nonce),
                  fmt::arg("style", style), fmt::arg("text", escaped(page.text.in(language))),
                  fmt::arg("form", page.button ? form_of(*page.button, language) : "")),
      "text/html; charset=utf-8");
  std::string policy = http::content_security_policy_with(nonce);
  if (page.button && !page.button->leads_on_to.empty()) {
    // Browsers look also at where the answer of a form leads.
    const std::string_view own = "form-action 'self'";
    policy.insert(policy.find(own) + own.size(),
                  " " + identity::openid::divide(page.button->leads_on_to).origin);
  }
  response.headers.set("Content-Security-Policy", policy);
  // Under no-referrer a browser does not say whence a form comes: its Origin would be null.
  if (page.button) response.headers.set("Referrer-Policy", "same-origin");
  return response;
}

}  // namespace tusk::online::openid
