#include "api/pretty_json.h"

#include <algorithm>
#include <boost/json.hpp>

namespace tusk::api {
namespace json = boost::json;
namespace {

constexpr std::size_t longest_line = 80;

bool is_plain(const json::value& value) {
  return !value.is_structured() || (value.is_object() && value.get_object().empty()) ||
         (value.is_array() && value.get_array().empty());
}

void print(std::string& out, const json::value& value, const std::string& indent);

void print_object(std::string& out, const json::object& object, const std::string& indent) {
  const std::string inner = indent + "  ";
  const char* before = "{\n";
  for (const auto& [key, value] : object) {
    out += before + inner + json::serialize(json::string(key)) + ": ";
    print(out, value, inner);
    before = ",\n";
  }
  out += "\n" + indent + "}";
}

void print_array(std::string& out, const json::array& array, const std::string& indent) {
  if (std::all_of(array.begin(), array.end(), is_plain)) {
    std::string line = "[";
    for (const json::value& item : array) {
      line += (line.size() > 1 ? ", " : "") + json::serialize(item);
    }
    if (indent.size() + line.size() < longest_line) {
      out += line + "]";
      return;
    }
  }
  const std::string inner = indent + "  ";
  const char* before = "[\n";
  for (const json::value& item : array) {
    out += before + inner;
    print(out, item, inner);
    before = ",\n";
  }
  out += "\n" + indent + "]";
}

void print(std::string& out, const json::value& value, const std::string& indent) {
  if (is_plain(value)) {
    out += json::serialize(value);
  } else if (value.is_object()) {
    print_object(out, value.get_object(), indent);
  } else {
    print_array(out, value.get_array(), indent);
  }
}

}  // namespace

std::string pretty_json(const json::value& value) {
  std::string out;
  print(out, value, "");
  return out + "\n";
}

}  // namespace tusk::api
