#include "core/record.h"

namespace tusk::core {
namespace {

class Fnv1a {
 public:
  void add(std::string_view bytes) {
    for (const char byte : bytes) {
      hash_ = (hash_ ^ static_cast<unsigned char>(byte)) * 0x100000001B3ULL;
    }
    hash_ = (hash_ ^ 0xFFU) * 0x100000001B3ULL;  // 0xFF is in no UTF-8 text: ends the field
  }
  [[nodiscard]] std::uint64_t value() const { return hash_; }

 private:
  std::uint64_t hash_ = 0xCBF29CE484222325ULL;
};

}  // namespace

void Change::set(const RecordType& type, const Field& field, Value value) {
  mask |= field.bit();
  values[type.index_of(field)] = std::move(value);
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
  Fnv1a hash;
  hash.add(std::to_string(record.id));
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    const Value& value = record.values[i];
    if ((mask & type.fields[i].bit()) == 0 || value.is_null()) continue;
    hash.add(type.fields[i].name);
    hash.add(to_display(value));
  }
  return fmt::format("{:016x}", hash.value());
}

}  // namespace tusk::core
