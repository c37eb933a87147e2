// plan_import: entries against what there is.

#include <algorithm>
#include <unordered_map>

#include "business/import/contacts.h"
#include "business/import/matching.h"
#include "business/import/words.h"
#include "core/error.h"
#include "core/validation.h"

namespace tusk::business {
namespace {

const core::RecordType& contact_type() {
  return core::registry().get("contact");
}
const core::RecordType& person_type() {
  return core::registry().get("contact_person");
}

// A record of the company, or one that the plan makes.
struct Planned {
  std::optional<core::RecordId> id;
  FieldTexts fields;   // as they will be
  FieldTexts written;  // of them, what the import writes
};
struct PlannedContact : Planned {
  std::vector<Planned> persons;
  std::size_t line = 0;
};

// What taking an entry in did to one record.
enum class Effect { made, filled, nothing };

// Values that people take for the same though they are spelled differently.
bool same_value(const core::Field& field, std::string_view a, std::string_view b) {
  if (trim(a) == trim(b)) return true;
  switch (field.kind) {
    case core::FieldKind::phone:
      return !phone_key(a).empty() && phone_key(a) == phone_key(b);
    case core::FieldKind::email:
      return email_key(a) == email_key(b);
    case core::FieldKind::url:
      return ascii_lower(a) == ascii_lower(b);
    case core::FieldKind::text:
      if (field.name == "organisation_number")
        return organisation_number_key(a) == organisation_number_key(b);
      return fold_name(a) == fold_name(b);
    default:
      return false;
  }
}

class Planner {
 public:
  explicit Planner(const std::vector<ExistingContact>& existing) {
    for (const ExistingContact& contact : existing) add_existing(contact);
  }

  ImportPlan plan(const ParsedContacts& parsed) {
    for (const ImportedContact& entry : parsed.contacts) {
      plan_.outcomes.emplace_back(entry.line, take(entry));
      auto& warnings = plan_.report.warnings;
      warnings.insert(warnings.end(), entry.warnings.begin(), entry.warnings.end());
    }
    for (const ImportProblem& refusal : parsed.refused)
      plan_.outcomes.emplace_back(refusal.line, Outcome::refused);
    finish(parsed);
    return std::move(plan_);
  }

 private:
  void add_existing(const ExistingContact& contact) {
    PlannedContact planned;
    planned.id = contact.id;
    planned.fields = contact.fields;
    for (const ExistingPerson& person : contact.persons) {
      add_person(planned, contacts_.size(), {person.id, person.fields, {}});
    }
    add_contact(std::move(planned), MatchKeys::of(contact.fields));
  }

  Outcome take(const ImportedContact& entry) {
    const MatchKeys keys = MatchKeys::of(entry.contact);
    const NamesakeIndex::Found found = find_contact(keys);
    if (!found.same) return add(entry, keys, found.perhaps);
    PlannedContact& contact = contacts_[*found.same];
    const bool had_contact = contact.id.has_value();
    if (contact.line == 0) contact.line = entry.line;
    const Effect on_contact = fill(contact, contact_type(), entry.contact, entry.line);
    note_contact(*found.same, keys);
    bool made_person = false;
    bool filled_existing = had_contact && on_contact == Effect::filled;
    // An entry that only repeats what the file itself brought is a duplicate.
    bool all_existed = had_contact;
    for (const FieldTexts& person : entry.persons) {
      const auto [effect, existed] = take_person(contact, *found.same, person, entry.line);
      made_person = made_person || effect == Effect::made;
      filled_existing = filled_existing || (existed && effect == Effect::filled);
      all_existed = all_existed && existed;
    }
    if (found.several && (made_person || on_contact == Effect::filled))
      report_choice(entry.line, contact.fields);
    if (made_person) return Outcome::taken;
    if (filled_existing) return Outcome::changed;
    return all_existed ? Outcome::unchanged : Outcome::duplicate;
  }

  Outcome add(const ImportedContact& entry, const MatchKeys& keys,
              std::optional<std::size_t> namesake) {
    report_lookalikes(entry.line, keys, namesake);
    PlannedContact contact;
    contact.fields = contact.written = entry.contact;
    contact.line = entry.line;
    for (const FieldTexts& person : entry.persons)
      add_person(contact, contacts_.size(), {std::nullopt, person, person});
    add_contact(std::move(contact), keys);
    return Outcome::taken;
  }

