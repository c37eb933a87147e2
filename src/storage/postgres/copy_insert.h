#pragma once

// Rows by COPY … FROM STDIN in text format. Private to storage/postgres.

#include <cstddef>
#include <memory>
#include <string>

#include "storage/bulk_insert.h"
#include "storage/postgres/connection.h"

namespace tusk::storage::postgres {

class CopyInsert final : public BulkInsert {
 public:
  // Each row gets `company` as its company_id.
  CopyInsert(std::shared_ptr<Connection> connection, const BulkTarget& target,
             std::int64_t company);
  ~CopyInsert() override;
  CopyInsert(const CopyInsert&) = delete;
  CopyInsert& operator=(const CopyInsert&) = delete;

  void add_null() override;
  void add(std::int64_t value) override;
  void add(bool value) override;
  void add(std::string_view value) override;
  void end_row() override;
  void finish() override;

 private:
  void separate();

  std::shared_ptr<Connection> connection_;
  std::string company_;  // what every row begins with
  std::size_t columns_;
  std::size_t added_ = 0;
  std::string rows_;  // not yet sent
  bool open_ = true;
};

// Throws Error{invalid}: PostgreSQL's text has no null characters.
void refuse_null_character(std::string_view text);

}  // namespace tusk::storage::postgres
