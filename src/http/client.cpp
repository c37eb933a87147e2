#include "http/client.h"

#include <curl/curl.h>

#include <atomic>
#include <cerrno>
#include <mutex>
#include <stdexcept>
#include <vector>

namespace tusk::http {
namespace {

void initialise_curl() {
  static const CURLcode result = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (result != CURLE_OK) throw std::runtime_error(curl_easy_strerror(result));
}

struct Address {
  std::string scheme;
  std::string host;
};

Address parse_base_url(const std::string& url) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parsed(curl_url(), curl_url_cleanup);
  const auto part = [&](CURLUPart which) {
    char* text = nullptr;
    if (curl_url_get(parsed.get(), which, &text, 0) != CURLUE_OK) return std::string();
    std::string result(text);
    curl_free(text);
    return result;
  };
  const bool valid = curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) == CURLUE_OK;
  Address address{part(CURLUPART_SCHEME), part(CURLUPART_HOST)};
  const std::string path = part(CURLUPART_PATH);
  const bool plain = part(CURLUPART_USER).empty() && part(CURLUPART_PASSWORD).empty() &&
                     part(CURLUPART_QUERY).empty() && part(CURLUPART_FRAGMENT).empty();
  if (valid && plain && (path.empty() || path == "/") &&
      (address.scheme == "https" || address.scheme == "http")) {
    return address;
  }
  throw core::invalid_field("address", url,
                            core::say("Serverns adress ”{}” ska se ut som https://tusk.example.se",
                                      "The server's address “{}” must look like "
                                      "https://tusk.example.se",
                                      core::shorten(url)));
}

bool is_loopback(const std::string& host) {
  if (host == "localhost" || host == "[::1]") return true;
  return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos;
}

TransportReason reason_of(CURLcode code, long system_error) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return TransportReason::no_line;
    case CURLE_COULDNT_CONNECT:
      return system_error == ECONNREFUSED ? TransportReason::refused : TransportReason::no_line;
    case CURLE_OPERATION_TIMEDOUT:
      return TransportReason::timeout;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
      return TransportReason::tls_certificate;
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
      return TransportReason::interrupted;
    default:
      return TransportReason::protocol;
  }
}

core::Text text_of(TransportReason reason, const std::string& host) {
  switch (reason) {
    case TransportReason::no_line:
      return core::say("Det går inte att nå {}. Kontrollera nätet och adressen.",
                       "{} can't be reached. Check the network and the address.", host);
    case TransportReason::refused:
      return core::say("Datorn {} svarar, men ingen server är igång där. Kontrollera porten.",
                       "The computer {} answers, but no server runs there. Check the port.", host);
    case TransportReason::timeout:
      return core::say("{} svarade inte i tid. Försök igen om en stund.",
                       "{} didn't answer in time. Try again in a moment.", host);
    case TransportReason::tls_certificate:
      return core::say(
          "{} kunde inte bevisa vem den är: certifikatet godtas inte. Ingenting har "
          "skickats. Kontrollera adressen och datorns klocka.",
          "{} couldn't prove who it is: its certificate isn't accepted. Nothing has "
          "been sent. Check the address and this computer's clock.",
          host);
    case TransportReason::interrupted:
      return core::say("Förbindelsen med {} bröts. Försök igen.",
                       "The connection with {} was interrupted. Try again.", host);
    case TransportReason::too_large:
      return core::say("Svaret från {} är större än tillåtet.",
                       "The answer from {} is larger than allowed.", host);
    case TransportReason::cancelled:
      return core::say("Anropet till {} avbröts.", "The request to {} was cancelled.", host);
    case TransportReason::protocol:
      return core::say("{} svarar, men inte som en Tusk-server. Kontrollera adressen.",
                       "{} answers, but not like a Tusk server. Check the address.", host);
  }
  return {};
}

}  // namespace

