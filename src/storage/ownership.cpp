#include "storage/ownership.h"

#include <fmt/format.h>

#include "storage/columns.h"

namespace tusk::storage {
namespace {

constexpr std::string_view owners = "employee";

}  // namespace

std::string owner_condition(const core::Registry& registry, const core::RecordType& type,
                            const std::string& parameter) {
  const core::Field& field = type.get_field(type.owner_field);
  const std::string column = quoted(type.name) + "." + quoted(field.name);
  if (field.reference_type == owners) return column + " = " + parameter;
  const core::RecordType& parent = registry.get(field.reference_type);
  return fmt::format("{} IN (SELECT {}.id FROM {} WHERE {{company:{}}} AND {})", column,
                     quoted(parent.name), quoted(parent.name), quoted(parent.name),
                     owner_condition(registry, parent, parameter));
}

bool is_owned_by(Transaction& transaction, const RecordStore& store, const core::RecordType& type,
                 const core::Record& record, core::RecordId employee) {
  if (type.owner_field.empty()) return false;
  const core::Field& field = type.get_field(type.owner_field);
  const core::Value& named = record.values.at(type.index_of(field));
  if (!named.is_integer()) return false;
  if (field.reference_type == owners) return named.integer() == employee;
  const core::RecordType& parent = store.registry().get(field.reference_type);
  const auto found = store.find(transaction, parent, named.integer());
  return found && is_owned_by(transaction, store, parent, *found, employee);
}

}  // namespace tusk::storage
