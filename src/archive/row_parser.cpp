#include "archive/row_parser.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>

namespace tusk::archive {
namespace {

namespace json = boost::json;

// What boost::json's parser calls. A handler that returns false stops it.
class Handler {
 public:
  static constexpr std::size_t max_object_size = 0;
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = 0;

  Handler(const Section& section, RowSink& sink) : columns_(section.columns), sink_(sink) {}

  [[nodiscard]] std::int64_t rows() const { return rows_; }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code& failed) { return refuse(failed); }
  bool on_object_end(std::size_t, json::error_code& failed) { return refuse(failed); }
  bool on_key_part(json::string_view, std::size_t, json::error_code& failed) {
    return refuse(failed);
  }
  bool on_key(json::string_view, std::size_t, json::error_code& failed) { return refuse(failed); }
  bool on_comment_part(json::string_view, json::error_code& failed) { return refuse(failed); }
  bool on_comment(json::string_view, json::error_code& failed) { return refuse(failed); }
  bool on_double(double, json::string_view, json::error_code& failed) { return refuse(failed); }
  bool on_uint64(std::uint64_t, json::string_view, json::error_code& failed) {
    return refuse(failed);
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }

  bool on_array_begin(json::error_code& failed) {
    if (in_row_) return refuse(failed);
    in_row_ = true;
    column_ = 0;
    return true;
  }
  bool on_array_end(std::size_t, json::error_code& failed) {
    if (column_ != columns_.size()) return refuse(failed);
    in_row_ = false;
    ++rows_;
    sink_.end_row();
    return true;
  }
  bool on_null(json::error_code& failed) {
    if (!has_column()) return refuse(failed);
    ++column_;
    sink_.add_null();
    return true;
  }
  bool on_bool(bool value, json::error_code& failed) {
    if (!is_next(ColumnKind::boolean)) return refuse(failed);
    sink_.add(value);
    return true;
  }
  bool on_int64(std::int64_t value, json::string_view, json::error_code& failed) {
    if (!is_next(ColumnKind::integer)) return refuse(failed);
    sink_.add(value);
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code& failed) {
    if (!is_next(ColumnKind::text)) return refuse(failed);
    if (text_.empty()) {
      sink_.add(std::string_view(part.data(), part.size()));
      return true;
    }
    text_.append(part.data(), part.size());
    sink_.add(std::string_view(text_));
    text_.clear();
    return true;
  }

 private:
  [[nodiscard]] bool has_column() const { return in_row_ && column_ < columns_.size(); }
  bool is_next(ColumnKind kind) { return has_column() && columns_[column_++].kind == kind; }
  static bool refuse(json::error_code& failed) {
    failed = json::error::syntax;
    return false;
  }

  const std::vector<Column>& columns_;
  RowSink& sink_;
  bool in_row_ = false;
  std::size_t column_ = 0;
  std::int64_t rows_ = 0;
  std::string text_;  // of a string that came in parts
};

}  // namespace

std::int64_t parse_rows(const Block& block, const Section& section, const std::string& source,
                        RowSink& sink) {
  json::basic_parser<Handler> parser(json::parse_options{}, section, sink);
  std::string_view rest = block.rows_text();
  while (!rest.empty()) {
    json::error_code failed;
    parser.reset();
    const auto line = std::min(rest.find('\n'), rest.size() - 1) + 1;
    const std::size_t used = parser.write_some(false, rest.data(), line, failed);
    if (!failed && used < line - 1) failed = json::error::extra_data;
    if (failed) {
      throw damaged(source, block.index,
                    "row " + std::to_string(parser.handler().rows() + 1) + " of " + section.name +
                        ": " + failed.message());
    }
    rest.remove_prefix(line);
  }
  if (parser.handler().rows() != block.rows) {
    throw damaged(source, block.index, "another number of rows than promised");
  }
  return block.rows;
}

}  // namespace tusk::archive
