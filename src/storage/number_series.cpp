#include "storage/number_series.h"

#include <fmt/format.h>

#include "core/id.h"

namespace tusk::storage {
namespace {

// PostgreSQL locks the row, so that two computers of an office never take the same number.
constexpr std::string_view next_block =
    "UPDATE number_block SET next_number = next_number WHERE {company} AND series = $1 AND "
    "first_number = (SELECT min(first_number) FROM number_block WHERE {company} AND series = $1 "
    "AND next_number <= last_number) AND next_number <= last_number "
    "RETURNING first_number, next_number";
constexpr std::string_view change_block =
    "UPDATE number_block SET next_number = $1 WHERE {company} AND series = $2 AND "
    "first_number = $3";
constexpr std::string_view insert_block =
    "INSERT INTO number_block({company_column}series, first_number, last_number, next_number) "
    "VALUES ({company_value}$1, $2, $3, $4)";

bool is_taken(Transaction& transaction, const core::RecordType& type, std::int64_t number) {
  const auto statement = transaction.prepare_company(fmt::format(
      "SELECT 1 FROM \"{}\" WHERE {{company}} AND \"{}\" = $1", type.name, type.series_field));
  statement->bind(number);
  return statement->step();
}

}  // namespace

std::string series_of(const core::RecordType& type) {
  return type.name + "." + type.series_field;
}

std::optional<NumberBlock> find_block(Transaction& transaction, const std::string& series) {
  const auto statement = transaction.prepare_company(next_block);
  statement->bind(series);
  if (!statement->step()) return std::nullopt;
  return NumberBlock{statement->integer(0), statement->integer(1)};
}

void move_block(Transaction& transaction, const std::string& series, const NumberBlock& block,
                std::int64_t next) {
  const auto statement = transaction.prepare_company(change_block);
  statement->bind(next).bind(series).bind(block.first).run();
}

std::optional<std::int64_t> take_number(Transaction& transaction, const core::RecordType& type) {
  const std::string series = series_of(type);
  while (const auto block = find_block(transaction, series)) {
    move_block(transaction, series, *block, block->next + 1);
    if (!is_taken(transaction, type, block->next)) return block->next;
  }
  return std::nullopt;
}

// The first number names the block. It is below the first that is given, so that no block that is
// cut off it later has the same name.
void make_own_blocks(Transaction& transaction, const core::Registry& registry) {
  for (const core::RecordType& type : registry.types()) {
    if (type.series_field.empty()) continue;
    const auto statement = transaction.prepare_company(insert_block);
    statement->bind(series_of(type)).bind(type.series_start - 1).bind(core::max_record_id);
    statement->bind(type.series_start).run();
  }
}

}  // namespace tusk::storage
