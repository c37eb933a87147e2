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
  void add_null() override { items_.push_back({Kind::null, 0}); }
  void add(std::int64_t value) override { items_.push_back({Kind::integer, value}); }
  void add(bool value) override { items_.push_back({Kind::boolean, value ? 1 : 0}); }
  void add(std::string_view value) override {
    items_.push_back({Kind::text, static_cast<std::int64_t>(value.size())});
    texts_ += value;
  }
  void end_row() override { items_.push_back({Kind::end_of_row, 0}); }

  // About what the values are as text.
  [[nodiscard]] std::size_t size() const { return texts_.size() + 4 * items_.size(); }

  // Gives the sink everything that this has got, in that order.
  void replay(RowSink& sink) const {
    std::string_view texts = texts_;
    for (const Item& item : items_) {
      switch (item.kind) {
        case Kind::null:
          sink.add_null();
          break;
        case Kind::integer:
          sink.add(item.number);
          break;
        case Kind::boolean:
          sink.add(item.number != 0);
          break;
        case Kind::text:
          sink.add(texts.substr(0, static_cast<std::size_t>(item.number)));
          texts.remove_prefix(static_cast<std::size_t>(item.number));
          break;
        case Kind::end_of_row:
          sink.end_row();
          break;
      }
    }
  }

 private:
  enum class Kind : std::uint8_t { null, integer, boolean, text, end_of_row };
  struct Item {
    Kind kind;
    std::int64_t number;  // the value; of a text its length
  };

  std::vector<Item> items_;
  std::string texts_;  // one after the other
};

}  // namespace tusk::archive
