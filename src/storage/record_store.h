#pragma once

// Records of the registry in a company database: generated SQL over both engines.
//
// Every function works within the caller's transaction. Writes are captured by the triggers unless
// the transaction is an applying one (change_log.h).

#include <optional>
#include <string>
#include <vector>

#include "core/record.h"
#include "storage/database.h"

namespace tusk::storage {

enum class Comparison { equal, not_equal, less, less_equal, greater, greater_equal };

struct Filter {
  std::string field;  // a field's name, or "id", "created_at", "changed_at"
  Comparison comparison = Comparison::equal;
  core::Value value;  // null with equal / not_equal: is (not) empty
};

struct RecordQuery {
  std::string search;                   // words, each a prefix, all must match; empty: all records
  std::vector<Filter> filters;          // all must hold
  std::optional<core::RecordId> owner;  // only records of this employee (ownership.h)
  std::string sort;                     // a field's name or meta column; empty: the title field
  bool descending = false;
  int limit = 100;     // 1 … 500
  std::string cursor;  // from RecordPage::next_cursor of the same query; empty: first page
  bool count_total = true;
};

struct RecordPage {
  std::vector<core::Record> records;
  std::string next_cursor;  // empty: this was the last page
  std::int64_t total = 0;
};

class RecordStore {
 public:
  // The registry and the side decide which columns there are. Both outlive the store.
  RecordStore(const core::Registry& registry, core::Side side);

  [[nodiscard]] const core::Registry& registry() const { return registry_; }
  [[nodiscard]] core::Side side() const { return side_; }

  [[nodiscard]] std::optional<core::Record> find(Transaction&, const core::RecordType&,
                                                 core::RecordId) const;
  // Throws Error{not_found}.
  [[nodiscard]] core::Record get(Transaction&, const core::RecordType&, core::RecordId) const;
  // Locks the row until the end of the transaction (PostgreSQL), then reads it.
  [[nodiscard]] std::optional<core::Record> find_locked(Transaction&, const core::RecordType&,
                                                        core::RecordId) const;
  // The same; throws Error{not_found}.
  [[nodiscard]] core::Record get_locked(Transaction&, const core::RecordType&,
                                        core::RecordId) const;
  [[nodiscard]] RecordPage list(Transaction&, const core::RecordType&, const RecordQuery&) const;
  // Ids of the records whose `field` refers to `target`, ascending.
  [[nodiscard]] std::vector<core::RecordId> referring(Transaction&, const core::RecordType&,
                                                      const core::Field&,
                                                      core::RecordId target) const;
  // Another record with this value in the field, the one with the lowest id.
  [[nodiscard]] std::optional<core::RecordId> find_owner(Transaction&, const core::RecordType&,
                                                         const core::Field&, const core::Value&,
                                                         core::RecordId but_not) const;
  [[nodiscard]] bool exists(Transaction&, const core::RecordType&, core::RecordId) const;

  // For people and programs of this side: validated (core/validation.h), references looked up, id
  // and number given, stamped, captured. Throws Error{invalid} with every problem. `id`: one that
  // was given before and is of no record any more; 0: a new one.
  core::Record create(Transaction&, const core::RecordType&, const core::Change&,
                      const core::Stamp&, core::RecordId id = 0) const;
  // `expected_etag`: throws Error{conflict} if the record is another by now (empty: not checked).
  // Returns the record as it is afterwards; writes nothing if nothing differs.
  core::Record update(Transaction&, const core::RecordType&, core::RecordId, core::Change,
                      const core::Stamp&, std::string_view expected_etag = {}) const;
  // Throws Error{conflict} that says what refers to it, where a reference restricts.
  void remove(Transaction&, const core::RecordType&, core::RecordId, const core::Stamp&,
              std::string_view expected_etag = {}) const;

  // Raw writes for synchronisation, restore and import in bulk: no validation, no numbers.
  void insert_raw(Transaction&, const core::RecordType&, const core::Record&) const;
  // Writes the fields in the mask and the `changed` stamp of the record.
  void update_raw(Transaction&, const core::RecordType&, const core::Record&,
                  core::FieldMask mask) const;
  bool remove_raw(Transaction&, const core::RecordType&, core::RecordId) const;

  [[nodiscard]] core::RecordId next_id(Transaction&, const core::RecordType&) const;

 private:
  // The SQL of one type that is the same in every call, made once.
  struct Texts {
    std::string select;         // one record by its id
    std::string select_locked;  // on PostgreSQL
    std::string exists;
    std::string insert;
    std::string remove;
    std::string update;                    // up to the fields, the first of which is $4
    std::vector<std::string> assignments;  // by position in RecordType::fields; without the number
    std::vector<std::string> referring;    // by position in RecordType::fields
    std::vector<std::string> owner;
  };
  [[nodiscard]] Texts make_texts(const core::RecordType&) const;
  [[nodiscard]] const Texts& texts_of(const core::RecordType&) const;
  [[nodiscard]] std::optional<core::Record> select_one(Transaction&, const core::RecordType&,
                                                       core::RecordId,
                                                       const std::string& sql) const;

  const core::Registry& registry_;
  core::Side side_;
  std::vector<Texts> texts_;  // by type number
};

}  // namespace tusk::storage
