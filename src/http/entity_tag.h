#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tusk::http {

struct EntityTag {
  std::string value;  // without quotes
  bool weak = false;
};

// The value of If-Match or If-None-Match.
struct EntityTags {
  bool any = false;  // "*"
  std::vector<EntityTag> tags;

  // `etag` as in an ETag header ("\"9f86\"" or "W/\"9f86\"").
  // If-Match: strong comparison, so that weak tags never match.
  [[nodiscard]] bool match_strongly(std::string_view etag) const;
  // If-None-Match.
  [[nodiscard]] bool match_weakly(std::string_view etag) const;
};

// Throws core::Error{invalid} that names `header`.
[[nodiscard]] EntityTags parse_entity_tags(std::string_view text,
                                           std::string_view header = "If-Match");

}  // namespace tusk::http
