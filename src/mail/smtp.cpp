#include "mail/smtp.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <atomic>
#include <cstring>
#include <stdexcept>
#include <string_view>

#include "core/error.h"
#include "mail/limits.h"

namespace tusk::mail {
namespace {

void initialise_curl() {
  static const CURLcode result = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (result != CURLE_OK) throw std::runtime_error(curl_easy_strerror(result));
}

std::string part_of(CURLU* url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, 0) != CURLUE_OK) return {};
  std::string part(text);
  curl_free(text);
  return part;
}

// What was said last to the server and what it answered: the error code alone does not tell
// whether it refused the recipient or us.
struct Dialogue {
  std::string command;  // the first word
  std::string answer;   // the last line
  bool ended = false;
};

std::string_view without_line_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
  return line;
}

int on_dialogue(CURL*, curl_infotype type, char* data, std::size_t size, void* dialogue) {
  auto& said = *static_cast<Dialogue*>(dialogue);
  const std::string_view text = without_line_end({data, size});
  if (type == CURLINFO_HEADER_OUT && text == "QUIT") said.ended = true;
  if (said.ended) return 0;  // what comes now is politeness
  if (type == CURLINFO_HEADER_OUT) {
    said.command = text.substr(0, text.find(' '));
  } else if (type == CURLINFO_HEADER_IN) {
    said.answer = text;
  }
  return 0;
}

struct Upload {
  std::string_view rest;
};

std::size_t on_read(char* into, std::size_t size, std::size_t count, void* upload) {
  auto& rest = static_cast<Upload*>(upload)->rest;
  const std::size_t bytes = std::min(size * count, rest.size());
  std::memcpy(into, rest.data(), bytes);
  rest.remove_prefix(bytes);
  return bytes;
}

int on_progress(void* stopping, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return *static_cast<std::atomic<bool>*>(stopping) ? 1 : 0;
}

// Whether the answer is about this letter, and final.
bool is_refused(const Dialogue& dialogue, long status) {
  constexpr long log_in_first = 530;
  if (status < 500 || status > 599 || status == log_in_first) return false;
  // The end of the message is no command of curl's: DATA is the last.
  return dialogue.command == "RCPT" || dialogue.command == "DATA";
}

std::string without(std::string text, const std::string& secret) {
  for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3))
    text.replace(at, secret.size(), "…");
  return text;
}

}  // namespace

// A path is what the client calls itself in EHLO: curl reads it so.
void check_smtp_url(const std::string& text) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), curl_url_cleanup);
  const bool is_url = curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) == CURLUE_OK;
  const std::string scheme = part_of(url.get(), CURLUPART_SCHEME);
  const bool is_plain = part_of(url.get(), CURLUPART_USER).empty() &&
                        part_of(url.get(), CURLUPART_PASSWORD).empty() &&
                        part_of(url.get(), CURLUPART_QUERY).empty() &&
                        part_of(url.get(), CURLUPART_FRAGMENT).empty();
  if (is_url && is_plain && (scheme == "smtp" || scheme == "smtps")) return;
  // It may hold a password by mistake, so it is not quoted.
  throw core::invalid_field(
      "smtp_url", "",
      core::say("Skriv e-postserverns adress som smtp://post.exempel.se:587 eller "
                "smtps://post.exempel.se, utan namn och lösenord.",
                "Write the mail server's address as smtp://mail.example.com:587 or "
                "smtps://mail.example.com, without name and password."));
}

class Smtp::Session {
 public:
  explicit Session(SmtpOptions options) : options_(std::move(options)) {
    initialise_curl();
    check_smtp_url(options_.url);
    easy_ = curl_easy_init();
    if (easy_ == nullptr) throw std::runtime_error("libcurl has no memory");
  }
  ~Session() { curl_easy_cleanup(easy_); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  Outcome send(const Envelope& envelope) {
    Dialogue dialogue;
    Upload upload{envelope.message};
    char error[CURL_ERROR_SIZE] = {};
    prepare();
    set(CURLOPT_DEBUGDATA, &dialogue);
    set(CURLOPT_READDATA, &upload);
    set(CURLOPT_ERRORBUFFER, error);
    const std::string recipient = "<" + envelope.recipient + ">";
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> recipients(
        curl_slist_append(nullptr, recipient.c_str()), curl_slist_free_all);
    set(CURLOPT_MAIL_RCPT, recipients.get());
    const CURLcode result = curl_easy_perform(easy_);
    if (result == CURLE_OK) return {Outcome::Kind::sent, {}};
    long status = 0;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    std::string reason = error[0] != '\0' ? error : curl_easy_strerror(result);
    if (!dialogue.answer.empty()) reason += fmt::format(" ({})", dialogue.answer);
    return {is_refused(dialogue, status) ? Outcome::Kind::refused : Outcome::Kind::try_later,
            without(reason, envelope.recipient)};
  }

  void stop() { stopping_ = true; }

 private:
  template <typename Value>
  void set(CURLoption option, Value value) {
    const CURLcode result = curl_easy_setopt(easy_, option, value);
    if (result != CURLE_OK) throw std::runtime_error(curl_easy_strerror(result));
  }

  // Forgets the last letter's options; the connection stays.
  void prepare() {
    curl_easy_reset(easy_);
    set(CURLOPT_URL, options_.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_PROXY, "");  // whatever the environment says
    set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    if (!options_.ca_file.empty()) set(CURLOPT_CAINFO, options_.ca_file.c_str());
    if (!options_.user.empty()) {
      set(CURLOPT_USERNAME, options_.user.c_str());
      set(CURLOPT_PASSWORD, options_.password.c_str());
    }
    const std::string sender = "<" + options_.sender + ">";
    set(CURLOPT_MAIL_FROM, sender.c_str());
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, on_read);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect_patience_ms));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(send_patience_ms));
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, on_progress);
    set(CURLOPT_XFERINFODATA, &stopping_);
    set(CURLOPT_VERBOSE, 1L);  // only so that on_dialogue is called
    set(CURLOPT_DEBUGFUNCTION, on_dialogue);
  }

  const SmtpOptions options_;
  std::atomic<bool> stopping_ = false;
  CURL* easy_ = nullptr;
};

Smtp::Smtp(SmtpOptions options) : session_(std::make_unique<Session>(std::move(options))) {}
Smtp::~Smtp() = default;

Outcome Smtp::send(const Envelope& envelope) {
  return session_->send(envelope);
}

void Smtp::stop() {
  session_->stop();
}

}  // namespace tusk::mail
