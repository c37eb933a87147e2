#include "business/device_key.h"

#include <sodium.h>

#include <array>
#include <stdexcept>

#include "business/installation.h"
#include "core/error.h"

namespace tusk::business {
namespace {

constexpr const char* select_own =
    "SELECT sealed FROM system_key_request WHERE company = $1 AND computer_uuid = $2 AND "
    "connection = $3";
constexpr const char* insert_request =
    "INSERT INTO system_key_request (company, computer_uuid, connection, asked_at, sealed) "
    "VALUES ($1, $2, $3, $4, '') ON CONFLICT (company, computer_uuid) DO UPDATE SET "
    "connection = excluded.connection, asked_at = excluded.asked_at, sealed = ''";
constexpr const char* delete_own =
    "DELETE FROM system_key_request WHERE company = $1 AND computer_uuid = $2";
constexpr const char* select_open =
    "SELECT r.computer_uuid, c.name, c.public_key FROM system_key_request r "
    "JOIN system_computer c ON c.uuid = r.computer_uuid AND c.public_key <> '' "
    "WHERE r.company = $1 AND r.connection = $2 AND r.sealed = '' ORDER BY r.computer_uuid";
constexpr const char* answer_request =
    "UPDATE system_key_request SET sealed = $1 WHERE company = $2 AND computer_uuid = $3 AND "
    "connection = $4 AND sealed = ''";

constexpr std::size_t public_bytes = crypto_box_PUBLICKEYBYTES;
constexpr std::size_t secret_bytes = crypto_box_SECRETKEYBYTES;

using Bytes = std::basic_string<unsigned char>;

Bytes from_hex(std::string_view text) {
  Bytes bytes(text.size() / 2, 0);
  std::size_t length = 0;
  const int failed = sodium_hex2bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr,
                                    &length, nullptr);
  if (failed != 0 || length * 2 != text.size()) return {};
  return bytes;
}

std::string to_hex(const unsigned char* bytes, std::size_t size) {
  std::string text(size * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes, size);
  text.pop_back();
  return text;
}

[[noreturn]] void refuse_key(const char* what) {
  throw core::Error(core::ErrorCode::invalid,
                    core::say("Datorns nyckel till Tusk Online är skadad. Ge den en ny: tusk "
                              "online update.",
                              "This computer's key to Tusk Online is damaged. Give it a new one: "
                              "tusk online update."),
                    {}, what);
}

std::string seal(const std::string& text, const std::string& public_key) {
  const Bytes key = from_hex(public_key);
  if (key.size() != public_bytes) refuse_key("public key");
  Bytes sealed(text.size() + crypto_box_SEALBYTES, 0);
  if (crypto_box_seal(sealed.data(), reinterpret_cast<const unsigned char*>(text.data()),
                      text.size(), key.data()) != 0) {
    refuse_key("crypto_box_seal");
  }
  return to_hex(sealed.data(), sealed.size());
}

// Nothing if it was sealed for another key: this computer has made itself a new one since.
std::optional<std::string> unseal(std::string_view sealed, const ComputerKey& key) {
  const Bytes bytes = from_hex(sealed);
  const Bytes public_key = from_hex(key.public_key);
  const Bytes secret_key = from_hex(key.secret_key);
  if (bytes.size() < crypto_box_SEALBYTES || public_key.size() != public_bytes ||
      secret_key.size() != secret_bytes) {
    return std::nullopt;
  }
  std::string text(bytes.size() - crypto_box_SEALBYTES, '\0');
  if (crypto_box_seal_open(reinterpret_cast<unsigned char*>(text.data()), bytes.data(),
                           bytes.size(), public_key.data(), secret_key.data()) != 0) {
    return std::nullopt;
  }
  return text;
}

}  // namespace

std::string format_device_key(const DeviceKey& key) {
  return key.connection + " " + key.device_id + " " + key.secret + "\n";
}

DeviceKey parse_device_key(std::string_view text) {
  std::array<std::string, 3> words;
  std::size_t count = 0;
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (count == words.size() || end == 0) refuse_key("words");
    words[count++] = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (count != words.size()) refuse_key("words");
  return {words[0], words[1], words[2]};
}

ComputerKey make_computer_key(core::Random& random) {
  return computer_key_of(random.hex(secret_bytes));
}

ComputerKey computer_key_of(std::string_view secret_key) {
  const Bytes secret = from_hex(secret_key);
  if (secret.size() != secret_bytes) refuse_key("secret key");
  std::array<unsigned char, public_bytes> public_key{};
  if (crypto_scalarmult_base(public_key.data(), secret.data()) != 0) refuse_key("secret key");
  return {to_hex(public_key.data(), public_key.size()), std::string(secret_key)};
}

std::optional<DeviceKey> ask_for_device_key(Installation& installation, std::int64_t company,
                                            const std::string& connection, const ComputerKey& key) {
  const auto find = [&](storage::Transaction& transaction) -> std::optional<std::string> {
    const auto row = transaction.prepare(select_own);
    row->bind(company).bind(installation.computer_uuid()).bind(connection);
    if (!row->step()) return std::nullopt;
    return std::string(row->text(0));
  };
  const auto sealed = storage::read(installation.system(), find);
  if (sealed && sealed->empty()) return std::nullopt;  // asked, not answered yet
  const auto text = sealed ? unseal(*sealed, key) : std::nullopt;
  storage::write(installation.system(), [&](storage::Transaction& transaction) {
    const auto change = transaction.prepare(text ? delete_own : insert_request);
    change->bind(company).bind(installation.computer_uuid());
    if (!text) change->bind(connection).bind(installation.environment().clock.now());
    change->run();
  });
  if (!text) return std::nullopt;
  return parse_device_key(*text);
}

std::vector<KeyRequest> list_key_requests(storage::Transaction& system, std::int64_t company,
                                          const std::string& connection) {
  const auto rows = system.prepare(select_open);
  rows->bind(company).bind(connection);
  std::vector<KeyRequest> requests;
  while (rows->step()) {
    requests.push_back(
        {std::string(rows->text(0)), std::string(rows->text(1)), std::string(rows->text(2))});
  }
  return requests;
}

void answer_key_request(storage::Transaction& system, std::int64_t company,
                        const KeyRequest& request, const DeviceKey& key) {
  system.prepare(answer_request)
      ->bind(seal(format_device_key(key), request.public_key))
      .bind(company)
      .bind(request.computer_uuid)
      .bind(key.connection)
      .run();
}

}  // namespace tusk::business
