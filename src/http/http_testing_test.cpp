#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "http/http_testing.h"

// What http_testing.h declares. In a file of the tests, so that the library doesn't carry it.
namespace tusk::http::testing {
namespace {

constexpr std::chrono::seconds kPatience{30};

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

void require(bool done, const char* what) {
  if (!done) throw std::runtime_error(what);
}

void add_extension(X509* certificate, int id, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str());
  require(extension != nullptr, "extension");
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

}  // namespace

void Gate::open() {
  const std::lock_guard lock(mutex_);
  open_ = true;
  opened_.notify_all();
}

bool Gate::wait() {
  std::unique_lock lock(mutex_);
  return opened_.wait_for(lock, kPatience, [this] { return open_; });
}

void Counter::add() {
  const std::lock_guard lock(mutex_);
  ++count_;
  changed_.notify_all();
}

bool Counter::wait_for(int wanted) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, kPatience, [&] { return count_ >= wanted; });
}

TestServer::TestServer(ServerOptions options, std::vector<TestRouter::Middleware> around)
    : router(std::make_shared<TestRouter>(std::move(around))), tls_(options.tls.has_value()) {
  options.error_log = [this](const std::string&, const std::string& message) {
    const std::lock_guard lock(mutex_);
    errors_.push_back(message);
  };
  server = std::make_unique<Server>(std::move(options), router);
}

void TestServer::add(Method method, std::string path, TestRouter::Handler handler,
                     RouteOptions route) {
  router->add(method, std::move(path), kOpen, std::move(handler), route);
}

void TestServer::start() {
  server->start();
}

std::string TestServer::url() const {
  return (tls_ ? "https://localhost:" : "http://127.0.0.1:") + std::to_string(port());
}

std::vector<std::string> TestServer::errors() {
  const std::lock_guard lock(mutex_);
  return errors_;
}

RawConnection::RawConnection(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  require(::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0,
          "connect");
  const timeval patience{kPatience.count(), 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

RawConnection::~RawConnection() {
  close();
}

void RawConnection::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

void RawConnection::send(const std::string& text) const {
  std::size_t sent = 0;
  while (sent < text.size()) {
    const auto result = ::send(descriptor_, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (result <= 0) return;  // the server has closed; what it said can still be read
    sent += static_cast<std::size_t>(result);
  }
}

std::string RawConnection::read_all() const {
  return read_until(std::string());
}

std::string RawConnection::read_until(const std::string& end) const {
  std::string text;
  char byte[1];
  for (;;) {
    const auto result = ::recv(descriptor_, byte, 1, 0);
    if (result <= 0) return text;
    text.push_back(byte[0]);
    if (!end.empty() && text.ends_with(end)) return text;
  }
}

std::string TemporaryFolder::write(const std::string& name, const std::string& content) const {
  const std::filesystem::path path = folder_ / name;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << content;
  return path.string();
}

TlsFiles make_certificate(const TemporaryFolder& folder, const std::string& host) {
  const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const Certificate certificate(X509_new(), X509_free);
  require(key && certificate, "key");
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 24 * 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(host.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  add_extension(certificate.get(), NID_subject_alt_name, "DNS:" + host);
  add_extension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  require(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0, "sign");

  const TlsFiles files{folder.path() + "/cert.pem", folder.path() + "/key.pem"};
  const auto write = [](const std::string& path, auto save) {
    const std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(path.c_str(), "w"), std::fclose);
    require(file && save(file.get()) == 1, "write");
  };
  write(files.certificate_chain,
        [&](FILE* file) { return PEM_write_X509(file, certificate.get()); });
  write(files.private_key, [&](FILE* file) {
    return PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
  ::chmod(files.private_key.c_str(), S_IRUSR | S_IWUSR);
  return files;
}

}  // namespace tusk::http::testing
