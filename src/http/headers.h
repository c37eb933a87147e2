#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tusk::http {

// Header fields in the order they came. Names compare without regard to case.
class Headers {
 public:
  using Field = std::pair<std::string, std::string>;

  Headers() = default;
  Headers(std::initializer_list<Field> fields);

  // Appends, also beside one of the same name (Set-Cookie). Throws std::invalid_argument if name or
  // value could end the line: nothing that came from outside may start a header of its own.
  void add(std::string name, std::string value);
  // Replaces all of that name.
  void set(std::string name, std::string value);
  void remove(std::string_view name);

  // The first of that name.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  [[nodiscard]] std::string_view get_or(std::string_view name, std::string_view otherwise) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;

  [[nodiscard]] std::size_t size() const { return fields_.size(); }
  [[nodiscard]] auto begin() const { return fields_.begin(); }
  [[nodiscard]] auto end() const { return fields_.end(); }

 private:
  std::vector<Field> fields_;
};

// ASCII only, as HTTP compares.
[[nodiscard]] bool equal_ignoring_case(std::string_view left, std::string_view right);
[[nodiscard]] std::string lower_case(std::string_view text);
// Without spaces and tabs at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

}  // namespace tusk::http
