#include "core/record.h"

#include "core/fnv1a.h"

namespace tusk::core {
namespace {

// 0xFF is in no UTF-8 text: it ends what is hashed.
std::uint64_t add_to_hash(std::uint64_t hash, std::string_view text) {
  return fnv1a("\xFF", fnv1a(text, hash));
}

}  // namespace

void Change::set(const RecordType& type, const Field& field, Value value) {
  mask |= field.bit();
  values[type.index_of(field)] = std::move(value);
}

Change make_change(const RecordType& type, const FieldValues& values) {
  Change change(type);
  for (const auto& [name, value] : values) change.set(type, type.get_field(name), value);
  return change;
}

Record make_record(const RecordType& type, RecordId id) {
  Record record;
  record.id = id;
  record.values.reserve(type.fields.size());
  for (const Field& field : type.fields) record.values.push_back(field.default_value);
  return record;
}

const Value& value_of(const RecordType& type, const Record& record, std::string_view field) {
  return record.values.at(type.index_of(type.get_field(field)));
}

std::string title_of(const RecordType& type, const Record& record) {
  return to_display(value_of(type, record, type.title_field));
}

FieldMask difference(const RecordType& type, const Record& a, const Record& b) {
  FieldMask mask = 0;
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    if (!(a.values[i] == b.values[i])) mask |= type.fields[i].bit();
  }
  return mask;
}

std::string etag_of(const RecordType& type, const Record& record, FieldMask mask) {
  std::uint64_t hash = add_to_hash(fnv1a_start, std::to_string(record.id));
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    const Value& value = record.values[i];
    if ((mask & type.fields[i].bit()) == 0 || value.is_null()) continue;
    hash = add_to_hash(hash, type.fields[i].name);
    hash = add_to_hash(hash, to_display(value));
  }
  return fmt::format("{:016x}", hash);
}

}  // namespace tusk::core
