#include "http/entity_tag.h"

#include <algorithm>
#include <optional>

#include "core/error.h"
#include "http/headers.h"

namespace tusk::http {
namespace {

// Takes one tag from the front of `text`.
std::optional<EntityTag> take_tag(std::string_view& text) {
  EntityTag tag;
  if (text.starts_with("W/")) {
    tag.weak = true;
    text.remove_prefix(2);
  }
  if (!text.starts_with('"')) return std::nullopt;
  const auto end = text.find('"', 1);
  if (end == std::string_view::npos) return std::nullopt;
  tag.value = text.substr(1, end - 1);
  text = trim(text.substr(end + 1));
  return tag;
}

bool contains(const EntityTags& tags, std::string_view etag, bool strong) {
  std::string_view rest = etag;
  const auto wanted = take_tag(rest);
  if (!wanted) return false;
  if (tags.any) return true;
  return std::any_of(tags.tags.begin(), tags.tags.end(), [&](const EntityTag& tag) {
    return tag.value == wanted->value && !(strong && (tag.weak || wanted->weak));
  });
}

}  // namespace

bool EntityTags::match_strongly(std::string_view etag) const {
  return contains(*this, etag, true);
}

bool EntityTags::match_weakly(std::string_view etag) const {
  return contains(*this, etag, false);
}

EntityTags parse_entity_tags(std::string_view text, std::string_view header) {
  std::string_view rest = trim(text);
  if (rest == "*") return {true, {}};
  EntityTags result;
  for (;;) {
    auto tag = take_tag(rest);
    if (!tag || (!rest.empty() && rest.front() != ',')) {
      throw core::invalid_field(
          std::string(header), text,
          core::say(
              "Rubriken {} ska vara ”*” eller ETag-värden inom citattecken, som \"9f86d081\".",
              "The header {} must be “*” or ETag values in quotes, like \"9f86d081\".", header));
    }
    result.tags.push_back(*std::move(tag));
    if (rest.empty()) return result;
    rest = trim(rest.substr(1));
  }
}

}  // namespace tusk::http