const char* name_of(TransportReason reason) {
  switch (reason) {
    case TransportReason::no_line:
      return "no_line";
    case TransportReason::refused:
      return "refused";
    case TransportReason::timeout:
      return "timeout";
    case TransportReason::tls_certificate:
      return "tls_certificate";
    case TransportReason::interrupted:
      return "interrupted";
    case TransportReason::too_large:
      return "too_large";
    case TransportReason::cancelled:
      return "cancelled";
    case TransportReason::protocol:
      return "protocol";
  }
  return "";
}

TransportError::TransportError(TransportReason reason, core::Text text, std::string detail)
    : core::Error(core::ErrorCode::unavailable, std::move(text), {}, std::move(detail)),
      reason_(reason) {}

// A multi handle with one transfer: it alone can be woken from another thread.
class Client::Implementation {
 public:
  explicit Implementation(ClientOptions options);
  ~Implementation();

  ClientResponse send(const ClientRequest& request);
  void cancel();
  void resume() { cancelled_ = false; }

 private:
  struct Receipt {
    ClientResponse response;
    std::size_t most = 0;
    bool too_large = false;
  };

  void prepare(const ClientRequest& request, Receipt& receipt, curl_slist* headers);
  CURLcode perform();
  [[noreturn]] void fail(TransportReason reason, const std::string& detail) const;
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* receipt);
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* receipt);

  const ClientOptions options_;
  Address address_;
  std::string root_;
  std::mutex sending_;
  std::atomic<bool> cancelled_ = false;
  CURLM* multi_ = nullptr;
  CURL* easy_ = nullptr;
  char error_[CURL_ERROR_SIZE] = {};
};

Client::Implementation::Implementation(ClientOptions options) : options_(std::move(options)) {
  initialise_curl();
  address_ = parse_base_url(options_.base_url);
  if (address_.scheme == "http" && !is_loopback(address_.host)) {
    throw core::invalid_field("address", options_.base_url,
                              core::say("Adressen ”{}” är inte krypterad. Använd https://",
                                        "The address “{}” isn't encrypted. Use https://",
                                        core::shorten(options_.base_url)));
  }
  root_ = options_.base_url;
  if (root_.ends_with('/')) root_.pop_back();
  multi_ = curl_multi_init();
  easy_ = curl_easy_init();
  if (!multi_ || !easy_) {
    curl_easy_cleanup(easy_);
    curl_multi_cleanup(multi_);
    throw std::runtime_error("libcurl has no memory");
  }
}

Client::Implementation::~Implementation() {
  curl_easy_cleanup(easy_);
  curl_multi_cleanup(multi_);
}

std::size_t Client::Implementation::on_body(char* data, std::size_t size, std::size_t count,
                                            void* target) {
  auto& receipt = *static_cast<Receipt*>(target);
  const std::size_t bytes = size * count;
  if (receipt.response.body.size() + bytes > receipt.most) {
    receipt.too_large = true;
    return 0;
  }
  receipt.response.body.append(data, bytes);
  return bytes;
}

std::size_t Client::Implementation::on_header(char* data, std::size_t size, std::size_t count,
                                              void* target) {
  auto& response = static_cast<Receipt*>(target)->response;
  const std::size_t bytes = size * count;
  std::string_view line(data, bytes);
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  // A new status line: what came before was "100 Continue".
  if (line.starts_with("HTTP/")) response.headers = {};
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return bytes;
  try {
    response.headers.add(std::string(line.substr(0, colon)),
                         std::string(trim(line.substr(colon + 1))));
  } catch (const std::invalid_argument&) {
    return 0;  // not a server of ours
  }
  return bytes;
}

