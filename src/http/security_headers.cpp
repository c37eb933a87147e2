#include "http/security_headers.h"

namespace tusk::http {

std::string content_security_policy_with(const std::string& nonce) {
  std::string policy = kContentSecurityPolicy;
  for (const std::string directive : {"script-src 'self'", "style-src 'self'"}) {
    policy.insert(policy.find(directive) + directive.size(), " 'nonce-" + nonce + "'");
  }
  return policy;
}

void add_security_headers(Response& response, bool tls,
                          const std::string& content_security_policy) {
  const auto add = [&](const char* name, const std::string& value) {
    if (!response.headers.find(name)) response.headers.add(name, value);
  };
  add("Content-Security-Policy", content_security_policy);
  add("X-Content-Type-Options", "nosniff");
  add("X-Frame-Options", "DENY");  // for what doesn't know frame-ancestors
  add("Referrer-Policy", "no-referrer");
  add("Cross-Origin-Opener-Policy", "same-origin");
  add("Cross-Origin-Resource-Policy", "same-origin");
  add("Cache-Control", "no-store");
  if (tls) add("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
}

}  // namespace tusk::http
