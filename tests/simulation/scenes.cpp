#include "scenes.h"

#include <algorithm>
#include <iterator>

namespace tusk::simulation {
namespace {

// So many records at most, that people meet and a schedule stays short.
constexpr std::size_t most_records = 11;

// Null if there is none.
const Key* any_of(const std::vector<Key>& items, core::Random& random) {
  return items.empty() ? nullptr : &items[random.below(items.size())];
}

const core::RecordType& type_of(const Side& side, const char* name) {
  return side.registry().get(name);
}

std::vector<Key> keys_of(Side& side, const char* type_name) {
  std::vector<Key> keys;
  const int number = type_of(side, type_name).number;
  std::copy_if(side.keys().begin(), side.keys().end(), std::back_inserter(keys),
               [&](const Key& key) { return key.first == number; });
  return keys;
}

// Those whose first field (the owner) names one of the owners.
std::vector<Key> owned_by(Side& side, const char* type_name, const std::vector<Key>& owners) {
  std::vector<Key> keys = keys_of(side, type_name);
  std::erase_if(keys, [&](const Key& key) {
    const core::Value owner = side.find(key)->values.front();
    return std::none_of(owners.begin(), owners.end(),
                        [&](const Key& one) { return owner == core::Value(one.second); });
  });
  return keys;
}

std::vector<Key> without(std::vector<Key> keys, const std::vector<Key>& others) {
  std::erase_if(keys, [&](const Key& key) {
    return std::find(others.begin(), others.end(), key) != others.end();
  });
  return keys;
}

}  // namespace

std::vector<Key> Scenes::known_to_both(const char* type_name) {
  const std::vector<Key> online = keys_of(online_, type_name);
  std::vector<Key> both = keys_of(office_, type_name);
  std::erase_if(both, [&](const Key& key) {
    return std::find(online.begin(), online.end(), key) == online.end();
  });
  return both;
}

// No two stamps are equal.
People& Scenes::people() {
  clock_.pass(core::seconds(1) + 1);
  return people_;
}

void Scenes::make_more(core::Random& random) {
  Side& side = random.below(3) == 0 ? online_ : office_;
  const std::vector<Key> customers = keys_of(side, "customer");
  const std::vector<Key> persons = keys_of(side, "person");
  if (customers.size() < 2)
    (void)people().make(side, type_of(side, "customer"), core::FieldValues{});
  if (const Key* customer = any_of(customers, random); customer != nullptr && persons.size() < 3)
    (void)people().make(side, type_of(side, "person"), {{"customer", customer->second}});
  if (const Key* person = any_of(persons, random); person != nullptr && random.below(2) == 0)
    (void)people().make(side, type_of(side, "remark"), {{"person", person->second}});
}

void Scenes::family(core::Random& random) {
  const std::vector<Key> customers = known_to_both("customer");
  if (customers.size() < 2 || known_to_both("person").empty()) return make_more(random);
  const Key customer = *any_of(customers, random);
  const std::uint64_t kind = random.below(6);
  if (kind < 2) {
    // Somebody works with a person with whom the other side has something in mind.
    const std::vector<Key> members = owned_by(online_, "person", {customer});
    const Key* person = any_of(members, random);
    if (person == nullptr || !office_.find(*person)) return;
    rename(office_, *person);
    if (kind == 0) return dissolve(online_, customer, *person, random);
    if (online_.keys().size() < most_records) split_off(online_, customer, *person);
    return;
  }
  const std::size_t count = 2 + random.below(4);
  for (std::size_t i = 0; i < count; ++i)
    work_with(random.below(2) == 0 ? office_ : online_, customer, random);
}

void Scenes::move(Side& side, const Key& person, const Key& customer) {
  people().set(side, person, type_of(side, "person").get_field("customer"),
               core::Value(customer.second));
}

void Scenes::rename(Side& side, const Key& key) {
  const core::RecordType& type = *side.registry().find(key.first);
  people().set(side, key, type.get_field(type.title_field), people_.new_text(side));
}

// Two customers go, and with one of them a person who was the other's.
void Scenes::dissolve(Side& side, const Key& customer, const Key& person, core::Random& random) {
  const std::vector<Key> others = without(keys_of(side, "customer"), {customer});
  const Key* other = any_of(others, random);
  if (other == nullptr) return;
  move(side, person, *other);
  people().remove(side, *other);
  people().remove(side, customer);
}

void Scenes::work_with(Side& side, const Key& customer, core::Random& random) {
  if (!side.find(customer)) return;
  const std::vector<Key> members = owned_by(side, "person", {customer});
  const std::vector<Key> remarks = owned_by(side, "remark", members);
  const Key* person = any_of(members, random);
  const Key* remark = any_of(remarks, random);
  // The office mostly edits, the online side removes as often: so they meet.
  const bool removes = random.below(side.side() == core::Side::office ? 6 : 2) == 0;
  const std::vector<Key> others = without(keys_of(side, "customer"), {customer});
  if (removes) {
    const std::uint64_t which = random.below(6);
    if (which == 5) {
      if (person != nullptr) dissolve(side, customer, *person, random);
      return;
    }
    if (which < 2) return people().remove(side, customer);
    if (which < 4 && person != nullptr) return people().remove(side, *person);
    if (remark != nullptr) people().remove(side, *remark);
    return;
  }
  const bool is_room = side.keys().size() < most_records;
  switch (random.below(8)) {
    case 0:
      return rename(side, customer);
    case 1:
      if (person != nullptr) rename(side, *person);
      return;
    case 2:
      if (remark != nullptr) rename(side, *remark);
      return;
    case 3:
      if (const Key* to = any_of(others, random); to != nullptr && person != nullptr)
        move(side, *person, *to);
      return;
    case 4: {
      const std::vector<Key> strangers = without(keys_of(side, "person"), members);
      if (const Key* one = any_of(strangers, random)) move(side, *one, customer);
      return;
    }
    case 5:
      if (is_room)
        (void)people().make(side, type_of(side, "person"), {{"customer", customer.second}});
      return;
    case 6:
      if (is_room && person != nullptr) split_off(side, customer, *person);
      return;
    default:
      if (is_room && person != nullptr)
        (void)people().make(side, type_of(side, "remark"), {{"person", person->second}});
      return;
  }
}

// A new customer, with a person who was made before it and one who has been there.
void Scenes::split_off(Side& side, const Key& customer, const Key& person) {
  const core::RecordType& persons = type_of(side, "person");
  const auto newcomer = people().make(side, persons, {{"customer", customer.second}});
  const core::RecordType& customers = type_of(side, "customer");
  const auto made = people().make(side, customers, core::FieldValues{});
  if (!newcomer || !made) return;
  move(side, {persons.number, *newcomer}, {customers.number, *made});
  move(side, person, {customers.number, *made});
}

void Scenes::values(core::Random& random) {
  if (known_to_both("customer").size() < 3) {
    if (keys_of(office_, "customer").size() >= 4) return;
    (void)people().make(office_, type_of(office_, "customer"), core::FieldValues{});
    return;
  }
  Side& side = random.below(2) == 0 ? office_ : online_;
  const core::RecordType& type = type_of(side, "customer");
  const core::Field& field = type.get_field(random.below(3) == 0 ? "number" : "code");
  std::vector<Key> customers = keys_of(side, "customer");
  if (customers.size() < 2) return;
  const std::size_t first = random.below(customers.size());
  std::swap(customers[0], customers[first]);
  std::swap(customers[1], customers[1 + random.below(customers.size() - 1)]);
  hand_on(side, field, customers[0], customers[1], random);
}

void Scenes::exchange(core::Random& random) {
  const core::RecordType& type = type_of(online_, "customer");
  const core::Field& code = type.get_field("code");
  const auto code_of = [&](Side& side, const Key& key) {
    return side.find(key)->values[type.index_of(code)];
  };
  std::vector<Key> customers = known_to_both("customer");
  if (customers.size() < 2) return values(random);
  std::swap(customers[0], customers[random.below(customers.size())]);
  const auto known = std::find_if(customers.begin(), customers.end(), [&](const Key& key) {
    const core::Value value = code_of(online_, key);
    return !value.is_null() && value == code_of(office_, key);
  });
  // Codes that nobody gives in the office: there they could be refused with reason.
  core::Value fresh = std::string(1, static_cast<char>('J' + random.below(16)));
  if (known == customers.end()) return people().set(online_, customers[0], code, std::move(fresh));
  std::swap(customers[0], *known);
  const core::Value given = code_of(online_, customers[0]);
  people().set(online_, customers[0], code, core::Value());
  people().set(online_, customers[1], code, given);
  people().set(online_, customers[0], code, std::move(fresh));
}

// The value of one becomes the other's, whose own value the first one gets, or another, or none.
void Scenes::hand_on(Side& side, const core::Field& field, const Key& from, const Key& to,
                     core::Random& random) {
  const std::size_t index = side.registry().find(from.first)->index_of(field);
  const core::Value given = side.find(from)->values[index];
  const core::Value other = side.find(to)->values[index];
  const bool is_numbered = core::value_kind(field.kind) == core::ValueKind::integer;
  core::Value fresh(static_cast<std::int64_t>(15 + random.below(9)));
  if (!is_numbered) fresh = std::string(1, static_cast<char>('A' + random.below(8)));
  // Nobody leaves a record without a number.
  core::Value none;
  if (is_numbered) none = fresh;
  if (given.is_null()) return people().set(side, from, field, fresh);
  switch (random.below(5)) {
    case 0:
      people().remove(side, from);
      return people().set(side, to, field, given);
    case 1:
      people().set(side, from, field, fresh);
      return people().set(side, to, field, given);
    case 2:
      people().set(side, from, field, none);
      return people().set(side, to, field, given);
    default:
      people().set(side, from, field, none);
      people().set(side, to, field, given);
      return people().set(side, from, field, other);
  }
}

}  // namespace tusk::simulation
