#include "rest/references.h"

#include <map>

namespace tusk::rest {
namespace {

using Titles = std::map<std::string, std::map<core::RecordId, std::string>>;

void load_titles(storage::Transaction& transaction, const core::RecordType& target,
                 std::map<core::RecordId, std::string>& titles) {
  const std::string sql =
      "SELECT " + target.title_field + " FROM " + target.name + " WHERE {company} AND id = $1";
  const auto statement = transaction.prepare_company(sql);
  for (auto& [id, title] : titles) {
    statement->reset();
    statement->bind(id);
    if (statement->step()) title = statement->text(0);
  }
}

}  // namespace

api::RecordPage with_references(storage::Transaction& transaction,
                                const storage::RecordStore& store, const core::RecordType& type,
                                storage::RecordPage page,
                                const std::function<bool(const core::RecordType&)>& shown) {
  Titles titles;
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    const core::Field& field = type.fields[i];
    if (field.kind != core::FieldKind::reference || !core::exists_on(type, field, store.side()) ||
        !shown(store.registry().get(field.reference_type))) {
      continue;
    }
    auto& of_type = titles[field.reference_type];
    for (const core::Record& record : page.records) {
      if (record.values[i].is_integer()) of_type[record.values[i].integer()];
    }
  }
  for (auto& [name, of_type] : titles) {
    load_titles(transaction, store.registry().get(name), of_type);
  }
  std::erase_if(titles, [](const auto& entry) { return entry.second.empty(); });
  api::RecordPage told;
  told.references = std::move(titles);
  told.records = std::move(page.records);
  if (!page.next_cursor.empty()) told.next_cursor = std::move(page.next_cursor);
  told.total = page.total;
  return told;
}

api::RecordPage with_references(storage::Transaction& transaction,
                                const storage::RecordStore& store, const core::RecordType& type,
                                storage::RecordPage page) {
  return with_references(transaction, store, type, std::move(page),
                         [](const core::RecordType&) { return true; });
}

}  // namespace tusk::rest
