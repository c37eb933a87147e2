#include "online/office_people.h"

#include <algorithm>
#include <map>

namespace tusk::online {
namespace {

using core::Record;
using core::RecordType;
using storage::RecordStore;
using storage::Transaction;

constexpr const char* user_register = "user";
constexpr const char* employee_register = "employee";
constexpr int records_per_read = 500;

// What `assemble` makes a person of: users of one employee, or one user, or an employee alone.
struct Parts {
  std::vector<Record> users;
  std::optional<Record> employee;
};

bool is_active(const RecordType& type, const Record& record) {
  return core::value_of(type, record, "active") == core::Value(true);
}

std::string text_of(const RecordType& type, const Record& record, std::string_view field) {
  return core::to_display(core::value_of(type, record, field));
}

std::optional<OfficePerson> assemble(const RecordStore& store, Parts parts) {
  const RecordType& user_type = store.registry().get(user_register);
  const RecordType& employee_type = store.registry().get(employee_register);
  std::sort(parts.users.begin(), parts.users.end(), [&](const Record& a, const Record& b) {
    return std::pair(!is_active(user_type, a), a.id) < std::pair(!is_active(user_type, b), b.id);
  });
  OfficePerson person;
  for (const Record& user : parts.users) {
    person.records.push_back({user_register, user.id});
    person.user_name +=
        (person.user_name.empty() ? "" : ", ") + text_of(user_type, user, "user_name");
  }
  if (parts.employee) {
    person.records.push_back({employee_register, parts.employee->id});
    person.name = core::title_of(employee_type, *parts.employee);
    person.email = text_of(employee_type, *parts.employee, "email");
    person.active = is_active(employee_type, *parts.employee);
  }
  if (!parts.users.empty()) {
    person.name = core::title_of(user_type, parts.users.front());
    person.active = is_active(user_type, parts.users.front()) &&
                    (!parts.employee || is_active(employee_type, *parts.employee));
  }
  if (person.records.empty()) return std::nullopt;
  return person;
}

template <typename Visit>
void for_each_record(Transaction& tx, const RecordStore& store, const RecordType& type,
                     Visit&& visit) {
  storage::RecordQuery query{.limit = records_per_read, .count_total = false};
  do {
    storage::RecordPage page = store.list(tx, type, query);
    for (Record& record : page.records) visit(std::move(record));
    query.cursor = page.next_cursor;
  } while (!query.cursor.empty());
}

}  // namespace

std::vector<OfficePerson> list_office_people(Transaction& tx, const RecordStore& store) {
  const RecordType& user_type = store.registry().get(user_register);
  const RecordType& employee_type = store.registry().get(employee_register);
  std::map<core::RecordId, Parts> by_employee;
  for_each_record(tx, store, employee_type, [&](Record employee) {
    by_employee[employee.id].employee = std::move(employee);
  });
  std::vector<OfficePerson> people;
  const auto add = [&](Parts parts) {
    if (auto person = assemble(store, std::move(parts))) people.push_back(*std::move(person));
  };
  for_each_record(tx, store, user_type, [&](Record user) {
    const core::Value& employee = core::value_of(user_type, user, "employee");
    const auto known =
        employee.is_null() ? by_employee.end() : by_employee.find(employee.integer());
    if (known == by_employee.end()) {
      add({.users = {std::move(user)}, .employee = std::nullopt});
    } else {
      known->second.users.push_back(std::move(user));
    }
  });
  for (auto& [id, parts] : by_employee) add(std::move(parts));
  return people;
}

std::optional<core::RecordId> find_employee(Transaction& tx, const RecordStore& store,
                                            const identity::OfficeRecord& record) {
  if (record.type == employee_register) return record.id;
  if (record.type != user_register) return std::nullopt;
  const RecordType& user_type = store.registry().get(user_register);
  const auto user = store.find(tx, user_type, record.id);
  if (!user) return std::nullopt;
  const core::Value& employee = core::value_of(user_type, *user, "employee");
  return employee.is_null() ? std::nullopt : std::optional(employee.integer());
}

std::optional<OfficePerson> find_office_person(Transaction& tx, const RecordStore& store,
                                               const identity::OfficeRecord& wanted) {
  const RecordType& user_type = store.registry().get(user_register);
  const RecordType& employee_type = store.registry().get(employee_register);
  const auto employee = find_employee(tx, store, wanted);
  if (!employee) {
    auto user = wanted.type == user_register ? store.find(tx, user_type, wanted.id) : std::nullopt;
    if (!user) return std::nullopt;
    return assemble(store, {.users = {*std::move(user)}, .employee = std::nullopt});
  }
  if (!core::is_record_id(*employee)) return std::nullopt;
  Parts parts{.users = {}, .employee = store.find(tx, employee_type, *employee)};
  const core::Field& link = user_type.get_field("employee");
  for (const core::RecordId id : store.referring(tx, user_type, link, *employee)) {
    if (auto user = store.find(tx, user_type, id)) parts.users.push_back(*std::move(user));
  }
  return assemble(store, std::move(parts));
}

}  // namespace tusk::online
