#include "identity/openid/json_web_token.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "core/base64.h"
#include "identity/openid/limits.h"

namespace tusk::identity::openid {
namespace {

std::optional<boost::json::object> parse_part(std::string_view part) {
  const auto text = core::decode_base64url(part);
  if (!text) return std::nullopt;
  boost::system::error_code error;
  boost::json::value value = boost::json::parse(*text, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.as_object());
}

const PublicKey* find_key(const boost::json::object& header, std::string_view type,
                          std::span<const PublicKey> keys) {
  if (header.size() != 3 || text_claim(header, "typ") != type) return nullptr;
  for (const PublicKey& key : keys) {
    if (text_claim(header, "kid") == key.id() &&
        text_claim(header, "alg") == name_of(key.algorithm())) {
      return &key;
    }
  }
  return nullptr;
}

}  // namespace

std::string sign_token(const KeyPair& key, std::string_view type,
                       const boost::json::object& claims) {
  const boost::json::object header{{"alg", name_of(key.public_key().algorithm())},
                                   {"kid", key.public_key().id()},
                                   {"typ", type}};
  std::string token = core::encode_base64url(boost::json::serialize(header)) + "." +
                      core::encode_base64url(boost::json::serialize(claims));
  return token + "." + core::encode_base64url(key.sign(token));
}

std::optional<boost::json::object> read_token(std::string_view token, std::string_view type,
                                              std::span<const PublicKey> keys) {
  const auto first = token.find('.');
  const auto last = token.rfind('.');
  if (token.size() > max_token_bytes || first == last || first == std::string_view::npos) {
    return std::nullopt;
  }
  const auto header = parse_part(token.substr(0, first));
  const PublicKey* key = header ? find_key(*header, type, keys) : nullptr;
  const auto signature = core::decode_base64url(token.substr(last + 1));
  if (key == nullptr || !signature || !key->verify(token.substr(0, last), *signature)) {
    return std::nullopt;
  }
  return parse_part(token.substr(first + 1, last - first - 1));
}

std::string text_claim(const boost::json::object& claims, std::string_view name) {
  const auto* value = claims.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::int64_t number_claim(const boost::json::object& claims, std::string_view name) {
  const auto* value = claims.if_contains(name);
  return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

}  // namespace tusk::identity::openid
