#pragma once

// The value of one field. What a kind is kept as:
//   text kinds, choice, date, country, language, currency   std::string (date: "2026-11-24")
//   integer, money (minor units), percent (hundredths), timestamp (microseconds UTC), reference
//                                                            std::int64_t
//   boolean                                                  bool
// Empty text is null. There are no floating-point values.

#include <cstdint>
#include <string>
#include <variant>

namespace tusk::core {

using Null = std::monostate;

class Value {
 public:
  Value() = default;
  Value(Null) {}                                                 // NOLINT(*-explicit-*)
  Value(bool value) : data_(value) {}                            // NOLINT(*-explicit-*)
  Value(std::int64_t value) : data_(value) {}                    // NOLINT(*-explicit-*)
  Value(int value) : data_(static_cast<std::int64_t>(value)) {}  // NOLINT(*-explicit-*)
  Value(std::string value) : data_(std::move(value)) {}          // NOLINT(*-explicit-*)
  Value(const char* value) : data_(std::string(value)) {}        // NOLINT(*-explicit-*)

  [[nodiscard]] bool is_null() const { return std::holds_alternative<Null>(data_); }
  [[nodiscard]] bool is_text() const { return std::holds_alternative<std::string>(data_); }
  [[nodiscard]] bool is_integer() const { return std::holds_alternative<std::int64_t>(data_); }
  [[nodiscard]] bool is_boolean() const { return std::holds_alternative<bool>(data_); }

  // Each throws std::bad_variant_access if the value is of another kind: a programmer's error.
  [[nodiscard]] const std::string& text() const { return std::get<std::string>(data_); }
  [[nodiscard]] std::int64_t integer() const { return std::get<std::int64_t>(data_); }
  [[nodiscard]] bool boolean() const { return std::get<bool>(data_); }

  friend bool operator==(const Value&, const Value&) = default;

 private:
  std::variant<Null, bool, std::int64_t, std::string> data_;
};

// For people and logs: null is "", a boolean "true"/"false".
[[nodiscard]] std::string to_display(const Value& value);

}  // namespace tusk::core
