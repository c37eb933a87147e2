// The registers of the company that the session has open.

#include "online/caller.h"
#include "online/news.h"
#include "online/own_records.h"
#include "online/page_cursors.h"
#include "online/routes/routes.h"
#include "rest/record_routes.h"
#include "rest/references.h"

namespace tusk::online {
namespace {

using core::RecordType;
using core::Right;
using storage::Transaction;

// Records of these are made and deleted in the office alone.
void check_may_come_and_go(const RecordType& type) {
  if (type.scope == core::Scope::both && !type.singleton) return;
  throw core::Error(
      core::ErrorCode::invalid,
      core::Text{type.label_plural.sv + " kan bara läggas upp och tas bort på kontoret.",
                 type.label_plural.en + " can be created and deleted in the office only."});
}

// What the role of the session in its company lets do.
class TenantRecords final : public rest::RecordAccess {
 public:
  TenantRecords(Services& services, const http::Request& request)
      : services_(services),
        company_(company_of(request)),
        membership_(*session_of(request).company),
        person_(session_of(request).person.name),
        cursors_(services, request),
        tenant_(services.tenants.open(company_)) {}

  api::RecordPage list(const RecordType& type, const storage::RecordQuery& query) override {
    require_right(membership_, type, Right::read);
    storage::RecordQuery opened = query;
    opened.cursor = cursors_.given();
    api::RecordPage page = tenant_->read([&](Transaction& tx) {
      opened.owner = own_.find_owner(tx, type);
      return rest::with_references(
          tx, services_.store, type, services_.store.list(tx, type, opened),
          [&](const RecordType& target) { return own_.shows_names(target, type); });
    });
    page.next_cursor = cursors_.sealed(page.next_cursor.value_or(""));
    return page;
  }

  std::optional<core::Record> find(const RecordType& type, core::RecordId id) override {
    require_right(membership_, type, Right::read);
    return tenant_->read([&](Transaction& tx) -> std::optional<core::Record> {
      auto record = services_.store.find(tx, type, id);
      if (record && !own_.shows(tx, type, *record)) return std::nullopt;
      return record;
    });
  }

  core::Record create(const RecordType& type, const core::Change& change) override {
    require_right(membership_, type, Right::full);
    check_may_come_and_go(type);
    return change_and_tell(services_, company_, *tenant_, [&](Transaction& tx) {
      const core::Change completed = own_.with_owner(tx, type, change);
      own_.check(tx, type, 0, completed);
      core::Record made = services_.store.create(tx, type, completed, stamp());
      own_.check_written(tx, type, made);
      return made;
    });
  }

  core::Record update(const RecordType& type, core::RecordId id, const core::Change& change,
                      const Check& check) override {
    require_right(membership_, type, Right::full);
    return change_and_tell(services_, company_, *tenant_, [&](Transaction& tx) {
      check(get_locked(tx, type, id));
      own_.check(tx, type, id, change);
      core::Record changed = services_.store.update(tx, type, id, change, stamp());
      own_.check_written(tx, type, changed);
      return changed;
    });
  }

  void remove(const RecordType& type, core::RecordId id, const Check& check) override {
    require_right(membership_, type, Right::full);
    check_may_come_and_go(type);
    change_and_tell(services_, company_, *tenant_, [&](Transaction& tx) {
      core::Record record = get_locked(tx, type, id);
      check(record);
      services_.store.remove(tx, type, id, stamp());
      return record;
    });
  }

 private:
  [[nodiscard]] core::Stamp stamp() const { return {person_, services_.clock.now()}; }
  [[nodiscard]] core::Record get_locked(Transaction& tx, const RecordType& type,
                                        core::RecordId id) const {
    auto record = services_.store.find_locked(tx, type, id);
    if (!record || !own_.shows(tx, type, *record)) throw rest::no_such_record(type);
    return *std::move(record);
  }

  Services& services_;
  identity::Company company_;
  identity::Membership membership_;
  OwnRecords own_{services_.store, membership_};
  std::string person_;
  PageCursors cursors_;
  std::shared_ptr<Tenant> tenant_;
};

}  // namespace

void bind_record_routes(api::Handlers& handlers, Services& services) {
  rest::bind_record_routes(
      handlers,
      {.registry = services.store.registry(),
       .side = core::Side::online,
       .open = [&services](http::Request& request) -> std::unique_ptr<rest::RecordAccess> {
         return std::make_unique<TenantRecords>(services, request);
       }});
}

}  // namespace tusk::online
