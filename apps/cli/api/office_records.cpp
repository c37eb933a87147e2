#include "cli/api/office_records.h"

#include "business/rights.h"
#include "rest/references.h"

namespace tusk::cli {
namespace {

using business::Right;
using core::RecordType;

class OfficeRecords final : public rest::RecordAccess {
 public:
  OfficeRecords(ApiSessions::Lease lease, business::Actor actor)
      : lease_(std::move(lease)), actor_(std::move(actor)) {}

  api::RecordPage list(const RecordType& type, const storage::RecordQuery& query) override {
    const storage::RecordStore& store = company().store();
    return storage::read(company().database(), [&](storage::Transaction& transaction) {
      business::require_right(transaction, store, actor_, type, Right::read);
      return rest::with_references(transaction, store, type, store.list(transaction, type, query),
                                   [&](const RecordType& target) {
                                     return business::right_of(transaction, store, actor_,
                                                               target) >= Right::read;
                                   });
    });
  }

  std::optional<core::Record> find(const RecordType& type, core::RecordId id) override {
    return company().find(type, id, actor_);
  }

  core::Record create(const RecordType& type, const core::Change& change) override {
    return company().create(type, change, actor_);
  }

  core::Record update(const RecordType& type, core::RecordId id, const core::Change& change,
                      const Check& check) override {
    return company().update_checked(type, id, change, check, actor_);
  }

  void remove(const RecordType& type, core::RecordId id, const Check& check) override {
    company().remove_checked(type, id, check, actor_);
  }

 private:
  [[nodiscard]] const business::CompanyDatabase& company() const { return lease_.company(); }

  ApiSessions::Lease lease_;
  business::Actor actor_;
};

}  // namespace

std::unique_ptr<rest::RecordAccess> open_office_records(ApiSessions& sessions,
                                                        const business::ApiCaller& caller) {
  return std::make_unique<OfficeRecords>(sessions.enter(caller), business::actor_of(caller.user));
}

}  // namespace tusk::cli
