#include "identity/passkeys/webauthn.h"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/param.h>
#include <fido/rs256.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <memory>

#include "core/base64.h"
#include "core/sha256.h"

namespace tusk::identity {
namespace {

namespace json = boost::json;

constexpr std::size_t party_hash_bytes = 32;

// libfido2 frees by the address of the pointer.
template <auto free>
struct Freed {
  template <typename Object>
  void operator()(Object* object) const {
    free(&object);
  }
};
using Credential = std::unique_ptr<fido_cred_t, Freed<fido_cred_free>>;
using Statement = std::unique_ptr<fido_assert_t, Freed<fido_assert_free>>;
using Es256 = std::unique_ptr<es256_pk_t, Freed<es256_pk_free>>;
using Rs256 = std::unique_ptr<rs256_pk_t, Freed<rs256_pk_free>>;
using Eddsa = std::unique_ptr<eddsa_pk_t, Freed<eddsa_pk_free>>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string text_of(const unsigned char* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

std::string_view member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string_view(value->as_string())
                                                : std::string_view();
}

// 7.1 steps 5 to 9, 7.2 steps 9 to 13. A page within another's frame is no page of this server that
// the person sees.
bool is_client_data_of(const Challenged& asked, std::string_view client_data,
                       std::string_view type) {
  boost::system::error_code failed;
  const json::value parsed = json::parse(client_data, failed);
  if (failed || !parsed.is_object()) return false;
  const json::object& data = parsed.get_object();
  const json::value* cross_origin = data.if_contains("crossOrigin");
  const bool is_framed =
      cross_origin != nullptr && !(cross_origin->is_bool() && !cross_origin->get_bool());
  const auto challenge = core::decode_base64url(member(data, "challenge"));
  return member(data, "type") == type && member(data, "origin") == asked.party.origin &&
         !is_framed && !data.contains("topOrigin") && challenge && !challenge->empty() &&
         core::sha256_hex(*challenge) == asked.challenge_hash;
}

bool is_person_there(std::uint8_t flags) {
  return (flags & CTAP_AUTHDATA_USER_PRESENT) != 0 && (flags & CTAP_AUTHDATA_USER_VERIFIED) != 0;
}

// Calls `use` with the key as libfido2 has it; false if it is none.
template <typename Use>
bool with_key(const PublicKey& key, const Use& use) {
  switch (key.algorithm) {
    case cose_es256: {
      const Es256 made(es256_pk_new());
      return es256_pk_from_ptr(made.get(), key.bytes.data(), key.bytes.size()) == FIDO_OK &&
             use(made.get());
    }
    case cose_rs256: {
      const Rs256 made(rs256_pk_new());
      return rs256_pk_from_ptr(made.get(), key.bytes.data(), key.bytes.size()) == FIDO_OK &&
             use(made.get());
    }
    case cose_eddsa: {
      const Eddsa made(eddsa_pk_new());
      return eddsa_pk_from_ptr(made.get(), key.bytes.data(), key.bytes.size()) == FIDO_OK &&
             use(made.get());
    }
    default:
      return false;
  }
}

Credential read_credential(std::string_view authenticator_data, int algorithm) {
  Credential credential(fido_cred_new());
  const bool fits = fido_cred_set_type(credential.get(), algorithm) == FIDO_OK &&
                    fido_cred_set_authdata_raw(credential.get(), bytes_of(authenticator_data),
                                               authenticator_data.size()) == FIDO_OK;
  return fits ? std::move(credential) : nullptr;
}

bool is_number(std::string_view host) {
  return host.starts_with('[') || host.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace

RelyingParty make_relying_party(std::string_view base_url) {
  const auto scheme_end = base_url.find("://");
  if (scheme_end == std::string_view::npos) return {};
  std::string_view origin = base_url.substr(0, base_url.find('/', scheme_end + 3));
  std::string_view host = origin.substr(scheme_end + 3);
  const std::string_view port = ":443";
  if (base_url.starts_with("https://") && host.ends_with(port)) {
    origin.remove_suffix(port.size());
    host.remove_suffix(port.size());
  }
  if (!host.starts_with('[')) host = host.substr(0, host.find(':'));
  const bool is_safe = base_url.starts_with("https://") || host == "localhost";
  if (host.empty() || is_number(host) || !is_safe) return {};
  return {std::string(host), std::string(origin)};
}

std::optional<NewPasskey> read_registration(const Challenged& asked, std::string_view client_data,
                                            std::string_view authenticator_data) {
  if (!is_client_data_of(asked, client_data, "webauthn.create")) return std::nullopt;
  if (authenticator_data.substr(0, party_hash_bytes) != core::sha256_bytes(asked.party.id))
    return std::nullopt;
  for (const int algorithm : {cose_es256, cose_eddsa, cose_rs256}) {
    const Credential credential = read_credential(authenticator_data, algorithm);
    if (!credential) continue;
    if (!is_person_there(fido_cred_flags(credential.get()))) return std::nullopt;
    NewPasskey made{
        .id = text_of(fido_cred_id_ptr(credential.get()), fido_cred_id_len(credential.get())),
        .key = {algorithm, text_of(fido_cred_pubkey_ptr(credential.get()),
                                   fido_cred_pubkey_len(credential.get()))},
        .sign_count = fido_cred_sigcount(credential.get())};
    const bool is_key = with_key(made.key, [](const void*) { return true; });
    if (made.id.empty() || !is_key) return std::nullopt;
    return made;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> verify_assertion(const Challenged& asked, const PublicKey& key,
                                              const Assertion& assertion) {
  if (!is_client_data_of(asked, assertion.client_data, "webauthn.get")) return std::nullopt;
  const std::string hash = core::sha256_bytes(assertion.client_data);
  const Statement statement(fido_assert_new());
  fido_assert_t* const it = statement.get();
  const bool is_read =
      fido_assert_set_clientdata_hash(it, bytes_of(hash), hash.size()) == FIDO_OK &&
      fido_assert_set_rp(it, asked.party.id.c_str()) == FIDO_OK &&
      fido_assert_set_up(it, FIDO_OPT_TRUE) == FIDO_OK &&
      fido_assert_set_uv(it, FIDO_OPT_TRUE) == FIDO_OK && fido_assert_set_count(it, 1) == FIDO_OK &&
      fido_assert_set_authdata_raw(it, 0, bytes_of(assertion.authenticator_data),
                                   assertion.authenticator_data.size()) == FIDO_OK &&
      fido_assert_set_sig(it, 0, bytes_of(assertion.signature), assertion.signature.size()) ==
          FIDO_OK;
  const bool is_right = is_read && with_key(key, [&](const void* made) {
                          return fido_assert_verify(it, 0, key.algorithm, made) == FIDO_OK;
                        });
  if (!is_right) return std::nullopt;
  return fido_assert_sigcount(it, 0);
}

}  // namespace tusk::identity
