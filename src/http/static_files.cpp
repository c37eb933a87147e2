#include "http/static_files.h"

#include <fmt/format.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "core/error.h"
#include "http/entity_tag.h"
#include "http/limits.h"
#include "http/security_headers.h"

namespace tusk::http {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kNoncePlace = "__CSP_NONCE__";

std::string content_type_of(const std::string& extension) {
  static const std::map<std::string, std::string, std::less<>> kTypes = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".txt", "text/plain; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".webp", "image/webp"},
      {".ico", "image/vnd.microsoft.icon"},
      {".woff2", "font/woff2"},
      {".wasm", "application/wasm"}};
  const auto found = kTypes.find(extension);
  return found == kTypes.end() ? "application/octet-stream" : found->second;
}

std::string hash(const std::string& content) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(content.data()), content.size(), digest);
  std::string text;
  for (int i = 0; i < 8; ++i) text += fmt::format("{:02x}", digest[i]);
  return text;
}

std::string make_nonce() {
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof bytes) != 1) throw std::runtime_error("no randomness");
  std::string text;
  for (const unsigned char byte : bytes) text += fmt::format("{:02x}", byte);
  return text;
}

std::string gzip(const std::string& content) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipWindow, 9, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    throw std::runtime_error("zlib can't start");
  }
  std::string result(deflateBound(&stream, content.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(result.data());
  stream.avail_out = static_cast<uInt>(result.size());
  const int state = deflate(&stream, Z_FINISH);
  result.resize(stream.total_out);
  deflateEnd(&stream);
  if (state != Z_STREAM_END) throw std::runtime_error("zlib can't compress");
  return result;
}

bool accepts_gzip(const Request& request) {
  std::string_view rest = request.headers.get_or("Accept-Encoding", "");
  while (!rest.empty()) {
    const auto end = std::min(rest.find(','), rest.size());
    const std::string_view item = trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto semicolon = item.find(';');
    if (!equal_ignoring_case(trim(item.substr(0, semicolon)), "gzip")) continue;
    if (semicolon == std::string_view::npos) return true;
    // "q=0", "q=0.000": refused.
    return trim(item.substr(semicolon + 1)).find_first_of("123456789") != std::string_view::npos;
  }
  return false;
}

[[noreturn]] void throw_unreadable(const std::string& path) {
  throw core::Error(core::ErrorCode::invalid,
                    core::say("Mappen eller filen {} går inte att läsa. Bygg webbdelen, eller "
                              "rätta sökvägen.",
                              "The folder or file {} can't be read. Build the web part, or correct "
                              "the path.",
                              path));
}

}  // namespace

StaticFiles::File StaticFiles::load(const std::string& path, const std::string& name) {
  std::ifstream stream(path, std::ios::binary);
  std::string content((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (!stream) throw_unreadable(path);
  File file;
  file.content_type = content_type_of(fs::path(name).extension().string());
  file.etag = "\"" + hash(content) + "\"";
  file.immutable = name.starts_with("assets/");
  file.has_nonce =
      file.content_type.starts_with("text/html") && content.find(kNoncePlace) != std::string::npos;
  std::string packed = gzip(content);
  if (packed.size() + packed.size() / 10 < content.size()) {
    file.gzip = std::make_shared<const std::string>(std::move(packed));
  }
  file.content = std::make_shared<const std::string>(std::move(content));
  return file;
}

StaticFiles::StaticFiles(const std::string& folder) {
  std::error_code error;
  std::size_t bytes = 0;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (entry->path().filename().string().starts_with('.')) {
      entry.disable_recursion_pending();
      continue;
    }
    if (!fs::is_regular_file(entry->symlink_status())) continue;
    bytes += entry->file_size();
    if (bytes > kStaticBytes) {
      throw core::Error(core::ErrorCode::invalid,
                        core::say("Mappen {} är större än {} byte. Är det rätt mapp?",
                                  "The folder {} is larger than {} bytes. Is it the right one?",
                                  folder, kStaticBytes));
    }
    const std::string name = entry->path().lexically_relative(folder).generic_string();
    files_.emplace(name, load(entry->path().string(), name));
  }
  if (error) throw_unreadable(folder);
}

Response StaticFiles::with_nonce(const File& file) {
  const std::string nonce = make_nonce();
  std::string content = *file.content;
  for (auto at = content.find(kNoncePlace); at != std::string::npos;
       at = content.find(kNoncePlace, at)) {
    content.replace(at, kNoncePlace.size(), nonce);
  }
  // Never kept: a nonce that is used twice protects nothing.
  return {200,
          {{"Content-Type", file.content_type},
           {"Content-Security-Policy", content_security_policy_with(nonce)},
           {"Cache-Control", "no-store"}},
          std::move(content)};
}

std::optional<Response> StaticFiles::find(const Request& request, std::string_view path) const {
  if (path.starts_with('/')) path.remove_prefix(1);
  const auto found = files_.find(path);
  if (found == files_.end()) return std::nullopt;
  const File& file = found->second;
  if (file.has_nonce) return with_nonce(file);
  Response response;
  response.headers = {
      {"ETag", file.etag},
      {"Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache"}};
  if (file.gzip) response.headers.add("Vary", "Accept-Encoding");
  if (const auto known = request.header("If-None-Match")) {
    if (parse_entity_tags(*known, "If-None-Match").match_weakly(file.etag)) {
      response.status = 304;
      return response;
    }
  }
  response.headers.add("Content-Type", file.content_type);
  response.body = file.content;
  if (file.gzip && accepts_gzip(request)) {
    response.headers.add("Content-Encoding", "gzip");
    // The other form has other bytes, so it is the same only weakly.
    response.headers.set("ETag", "W/" + file.etag);
    response.body = file.gzip;
  }
  return response;
}

Response StaticFiles::get(const Request& request, std::string_view index) const {
  if (auto response = find(request, request.path)) return *std::move(response);
  const auto last = request.path.substr(request.path.rfind('/') + 1);
  if (last.find('.') == std::string::npos) {
    if (auto response = find(request, index)) return *std::move(response);
  }
  throw core::Error(core::ErrorCode::not_found,
                    core::say("Det finns ingen fil ”{}”.", "There is no file “{}”.",
                              core::shorten(request.path)));
}

}  // namespace tusk::http
