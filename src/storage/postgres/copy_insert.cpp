#include "storage/postgres/copy_insert.h"

#include <array>
#include <charconv>
#include <stdexcept>

#include "storage/columns.h"

namespace tusk::storage::postgres {
namespace {

// libpq sends what it is given in one piece.
constexpr std::size_t send_bytes = 64 * 1024;

std::string copy_sql(const BulkTarget& target) {
  std::string names = "company_id";
  for (const std::string& column : target.columns) names += ", " + quoted(column);
  return "COPY " + quoted(target.table) + "(" + names + ") FROM STDIN";
}

void append_number(std::string& rows, std::int64_t value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  rows.append(digits.data(), end);
}

const char* escape_of(char c) {
  switch (c) {
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      return nullptr;
  }
}

}  // namespace

void refuse_null_character(std::string_view text) {
  if (text.find('\0') == std::string_view::npos) return;
  throw core::Error(core::ErrorCode::invalid,
                    core::say("Texten innehåller ett nolltecken, som inte kan sparas.",
                              "The text has a null character, which cannot be saved."));
}

CopyInsert::CopyInsert(std::shared_ptr<Connection> connection, const BulkTarget& target,
                       std::int64_t company)
    : connection_(std::move(connection)),
      company_(std::to_string(company)),
      columns_(target.columns.size()) {
  connection_->begin_copy(copy_sql(target));
}

CopyInsert::~CopyInsert() {
  if (open_) connection_->abandon_copy();
}

void CopyInsert::separate() {
  if (added_ == columns_) throw std::logic_error("a row with too many values");
  if (added_++ == 0) rows_ += company_;
  rows_ += '\t';
}

void CopyInsert::add_null() {
  separate();
  rows_ += "\\N";
}

void CopyInsert::add(std::int64_t value) {
  separate();
  append_number(rows_, value);
}

void CopyInsert::add(bool value) {
  separate();
  rows_ += value ? 't' : 'f';
}

void CopyInsert::add(std::string_view value) {
  refuse_null_character(value);
  separate();
  std::size_t copied = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char* escape = escape_of(value[i]);
    if (escape == nullptr) continue;
    rows_.append(value.substr(copied, i - copied)).append(escape);
    copied = i + 1;
  }
  rows_.append(value.substr(copied));
}

void CopyInsert::end_row() {
  if (added_ != columns_) throw std::logic_error("a row with too few values");
  added_ = 0;
  rows_ += '\n';
  if (rows_.size() < send_bytes) return;
  connection_->put_copy(rows_);
  rows_.clear();
}

void CopyInsert::finish() {
  if (!rows_.empty()) connection_->put_copy(rows_);
  rows_.clear();
  open_ = false;
  connection_->end_copy();
}

}  // namespace tusk::storage::postgres
