#include "business/import/csv_reader.h"

#include <algorithm>
#include <optional>

#include "business/import/encoding.h"
#include "business/import/limits.h"
#include "business/import/words.h"
#include "core/error.h"

namespace tusk::business {
namespace {

enum class Trouble { none, not_closed, after_quote, too_long, too_many };

// Reads rows one by one; a row that fails leaves the position after its first line.
class RowReader {
 public:
  RowReader(std::string_view bytes, char delimiter) : bytes_(bytes), delimiter_(delimiter) {}

  [[nodiscard]] bool at_end() const { return at_ >= bytes_.size(); }
  [[nodiscard]] std::size_t line() const { return line_; }

  // `columns`: a row that spans lines and has more cells than this has lost a quote. 0: any.
  Trouble read(CsvRow& row, std::size_t columns) {
    row = CsvRow{.line = line_};
    const std::size_t begin = at_;
    const std::size_t first_line = line_;
    Trouble trouble = read_cells(row);
    const bool runs_on = columns > 0 && line_ > first_line + 1 && row.cells.size() > columns;
    if (trouble == Trouble::none && runs_on) trouble = Trouble::not_closed;
    if (trouble != Trouble::none) {
      at_ = begin;
      line_ = first_line;
      skip_line();
    }
    return trouble;
  }

  [[nodiscard]] std::string_view first_line_of(std::size_t at) const {
    return bytes_.substr(at, bytes_.substr(at).find_first_of("\r\n"));
  }
  [[nodiscard]] std::size_t position() const { return at_; }

 private:
  Trouble read_cells(CsvRow& row) {
    const std::size_t begin = at_;
    for (;;) {
      std::string cell;
      if (at_ < bytes_.size() && bytes_[at_] == '"') {
        if (const Trouble trouble = read_quoted(cell, begin); trouble != Trouble::none)
          return trouble;
      } else {
        while (at_ < bytes_.size() && bytes_[at_] != delimiter_ && !at_newline())
          cell += bytes_[at_++];
      }
      row.cells.push_back(with_plain_newlines(decode_text(cell).text));
      if (at_ - begin > limits::line_bytes) return Trouble::too_long;
      if (row.cells.size() > limits::columns) return Trouble::too_many;
      if (at_ >= bytes_.size()) {
        ++line_;
        return Trouble::none;
      }
      if (at_newline()) {
        take_newline();
        return Trouble::none;
      }
      ++at_;  // the delimiter
    }
  }

  Trouble read_quoted(std::string& cell, std::size_t begin) {
    ++at_;
    while (at_ < bytes_.size()) {
      if (at_ - begin > limits::line_bytes) return Trouble::too_long;
      if (bytes_[at_] == '"') {
        if (at_ + 1 < bytes_.size() && bytes_[at_ + 1] == '"') {
          cell += '"';
          at_ += 2;
          continue;
        }
        ++at_;
        while (at_ < bytes_.size() && bytes_[at_] == ' ') ++at_;
        const bool closed = at_ >= bytes_.size() || bytes_[at_] == delimiter_ || at_newline();
        return closed ? Trouble::none : Trouble::after_quote;
      }
      if (at_newline()) {
        cell += '\n';
        take_newline();
      } else {
        cell += bytes_[at_++];
      }
    }
    return Trouble::not_closed;
  }

  [[nodiscard]] bool at_newline() const { return bytes_[at_] == '\n' || bytes_[at_] == '\r'; }
  void take_newline() {
    at_ += bytes_.substr(at_, 2) == "\r\n" ? 2 : 1;
    ++line_;
  }
  void skip_line() {
    const auto end = bytes_.find_first_of("\r\n", at_);
    at_ = end == std::string_view::npos ? bytes_.size() : end;
    if (at_ < bytes_.size()) {
      take_newline();
    } else {
      ++line_;
    }
  }

  std::string_view bytes_;
  char delimiter_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

char find_delimiter(std::string_view bytes) {
  bytes.remove_prefix(std::min(bytes.find_first_not_of("\r\n"), bytes.size()));
  const std::string_view header = bytes.substr(0, bytes.find_first_of("\r\n"));
  char best = ',';
  std::ptrdiff_t most = 0;
  for (const char candidate : {',', ';', '\t'}) {
    bool quoted = false;
    std::ptrdiff_t count = 0;
    for (const char c : header) {
      if (c == '"') quoted = !quoted;
      if (c == candidate && !quoted) ++count;
    }
    if (count > most) {
      most = count;
      best = candidate;
    }
  }
  return best;
}

core::Text reason_of(Trouble trouble) {
  switch (trouble) {
    case Trouble::none:
      break;
    case Trouble::not_closed:
      return core::say("Ett citattecken som öppnas på raden stängs inte.",
                       "A quotation mark that opens on the line is not closed.");
    case Trouble::after_quote:
      return core::say("Det står text efter ett avslutande citattecken.",
                       "There is text after a closing quotation mark.");
    case Trouble::too_long:
      return core::say("Raden är längre än {} byte.", "The row is longer than {} bytes.",
                       limits::line_bytes);
    case Trouble::too_many:
      return core::say("Raden har fler än {} kolumner.", "The row has more than {} columns.",
                       limits::columns);
  }
  return {};
}

ImportProblem refuse(std::size_t line, std::string_view text, Trouble trouble) {
  return {line, "", core::shorten(decode_text(text.substr(0, 400)).text), reason_of(trouble),
          core::say("Rätta raden: citattecken inuti en text skrivs dubbelt (\"\").",
                    "Mend the row: quotation marks within a text are doubled (\"\").")};
}

bool is_blank(const CsvRow& row) {
  return std::all_of(row.cells.begin(), row.cells.end(),
                     [](const std::string& cell) { return trim(cell).empty(); });
}

}  // namespace

CsvFile read_csv(std::string_view bytes) {
  CsvFile file;
  file.delimiter = find_delimiter(bytes);
  RowReader reader(bytes, file.delimiter);
  bool has_header = false;
  while (!reader.at_end()) {
    CsvRow row;
    const std::size_t line = reader.line();
    const std::string_view text = reader.first_line_of(reader.position());
    const Trouble trouble = reader.read(row, file.header.cells.size());
    if (trouble != Trouble::none) {
      file.refused.push_back(refuse(line, text, trouble));
    } else if (!is_blank(row)) {
      if (has_header) {
        file.rows.push_back(std::move(row));
      } else {
        file.header = std::move(row);
      }
    }
    has_header = has_header || trouble != Trouble::none || !file.header.cells.empty();
  }
  return file;
}

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",;\t\"\r\n") == std::string_view::npos) return std::string(text);
  std::string cell = "\"";
  for (const char c : text) {
    if (c == '"') cell += '"';
    cell += c;
  }
  return cell + "\"";
}

}  // namespace tusk::business
