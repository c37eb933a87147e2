#include "storage/digest.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

#include "storage/columns.h"

namespace tusk::storage {
namespace {

static_assert((digest_buckets & (digest_buckets - 1)) == 0);

// Rows come in pages by id: PostgreSQL's client library holds a whole result in memory.
constexpr int digest_page_rows = 5'000;
constexpr std::string_view select_page =
    "SELECT id{} FROM {} WHERE {{company}} AND id > $1{} ORDER BY id LIMIT $2";
constexpr std::string_view select_one = "SELECT id{} FROM {} WHERE {{company}} AND id = $1";

std::string comma_before_each(const std::vector<std::string>& columns) {
  std::string names;
  for (const std::string& column : columns) names += ", " + quoted(column);
  return names;
}

// Calls `take` with the hash of every row for which the condition holds, by id.
template <typename Take>
void for_each_row(Transaction& transaction, const core::RecordType& type,
                  const std::string& condition, Take&& take) {
  RowHasher hasher(type);
  const auto statement = transaction.prepare_company(
      fmt::format(select_page, comma_before_each(hasher.columns()), quoted(type.name), condition));
  core::RecordId last = 0;
  for (bool more = true; more; statement->reset()) {
    statement->bind(last).bind(digest_page_rows);
    int rows = 0;
    for (; statement->step(); ++rows) {
      const RowHash hash = hasher.hash(*statement);
      last = hash.id;
      take(hash);
    }
    more = rows == digest_page_rows;
  }
}

}  // namespace

Hash128& Hash128::operator+=(const Hash128& other) {
  low += other.low;
  high += other.high + (low < other.low ? 1 : 0);
  return *this;
}

Hash128& Hash128::operator-=(const Hash128& other) {
  high -= other.high + (low < other.low ? 1 : 0);
  low -= other.low;
  return *this;
}

RowHasher::RowHasher(const core::RecordType& type) {
  if (!type.is_synchronised()) throw std::logic_error(type.name + " is in the office only");
  for (const core::Field& field : type.fields) {
    if ((core::synchronised_mask(type) & field.bit()) == 0) continue;
    columns_.push_back({field.name, field.number, core::value_kind(field.kind)});
  }
  std::sort(columns_.begin(), columns_.end(),
            [](const Column& a, const Column& b) { return a.number < b.number; });
  for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i].place = static_cast<int>(i) + 1;
}

RowHasher::RowHasher(const core::RecordType& type, std::vector<std::string>& selected)
    : RowHasher(type) {
  const auto place_of = [&](const std::string& name) {
    const auto found = std::find(selected.begin(), selected.end(), name);
    const auto place = static_cast<int>(found - selected.begin());
    if (found == selected.end()) selected.push_back(name);
    return place;
  };
  id_place_ = place_of("id");
  for (Column& column : columns_) column.place = place_of(column.name);
}

std::vector<std::string> RowHasher::columns() const {
  std::vector<std::string> names;
  for (const Column& column : columns_) names.push_back(column.name);
  return names;
}

// A row as bytes that no other row has, and their hash.
RowHash RowHasher::hash(const Statement& row) {
  bytes_.clear();
  const core::RecordId id = row.integer(id_place_);
  put(id, 8);
  for (const Column& column : columns_) put_value(column, row);
  const XXH128_hash_t hash = XXH3_128bits(bytes_.data(), bytes_.size());
  return {id, {hash.high64, hash.low64}};
}

void RowHasher::put_value(const Column& column, const Statement& row) {
  if (column.kind == core::ValueKind::text) {
    const auto text = row.find_text(column.place);
    if (!text) return;
    bytes_.push_back(static_cast<char>(column.number));
    bytes_.push_back('t');
    put(static_cast<std::int64_t>(text->size()), 4);
    bytes_.append(*text);
    return;
  }
  const auto number = row.find_integer(column.place);
  if (!number) return;
  bytes_.push_back(static_cast<char>(column.number));
  if (column.kind == core::ValueKind::boolean) {
    bytes_.push_back(*number != 0 ? '1' : '0');
    return;
  }
  bytes_.push_back('i');
  put(*number, 8);
}

// Little-endian on every machine.
void RowHasher::put(std::int64_t value, int size) {
  std::array<char, 8> bytes{};
  const auto bits = static_cast<std::uint64_t>(value);
  for (int i = 0; i < size; ++i)
    bytes[static_cast<std::size_t>(i)] = static_cast<char>(bits >> (8 * i));
  bytes_.append(bytes.data(), static_cast<std::size_t>(size));
}

std::string format_hash(const Hash128& hash) {
  return fmt::format("{:016x}{:016x}", hash.high, hash.low);
}

std::optional<Hash128> parse_hash(std::string_view text) {
  constexpr std::size_t half = 16;
  if (text.size() != 2 * half) return std::nullopt;
  const auto parse = [](std::string_view digits, std::uint64_t& value) {
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    return error == std::errc() && end == digits.data() + digits.size();
  };
  Hash128 hash;
  if (!parse(text.substr(0, half), hash.high) || !parse(text.substr(half), hash.low)) {
    return std::nullopt;
  }
  return hash;
}

void TypeDigest::add(const RowHash& row) {
  DigestBucket& bucket = buckets[static_cast<std::size_t>(bucket_of(row.id))];
  ++bucket.count;
  bucket.sum += row.hash;
}

void TypeDigest::take_out(const RowHash& row) {
  DigestBucket& bucket = buckets[static_cast<std::size_t>(bucket_of(row.id))];
  --bucket.count;
  bucket.sum -= row.hash;
}

std::int64_t TypeDigest::count() const {
  std::int64_t count = 0;
  for (const DigestBucket& bucket : buckets) count += bucket.count;
  return count;
}

std::vector<int> TypeDigest::differing(const TypeDigest& other) const {
  std::vector<int> found;
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    if (!(buckets[i] == other.buckets[i])) found.push_back(static_cast<int>(i));
  }
  return found;
}

TypeDigest make_digest(Transaction& transaction, const core::RecordType& type) {
  TypeDigest digest;
  digest.type_number = type.number;
  for_each_row(transaction, type, "", [&](const RowHash& row) { digest.add(row); });
  return digest;
}

std::vector<RowHash> list_row_hashes(Transaction& transaction, const core::RecordType& type,
                                     std::span<const int> buckets) {
  if (buckets.empty()) return {};
  std::vector<RowHash> rows;
  for_each_row(transaction, type,
               fmt::format(" AND (id & {}) IN ({})", digest_buckets - 1, fmt::join(buckets, ", ")),
               [&](const RowHash& row) { rows.push_back(row); });
  return rows;
}

std::optional<RowHash> find_row_hash(Transaction& transaction, const core::RecordType& type,
                                     core::RecordId id) {
  RowHasher hasher(type);
  const auto statement = transaction.prepare_company(
      fmt::format(select_one, comma_before_each(hasher.columns()), quoted(type.name)));
  statement->bind(id);
  if (!statement->step()) return std::nullopt;
  return hasher.hash(*statement);
}

}  // namespace tusk::storage
