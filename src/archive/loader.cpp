#include "archive/loader.h"

#include <algorithm>
#include <future>
#include <memory>
#include <utility>

#include "archive/reader.h"
#include "archive/row_parser.h"
#include "storage/change_log.h"
#include "storage/columns.h"

namespace tusk::archive {
namespace {

core::Error unknown(const std::string& source, const std::string& what) {
  return {core::ErrorCode::conflict,
          core::say("Arkivet {0} innehåller {1}, som den här versionen av programmet inte har. "
                    "Uppdatera programmet och försök igen.",
                    "The archive {0} holds {1}, which this version of the program does not have. "
                    "Update the program and try again.",
                    source, what)};
}

void check_id(std::int64_t id, const Section& section, std::uint32_t block,
              const std::string& source) {
  if (core::is_record_id(id)) return;
  throw damaged(source, block, section.name + " has the id " + std::to_string(id));
}

// New rows of a table.
class InsertSink final : public RowSink {
 public:
  InsertSink(storage::BulkInsert& insert, const Section& section, std::uint32_t block,
             const std::string& source)
      : insert_(insert), section_(section), block_(block), source_(source) {}

  void add_null() override {
    insert_.add_null();
    ++column_;
  }
  void add(std::int64_t value) override {
    if (column_++ == 0 && section_.kind == SectionKind::records) {
      check_id(value, section_, block_, source_);
    }
    insert_.add(value);
  }
  void add(bool value) override {
    insert_.add(value);
    ++column_;
  }
  void add(std::string_view value) override {
    insert_.add(value);
    ++column_;
  }
  void end_row() override {
    insert_.end_row();
    column_ = 0;
  }

 private:
  storage::BulkInsert& insert_;
  const Section& section_;
  std::uint32_t block_;
  const std::string& source_;
  std::size_t column_ = 0;
};

// References from records that are there to records that are there.
class LinkSink final : public RowSink {
 public:
  LinkSink(storage::Transaction& transaction, const std::string& table, const std::string& field)
      : update_(transaction.prepare_company("UPDATE " + storage::quoted(table) + " SET " +
                                            storage::quoted(field) +
                                            " = $2 WHERE {company} AND id = $1")) {}

  void add_null() override { update_->bind_null(); }
  void add(std::int64_t value) override { update_->bind(value); }
  void add(bool) override {}
  void add(std::string_view) override {}
  void end_row() override {
    update_->run();
    update_->reset();
  }

 private:
  std::unique_ptr<storage::Statement> update_;
};

storage::BulkTarget target_of(const std::string& table, const Section& section) {
  storage::BulkTarget target{table, {}};
  for (const Column& column : section.columns) target.columns.push_back(column.name);
  return target;
}

}  // namespace

Loader::Loader(const core::Registry& registry, core::Side side, Header header, std::string source)
    : header_(std::move(header)), source_(std::move(source)) {
  // Everything of that side: it can take less, as long as it is something it has.
  const auto known = sections_of(registry, side, Content::everything);
  for (const Section& section : header_.sections) {
    const auto own = std::find_if(known.begin(), known.end(), [&](const SectionSource& candidate) {
      return candidate.section.name == section.name && candidate.section.kind == section.kind;
    });
    if (own == known.end()) throw unknown(source_, section.name);
    for (const Column& column : section.columns) {
      const auto& columns = own->section.columns;
      if (std::find(columns.begin(), columns.end(), column) == columns.end()) {
        throw unknown(source_, section.name + "." + column.name);
      }
    }
    const bool with_key = section.columns.front() == own->section.columns.front();
    if (!with_key || (section.kind == SectionKind::links && section.columns.size() != 2)) {
      throw damaged(source_, 0, section.name + " without its key");
    }
    tables_.push_back(own->table);
  }
}

BlockRows Loader::parse(const Block& block, BlockRows spare) const {
  const Section& section = section_of(header_, block, source_);
  BlockRows parsed = std::move(spare);
  parsed.rows.clear();
  parsed.block = block.index;
  parsed.section = static_cast<std::size_t>(&section - header_.sections.data());
  parsed.count = parse_rows(block, section, source_, parsed.rows);
  return parsed;
}

void Loader::apply(storage::Transaction& transaction, const BlockRows& rows) const {
  const Section& section = header_.sections[rows.section];
  const std::string& table = tables_[rows.section];
  const storage::Applying applying(transaction);
  try {
    if (section.kind == SectionKind::links) {
      LinkSink sink(transaction, table, section.columns[1].name);
      rows.rows.replay(sink);
      return;
    }
    auto insert = transaction.insert_many(target_of(table, section));
    InsertSink sink(*insert, section, rows.block, source_);
    rows.rows.replay(sink);
    insert->finish();
  } catch (const storage::ConstraintError& error) {
    throw core::Error(
        core::ErrorCode::conflict,
        core::say("Arkivet {0} kan inte läsas in: en rad i {1} (block {2}) stämmer inte med de "
                  "andra. Ingenting ändrades. Hämta en annan kopia av det.",
                  "The archive {0} can't be loaded: a row of {1} (block {2}) does not fit the "
                  "others. Nothing was changed. Fetch another copy of it.",
                  source_, section.name, rows.block),
        {}, error.what());
  }
}

std::int64_t load_all(Reader& reader, const Loader& loader, storage::Transaction& transaction,
                      const OnProgress& progress) {
  const std::uint32_t last = reader.block_count() - 1;
  // One block is read while the one before it is written.
  const auto read = [&](std::uint32_t index, BlockRows spare) {
    return std::async(std::launch::async, [&, index, spare = std::move(spare)]() mutable {
      return loader.parse(reader.read_block(index), std::move(spare));
    });
  };
  Progress state;
  state.rows = reader.header().rows();
  std::future<BlockRows> next;
  if (last > 1) next = read(1, {});
  BlockRows rows;
  for (std::uint32_t index = 1; index < last; ++index) {
    BlockRows spare = std::exchange(rows, next.get());
    if (index + 1 < last) next = read(index + 1, std::move(spare));
    loader.apply(transaction, rows);
    const Section& section = loader.header().sections[rows.section];
    if (state.section != section.name) state.section_rows_done = 0;
    state.section = section.name;
    state.section_rows = section.rows;
    state.section_rows_done += rows.count;
    state.rows_done += rows.count;
    state.bytes += reader.block_bytes(index);
    if (progress) progress(state);
  }
  if (state.rows_done != state.rows) {
    throw damaged(reader.source(), last, "another number of rows than promised");
  }
  return state.rows_done;
}

}  // namespace tusk::archive
