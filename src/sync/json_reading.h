#pragma once

// Reading JSON that came from the other side: what is missing or has the wrong shape is an
// Error{invalid} that names the path.

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "core/error.h"
#include "core/id.h"
#include "sync/messages.h"

namespace tusk::sync::reading {

namespace json = boost::json;

// Where a value stands in the message: put together only where it is told.
class Where {
 public:
  Where(std::string_view path, const char* key = "") : path_(path), key_(key) {}
  Where(const std::string& path) : path_(path) {}
  Where(const char* path) : path_(path) {}
  [[nodiscard]] std::string text() const {
    return std::string(path_) + (*key_ == '\0' ? "" : ".") + key_;
  }

 private:
  std::string_view path_;
  const char* key_ = "";
};

[[noreturn]] inline void wrong(const Where& where, const char* sv, const char* en) {
  const std::string path = where.text();
  throw core::invalid_field(path, "", core::Text{path + ": " + sv, path + ": " + en});
}

inline const json::value& member(const json::object& object, const char* key,
                                 const std::string& path) {
  const json::value* found = object.if_contains(key);
  if (found == nullptr) wrong({path, key}, "saknas", "is missing");
  return *found;
}

inline std::int64_t integer(const json::value& value, const Where& where) {
  if (!value.is_int64()) wrong(where, "ska vara ett heltal", "must be a whole number");
  return value.get_int64();
}

inline std::string text(const json::value& value, const Where& where) {
  if (!value.is_string()) wrong(where, "ska vara text", "must be a string");
  return std::string(value.get_string());
}

inline const json::object& object_of(const json::value& value, const Where& where) {
  if (!value.is_object()) wrong(where, "ska vara ett objekt", "must be an object");
  return value.get_object();
}

inline const json::array& array_of(const json::value& value, const Where& where) {
  if (!value.is_array()) wrong(where, "ska vara en lista", "must be an array");
  return value.get_array();
}

inline const json::array& pair_of(const json::value& value, const Where& where) {
  const json::array& array = array_of(value, where);
  if (array.size() != 2) wrong(where, "ska ha två värden", "must have two values");
  return array;
}

inline Position read_position(const json::object& object, const char* key,
                              const std::string& path) {
  const Where where(path, key);
  const json::array& array = pair_of(member(object, key, path), where);
  return {integer(array[0], where), integer(array[1], where)};
}

inline core::Stamp read_stamp(const json::object& object, const char* key,
                              const std::string& path) {
  const Where where(path, key);
  const json::array& array = pair_of(member(object, key, path), where);
  return {text(array[0], where), integer(array[1], where)};
}

inline std::string read_text(const json::object& object, const char* key, const std::string& path) {
  return text(member(object, key, path), {path, key});
}

inline std::int64_t read_integer(const json::object& object, const char* key,
                                 const std::string& path) {
  return integer(member(object, key, path), {path, key});
}

template <std::size_t count>
std::size_t read_name(const std::array<const char*, count>& names, const std::string& name,
                      const Where& where) {
  const auto found =
      std::find_if(names.begin(), names.end(), [&](const char* known) { return name == known; });
  if (found == names.end()) wrong(where, "har ett okänt värde", "has an unknown value");
  return static_cast<std::size_t>(found - names.begin());
}

inline core::RecordId record_id(const json::value& value, const Where& where) {
  const std::int64_t id = integer(value, where);
  if (!core::is_record_id(id)) wrong(where, "är inget id", "is no record id");
  return id;
}

inline core::RecordId read_record_id(const json::object& object, const char* key,
                                     const std::string& path) {
  return record_id(member(object, key, path), {path, key});
}

}  // namespace tusk::sync::reading
