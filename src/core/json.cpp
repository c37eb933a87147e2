#include "core/json.h"

#include <algorithm>
#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"

namespace tusk::core {
namespace json = boost::json;
namespace {

constexpr std::size_t max_depth = 32;

// What boost::json::parser does with the events of a text, and beside it the keys of the objects
// that are open.
class Builder {
 public:
  explicit Builder(json::storage_ptr memory) : memory_(std::move(memory)) {}

  static constexpr std::size_t max_object_size = json::object::max_size();
  static constexpr std::size_t max_array_size = json::array::max_size();
  static constexpr std::size_t max_key_size = json::string::max_size();
  static constexpr std::size_t max_string_size = json::string::max_size();

  bool on_document_begin(json::error_code&) {
    stack_.reset(memory_);
    return true;
  }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) { return true; }
  bool on_object_end(std::size_t count, json::error_code& failed) {
    const auto first = keys_.end() - static_cast<std::ptrdiff_t>(count);
    if (first != keys_.end()) begin_ = first->begin;
    std::sort(first, keys_.end(), [&](const Key& a, const Key& b) {
      return a.hash != b.hash ? a.hash < b.hash : text_of(a) < text_of(b);
    });
    const auto twice = std::adjacent_find(first, keys_.end(), [&](const Key& a, const Key& b) {
      return a.hash == b.hash && text_of(a) == text_of(b);
    });
    if (twice != keys_.end()) {
      repeated_key_ = text_of(*twice);
      failed = json::make_error_code(json::error::object_too_large);  // any: it ends the parsing
      return false;
    }
    keys_.erase(first, keys_.end());
    texts_.resize(begin_);
    stack_.push_object(count);
    return true;
  }
  bool on_array_begin(json::error_code&) { return true; }
  bool on_array_end(std::size_t count, json::error_code&) {
    stack_.push_array(count);
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    texts_ += std::string_view(part);
    stack_.push_chars(part);
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    texts_ += std::string_view(part);
    const std::size_t size = texts_.size() - begin_;
    const std::size_t hash = std::hash<std::string_view>{}({texts_.data() + begin_, size});
    keys_.push_back({hash, begin_, size});
    begin_ = texts_.size();
    stack_.push_key(part);
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    stack_.push_chars(part);
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code&) {
    stack_.push_string(part);
    return true;
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, json::error_code&) {
    stack_.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, json::string_view, json::error_code&) {
    stack_.push_uint64(number);
    return true;
  }
  bool on_double(double number, json::string_view, json::error_code&) {
    stack_.push_double(number);
    return true;
  }
  bool on_bool(bool value, json::error_code&) {
    stack_.push_bool(value);
    return true;
  }
  bool on_null(json::error_code&) {
    stack_.push_null();
    return true;
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

  [[nodiscard]] json::value release() { return stack_.release(); }
  // Empty as long as no key came twice.
  [[nodiscard]] const std::optional<std::string>& repeated_key() const { return repeated_key_; }

 private:
  struct Key {
    std::size_t hash;
    std::size_t begin;  // in texts_
    std::size_t size;
  };
  [[nodiscard]] std::string_view text_of(const Key& key) const {
    return {texts_.data() + key.begin, key.size};
  }

  json::storage_ptr memory_;
  json::value_stack stack_;
  std::vector<Key> keys_;  // of all open objects, outer ones first
  std::string texts_;      // theirs, and what has come of the key that is being read
  std::size_t begin_ = 0;  // of that one
  std::optional<std::string> repeated_key_;
};

}  // namespace

json::value parse_json(std::string_view text, json::storage_ptr memory) {
  json::parse_options options;
  options.max_depth = max_depth;
  json::basic_parser<Builder> parser(options, std::move(memory));
  json::error_code failed;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), failed);
  if (const auto& key = parser.handler().repeated_key()) {
    throw invalid_field(
        shorten(*key), *key,
        say("{}: står två gånger i samma objekt. Ta bort den ena.",
            "{}: is there twice in the same object. Remove one of them.", shorten(*key)));
  }
  if (!failed && used < text.size()) failed = json::make_error_code(json::error::extra_data);
  if (failed) {
    throw Error(ErrorCode::invalid,
                say("Texten är inte giltig JSON: {}. Rätta den och försök igen.",
                    "The text is not valid JSON: {}. Mend it and try again.", failed.message()));
  }
  return parser.handler().release();
}

}  // namespace tusk::core
