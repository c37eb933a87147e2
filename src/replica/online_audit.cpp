#include "replica/audit.h"
#include "replica/audit_common.h"
#include "storage/change_log.h"
#include "sync/limits.h"

namespace tusk::replica {
namespace {

constexpr std::size_t bytes_per_field = 40;  // about, with its name

class Answer {
 public:
  Answer(storage::Transaction& transaction, const storage::RecordStore& store,
         const sync::AuditRequest& request)
      : transaction_(transaction), store_(store), request_(request) {}

  sync::AuditResponse make() {
    const State state = load_state(transaction_);
    response_.status = check(state);
    if (response_.status != sync::AuditStatus::ok) return response_;
    const Unsettled unsettled = load_unsettled(transaction_, store_, request_.online_from.sequence);
    if (unsettled.too_many) {
      response_.status = sync::AuditStatus::busy;
      return response_;
    }
    switch (request_.question) {
      case sync::AuditQuestion::buckets:
        sum_up(unsettled.ids);
        break;
      case sync::AuditQuestion::rows:
        list_rows(unsettled.ids);
        break;
      case sync::AuditQuestion::records:
        list_records(unsettled.ids);
        break;
      case sync::AuditQuestion::result:
        break;
    }
    return response_;
  }

 private:
  // Both sides agree on everything but what their logs say only while no round comes in between.
  [[nodiscard]] sync::AuditStatus check(const State& state) const {
    if (request_.protocol != sync::protocol_version ||
        request_.schema_version != state.schema_version || !request_.unknown.empty()) {
      return sync::AuditStatus::schema;
    }
    const sync::Position& online = request_.online_from;
    const bool is_known = online == sync::Position{}
                              ? state.own_acked == sync::Position{}
                              : storage::salt_at(transaction_, online.sequence) == online.salt;
    const bool is_current = state.mode == Mode::connected && request_.token >= state.peer_token &&
                            request_.from == state.peer && is_known &&
                            online.sequence >= state.own_acked.sequence;
    return is_current ? sync::AuditStatus::ok : sync::AuditStatus::moved;
  }

  void sum_up(const sync::RecordIds& unsettled) {
    response_.excluded = unsettled;
    sync::RecordIds left_out = unsettled;
    for (const auto& [type_number, ids] : request_.excluded) {
      left_out[type_number].insert(ids.begin(), ids.end());
    }
    for (const core::RecordType& type : store_.registry().types()) {
      if (!type.is_synchronised()) continue;
      const auto digest = make_digest_without(transaction_, type, left_out[type.number]);
      auto& sums = response_.sums[type.number];
      for (int bucket = 0; bucket < storage::digest_buckets; ++bucket) {
        const storage::DigestBucket& each = digest.buckets[static_cast<std::size_t>(bucket)];
        if (each == storage::DigestBucket()) continue;
        sums.push_back({bucket, each.count, storage::format_hash(each.sum)});
      }
    }
  }

  const core::RecordType* asked_type() {
    const core::RecordType* type = store_.registry().find(request_.type_number);
    if (type == nullptr || !type->is_synchronised()) return nullptr;
    response_.type_number = type->number;
    return type;
  }

  void list_rows(const sync::RecordIds& unsettled) {
    const core::RecordType* type = asked_type();
    if (type == nullptr) return;
    if (const auto found = unsettled.find(type->number); found != unsettled.end()) {
      response_.excluded[type->number] = found->second;
    }
    std::vector<int> buckets = request_.buckets;
    buckets.resize(std::min(buckets.size(), sync::audit_buckets_per_exchange));
    for (const storage::RowHash& row : storage::list_row_hashes(transaction_, *type, buckets)) {
      response_.rows.push_back({row.id, storage::format_hash(row.hash)});
    }
  }

  void list_records(const sync::RecordIds& unsettled) {
    const core::RecordType* type = asked_type();
    if (type == nullptr) return;
    std::size_t bytes = 0;
    for (const core::RecordId id : request_.ids) {
      if (has(unsettled, type->number, id)) {
        response_.excluded[type->number].insert(id);
        continue;
      }
      sync::AuditedRecord audited{.id = id};
      if (auto record = store_.find(transaction_, *type, id)) {
        audited.exists = true;
        audited.values = std::move(record->values);
        audited.changed = record->changed;
      }
      for (const core::Value& value : audited.values) {
        bytes += bytes_per_field + (value.is_text() ? value.text().size() : 0);
      }
      // The first always: else one that is larger than all would never come.
      if (bytes > sync::max_bytes_per_exchange && !response_.records.empty()) return;
      response_.records.push_back(std::move(audited));
    }
  }

  storage::Transaction& transaction_;
  const storage::RecordStore& store_;
  const sync::AuditRequest& request_;
  sync::AuditResponse response_;
};

}  // namespace

sync::AuditResponse answer_audit(storage::Database& database, const storage::RecordStore& store,
                                 const sync::AuditRequest& request) {
  if (request.question == sync::AuditQuestion::result) {
    if (request.result) {
      storage::write(database, [&](storage::Transaction& transaction) {
        save_result(transaction, *request.result);
      });
    }
    return {};
  }
  return storage::read(database, [&](storage::Transaction& transaction) {
    return Answer(transaction, store, request).make();
  });
}

}  // namespace tusk::replica
