#pragma once

// One row after the other as JSON arrays on lines of their own, appended to a text. In the header,
// because every value of every record goes through here.

#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "archive/row_sink.h"

namespace tusk::archive {

class RowText final : public RowSink {
 public:
  // Appends to `text`, which outlives this.
  explicit RowText(std::string& text) : text_(text) {}

  void add_null() override {
    separate();
    text_ += "null";
  }
  void add(std::int64_t value) override {
    separate();
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    text_.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
  }
  void add(bool value) override {
    separate();
    text_ += value ? "true" : "false";
  }
  void add(std::string_view value) override {
    separate();
    text_ += '"';
    const std::size_t plain = plain_length(value);
    text_.append(value.substr(0, plain));
    if (plain < value.size()) add_escaped(value.substr(plain));
    text_ += '"';
  }
  void end_row() override {
    text_ += first_ ? "[]\n" : "]\n";
    first_ = true;
  }

  // Texts in which bytes that are no UTF-8 were replaced by U+FFFD. Another process can have
  // written them to an SQLite database; nothing else can hold them.
  [[nodiscard]] std::int64_t mended() const { return mended_; }

 private:
  void separate() {
    text_ += first_ ? '[' : ',';
    first_ = false;
  }
  // Length of what stands for itself: printable ASCII but quotes and backslashes.
  static std::size_t plain_length(std::string_view value) {
    std::size_t i = 0;
    while (i < value.size() && is_plain(static_cast<unsigned char>(value[i]))) ++i;
    return i;
  }
  static bool is_plain(unsigned char c) { return c >= 0x20 && c < 0x80 && c != '"' && c != '\\'; }
  void add_escaped(std::string_view value);

  std::string& text_;
  bool first_ = true;
  std::int64_t mended_ = 0;
};

}  // namespace tusk::archive
