#include "business/company_database.h"

#include "business/rights.h"
#include "business/session.h"
#include "core/edit.h"

namespace tusk::business {
namespace {

[[noreturn]] void refuse(core::ErrorCode code, core::Text text) {
  throw core::Error(code, std::move(text));
}

// A user is an account of the installation: the record only follows it.
void check_user_change(const core::RecordType& type, const core::Change& change) {
  for (const char* name : {"user_name", "full_name", "super_user", "active"}) {
    const core::Field& field = type.get_field(name);
    if (!change.has(field)) continue;
    throw core::invalid_field(
        name, core::to_display(change.values[type.index_of(field)]),
        core::say("{} hör till användarens konto. Ändra det bland användarna (tusk user set).",
                  "{} belongs to the user's account. Change it among the users (tusk user set).",
                  std::string(name)));
  }
}

// Records that other parts of the program make and take away.
void check_may_come_or_go(const core::RecordType& type) {
  if (type.name == "user") {
    refuse(core::ErrorCode::conflict,
           core::say("Användare läggs upp och stängs av bland användarna (tusk user add, tusk user "
                     "set).",
                     "Users are added and deactivated among the users (tusk user add, tusk user "
                     "set)."));
  }
  if (type.singleton) {
    refuse(core::ErrorCode::conflict,
           core::Text{
               type.label_plural.sv + " finns alltid i precis ett exemplar och kan bara ändras.",
               type.label_plural.en + " is always there exactly once and can only be changed."});
  }
}

void check_not_built_in(const core::RecordType& type, const core::Record& record) {
  if (type.name != "access_profile" || !core::value_of(type, record, "built_in").boolean()) {
    return;
  }
  refuse(core::ErrorCode::conflict,
         core::say("{} är en fast mall. Lägg upp en egen behörighetsprofil i stället.",
                   "{} is a built-in template. Add an access profile of your own instead.",
                   core::title_of(type, record)));
}

// As people read it: of a reference, what it refers to.
std::string shown(storage::Transaction& transaction, const storage::RecordStore& store,
                  const core::Field& field, const core::Value& value) {
  if (value.is_null()) return "–";
  if (field.kind == core::FieldKind::reference) {
    const core::RecordType& target = store.registry().get(field.reference_type);
    if (const auto record = store.find(transaction, target, value.integer()))
      return core::title_of(target, *record);
  }
  return core::shorten(core::to_display(value));
}

// Throws what the person who was later needs in order to save again.
[[noreturn]] void refuse_collision(storage::Transaction& transaction,
                                   const storage::RecordStore& store, const core::RecordType& type,
                                   const core::Record& current, const core::Change& edit,
                                   core::FieldMask collisions) {
  std::vector<core::Problem> problems;
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    const core::Field& field = type.fields[i];
    if ((collisions & field.bit()) == 0) continue;
    const std::string now = shown(transaction, store, field, current.values[i]);
    const std::string given = shown(transaction, store, field, edit.values[i]);
    problems.push_back({field.name, given,
                        core::Text{fmt::format("{} är nu ”{}”. Spara igen om det ska vara ”{}”.",
                                               field.label.sv, now, given),
                                   fmt::format("{} is “{}” now. Save again if it is to be “{}”.",
                                               field.label.en, now, given)}});
  }
  throw core::Error(
      core::ErrorCode::conflict,
      core::say("{} har ändrat samma sak i {} sedan du öppnade posten. Ingenting är sparat.",
                "{} has changed the same thing in {} since you opened the record. Nothing was "
                "saved.",
                current.changed.by, core::title_of(type, current)),
      std::move(problems));
}

}  // namespace

CompanyDatabase::CompanyDatabase(Company company, std::unique_ptr<storage::Database> database,
                                 const Environment& environment)
    : company_(std::move(company)),
      database_(std::move(database)),
      environment_(environment),
      store_(core::registry(), core::Side::office) {}

void CompanyDatabase::touch_session() const {
  if (session_) session_->touch();
}

void CompanyDatabase::require_session(storage::Transaction& transaction) const {
  if (session_) session_->require(transaction);
}

core::Stamp CompanyDatabase::stamp(const Actor& actor) const {
  return stamp_of(actor, environment_.clock);
}

core::Record CompanyDatabase::get(const core::RecordType& type, core::RecordId id,
                                  const Actor& actor) const {
  return storage::read(*database_, [&](storage::Transaction& transaction) {
    require_right(transaction, store_, actor, type, Right::read);
    return store_.get(transaction, type, id);
  });
}

