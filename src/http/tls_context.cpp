#include "http/tls_context.h"

#include <openssl/err.h>
#include <sys/stat.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>

#include "core/error.h"
#include "http/server.h"

namespace tusk::http {
namespace {

void check_private(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    const char* reason = std::strerror(errno);
    throw core::Error(core::ErrorCode::invalid,
                      core::say("Nyckelfilen {} går inte att läsa: {}.",
                                "The key file {} can't be read: {}.", path, reason));
  }
  if ((status.st_mode & S_IRWXO) != 0) {
    throw core::Error(core::ErrorCode::invalid,
                      core::say("Nyckelfilen {} är öppen för alla på datorn. Kör: chmod o-rwx {}",
                                "The key file {} is open to everybody on this computer. Run: "
                                "chmod o-rwx {}",
                                path, path));
  }
}

[[noreturn]] void throw_unusable(const TlsFiles& files) {
  throw core::Error(
      core::ErrorCode::invalid,
      core::say("Certifikatet {} med nyckeln {} går inte att använda. Båda ska vara PEM-filer som "
                "hör ihop.",
                "The certificate {} with the key {} can't be used. Both must be PEM files that "
                "belong together.",
                files.certificate_chain, files.private_key),
      {}, openssl_errors());
}

int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_length,
                    const unsigned char* in, unsigned int in_length, void*) {
  static constexpr unsigned char kHttp11[] = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, out_length, kHttp11, sizeof kHttp11 - 1, in, in_length) !=
      OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_NOACK;
  }
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

}  // namespace

core::Microseconds expiry_of(const TlsContext& context) {
  std::tm at{};
  ASN1_TIME_to_tm(X509_get0_notAfter(SSL_CTX_get0_certificate(context.get())), &at);
  return core::seconds(::timegm(&at));
}

std::string openssl_errors() {
  std::string result;
  while (const unsigned long code = ERR_get_error()) {
    char text[256];
    ERR_error_string_n(code, text, sizeof text);
    result += (result.empty() ? "" : "; ") + std::string(text);
  }
  return result;
}

TlsContext make_server_tls(const TlsFiles& files) {
  check_private(files.private_key);
  // OpenSSL writes with write(): a client that went away must be an error, not our death.
  std::signal(SIGPIPE, SIG_IGN);
  ERR_clear_error();
  TlsContext context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (!context ||
      SSL_CTX_use_certificate_chain_file(context.get(), files.certificate_chain.c_str()) != 1 ||
      SSL_CTX_use_PrivateKey_file(context.get(), files.private_key.c_str(), SSL_FILETYPE_PEM) !=
          1 ||
      SSL_CTX_check_private_key(context.get()) != 1) {
    throw_unusable(files);
  }
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(context.get(), "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set1_groups_list(context.get(), "X25519:P-256:P-384");
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                         SSL_OP_CIPHER_SERVER_PREFERENCE |
                                         SSL_OP_IGNORE_UNEXPECTED_EOF);
  // Buffers exist only while something is read or written: an idle connection keeps 16 KB less.
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                      SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  // Tickets hold the sessions; nothing is cached here.
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
  return context;
}

}  // namespace tusk::http