  // What it did, and whether the person was in the database before.
  std::pair<Effect, bool> take_person(PlannedContact& contact, std::size_t position,
                                      const FieldTexts& person, std::size_t line) {
    const MatchKeys keys = MatchKeys::of(person);
    const auto found = persons_.find(scope_of(position), keys, compare_colleagues);
    if (!found.same) {
      if (found.perhaps) report_namesake(line, contact.persons[*found.perhaps].fields);
      add_person(contact, position, {std::nullopt, person, person});
      return {Effect::made, false};
    }
    note_person(position, *found.same, keys);
    Planned& held = contact.persons[*found.same];
    return {fill(held, person_type(), person, line), held.id.has_value()};
  }

  // Persons are found among those of their contact.
  static std::string scope_of(std::size_t contact) { return std::to_string(contact); }

  void add_person(PlannedContact& contact, std::size_t position, Planned person) {
    note_person(position, contact.persons.size(), MatchKeys::of(person.fields));
    contact.persons.push_back(std::move(person));
  }
  void note_person(std::size_t contact, std::size_t person, const MatchKeys& keys) {
    persons_.add(scope_of(contact), person, keys);
    for (const std::string& email : keys.emails) emails_.emplace(email, contact);
  }

  void add_contact(PlannedContact contact, const MatchKeys& keys) {
    note_contact(contacts_.size(), keys);
    contacts_.push_back(std::move(contact));
  }
  void note_contact(std::size_t position, const MatchKeys& keys) {
    namesakes_.add(keys.is_private ? "private" : "organisation", position, keys);
    if (!keys.is_private && !keys.organisation_number.empty())
      organisation_numbers_.emplace(keys.organisation_number, position);
    for (const std::string& email : keys.emails) emails_.emplace(email, position);
  }
  [[nodiscard]] NamesakeIndex::Found find_contact(const MatchKeys& keys) const {
    if (keys.is_private) return namesakes_.find("private", keys, compare_private_persons);
    NamesakeIndex::Found found = namesakes_.find("organisation", keys, compare_organisations);
    const auto numbered = organisation_numbers_.find(keys.organisation_number);
    if (found.same || numbered == organisation_numbers_.end()) return found;
    const MatchKeys known = MatchKeys::of(contacts_[numbered->second].fields);
    const bool is_same = compare_organisations(keys, known) == Likeness::same;
    (is_same ? found.same : found.perhaps) = numbered->second;
    return found;
  }

  Effect fill(Planned& record, const core::RecordType& type, const FieldTexts& given,
              std::size_t line) {
    Effect effect = Effect::nothing;
    for (const auto& [name, value] : given) {
      const auto held = record.fields.find(name);
      if (held == record.fields.end() || held->second.empty()) {
        record.fields[name] = record.written[name] = value;
        effect = Effect::filled;
      } else if (!same_value(type.get_field(name), held->second, value)) {
        plan_.report.warnings.push_back(
            {line, name, core::shorten(value),
             core::say("{} står redan i fältet och får stå kvar.",
                       "{} already stands in the field and is kept.", core::shorten(held->second)),
             core::say("Ändra fältet för hand om filens uppgift är den rätta.",
                       "Change the field by hand if what the file says is right.")});
      }
    }
    return effect;
  }

  // A new contact that may be one that is there: of the same name, or with the same e-mail
  // address or telephone under another name. It is made all the same; a person has to decide.
  void report_lookalikes(std::size_t line, const MatchKeys& keys,
                         std::optional<std::size_t> namesake) {
    if (namesake) {
      const MatchKeys known = MatchKeys::of(contacts_[*namesake].fields);
      if (known.name == keys.name) return report_namesake(line, contacts_[*namesake].fields);
      return report(line, "organisation_number", keys.organisation_number,
                    core::say("Samma organisationsnummer finns hos {}.",
                              "{} has the same organisation number.", name_of(*namesake)));
    }
    for (const std::string& email : keys.emails) {
      if (const auto other = emails_.find(email); other != emails_.end()) {
        return report(line, "email", email,
                      core::say("Samma e-postadress finns hos {}.",
                                "{} has the same e-mail address.", name_of(other->second)));
      }
    }
  }

