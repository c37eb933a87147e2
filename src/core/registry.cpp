#include "core/registry.h"

#include <cstdio>
#include <cstdlib>
#include <set>

#include "core/error.h"
#include "core/id.h"
#include "core/types/types.h"

namespace tusk::core {
namespace {

[[noreturn]] void wrong(const std::string& what) {
  std::fprintf(stderr, "registry of record types: %s\n", what.c_str());
  std::abort();
}

void check(const RecordType& type, const std::set<std::string>& before) {
  std::set<int> numbers;
  std::set<std::string> names;
  for (const Field& field : type.fields) {
    const std::string where = type.name + "." + field.name;
    if (field.number < 0 || field.number > max_field_number) wrong(where + ": number out of range");
    if (!numbers.insert(field.number).second) wrong(where + ": number used twice");
    if (!names.insert(field.name).second) wrong(where + ": name used twice");
    if (field.kind == FieldKind::reference && !before.contains(field.reference_type) &&
        field.reference_type != type.name) {
      wrong(where + ": refers to a type that is not declared before it");
    }
    if (field.kind == FieldKind::choice && field.choices.empty()) wrong(where + ": no choices");
  }
  if (type.find_field(type.title_field) == nullptr) wrong(type.name + ": no title field");
  if (!type.owner_field.empty()) {
    const Field* owner = type.find_field(type.owner_field);
    if (owner == nullptr || owner->kind != FieldKind::reference) {
      wrong(type.name + ": its owner is no reference");
    }
  }
  if (!type.series_field.empty() && type.find_field(type.series_field) == nullptr) {
    wrong(type.name + ": no field for its number series");
  }
}

}  // namespace

const Field* RecordType::find_field(std::string_view wanted) const {
  for (const Field& field : fields) {
    if (field.name == wanted) return &field;
  }
  return nullptr;
}

const Field* RecordType::find_field(int wanted) const {
  for (const Field& field : fields) {
    if (field.number == wanted) return &field;
  }
  return nullptr;
}

const Field& RecordType::get_field(std::string_view wanted) const {
  if (const Field* field = find_field(wanted)) return *field;
  std::string known;
  for (const Field& field : fields) known += (known.empty() ? "" : ", ") + field.name;
  throw invalid_field(std::string(wanted), "",
                      say("Registret {} har inget fält {}. Fälten är: {}.",
                          "The register {} has no field {}. The fields are: {}.", name,
                          std::string(wanted), known));
}

std::size_t RecordType::index_of(const Field& field) const {
  return static_cast<std::size_t>(&field - fields.data());
}

Registry::Registry(std::vector<RecordType> types) : types_(std::move(types)) {
  std::set<std::string> names;
  std::set<int> numbers;
  for (const RecordType& type : types_) {
    check(type, names);
    if (!names.insert(type.name).second) wrong(type.name + ": declared twice");
    if (!numbers.insert(type.number).second) wrong(type.name + ": number used twice");
  }
  references_.resize(types_.size());
  for (const RecordType& type : types_) {
    for (const Field& field : type.fields) {
      if (field.kind != FieldKind::reference) continue;
      const auto target = static_cast<std::size_t>(&get(field.reference_type) - types_.data());
      references_[target].push_back({&type, &field});
    }
  }
}

std::span<const Reference> Registry::references_to(const RecordType& target) const {
  return references_.at(static_cast<std::size_t>(&target - types_.data()));
}

const RecordType* Registry::find(std::string_view wanted) const {
  for (const RecordType& type : types_) {
    if (type.name == wanted) return &type;
  }
  return nullptr;
}

const RecordType* Registry::find(int wanted) const {
  for (const RecordType& type : types_) {
    if (type.number == wanted) return &type;
  }
  return nullptr;
}

const RecordType& Registry::get(std::string_view wanted) const {
  if (const RecordType* type = find(wanted)) return *type;
  std::string known;
  for (const RecordType& type : types_) known += (known.empty() ? "" : ", ") + type.name;
  throw Error(ErrorCode::not_found,
              say("Det finns inget register {}. Registren är: {}.",
                  "There is no register {}. The registers are: {}.", std::string(wanted), known));
}

const Registry& registry() {
  static const Registry instance({types::company(), types::department(), types::property(),
                                  types::employee(), types::access_profile(), types::user(),
                                  types::contact(), types::contact_person()});
  return instance;
}

bool exists_on(const RecordType& type, Side side) {
  return side == Side::office || type.scope != Scope::office_only;
}

bool exists_on(const RecordType& type, const Field& field, Side side) {
  return side == Side::office || (exists_on(type, side) && field.scope != Scope::office_only);
}

bool writable_on(const RecordType& type, const Field& field, Side side) {
  return side == Side::office || (type.scope == Scope::both && field.scope == Scope::both);
}

FieldMask synchronised_mask(const RecordType& type) {
  FieldMask mask = 0;
  for (const Field& field : type.fields) {
    if (exists_on(type, field, Side::online)) mask |= field.bit();
  }
  return mask;
}

ValueKind value_kind(FieldKind kind) {
  switch (kind) {
    case FieldKind::text:
    case FieldKind::long_text:
    case FieldKind::note:
    case FieldKind::email:
    case FieldKind::phone:
    case FieldKind::url:
    case FieldKind::date:
    case FieldKind::choice:
    case FieldKind::country:
    case FieldKind::language:
    case FieldKind::currency:
      return ValueKind::text;
    case FieldKind::integer:
    case FieldKind::money:
    case FieldKind::percent:
    case FieldKind::timestamp:
    case FieldKind::reference:
      return ValueKind::integer;
    case FieldKind::boolean:
      return ValueKind::boolean;
  }
  return ValueKind::text;
}

const char* name_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::text:
      return "text";
    case FieldKind::long_text:
      return "long_text";
    case FieldKind::note:
      return "note";
    case FieldKind::email:
      return "email";
    case FieldKind::phone:
      return "phone";
    case FieldKind::url:
      return "url";
    case FieldKind::integer:
      return "integer";
    case FieldKind::money:
      return "money";
    case FieldKind::percent:
      return "percent";
    case FieldKind::boolean:
      return "boolean";
    case FieldKind::date:
      return "date";
    case FieldKind::timestamp:
      return "timestamp";
    case FieldKind::choice:
      return "choice";
    case FieldKind::country:
      return "country";
    case FieldKind::language:
      return "language";
    case FieldKind::currency:
      return "currency";
    case FieldKind::reference:
      return "reference";
  }
  return "text";
}

const char* name_of(Scope scope) {
  switch (scope) {
    case Scope::both:
      return "both";
    case Scope::office_to_online:
      return "office_to_online";
    case Scope::office_only:
      return "office_only";
  }
  return "both";
}

}  // namespace tusk::core
