#include "online/owners.h"

#include "core/sha256.h"
#include "http/cookies.h"
#include "online/caller.h"
#include "online/limits.h"
#include "rest/rate_limiter.h"

namespace tusk::online {
namespace {

// What lets the caller in; of secrets only hashes are kept.
std::optional<std::string> credential_of(const http::Request& request) {
  if (const auto key = request.header("Authorization")) {
    return core::sha256_bytes("key " + std::string(*key));
  }
  if (const auto session = http::find_cookie(request, session_cookie)) {
    return core::sha256_bytes("session " + *session);
  }
  return std::nullopt;
}

}  // namespace

Owners::Owners(std::shared_ptr<http::Dispatcher> answers) : answers_(std::move(answers)) {}

std::size_t Owners::body_limit(const http::Request& head) const {
  return answers_->body_limit(head);
}

std::string Owners::owner_of(const http::Request& request) const {
  if (const auto credential = credential_of(request)) {
    const std::lock_guard lock(mutex_);
    const auto found = companies_.find(*credential);
    if (found != companies_.end()) return found->second;
  }
  return "address " + rest::address_key(request.peer_address);
}

http::Response Owners::handle(http::Request& request) {
  struct AtTheEnd {
    ~AtTheEnd() { owners.remember(request); }
    Owners& owners;
    const http::Request& request;
  };
  const AtTheEnd also_of_refusals{*this, request};
  return answers_->handle(request);
}

void Owners::remember(const http::Request& request) {
  const auto* company = request.authenticated ? find_company(request) : nullptr;
  const auto credential = company != nullptr ? credential_of(request) : std::nullopt;
  if (!credential) return;
  const std::lock_guard lock(mutex_);
  // Whoever is forgotten is known again with the next request.
  if (companies_.size() >= max_known_callers) companies_.clear();
  companies_.insert_or_assign(*credential, "company " + company->id);
}

}  // namespace tusk::online
