#pragma once

// One open company database, and what the office's people may do with its records.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "business/actor.h"
#include "business/environment.h"
#include "storage/record_store.h"

namespace tusk::business {

class Session;

struct Company {
  std::int64_t number = 0;
  std::string name;
  std::string location;  // file within the data folder; empty on PostgreSQL
  bool sample = false;
  core::Microseconds created_at = 0;
};

class CompanyDatabase {
 public:
  // The database is migrated. Environment's clock and randomness outlive this.
  CompanyDatabase(Company company, std::unique_ptr<storage::Database> database,
                  const Environment& environment);

  [[nodiscard]] const Company& company() const { return company_; }
  [[nodiscard]] storage::Database& database() const { return *database_; }
  [[nodiscard]] const storage::RecordStore& store() const { return store_; }
  [[nodiscard]] const Environment& environment() const { return environment_; }
  [[nodiscard]] core::Stamp stamp(const Actor& actor) const;

  // Each checks what the actor may do (rights.h) and the rules of users, companies and built-in
  // profiles, and works in a transaction of its own. Throws as RecordStore does, and
  // Error{forbidden}.
  [[nodiscard]] core::Record get(const core::RecordType&, core::RecordId, const Actor&) const;
  [[nodiscard]] std::optional<core::Record> find(const core::RecordType&, core::RecordId,
                                                 const Actor&) const;
  [[nodiscard]] storage::RecordPage list(const core::RecordType&, const storage::RecordQuery&,
                                         const Actor&) const;
  core::Record create(const core::RecordType&, const core::Change&, const Actor&) const;
  core::Record update(const core::RecordType&, core::RecordId, const core::Change&,
                      const Actor&) const;
  // The same for somebody who has looked at the record: `seen` are the values as they were then
  // (core/edit.h). What others changed in other fields stays. If they changed a field of this edit
  // otherwise, nothing is written: Error{conflict}, a problem for each such field, which says what
  // it is now.
  core::Record update(const core::RecordType&, core::RecordId, const core::Change&,
                      const core::Change& seen, const Actor&) const;
  void remove(const core::RecordType&, core::RecordId, const Actor&) const;

  // The same for programs that say which record they have seen: `check` is called with the record
  // as it stands, in the transaction and before anything is written, and throws if it is another.
  using Check = std::function<void(const core::Record&)>;
  core::Record update_checked(const core::RecordType&, core::RecordId, const core::Change&,
                              const Check& check, const Actor&) const;
  void remove_checked(const core::RecordType&, core::RecordId, const Check& check,
                      const Actor&) const;

  // The record with that value, if there is one.
  [[nodiscard]] std::optional<core::Record> find_by(const core::RecordType&, std::string_view field,
                                                    const core::Value& value) const;
  // The one company record.
  [[nodiscard]] core::Record company_record() const;

  // Runs `work(transaction)` in a write transaction and answers what it answers, once the log-in
  // that this was opened with still stands (session.h). What people do is written through this.
  // Throws Error{unauthenticated} if somebody has ended the log-in.
  template <typename Work>
  auto write(Work&& work) const {
    touch_session();
    return storage::write(*database_, [&](storage::Transaction& transaction) {
      require_session(transaction);
      return work(transaction);
    });
  }
  // Ends with this object.
  void attach(std::shared_ptr<Session> session) { session_ = std::move(session); }

  void rename(std::string name) { company_.name = std::move(name); }

 private:
  void touch_session() const;
  void require_session(storage::Transaction& transaction) const;

  Company company_;
  std::unique_ptr<storage::Database> database_;
  Environment environment_;
  storage::RecordStore store_;
  std::shared_ptr<Session> session_;  // nothing: the program itself is at work
};

// The first record with that value of the field, within the caller's transaction.
[[nodiscard]] std::optional<core::Record> find_by(storage::Transaction&,
                                                  const storage::RecordStore&,
                                                  const core::RecordType&, std::string_view field,
                                                  const core::Value& value);

}  // namespace tusk::business
