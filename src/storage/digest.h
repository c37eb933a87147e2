#pragma once

// Digests of a company's data: whether two databases hold the same, without sending it.
//
// Each record type has 1,024 buckets by record id. A bucket knows how many records it has and the
// sum (mod 2^128) of the hashes of their rows, so the order in which rows are read does not matter,
// and a row can be taken out of a digest again. A row's hash (XXH3, 128 bits) is over the id and
// the fields that both sides have, in the order of their numbers, each with its number, kind and
// length; a field without value is left out, an empty text is not. Stamps are no part of it.
//
// The same data has the same digest on SQLite and PostgreSQL, in the office and online.
// These hashes find drift, they are no protection against somebody who forges data.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.h"
#include "core/registry.h"
#include "storage/database.h"

namespace tusk::storage {

// A power of two. Both sides must have the same.
inline constexpr int digest_buckets = 1024;

struct Hash128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  Hash128& operator+=(const Hash128&);
  Hash128& operator-=(const Hash128&);
  friend bool operator==(const Hash128&, const Hash128&) = default;
};

// 32 hexadecimal digits, and back; nothing if `text` is something else.
[[nodiscard]] std::string format_hash(const Hash128&);
[[nodiscard]] std::optional<Hash128> parse_hash(std::string_view text);

struct RowHash {
  core::RecordId id = 0;
  Hash128 hash;
  friend bool operator==(const RowHash&, const RowHash&) = default;
};

struct DigestBucket {
  std::int64_t count = 0;
  Hash128 sum;
  friend bool operator==(const DigestBucket&, const DigestBucket&) = default;
};

struct TypeDigest {
  int type_number = 0;
  std::vector<DigestBucket> buckets = std::vector<DigestBucket>(digest_buckets);
  friend bool operator==(const TypeDigest&, const TypeDigest&) = default;

  void add(const RowHash&);
  void take_out(const RowHash&);
  [[nodiscard]] std::int64_t count() const;
  // Buckets that are not the same in both, ascending.
  [[nodiscard]] std::vector<int> differing(const TypeDigest& other) const;
};

// The low bits of the counter: consecutive ids of either side go to consecutive buckets.
[[nodiscard]] constexpr int bucket_of(core::RecordId id) {
  return static_cast<int>(id & (digest_buckets - 1));
}

// Hashes rows as they are read. The type must be one that both sides have.
class RowHasher {
 public:
  // Of rows that are selected as "id" and then columns().
  explicit RowHasher(const core::RecordType&);
  // Of rows that are read for another purpose: `selected` are the columns of the statement, in
  // which those that are missing are appended.
  RowHasher(const core::RecordType&, std::vector<std::string>& selected);

  // The names, in the order in which they are hashed.
  [[nodiscard]] std::vector<std::string> columns() const;
  [[nodiscard]] RowHash hash(const Statement& row);

 private:
  struct Column {
    std::string name;
    int number = 0;
    core::ValueKind kind = core::ValueKind::text;
    int place = 0;  // in the row
  };
  void put_value(const Column& column, const Statement& row);
  void put(std::int64_t value, int size);

  std::vector<Column> columns_;
  int id_place_ = 0;
  std::string bytes_;
};

// Of one register, as the transaction sees it. The type must be one that both sides have.
// Reads the whole register once; memory does not grow with it.
[[nodiscard]] TypeDigest make_digest(Transaction&, const core::RecordType&);
// The rows of these buckets, by id.
[[nodiscard]] std::vector<RowHash> list_row_hashes(Transaction&, const core::RecordType&,
                                                   std::span<const int> buckets);
// Of one record; nothing if it is not there.
[[nodiscard]] std::optional<RowHash> find_row_hash(Transaction&, const core::RecordType&,
                                                   core::RecordId);

}  // namespace tusk::storage
