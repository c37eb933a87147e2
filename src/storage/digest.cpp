#include "storage/digest.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
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

struct HashedColumn {
  int number = 0;
  core::ValueKind kind = core::ValueKind::text;
};

// A row as bytes that no other row has, and their hash.
class RowHasher {
 public:
  explicit RowHasher(const core::RecordType& type) {
    if (!type.is_synchronised()) throw std::logic_error(type.name + " is in the office only");
    std::vector<const core::Field*> fields;
    for (const core::Field& field : type.fields) {
      if ((core::synchronised_mask(type) & field.bit()) != 0) fields.push_back(&field);
    }
    std::sort(fields.begin(), fields.end(),
              [](const core::Field* a, const core::Field* b) { return a->number < b->number; });
    for (const core::Field* field : fields) {
      columns_.push_back({field->number, core::value_kind(field->kind)});
      column_names_ += ", " + quoted(field->name);
    }
  }

  // Of a row that was selected as `id<column_names()>`.
  [[nodiscard]] const std::string& column_names() const { return column_names_; }
  [[nodiscard]] RowHash hash(const Statement& row) {
    bytes_.clear();
    const core::RecordId id = row.integer(0);
    put(id, 8);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      put_value(columns_[i], row, static_cast<int>(i) + 1);
    }
    const XXH128_hash_t hash = XXH3_128bits(bytes_.data(), bytes_.size());
    return {id, {hash.high64, hash.low64}};
  }

 private:
  void put_value(const HashedColumn& column, const Statement& row, int index) {
    if (row.is_null(index)) return;
    bytes_.push_back(static_cast<char>(column.number));
    switch (column.kind) {
      case core::ValueKind::text: {
        const std::string_view text = row.text(index);
        bytes_.push_back('t');
        put(static_cast<std::int64_t>(text.size()), 4);
        bytes_.append(text);
        return;
      }
      case core::ValueKind::integer:
        bytes_.push_back('i');
        put(row.integer(index), 8);
        return;
      case core::ValueKind::boolean:
        bytes_.push_back(row.boolean(index) ? '1' : '0');
        return;
    }
  }

  // Little-endian on every machine.
  void put(std::int64_t value, int size) {
    const auto bits = static_cast<std::uint64_t>(value);
    for (int i = 0; i < size; ++i) bytes_.push_back(static_cast<char>((bits >> (8 * i)) & 0xFF));
  }

  std::vector<HashedColumn> columns_;
  std::string column_names_;
  std::string bytes_;
};

// Calls `take` with the hash of every row for which the condition holds, by id.
template <typename Take>
void for_each_row(Transaction& transaction, const core::RecordType& type,
                  const std::string& condition, Take&& take) {
  RowHasher hasher(type);
  const auto statement = transaction.prepare_company(
      fmt::format(select_page, hasher.column_names(), quoted(type.name), condition));
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
      fmt::format(select_one, hasher.column_names(), quoted(type.name)));
  statement->bind(id);
  if (!statement->step()) return std::nullopt;
  return hasher.hash(*statement);
}

}  // namespace tusk::storage