void Client::Implementation::prepare(const ClientRequest& request, Receipt& receipt,
                                     curl_slist* headers) {
  const auto set = [this](CURLoption option, auto value) {
    const CURLcode result = curl_easy_setopt(easy_, option, value);
    if (result != CURLE_OK) throw std::runtime_error(curl_easy_strerror(result));
  };
  curl_easy_reset(easy_);  // keeps the connection
  set(CURLOPT_URL, (root_ + request.target).c_str());
  set(CURLOPT_PROTOCOLS_STR, address_.scheme.c_str());
  set(CURLOPT_PATH_AS_IS, 1L);
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_PROXY, "");  // the environment's too
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_TCP_NODELAY, 1L);
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (!options_.ca_file.empty()) {
    set(CURLOPT_CAINFO, options_.ca_file.c_str());
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
  if (!options_.pinned_keys.empty()) {
    set(CURLOPT_PINNEDPUBLICKEY, options_.pinned_keys.c_str());
  }
  set(CURLOPT_USERAGENT, options_.user_agent.c_str());
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_time.count()));
  set(CURLOPT_TIMEOUT_MS,
      static_cast<long>(request.total_time.value_or(options_.total_time).count()));
  set(CURLOPT_ERRORBUFFER, error_);
  set(CURLOPT_HTTPHEADER, headers);
  set(CURLOPT_WRITEFUNCTION, &on_body);
  set(CURLOPT_WRITEDATA, static_cast<void*>(&receipt));
  set(CURLOPT_HEADERFUNCTION, &on_header);
  set(CURLOPT_HEADERDATA, static_cast<void*>(&receipt));
  if (request.method == Method::head) {
    set(CURLOPT_NOBODY, 1L);
  } else if (request.method != Method::get || !request.body.empty()) {
    set(CURLOPT_POSTFIELDS, request.body.data());
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(CURLOPT_CUSTOMREQUEST, std::string(name_of(request.method)).c_str());
  }
}

CURLcode Client::Implementation::perform() {
  if (curl_multi_add_handle(multi_, easy_) != CURLM_OK) return CURLE_FAILED_INIT;
  CURLcode result = CURLE_ABORTED_BY_CALLBACK;
  int running = 1;
  while (!cancelled_) {
    if (curl_multi_perform(multi_, &running) != CURLM_OK) break;
    if (running == 0) {
      int left = 0;
      while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
        if (message->msg == CURLMSG_DONE) result = message->data.result;
      }
      break;
    }
    if (curl_multi_poll(multi_, nullptr, 0, 1000, nullptr) != CURLM_OK) break;
  }
  curl_multi_remove_handle(multi_, easy_);
  return result;
}

void Client::Implementation::fail(TransportReason reason, const std::string& detail) const {
  throw TransportError(reason, text_of(reason, address_.host), detail);
}

ClientResponse Client::Implementation::send(const ClientRequest& request) {
  const std::lock_guard lock(sending_);
  if (!request.target.starts_with('/')) {
    throw std::logic_error("the target of a request starts with '/'");
  }
  Receipt receipt;
  receipt.most = options_.response_bytes;
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(nullptr, curl_slist_free_all);
  const auto append = [&](const std::string& line) {
    curl_slist* longer = curl_slist_append(headers.get(), line.c_str());
    if (!longer) throw std::bad_alloc();
    (void)headers.release();
    headers.reset(longer);
  };
  append("Expect:");  // asking first costs a round trip
  if (!request.headers.find("Content-Type")) append("Content-Type:");
  for (const auto& [name, value] : request.headers) {
    append(value.empty() ? name + ";" : name + ": " + value);
  }
  prepare(request, receipt, headers.get());
  error_[0] = '\0';
  const CURLcode code = perform();
  if (code != CURLE_OK && cancelled_) fail(TransportReason::cancelled, "");
  if (receipt.too_large) fail(TransportReason::too_large, "");
  if (code != CURLE_OK) {
    long system_error = 0;
    curl_easy_getinfo(easy_, CURLINFO_OS_ERRNO, &system_error);
    fail(reason_of(code, system_error), error_[0] ? error_ : curl_easy_strerror(code));
  }
  long status = 0;
  curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
  receipt.response.status = static_cast<int>(status);
  return std::move(receipt.response);
}

void Client::Implementation::cancel() {
  cancelled_ = true;
  curl_multi_wakeup(multi_);
}

Client::Client(ClientOptions options)
    : implementation_(std::make_unique<Implementation>(std::move(options))) {}

Client::~Client() = default;

ClientResponse Client::send(const ClientRequest& request) {
  return implementation_->send(request);
}

void Client::cancel() {
  implementation_->cancel();
}

void Client::resume() {
  implementation_->resume();
}

}  // namespace tusk::http
