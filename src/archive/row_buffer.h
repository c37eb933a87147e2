#pragma once

// The rows of a block between one thread and another: who reads and who packs them, who parses and
// who writes them.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "archive/row_sink.h"

namespace tusk::archive {

class RowBuffer final : public RowSink {
 public:
  void add_null() override { kinds_.push_back(Kind::null); }
  void add(std::int64_t value) override {
    kinds_.push_back(Kind::integer);
    numbers_.push_back(value);
  }
  void add(bool value) override { kinds_.push_back(value ? Kind::yes : Kind::no); }
  void add(std::string_view value) override {
    kinds_.push_back(Kind::text);
    numbers_.push_back(static_cast<std::int64_t>(value.size()));
    texts_ += value;
  }
  void end_row() override { kinds_.push_back(Kind::end_of_row); }

  // Empty again, with its memory: blocks follow each other, and are about as large.
  void clear() {
    kinds_.clear();
    numbers_.clear();
    texts_.clear();
  }

  // About what the values are as text.
  [[nodiscard]] std::size_t size() const { return texts_.size() + 4 * kinds_.size(); }

  // Gives the sink everything that this has got, in that order.
  void replay(RowSink& sink) const {
    std::string_view texts = texts_;
    auto number = numbers_.begin();
    for (const Kind kind : kinds_) {
      switch (kind) {
        case Kind::null:
          sink.add_null();
          break;
        case Kind::integer:
          sink.add(*number++);
          break;
        case Kind::no:
        case Kind::yes:
          sink.add(kind == Kind::yes);
          break;
        case Kind::text: {
          const auto length = static_cast<std::size_t>(*number++);
          sink.add(texts.substr(0, length));
          texts.remove_prefix(length);
          break;
        }
        case Kind::end_of_row:
          sink.end_row();
          break;
      }
    }
  }

 private:
  enum class Kind : std::uint8_t { null, integer, no, yes, text, end_of_row };

  std::vector<Kind> kinds_;
  std::vector<std::int64_t> numbers_;  // integers, and the lengths of texts
  std::string texts_;                  // one after the other
};

}  // namespace tusk::archive
