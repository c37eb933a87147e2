// The registers of the company that the session has open.

#include "online/caller.h"
#include "online/news.h"
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
      return rest::with_references(tx, services_.store, type,
                                   services_.store.list(tx, type, opened),
                                   [&](const RecordType& target) {
                                     return identity::right_of(membership_, target) >= Right::read;
                                   });
    });
    page.next_cursor = cursors_.sealed(page.next_cursor.value_or(""));
    return page;
  }

  std::optional<core::Record> find(const RecordType& type, core::RecordId id) override {
    require_right(membership_, type, Right::read);
    return tenant_->read([&](Transaction& tx) { return services_.store.find(tx, type, id); });
  }

  core::Record create(const RecordType& type, const core::Change& change) override {
    require_right(membership_, type, Right::full);
    check_may_come_and_go(type);
    return change_and_tell(services_, company_, *tenant_, [&](Transaction& tx) {
      return services_.store.create(tx, type, change, stamp());
    });
  }

  core::Record update(const RecordType& type, core::RecordId id, const core::Change& change,
                      const Check& check) override {
    require_right(membership_, type, Right::full);
    return change_and_tell(services_, company_, *tenant_, [&](Transaction& tx) {
      check(get_locked(tx, type, id));
      return services_.store.update(tx, type, id, change, stamp());
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
    if (!record) throw rest::no_such_record(type);
    return *std::move(record);
  }

  Services& services_;
  identity::Company company_;
  identity::Membership membership_;
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