std::optional<core::Record> CompanyDatabase::find(const core::RecordType& type, core::RecordId id,
                                                  const Actor& actor) const {
  return storage::read(*database_, [&](storage::Transaction& transaction) {
    require_right(transaction, store_, actor, type, Right::read);
    return store_.find(transaction, type, id);
  });
}

storage::RecordPage CompanyDatabase::list(const core::RecordType& type,
                                          const storage::RecordQuery& query,
                                          const Actor& actor) const {
  return storage::read(*database_, [&](storage::Transaction& transaction) {
    require_right(transaction, store_, actor, type, Right::read);
    return store_.list(transaction, type, query);
  });
}

core::Record CompanyDatabase::create(const core::RecordType& type, const core::Change& change,
                                     const Actor& actor) const {
  check_may_come_or_go(type);
  return write([&](storage::Transaction& transaction) {
    require_right(transaction, store_, actor, type, Right::full);
    return store_.create(transaction, type, change, stamp(actor));
  });
}

core::Record CompanyDatabase::update(const core::RecordType& type, core::RecordId id,
                                     const core::Change& change, const Actor& actor) const {
  return update(type, id, change, core::Change(type), actor);
}

core::Record CompanyDatabase::update(const core::RecordType& type, core::RecordId id,
                                     const core::Change& change, const core::Change& seen,
                                     const Actor& actor) const {
  if (type.name == "user") check_user_change(type, change);
  return write([&](storage::Transaction& transaction) {
    require_right(transaction, store_, actor, type, Right::full);
    const core::Record current = store_.get_locked(transaction, type, id);
    check_not_built_in(type, current);
    core::EditMerge merge = core::merge_edit(type, change, seen, current);
    if (merge.collisions != 0) {
      refuse_collision(transaction, store_, type, current, change, merge.collisions);
    }
    return store_.update(transaction, type, id, std::move(merge.change), stamp(actor));
  });
}

core::Record CompanyDatabase::update_checked(const core::RecordType& type, core::RecordId id,
                                             const core::Change& change, const Check& check,
                                             const Actor& actor) const {
  return write([&](storage::Transaction& transaction) {
    require_right(transaction, store_, actor, type, Right::full);
    if (type.name == "user") check_user_change(type, change);
    const core::Record current = store_.get_locked(transaction, type, id);
    check_not_built_in(type, current);
    check(current);
    return store_.update(transaction, type, id, change, stamp(actor));
  });
}

void CompanyDatabase::remove(const core::RecordType& type, core::RecordId id,
                             const Actor& actor) const {
  remove_checked(
      type, id, [](const core::Record&) {}, actor);
}

void CompanyDatabase::remove_checked(const core::RecordType& type, core::RecordId id,
                                     const Check& check, const Actor& actor) const {
  check_may_come_or_go(type);
  write([&](storage::Transaction& transaction) {
    require_right(transaction, store_, actor, type, Right::full);
    const core::Record current = store_.get_locked(transaction, type, id);
    check_not_built_in(type, current);
    check(current);
    store_.remove(transaction, type, id, stamp(actor));
  });
}

std::optional<core::Record> CompanyDatabase::find_by(const core::RecordType& type,
                                                     std::string_view field,
                                                     const core::Value& value) const {
  return storage::read(*database_, [&](storage::Transaction& transaction) {
    return business::find_by(transaction, store_, type, field, value);
  });
}

core::Record CompanyDatabase::company_record() const {
  return storage::read(*database_, [&](storage::Transaction& transaction) {
    storage::RecordQuery query;
    query.limit = 1;
    auto page = store_.list(transaction, core::registry().get("company"), query);
    if (page.records.empty()) {
      refuse(core::ErrorCode::not_found, core::say("Företagsdatabasen saknar företagsinformation.",
                                                   "The company database has no company "
                                                   "information."));
    }
    return std::move(page.records.front());
  });
}

std::optional<core::Record> find_by(storage::Transaction& transaction,
                                    const storage::RecordStore& store, const core::RecordType& type,
                                    std::string_view field, const core::Value& value) {
  storage::RecordQuery query;
  query.filters.push_back({std::string(field), storage::Comparison::equal, value});
  query.limit = 1;
  query.count_total = false;
  auto page = store.list(transaction, type, query);
  if (page.records.empty()) return std::nullopt;
  return std::move(page.records.front());
}

}  // namespace tusk::business
