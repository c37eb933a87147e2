#include "api/rounds.h"

#include "core/error.h"
#include "http/zstd_body.h"
#include "sync/codec.h"

namespace tusk::api {

PackedBody pack(std::string_view json) {
  return {{{"Content-Type", "application/json"}, {"Content-Encoding", "zstd"}},
          http::compress_zstd(json)};
}

std::string unpack(const http::Headers& headers, const std::string& body) {
  const std::string encoding = http::lower_case(headers.get_or("Content-Encoding", "identity"));
  if (encoding == "identity") return body;
  if (encoding == "zstd") return http::decompress_zstd(body);
  throw core::invalid_field(
      "Content-Encoding", encoding,
      core::say("Kodningen ”{}” stöds inte. Använd zstd.",
                "The encoding “{}” is not supported. Use zstd.", core::shorten(encoding)));
}

sync::RoundRequest read_round(const http::Request& request, const core::Registry& registry) {
  return sync::parse_request(registry, unpack(request.headers, request.body));
}

namespace {

http::Response packed_response(std::string_view json) {
  PackedBody packed = pack(json);
  http::Response answer;
  answer.headers = std::move(packed.headers);
  answer.body = std::move(packed.body);
  return answer;
}

}  // namespace

http::Response round_response(const sync::RoundResponse& response, const core::Registry& registry) {
  return packed_response(sync::to_json(registry, response));
}

sync::AuditRequest read_audit(const http::Request& request, const core::Registry& registry) {
  return sync::parse_audit_request(registry, unpack(request.headers, request.body));
}

http::Response audit_response(const sync::AuditResponse& response, const core::Registry& registry) {
  return packed_response(sync::to_json(registry, response));
}

}  // namespace tusk::api