  void report_namesake(std::size_t line, const FieldTexts& namesake) {
    const auto text = [&](const char* field) {
      const auto found = namesake.find(field);
      return found == namesake.end() ? std::string() : found->second;
    };
    const std::string where =
        join({text("email"), text("phone"), text("mobile"), text("city")}, ", ");
    report(line, "name", text("name"),
           core::say("Det finns redan en med namnet {} ({}).",
                     "There already is one by the name {} ({}).", text("name"),
                     where.empty() ? "–" : where));
  }

  // The name alone fits several: which one it became is for people to check.
  void report_choice(std::size_t line, const FieldTexts& chosen) {
    const auto text = [&](const char* field) {
      const auto found = chosen.find(field);
      return found == chosen.end() ? std::string("–") : found->second;
    };
    plan_.report.lookalikes.push_back(
        {line, "name", core::shorten(text("name")),
         core::say("Flera kan menas; posten hör nu till {} ({}).",
                   "Several may be meant; the entry now belongs to {} ({}).", text("name"),
                   text("city")),
         core::say("Flytta den om det är fel.", "Move it if that is wrong.")});
  }

  void report(std::size_t line, const char* field, std::string_view value, core::Text reason) {
    plan_.report.lookalikes.push_back(
        {line, field, core::shorten(value), std::move(reason),
         core::say("Båda finns nu. Är de samma: flytta över uppgifterna och ta bort den ena.",
                   "Both are there now. If they are the same: move the details over and delete "
                   "one.")});
  }

  [[nodiscard]] std::string name_of(std::size_t contact) const {
    const auto name = contacts_[contact].fields.find("name");
    return name == contacts_[contact].fields.end() ? "?" : name->second;
  }

  void finish(const ParsedContacts& parsed) {
    ImportReport& report = plan_.report;
    for (const PlannedContact& contact : contacts_) add_step(contact);
    std::stable_sort(plan_.outcomes.begin(), plan_.outcomes.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [line, outcome] : plan_.outcomes) ++count_of(outcome);
    report.entries = plan_.outcomes.size();
    report.refusals = parsed.refused;
    report.warnings.insert(report.warnings.begin(), parsed.warnings.begin(), parsed.warnings.end());
    for (auto* list : {&report.warnings, &report.lookalikes}) {
      std::stable_sort(list->begin(), list->end(),
                       [](const auto& a, const auto& b) { return a.line < b.line; });
    }
  }

  std::size_t& count_of(Outcome outcome) {
    ImportReport& report = plan_.report;
    switch (outcome) {
      case Outcome::taken:
        return report.taken;
      case Outcome::changed:
        return report.changed;
      case Outcome::unchanged:
        return report.unchanged;
      case Outcome::duplicate:
        return report.duplicates;
      case Outcome::refused:
        break;
    }
    return report.refused;
  }

  void add_step(const PlannedContact& contact) {
    ContactStep step{contact.id, change_of(contact_type(), contact.written), {}, contact.line};
    for (const Planned& person : contact.persons) {
      if (person.written.empty()) continue;
      if (!person.id) ++plan_.report.persons_added;
      step.persons.push_back({person.id, change_of(person_type(), person.written)});
    }
    if (step.change.mask == 0 && step.persons.empty()) return;
    if (!step.id) ++plan_.report.contacts_added;
    plan_.steps.push_back(std::move(step));
  }

  static core::Change change_of(const core::RecordType& type, const FieldTexts& texts) {
    core::Change change(type);
    for (const auto& [name, text] : texts) {
      const core::Field& field = type.get_field(name);
      change.set(type, field, core::parse_value(type, field, text));
    }
    return change;
  }

  std::vector<PlannedContact> contacts_;
  NamesakeIndex namesakes_;
  NamesakeIndex persons_;
  std::unordered_map<std::string, std::size_t> organisation_numbers_;
  std::unordered_map<std::string, std::size_t> emails_;  // -> contact, of itself or a person
  ImportPlan plan_;
};

}  // namespace

ImportPlan plan_import(const ParsedContacts& parsed, const std::vector<ExistingContact>& existing) {
  return Planner(existing).plan(parsed);
}

}  // namespace tusk::business
