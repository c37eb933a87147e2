#include "business/import/transfer.h"

#include <algorithm>
#include <span>
#include <unordered_map>

#include "business/import/limits.h"
#include "business/rights.h"
#include "core/error.h"

namespace tusk::business {
namespace {

using Steps = std::span<const ContactStep>;

const core::RecordType& contact_type() {
  return core::registry().get("contact");
}
const core::RecordType& person_type() {
  return core::registry().get("contact_person");
}

template <typename Visit>
void for_each_record(storage::Transaction& transaction, const storage::RecordStore& store,
                     const core::RecordType& type, const Visit& visit) {
  storage::RecordQuery query;
  query.limit = storage::max_page_size;
  query.count_total = false;
  do {
    const storage::RecordPage page = store.list(transaction, type, query);
    for (const core::Record& record : page.records) visit(record);
    query.cursor = page.next_cursor;
  } while (!query.cursor.empty());
}

// One step within the caller's transaction: a contact and its persons.
void write_step(storage::Transaction& transaction, const storage::RecordStore& store,
                const ContactStep& step, const core::Stamp& stamp) {
  core::RecordId contact = step.id.value_or(0);
  if (!step.id) {
    contact = store.create(transaction, contact_type(), step.change, stamp).id;
  } else if (step.change.mask != 0) {
    store.update(transaction, contact_type(), contact, step.change, stamp);
  }
  for (const PersonStep& person : step.persons) {
    if (person.id) {
      store.update(transaction, person_type(), *person.id, person.change, stamp);
      continue;
    }
    core::Change change = person.change;
    change.set(person_type(), person_type().get_field("contact"), core::Value(contact));
    store.create(transaction, person_type(), change, stamp);
  }
}

void write_steps(const CompanyDatabase& company, const Actor& actor, Steps steps) {
  const core::Stamp stamp = company.stamp(actor);
  company.write([&](storage::Transaction& transaction) {
    require_right(transaction, company.store(), actor, contact_type(), Right::full);
    for (const ContactStep& step : steps) write_step(transaction, company.store(), step, stamp);
  });
}

bool is_about_one_step(const core::Error& error) {
  return error.code() == core::ErrorCode::invalid || error.code() == core::ErrorCode::not_found ||
         error.code() == core::ErrorCode::conflict;
}

// A block that the database refused, step by step: one bad step does not keep the others out.
void write_one_by_one(const CompanyDatabase& company, const Actor& actor, Steps steps,
                      ImportedSteps& result) {
  for (const ContactStep& step : steps) {
    try {
      write_steps(company, actor, {&step, 1});
      ++result.done;
    } catch (const core::Error& error) {
      if (!is_about_one_step(error)) throw;
      result.refused.push_back(
          {step.line, "", "", error.text(),
           core::say("Ta in filen en gång till; det som är inne ändras inte.",
                     "Import the file once more; what is there is not changed.")});
    }
  }
}

}  // namespace

std::vector<ExistingContact> load_contacts(const CompanyDatabase& company, const Actor& actor) {
  return storage::read(company.database(), [&](storage::Transaction& transaction) {
    const storage::RecordStore& store = company.store();
    require_right(transaction, store, actor, contact_type(), Right::read);
    std::vector<ExistingContact> contacts;
    std::unordered_map<core::RecordId, std::size_t> positions;
    for_each_record(transaction, store, contact_type(), [&](const core::Record& record) {
      positions.emplace(record.id, contacts.size());
      contacts.push_back({record.id, texts_of(contact_type(), record), {}});
    });
    for_each_record(transaction, store, person_type(), [&](const core::Record& record) {
      const core::Value& contact = core::value_of(person_type(), record, "contact");
      const auto found = positions.find(contact.is_null() ? 0 : contact.integer());
      if (found == positions.end()) return;
      contacts[found->second].persons.push_back({record.id, texts_of(person_type(), record)});
    });
    return contacts;
  });
}

ImportedSteps carry_out(const CompanyDatabase& company, const Actor& actor, const ImportPlan& plan,
                        const std::function<bool(const ImportProgress&)>& proceed) {
  ImportedSteps result;
  const Steps all(plan.steps);
  for (std::size_t at = 0; at < all.size(); at += limits::import_block) {
    if (!proceed({at, all.size()})) {
      result.stopped = true;
      return result;
    }
    const Steps block = all.subspan(at, std::min(limits::import_block, all.size() - at));
    try {
      write_steps(company, actor, block);
      result.done += block.size();
    } catch (const core::Error& error) {
      if (!is_about_one_step(error)) throw;
      write_one_by_one(company, actor, block, result);
    }
  }
  return result;
}

}  // namespace tusk::business
