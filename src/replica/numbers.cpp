#include "replica/numbers.h"

#include "storage/number_series.h"

namespace tusk::replica {
namespace {

constexpr std::string_view count_left =
    "SELECT coalesce(sum(last_number - next_number + 1), 0) FROM number_block WHERE {company} AND "
    "series = $1 "
    "AND next_number <= last_number";
constexpr std::string_view insert_block =
    "INSERT INTO number_block ({company_column} series, first_number, last_number, next_number, "
    "sequence) "
    "VALUES ({company_value} $1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
constexpr std::string_view select_grants =
    "SELECT series, first_number, last_number FROM number_block WHERE {company} AND sequence > $1 "
    "ORDER BY series, first_number";
constexpr std::string_view delete_grants =
    "DELETE FROM number_block WHERE {company} AND sequence > 0";

void insert(storage::Transaction& transaction, const sync::NumberBlock& block, std::int64_t next,
            std::int64_t sequence) {
  const auto statement = transaction.prepare_company(insert_block);
  statement->bind(block.series).bind(block.first).bind(block.last).bind(next).bind(sequence);
  statement->run();
}

}  // namespace

std::vector<std::pair<std::string, std::int64_t>> numbers_left(storage::Transaction& transaction,
                                                               const core::Registry& registry) {
  std::vector<std::pair<std::string, std::int64_t>> left;
  for (const core::RecordType& type : registry.types()) {
    if (type.series_field.empty() || type.scope != core::Scope::both) continue;
    const auto statement = transaction.prepare_company(count_left);
    statement->bind(storage::series_of(type));
    left.emplace_back(storage::series_of(type), statement->step() ? statement->integer(0) : 0);
  }
  return left;
}

void grant_numbers(storage::Transaction& transaction, const std::string& series, std::int64_t count,
                   std::int64_t sequence) {
  const auto block = storage::find_block(transaction, series);
  if (!block) return;
  const std::int64_t last = block->next + count - 1;
  storage::move_block(transaction, series, *block, last + 1);
  insert(transaction, {series, block->next, last}, last + 1, sequence);
}

std::vector<sync::NumberBlock> grants_after(storage::Transaction& transaction, std::int64_t after) {
  const auto statement = transaction.prepare_company(select_grants);
  statement->bind(after);
  std::vector<sync::NumberBlock> blocks;
  while (statement->step()) {
    blocks.push_back(
        {std::string(statement->text(0)), statement->integer(1), statement->integer(2)});
  }
  return blocks;
}

void forget_grants(storage::Transaction& transaction) {
  transaction.prepare_company(delete_grants)->run();
}

void add_block(storage::Transaction& transaction, const sync::NumberBlock& block) {
  insert(transaction, block, block.first, 0);
}

}  // namespace tusk::replica
