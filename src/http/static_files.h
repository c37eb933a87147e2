#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "http/request.h"
#include "http/response.h"

namespace tusk::http {

// A folder of files, read into memory once. A path is looked up among the names that were found,
// and never reaches the file system: there is nothing to traverse. Links and hidden files are left
// out.
class StaticFiles {
 public:
  // Throws core::Error if the folder can't be read, or is larger than kStaticBytes.
  explicit StaticFiles(const std::string& folder);

  // "assets/index-4f3a.js", or "/assets/…". Nothing if there is no such file. Answers If-None-Match
  // and Accept-Encoding: gzip. Files under assets/ have a hash in their name and may be kept for
  // ever; all others are asked for again, with their ETag.
  [[nodiscard]] std::optional<Response> find(const Request& request, std::string_view path) const;
  // The file that the request's path names, or else `index` (for the routes of a web program).
  // Throws core::Error{not_found} if there is neither, or the path looks like a file (has a dot).
  [[nodiscard]] Response get(const Request& request, std::string_view index = "index.html") const;

  [[nodiscard]] std::size_t size() const { return files_.size(); }

 private:
  struct File {
    std::string content_type;
    std::string etag;
    bool immutable = false;
    bool has_nonce = false;
    std::shared_ptr<const std::string> content;
    std::shared_ptr<const std::string> gzip;  // null: not worth it
  };

  static Response with_nonce(const File& file);
  static File load(const std::string& path, const std::string& name);

  std::map<std::string, File, std::less<>> files_;
};

}  // namespace tusk::http
