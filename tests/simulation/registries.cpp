#include "registries.h"

namespace tusk::simulation {
namespace {

using core::Field;
using core::FieldKind;
using core::RecordType;

Field field(int number, FieldKind kind, const char* name) {
  Field made;
  made.number = number;
  made.kind = kind;
  made.name = name;
  made.label = {name, name};
  return made;
}

Field text(int number, const char* name) {
  return field(number, FieldKind::text, name);
}

Field reference(int number, const char* name, const char* type) {
  Field made = field(number, FieldKind::reference, name);
  made.reference_type = type;
  return made;
}

RecordType type(int number, const char* name, std::vector<Field> fields) {
  RecordType made;
  made.number = number;
  made.name = name;
  made.label = made.label_plural = {name, name};
  made.fields = std::move(fields);
  made.title_field = "name";
  return made;
}

std::vector<RecordType> types(bool is_newer) {
  RecordType place = type(1, "place", {text(0, "name").need()});
  place.scope = core::Scope::office_to_online;

  RecordType customer =
      type(2, "customer",
           {field(0, FieldKind::integer, "number").once(), text(1, "name").need(), text(2, "phone"),
            text(3, "fax"), text(4, "code").once(), reference(5, "partner", "customer"),
            reference(6, "place", "place"), field(7, FieldKind::integer, "terms").from_office(),
            field(8, FieldKind::integer, "credit_limit").office_only(),
            field(9, FieldKind::boolean, "active").initially(true)});
  customer.series_field = "number";
  if (is_newer) customer.fields.push_back(text(10, "nickname"));

  RecordType person =
      type(3, "person",
           {reference(0, "customer", "customer").need().cascade(), text(1, "name").need(),
            text(2, "phone"), reference(3, "substitute", "person")});
  RecordType remark = type(
      4, "remark", {reference(0, "person", "person").need().cascade(), text(1, "name").need()});
  RecordType invoice =
      type(5, "invoice", {reference(0, "customer", "customer").restrict_delete(), text(1, "name")});
  invoice.scope = core::Scope::office_only;

  std::vector<RecordType> all{std::move(place), std::move(customer), std::move(person),
                              std::move(remark), std::move(invoice)};
  if (is_newer) {
    all.push_back(
        type(6, "errand", {reference(0, "customer", "customer"), text(1, "name").need()}));
  }
  return all;
}

}  // namespace

const core::Registry& registry() {
  static const core::Registry made(types(true));
  return made;
}

const core::Registry& older_registry() {
  static const core::Registry made(types(false));
  return made;
}

}  // namespace tusk::simulation
